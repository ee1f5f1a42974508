import { describe, expect, it } from "vitest";
import { daysAgo, drillMonths, drillTone, monthBefore, rtoOf } from "./words.ts";

const measured = (rtoMs?: number) => ({ targetRtoMs: 10_000, measured: { rtoMs } }) as Parameters<typeof rtoOf>[0];

describe("dashboard/drills/words", () => {
  it.each([
    [measured(0), "nothing lost, target 10 s"],
    [measured(1_234), "1.2 s without an answer, target 10 s"],
    [measured(), "traffic was not seen on the backup, target 10 s"],
    [{ targetRtoMs: 500 } as Parameters<typeof rtoOf>[0], "not measured, target 500 ms"],
  ])("says how long flows were without an answer", (run, text) => expect(rtoOf(run)).toBe(text));

  it("never shows as good what did not pass", () => {
    expect((["running", "refused", "failed", "aborted"] as const).map(drillTone)).toEqual([
      "watch",
      "watch",
      "bad",
      "bad",
    ]);
  });

  it("says by days when something was", () => {
    expect([0, 1, 2].map(daysAgo)).toEqual(["today", "yesterday", "2 days ago"]);
  });

  it("counts months back over the turn of the year", () => {
    expect(monthBefore("2026-01")).toBe("2025-12");
    expect(drillMonths(new Date("2026-02-03T00:00:00Z"), "2020-01").slice(0, 4)).toEqual([
      "2020-01",
      "2026-02",
      "2026-01",
      "2025-12",
    ]);
  });
});
