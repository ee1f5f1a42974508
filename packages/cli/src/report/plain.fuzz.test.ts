import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markdownText, plain, shortened, xmlText } from "./plain.ts";

const nasty = fc.constantFrom(
  "<script>",
  "</title>",
  "]]>",
  "&#x3c;",
  "|",
  "\\",
  "\\|",
  "`",
  "](x)",
  "![",
  "http://x.example",
  "www.x",
  "\u001b[2J",
  "\u001b]8;;x\u0007",
  "\u009b1m",
  "\u202e",
  "\u2066",
  "\u200b",
  "\u200d",
  "\ufeff",
  "\u0301".repeat(9),
  "\ud800",
  "\udc00",
  "\u{e0041}",
  "\u2028",
  "\r\n",
  "   ",
  "😀",
  "网",
  "# ",
  "1. ",
);
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }),
  fc.array(fc.nat(0xffff), { maxLength: 200 }).map((units) => String.fromCharCode(...units)),
  fc.array(fc.oneof(nasty, fc.string({ maxLength: 4 })), { maxLength: 40 }).map((parts) => parts.join("")),
);
const maxCount = fc.integer({ min: 2, max: 300 });
const writers = { plain, shortened, xmlText, markdownText } as const;

/** Controls, marks of direction, what has no width, halves of characters; all but the space that parts words. */
const HARMFUL =
  /[\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\p{Cs}\u{e0000}-\u{e0fff}]/u;

describe("cli/report/plain", () => {
  it.each(Object.entries(writers))("%s lets nothing through that is obeyed or not seen", (_, write) => {
    fc.assert(
      fc.property(anyText, maxCount, (text, most) => {
        expect(write(text, most)).not.toMatch(HARMFUL);
        expect(write(text, most)).not.toMatch(/\p{M}{5}/u);
      }),
      { numRuns: 1_000 },
    );
  });

  it("is one line of at most that many characters, and stays as it is when it passes again", () => {
    fc.assert(
      fc.property(anyText, maxCount, (text, most) => {
        const once = plain(text, most);
        expect([...once].length).toBeLessThanOrEqual(most);
        expect([...shortened(text, most)].length).toBeLessThanOrEqual(most);
        expect(once.trim()).toBe(once);
        expect(plain(once, most)).toBe(once);
      }),
      { numRuns: 1_000 },
    );
  });

  it("for XML it is text and entities, and reads back as the plain text", () => {
    fc.assert(
      fc.property(anyText, maxCount, (text, most) => {
        const written = xmlText(text, most);
        expect(written).toMatch(/^(?:[^<>&"']|&(?:amp|lt|gt|quot|#39);)*$/u);
        expect(unescaped(written)).toBe(plain(text, most));
      }),
      { numRuns: 1_000 },
    );
  });

  it("for Markdown no markup of it is left, and it reads back as the plain text", () => {
    fc.assert(
      fc.property(anyText, maxCount, (text, most) => {
        const written = markdownText(text, most);
        const left = written.replaceAll(/\\[!-/:-@[-`{-~]/g, "").replaceAll(/&(?:amp|lt|gt|quot|#39|#64|#46);/g, "");
        expect(left).not.toMatch(/[\\`*_{}[\]()#+!|~$^=:<>&"'@-]/);
        expect(written).not.toMatch(/www\.|^\d+\./i);
        expect(unescaped(written.replaceAll(/\\([!-/:-@[-`{-~])/g, "$1"))).toBe(plain(text, most));
      }),
      { numRuns: 1_000 },
    );
  });

  it("ten kilobytes of anything are read at once", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const long = text.repeat(Math.ceil(10_240 / Math.max(1, text.length)));
        for (const write of Object.values(writers)) expect([...write(long, 80)].length).toBeLessThanOrEqual(80 * 6);
      }),
      { numRuns: 100 },
    );
  });
});

const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&#64;": "@",
  "&#46;": ".",
};
const unescaped = (text: string): string => text.replaceAll(/&[a-z0-9#]+;/g, (entity) => ENTITIES[entity] ?? entity);
