import { VantageId } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { judgeSnapshots } from "./snapshots.ts";

const { vantages } = aConfig();
const NOW_MS = 10_000_000;
const at = (ageMs: number) => [{ vantageId: VantageId.parse("v1"), sampledAtMs: NOW_MS - ageMs }];

describe("cli/doctor/checks/snapshots", () => {
  it.each([
    [60_000, undefined],
    [179_999, undefined],
    [180_000, "warning"],
    [300_000, "failed"],
  ])("judges a vantage silent for %i ms", (ageMs, outcome) => {
    expect(judgeSnapshots(vantages, at(ageMs), NOW_MS, "skylane-probe-burst")[0]?.outcome).toBe(outcome);
  });

  it("counts the newest sample of the vantage's own paths", () => {
    expect(judgeSnapshots(vantages, [...at(900_000), ...at(1_000)], NOW_MS, "skylane-probe-burst")).toEqual([]);
  });

  it("fails for one that has never told anything, and says how an agent is started", () => {
    const agents = vantages.map((vantage) => ({ ...vantage, runsAs: "agent" as const }));

    expect(judgeSnapshots(agents, [], NOW_MS, "skylane-probe-burst")).toMatchObject([
      { outcome: "failed", todo: expect.stringContaining("skylane agent --vantage v1") },
    ]);
  });
});
