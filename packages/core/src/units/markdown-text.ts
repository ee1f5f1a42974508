const MAX_CHARS = 160;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "@": "&#64;",
};

/** Text from outside for Markdown, in a table cell too: one line, nothing invisible, and no character of it is markup, a link or HTML. */
export const markdownText = (text: string, maxChars = MAX_CHARS): string =>
  oneLine(text, maxChars)
    .replaceAll(/[\\`*_{}[\]()#+!|~$^=:-]/g, "\\$&")
    .replaceAll(/[&<>"'@]/g, (character) => ENTITIES[character] ?? "")
    // a bare address would become a link
    .replaceAll(/www\./gi, (www) => `${www.slice(0, -1)}&#46;`)
    .replaceAll(/^(\d+)\./g, "$1\\.");

/** Text from outside on one line, without what cannot be seen, `maxChars` at most. */
export function oneLine(text: string, maxChars = MAX_CHARS): string {
  const clean = text
    .slice(0, maxChars * 4)
    .replaceAll(/\s+/gu, " ")
    .replaceAll(INVISIBLE, "")
    .trim();
  const characters = [...clean];
  return characters.length <= maxChars ? clean : `${characters.slice(0, maxChars - 1).join("")}…`;
}
