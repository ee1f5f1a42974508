import { describe, expect, it } from "vitest";
import { clock, since, took } from "./clock.ts";

describe("dashboard/shell/clock", () => {
  it.each([
    [0, "+0.00 s"],
    [1_254, "+1.25 s"],
    [-12_000, "−12.00 s"],
    [99_999, "+100.00 s"],
    [180_000, "+3 min"],
    [7_200_000, "+2 h"],
  ])("says how long after: %d", (ms, text) => expect(since(ms)).toBe(text));

  it.each([
    [819.6, "820 ms"],
    [1_000, "1 s"],
    [1_900, "1.9 s"],
    [86_400_000, "24 h"],
    [180_000, "3 min"],
  ])("says how long it took: %d", (ms, text) => expect(took(ms)).toBe(text));

  it("has a dash for a time that is none", () => expect(clock(Number.NaN)).toBe("–"));
});
