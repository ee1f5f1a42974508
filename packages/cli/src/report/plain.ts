const ELLIPSIS = "…";
/** What no reader can see, or what changes how the rest is shown: controls, bidi and zero-width marks, halves of surrogates. */
export const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufffe\uffff]/gu;
/** What a cut between two code units leaves. */
const HALF_AT_THE_END = /[\ud800-\udbff]$/;
/** More marks on one letter than any script writes. */
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu;

/**
 * Text from outside made harmless for every format: one line, at most `maxCount` characters and then `…`, each character that
 * cannot be seen written out (`\u202e`, `\u001b`). A terminal obeys nothing in it. Not escaped for any markup: see
 * `xmlText` and `markdownText`.
 */
export function plain(text: string, maxCount = 160): string {
  // cut before the regular expressions see ten kilobytes; a character is at most two code units
  const start = text.length > maxCount * 4 ? text.slice(0, maxCount * 4).replace(HALF_AT_THE_END, "") : text;
  const seen = start
    .replaceAll(/\s+/gu, " ")
    .trim()
    .replaceAll(PILED_MARKS, `$1${ELLIPSIS}`)
    .replaceAll(unseen, written);
  const characters = [...seen];
  if (characters.length <= maxCount && start === text) return seen;
  return `${characters.slice(0, Math.max(0, maxCount - 1)).join("")}${ELLIPSIS}`;
}

/** Shortened in the middle, where names differ least: `projects/…/gcp-usc1`. */
export function shortened(text: string, maxCount: number): string {
  const characters = [...plain(text, 1_000)];
  if (characters.length <= maxCount) return characters.join("");
  const tailCount = Math.floor((maxCount - 1) / 2);
  return [
    ...characters.slice(0, maxCount - 1 - tailCount),
    ELLIPSIS,
    ...characters.slice(characters.length - tailCount),
  ].join("");
}

const XML: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** `plain` text for HTML and SVG, between tags or inside a quoted attribute. */
export const xmlText = (text: string, maxCount?: number): string =>
  plain(text, maxCount).replaceAll(/[&<>"']/g, (character) => XML[character] ?? "");

/** `plain` text for Markdown, in a table cell too: no character of it is markup, a link or HTML. */
export const markdownText = (text: string, maxCount?: number): string =>
  plain(text, maxCount)
    .replaceAll(/[\\`*_{}[\]()#+!|~$^=:-]/g, "\\$&")
    .replaceAll(/[&<>"'@]/g, (character) => (character === "@" ? "&#64;" : (XML[character] ?? "")))
    // a bare address or `www.` would become a link
    .replaceAll(/www\./gi, (www) => `${www.slice(0, -1)}&#46;`)
    .replaceAll(/^(\d+)\./g, "$1\\.");

const written = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`;
};
