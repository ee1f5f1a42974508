import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plain } from "./plain.ts";
import { columnsOf, wrapped } from "./text-width.ts";

describe("cli/report/text-width", () => {
  it.each([
    ["letters", "vpc-1", 5],
    ["Chinese", "网络", 4],
    ["Japanese, half wide too", "ネットワークｱ", 13],
    ["Korean, whole and in old letters", "한국\ua960", 6],
    ["forms for upright text", "\ufe10", 2],
    ["wide letters", "ＡＢ", 4],
    ["an emoji", "🚀", 2],
    ["a letter and its mark", "e\u0301", 1],
    ["a vowel sign that takes room", "का", 2],
    ["the marks of a report", "●◐✕○→…", 6],
    ["nothing", "", 0],
  ])("%s: %s takes %i columns", (_, text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });

  it("breaks between words, and cuts a word that no line can hold", () => {
    expect(wrapped("aa bb cc", 5)).toEqual(["aa bb", "cc"]);
    expect(wrapped("aa bbbbbbbb c", 5)).toEqual(["aa", "bbbbb", "bbb c"]);
    expect(wrapped("网络网络", 5)).toEqual(["网络", "网络"]);
    expect(wrapped("", 5)).toEqual([""]);
  });

  it("no line is wider than it may be, and no word is lost", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: "binary", maxLength: 60 }), fc.constantFrom("网络", "😀", "vpc")), {
          maxLength: 20,
        }),
        fc.integer({ min: 2, max: 120 }),
        (words, columns) => {
          const text = plain(words.join(" "), 1_000);
          const lines = wrapped(text, columns);
          expect(Math.max(...lines.map(columnsOf))).toBeLessThanOrEqual(columns);
          expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
        },
      ),
      { numRuns: 500 },
    );
  });
});
