import type { CloudId } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { judgeDiscovery } from "./discovery.ts";

const HOUR_MS = 3_600_000;
const NOW_MS = 100 * HOUR_MS;
const judge = (clouds: readonly CloudId[], ageMs?: number) =>
  judgeDiscovery(
    clouds,
    ageMs === undefined ? [] : [{ cloud: "aws", finishedAtMs: NOW_MS - ageMs }],
    NOW_MS,
    "skylane-discover-cloud",
  );

describe("cli/doctor/checks/discovery", () => {
  it.each([
    [HOUR_MS, undefined],
    [3 * HOUR_MS, "warning"],
    [24 * HOUR_MS, "failed"],
  ])("judges a look that is %i ms old", (ageMs, outcome) => {
    expect(judge(["aws"], ageMs)[0]?.outcome).toBe(outcome);
  });

  it("tells what was never looked at, in one line: it may be new here", () => {
    expect(judge(["aws", "gcp"])).toMatchObject([{ outcome: "warning", seen: "never looked at: aws, gcp" }]);
  });

  it("does not care for a cloud that is no longer configured", () => {
    expect(judge([], 24 * HOUR_MS)).toEqual([]);
  });
});
