import type { SloView } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { leftText, minutesText, promise, ratioText, toneOf, windowText } from "./slo-words.ts";

describe("dashboard/paths/slo-words", () => {
  it("says a promise as it was configured", () => {
    expect(promise({ slo: "availability", objectiveRatio: 0.9995 } as SloView)).toBe("available 99.95 % of the time");
    expect(promise({ slo: "latency", objectiveRatio: 0.95, latencyP95Ms: 80 } as SloView)).toBe(
      "95 % of answers within 80 ms",
    );
    expect(ratioText(0.99995)).toBe("99.995 %");
  });

  it("says what is left, and that nothing is", () => {
    expect([1, 0.62, 0.004, 0, -0.4].map(leftText)).toEqual([
      "100 % left",
      "62 % left",
      "under 1 % left",
      "0 % left",
      "overdrawn by 40 %",
    ]);
  });

  it.each([
    [{ remainingRatio: 0.8 }, "good"],
    [{ remainingRatio: 0.25 }, "good"],
    [{ remainingRatio: 0.24 }, "watch"],
    [{ remainingRatio: 0.8, burning: { severity: "ticket", sinceMs: 0 } }, "watch"],
    [{ remainingRatio: 0.8, burning: { severity: "page", sinceMs: 0 } }, "bad"],
    [{ remainingRatio: 0 }, "bad"],
    [{ remainingRatio: -2 }, "bad"],
  ] as const)("judges %j as %s", (slo, tone) => {
    expect(toneOf(slo)).toBe(tone);
  });

  it("writes times as short as they can be read", () => {
    expect([0.5, 1.42, 20.16].map(minutesText)).toEqual(["30 s", "1.4 min", "20 min"]);
    expect([300_000, 21_600_000, 259_200_000].map(windowText)).toEqual(["5 min", "6 h", "3 d"]);
  });
});
