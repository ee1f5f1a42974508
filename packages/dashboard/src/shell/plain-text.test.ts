import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutMiddle, cutOff, plain } from "./plain-text.ts";

describe("dashboard/explore/plain-text", () => {
  it.each([
    ["azure-eastus", "azure-eastus"],
    ["<script>alert(1)</script>", "<script>alert(1)</script>"],
    ["prod\u202etxt.exe", "prod\\u{202e}txt.exe"],
    ["\u001b[31mred", "\\u{1b}[31mred"],
    ["zero\u200bwidth", "zero\\u{200b}width"],
    ["tag\u{e0041}", "tag\\u{e0041}"],
    ["half \ud800", "half \\u{d800}"],
    ["two\nlines\tand a tab", "two lines and a tab"],
    ["réseau-東京", "réseau-東京"],
  ])("shows %j as %j", (text, shown) => {
    expect(plain(text)).toBe(shown);
  });

  it("stops marks that pile up on one letter", () => {
    expect(plain(`a${"\u0301".repeat(200)}`)).toBe(`a${"\u0301".repeat(4)}…`);
  });

  it("cuts off at the end, and long ids in the middle", () => {
    expect(cutOff("azure-westeurope-spoke1", 10)).toBe("azure-wes…");
    expect(cutMiddle("projects/globalcart/networks/gcp-usc1", 13)).toBe("projec…p-usc1");
    expect([cutOff("short", 5), cutMiddle("short", 5)]).toEqual(["short", "short"]);
  });

  it("leaves nothing unseen in any text, and no more characters than were asked for", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 3, max: 60 }), (text, maxCount) => {
        for (const shown of [cutOff(text, maxCount), cutMiddle(text, maxCount)]) {
          expect([...shown].length).toBeLessThanOrEqual(maxCount);
          expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        }
      }),
    );
  });
});
