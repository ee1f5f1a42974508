import { describe, expect, it } from "vitest";
import { aWeekReport } from "../../../../test/support/week-reports.ts";
import { tellWeek } from "./tell-week.ts";

describe("cli/report/tell-week", () => {
  it("tells what needs people first, then what was achieved", () => {
    const text = tellWeek(aWeekReport());

    expect(text.indexOf("waits for approval")).toBeLessThan(text.indexOf("Recovery: 2 of 3 as promised"));
    expect(text).toMatch(/in all +3 +6\.5 s +11\.5 s +11\.5 s/);
    expect(text).toMatch(/dx-use1-azure +99\.69 % +99\.95 % +31 min/);
    expect(text).toContain("Drills: 1 of 2 passed; 2 groups not drilled for a quarter.");
    expect(text).not.toMatch(/undefined|NaN/);
  });

  it("of a week that runs says so", () => {
    expect(tellWeek(aWeekReport({ isWhole: false, needs: [] }))).toMatch(
      /2026-W47, which is not over\n\nNothing needs people\./,
    );
  });
});
