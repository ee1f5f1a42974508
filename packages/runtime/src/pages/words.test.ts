import { describe, expect, it } from "vitest";
import { percentText, signedUsd, spanText, usdText } from "./words.ts";

describe("runtime/pages/words", () => {
  it.each([
    [0, "0 ms"],
    [999.4, "999 ms"],
    [1_000, "1.0 s"],
    [59_999, "59.9 s"],
    [60_000, "1 min"],
    [192_000, "3 min 12 s"],
    [7_500_000, "2 h 5 min"],
    [90_000_000, "1 d 1 h"],
  ])("%d ms are %s", (ms, expected) => {
    expect(spanText(ms)).toBe(expected);
  });

  it("rounds a share down: 99.9999 % is not all", () => {
    expect(percentText(0.999999)).toBe("99.999 %");
    expect(percentText(0.9995)).toBe("99.95 %");
    expect(percentText(1)).toBe("100 %");
  });

  it.each([
    [12_480.4, "$12,480", "+$12,480"],
    [12.5, "$12.50", "+$12.50"],
    [-140, "-$140", "-$140"],
    [0, "$0", "+$0"],
  ])("%d dollars are %s", (amount, text, signed) => {
    expect(usdText(amount)).toBe(text);
    expect(signedUsd(amount)).toBe(signed);
  });
});
