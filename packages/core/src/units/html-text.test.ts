import { describe, expect, it } from "vitest";
import { htmlText } from "./html-text.ts";

describe("core/units/html-text", () => {
  it.each([
    ['<b onload="x">', "&lt;b onload=&quot;x&quot;&gt;"],
    ["it's & that", "it&#39;s &amp; that"],
    ["a\u202eb\u0000c\nd", "abc d"],
  ])("makes %j harmless between tags and in a quoted attribute", (text, expected) => {
    expect(htmlText(text)).toBe(expected);
  });

  it("cuts before it escapes, so no entity is cut", () => {
    expect(htmlText("&".repeat(10), 4)).toBe("&amp;&amp;&amp;…");
  });
});
