import { describe, expect, it } from "vitest";
import { AskSearch } from "./address.ts";
import { numberOf, textOf } from "./words.ts";

describe("dashboard/ask/words", () => {
  it.each([
    [1_200.4, "ms", "1,200 ms"],
    [38.46, "ms", "38.5 ms"],
    [600_000, "ms", "10 min"],
    [9_000_000, "ms", "2.5 h"],
    [0.0125, "ratio", "1.25 %"],
    [12_345, "count", "12,345"],
    [Date.parse("2026-11-22T12:30:00Z"), "time", "2026-11-22 12:30"],
    [Date.parse("2026-11-22T12:30:09Z"), "time", "2026-11-22 12:30:09"],
  ] as const)("writes %s of kind %s as %s", (value, kind, text) => {
    expect(numberOf(value, kind)).toBe(text);
  });

  it("writes what lies between two numbers as both, and nothing as such", () => {
    expect(textOf({ low: 1, high: 2 }, "count")).toBe("1 to 2");
    expect(textOf(null, "ms")).toBe("–");
  });

  it("understands an address, and nothing that is no trace id in it", () => {
    expect(AskSearch.parse({ q: " requests today ", request: "a".repeat(32) })).toEqual({
      q: "requests today",
      request: "a".repeat(32),
    });
    expect(AskSearch.parse({ q: "", request: "javascript:alert(1)" })).toEqual({});
  });
});
