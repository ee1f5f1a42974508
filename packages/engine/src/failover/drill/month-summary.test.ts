import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { aDrillRun } from "../../../../../test/support/drills.ts";
import { summarizeMonth } from "./month-summary.ts";

const config = aConfig();
const day = (month: number, date: number): number => Date.UTC(2026, month - 1, date, 3);
const run = (month: number, date: number, change: object = {}) =>
  aDrillRun({ runId: `dr-monthly-g-${month}${date}`, orderedAtMs: day(month, date), ...change });
const summary = (month: string, runs: Parameters<typeof summarizeMonth>[1], nowMs = day(12, 1)) =>
  summarizeMonth(month, runs, config, nowMs);

describe("engine/failover/drill/month-summary", () => {
  it("counts a path's drills of the month by how they ended, and keeps the worst time beside its target", () => {
    const { measured } = run(11, 8);
    const [dx, vpn] = summary("2026-11", [
      run(11, 8),
      run(11, 15, { status: "failed", measured: { ...measured, rtoMs: 6_000 } }),
      run(11, 22, { status: "aborted", measured: undefined }),
      run(11, 23, { status: "refused", measured: undefined }),
      run(10, 4, { status: "failed", measured: { ...measured, rtoMs: 60_000 } }),
    ]).paths;

    expect(dx).toMatchObject({
      pathId: "dx",
      passedCount: 1,
      failedCount: 1,
      abortedCount: 1,
      refusedCount: 1,
      worstRtoMs: 6_000,
      targetRtoMs: 5_000,
    });
    expect(vpn).toEqual({
      groupId: "g",
      pathId: "vpn",
      passedCount: 0,
      failedCount: 0,
      abortedCount: 0,
      refusedCount: 0,
    });
  });

  it("counts the days since the last drill that ran to its end, to the end of a past month and to now in this one", () => {
    const runs = [run(10, 20), run(11, 21, { status: "aborted" })];

    expect(summary("2026-10", runs).paths[0]?.notDrilledDays).toBe(11);
    expect(summary("2026-11", runs, day(11, 9)).paths[0]?.notDrilledDays).toBe(20);
    expect(summary("2026-09", runs).paths[0]).not.toHaveProperty("notDrilledDays");
  });

  it("covers a Region in its quarter by drills of earlier months too, and not by one that was refused", () => {
    const inQuarter = summary("2026-11", [run(10, 4), run(11, 5, { status: "refused" })]);

    expect(inQuarter).toMatchObject({ month: "2026-11", quarter: "2026-Q4" });
    expect(inQuarter.regions).toEqual([
      { regionId: "aws:us-east-1", groupCount: 1, inMonthCount: 0, inQuarterCount: 1 },
      { regionId: "onprem:dc1", groupCount: 1, inMonthCount: 0, inQuarterCount: 1 },
    ]);
    expect(summary("2027-01", [run(12, 31)]).regions[0]).toMatchObject({ inQuarterCount: 0 });
  });

  it("puts the last moment of December into the old year", () => {
    expect(summary("2026-12", [run(12, 31)], day(12, 31)).paths[0]).toMatchObject({
      passedCount: 1,
      notDrilledDays: 0,
    });
  });
});
