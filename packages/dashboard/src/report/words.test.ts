import { describe, expect, it } from "vitest";
import { aWeekReport } from "../../../../test/support/week-reports.ts";
import { dollars, reportWeeks, share, weekDates, weekVerdict } from "./words.ts";

const NOW_MS = Date.UTC(2026, 10, 22);

describe("dashboard/report/words", () => {
  it("offers a quarter of weeks, and the one that is asked for", () => {
    expect(reportWeeks(NOW_MS, undefined).slice(0, 2)).toEqual(["2026-W47", "2026-W46"]);
    expect(reportWeeks(NOW_MS, "2026-W46")).toHaveLength(14);
    expect(reportWeeks(NOW_MS, "2025-W50").at(-1)).toBe("2025-W50");
  });

  it.each([
    ["2026-W47", "16 to 22 Nov 2026"],
    ["2026-W49", "30 Nov to 6 Dec 2026"],
  ])("%s is %s", (week, dates) => {
    expect(weekDates(week)).toBe(dates);
  });

  it("says how a week was, and is quiet of a quiet one", () => {
    const report = aWeekReport();

    expect(weekVerdict(report)).toEqual({
      tone: "bad",
      text: "4 things for people",
      detail: "3 failovers, 1 slower than promised. 1 path below what was promised.",
    });
    expect(
      weekVerdict({
        ...report,
        needs: [],
        recovery: { ...report.recovery, moves: [], judgedCount: 0, withinCount: 0 },
        availability: { groups: [], paths: [] },
      }),
    ).toEqual({ tone: "good", text: "Nothing needs people", detail: "No failover." });
  });

  it.each([
    [410, "$410"],
    [12_480.4, "$12,480"],
    [-139.7, "-$140"],
    [-0.2, "$0"],
  ])("%d is %s", (usd, text) => {
    expect(dollars(usd)).toBe(text);
  });

  it("rounds a share down", () => {
    expect(share(0.999999)).toBe("99.999 %");
  });
});
