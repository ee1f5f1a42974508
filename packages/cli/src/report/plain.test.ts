import { describe, expect, it } from "vitest";
import { markdownText, plain, shortened, xmlText } from "./plain.ts";

describe("cli/report/plain", () => {
  describe("plain", () => {
    it.each([
      ["a name", "prod-vpc", "prod-vpc"],
      ["letters of other scripts", "网络 مكتب ščřžý ไทย", "网络 مكتب ščřžý ไทย"],
      ["lines and tabs", " a\r\n\tb\u2028c ", "a b c"],
      ["a colour for the terminal", "\u001b[31mred\u0007", "\\u001b[31mred\\u0007"],
      ["a C1 control", "\u009b2J", "\\u009b2J"],
      ["a change of direction", "invoice\u202efdp.exe\u2069", "invoice\\u202efdp.exe\\u2069"],
      ["what has no width", "pay\u200bpal\u2060\u00ad", "pay\\u200bpal\\u2060\\u00ad"],
      ["hidden tags", "x\u{e0041}", "x\\u{e0041}"],
      ["halves of a character", "\ud83d x \ude00", "\\ud83d x \\ude00"],
      ["a NUL and a non-character", "\u0000\uffff", "\\u0000\\uffff"],
    ])("%s", (_, text, shown) => {
      expect(plain(text)).toBe(shown);
    });

    it("keeps the marks that a script writes, and no pile of them", () => {
      expect(plain("é ế ही")).toBe("é ế ही");
      expect(plain(`Z${"\u0324".repeat(60)}algo`)).toBe(`Z${"\u0324".repeat(4)}…algo`);
    });

    it("cuts by characters, so that none is halved, and says that it cut", () => {
      expect(plain("abcdef", 6)).toBe("abcdef");
      expect(plain("abcdefg", 6)).toBe("abcde…");
      expect(plain("😀".repeat(7), 6)).toBe(`${"😀".repeat(5)}…`);
      expect([...plain("x".repeat(10_240))]).toHaveLength(160);
    });

    it("says that it cut where what is left out could not be seen before the cut", () => {
      expect(plain(`a${" ".repeat(2_000)}b`, 10)).toBe("a…");
      expect(plain(`a${" ".repeat(38)}${"😀".repeat(9)}`, 10)).not.toContain("\\ud83d");
    });
  });

  describe("shortened", () => {
    it("drops the middle, where names differ least", () => {
      expect(shortened("projects/globalcart/regions/gcp-usc1", 15)).toBe("project…cp-usc1");
      expect(shortened("short", 15)).toBe("short");
    });

    it.each([2, 3, 10, 11])("is as long as it may be: %i", (maxCount) => {
      expect([...shortened("0123456789abcdef", maxCount)]).toHaveLength(maxCount);
    });
  });

  describe("for XML", () => {
    it("has no character of markup", () => {
      expect(xmlText(`</title><script>alert('x' & "y")</script>`)).toBe(
        "&lt;/title&gt;&lt;script&gt;alert(&#39;x&#39; &amp; &quot;y&quot;)&lt;/script&gt;",
      );
    });

    it("is cut before it is escaped, so that no entity is halved", () => {
      expect(xmlText("<<<<<<", 4)).toBe("&lt;&lt;&lt;…");
    });
  });

  describe("for Markdown", () => {
    it.each([
      ["a link", "[a](javascript:alert)", "\\[a\\]\\(javascript\\:alert\\)"],
      ["an image", "![a](b)", "\\!\\[a\\]\\(b\\)"],
      ["HTML", "<img src=x>", "&lt;img src\\=x&gt;"],
      ["an entity", "&lt;", "&amp;lt;"],
      ["a break of a cell", "a | b", "a \\| b"],
      ["a break of a cell after a backslash", "a \\| b", "a \\\\\\| b"],
      ["code", "`a` ```", "\\`a\\` \\`\\`\\`"],
      ["a heading", "# a", "\\# a"],
      ["a list", "1. a", "1\\. a"],
      ["another list", "- a", "\\- a"],
      [
        "a bare address",
        "https://x.example www.x.example a@x.example",
        "https\\://x.example www&#46;x.example a&#64;x.example",
      ],
      ["a formula", "$a$", "\\$a\\$"],
    ])("%s is only text", (_, text, written) => {
      expect(markdownText(text)).toBe(written);
    });
  });
});
