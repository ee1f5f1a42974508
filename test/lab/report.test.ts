import { describe, expect, it } from "vitest";
import { LAB_CASES, nameOf } from "./cases.ts";
import { reportOf, tableOf } from "./report.ts";
import type { LabRun } from "./run-case.ts";

const labCase = { fault: "silent-cut", probeIntervalMs: 200, bfd: null } as const;
const run = (outageMs: number, changedMs: number): LabRun => ({
  outage: { outageMs, forwardMs: outageMs - 100, returnMs: outageMs, lostCount: outageMs / 10 },
  reaction: { decision: "switch", because: "3 lost", verdictMs: 1_000, commandedMs: 1_004, changedMs },
  holds: [],
  detectMs: 500.4,
  lostDuringFailbackCount: 0,
});
const notOver: LabRun = {
  ...run(0, 0),
  outage: undefined,
  reaction: undefined,
  holds: ["no quorum"],
  detectMs: undefined,
};

describe("lab/report", () => {
  it("gives the least, the middle and the most of the runs", () => {
    const report = reportOf(labCase, [run(900, 1_060), run(700, 1_050), run(740, 1_090), run(800, 1_055)]);

    expect(report).toMatchObject({
      fault: "silent-cut",
      runs: 4,
      recoveredRuns: 4,
      outageMs: { min: 700, p50: 770, max: 900 },
      detectMs: { min: 500, p50: 500, max: 500 },
      controllerMs: { min: 50, p50: 58, max: 90 },
      commandMs: { min: 4, p50: 4, max: 4 },
      lostDuringFailback: 0,
      because: ["3 lost"],
    });
  });

  it("shows a run that did not recover, and what held the controller back", () => {
    const report = reportOf(labCase, [run(700, 1_050), notOver]);

    expect(report).toMatchObject({ runs: 2, recoveredRuns: 1, movedRuns: 1, because: ["3 lost", "no quorum"] });
    expect(tableOf([report])).toContain("1 of 2");
  });

  it("has no figure of the controller where it did nothing", () => {
    expect(reportOf(labCase, [{ ...run(700, 0), reaction: undefined }]).controllerMs).toBeNull();
  });

  it("can name each case", () => {
    expect(new Set(LAB_CASES.map(nameOf)).size).toBe(LAB_CASES.length);
  });
});
