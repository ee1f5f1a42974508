import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { barOf, saidText } from "./bars.ts";

const ms = fc.double({ min: 0, max: 1e9, noNaN: true });

describe("dashboard/incidents/bars", () => {
  it("keeps every bar within its trace and wide enough to be seen", () => {
    fc.assert(
      fc.property(ms, ms, ms, (offsetMs, durationMs, totalMs) => {
        const { leftPercent, widthPercent } = barOf({ offsetMs, durationMs }, totalMs);

        expect(leftPercent).toBeGreaterThanOrEqual(0);
        expect(widthPercent).toBeGreaterThanOrEqual(0.5);
        expect(leftPercent + widthPercent).toBeLessThanOrEqual(100.000001);
      }),
    );
  });

  it("draws the one that lasts all the time from end to end", () => {
    expect(barOf({ offsetMs: 0, durationMs: 1_200 }, 1_200)).toEqual({ leftPercent: 0, widthPercent: 100 });
    expect(barOf({ offsetMs: 300, durationMs: 600 }, 1_200)).toEqual({ leftPercent: 25, widthPercent: 50 });
  });

  it("shows what is from outside without what cannot be seen", () => {
    const text = saidText({ said: { server: "api\u202eevil", changeId: "", end: "ERR_X" } });

    expect(text).toBe("api\\u{202e}evil · ERR_X");
  });
});
