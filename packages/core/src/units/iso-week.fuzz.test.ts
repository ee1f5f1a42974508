import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { IsoWeek, isoWeekOf, startOfWeek } from "./iso-week.ts";

const WEEK_MS = 7 * 86_400_000;

describe("core/units/iso-week", () => {
  it.each([
    // examples of ISO 8601 at the turn of years
    ["2026-11-20", "2026-W47"],
    ["2027-01-01", "2026-W53"],
    ["2027-01-03", "2026-W53"],
    ["2027-01-04", "2027-W01"],
    ["2024-12-30", "2025-W01"],
    ["2021-01-03", "2020-W53"],
  ])("%s is in %s", (day, week) => {
    expect(isoWeekOf(Date.parse(`${day}T12:00:00Z`))).toBe(week);
  });

  it("a moment is in the week that its week begins, and begins on a Monday", () => {
    const seed = 20_261_122;
    console.log(`seed ${seed}`);
    const moments = fc.integer({ min: Date.UTC(2001, 0, 1), max: Date.UTC(2098, 11, 31) });
    fc.assert(
      fc.property(moments, (ms) => {
        const week = isoWeekOf(ms);
        const startMs = startOfWeek(week);

        expect(IsoWeek.parse(week)).toBe(week);
        expect(ms - startMs).toBeGreaterThanOrEqual(0);
        expect(ms - startMs).toBeLessThan(WEEK_MS);
        expect(new Date(startMs).getUTCDay()).toBe(1);
        expect(startMs % 86_400_000).toBe(0);
      }),
      { seed },
    );
  });

  it.each(["2026-W00", "2026-W54", "2027-W53", "2026-47", "W47", "2026-W47 ", "1999-W01", ""])("refuses %j", (week) => {
    expect(IsoWeek.safeParse(week).success).toBe(false);
  });
});
