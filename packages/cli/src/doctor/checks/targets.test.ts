import { describe, expect, it } from "vitest";
import { aConfig, healthOf } from "../../../../../test/support/builders.ts";
import { judgeTargets } from "./targets.ts";

const { groups } = aConfig();

describe("cli/doctor/checks/targets", () => {
  it("says which target does not answer, and from where", () => {
    const records = [healthOf("dx", "down"), healthOf("vpn", "up")];

    expect(judgeTargets(groups, records)).toMatchObject([
      { outcome: "failed", seen: expect.stringMatching(/^dx is down: .* does not answer v1$/) },
    ]);
  });

  it("warns of what is unknown: nothing is not the same as well", () => {
    expect(judgeTargets(groups, [healthOf("dx", "up")])).toMatchObject([
      { outcome: "warning", seen: expect.stringContaining("vpn is unknown") },
    ]);
  });
});
