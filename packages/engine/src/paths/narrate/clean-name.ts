const NAME_MAX = 120;
/** Controls, bidi marks and overrides, invisible joiners, byte-order mark, tags, and line and paragraph separators. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A name from outside as it may be shown and sent: on one line, nothing invisible in it, 120 characters at most. */
export const cleanName = (name: string, maxChars = NAME_MAX): string =>
  cutAt(name.replaceAll(INVISIBLE, " ").replaceAll(/\s+/g, " ").trim(), maxChars);

/** The first `maxChars` UTF-16 units of a text, never half a character. */
export const cutAt = (text: string, maxChars: number): string =>
  text.slice(0, maxChars).replace(/[\uD800-\uDBFF]$/, "");

/** True if something in the text cannot be seen; a line feed can. */
export const hasInvisible = (text: string): boolean => text.replaceAll("\n", "").search(INVISIBLE) >= 0;

/** A text from outside as it may be sent: its lines stay, nothing invisible does. */
export const cleanText = (text: string, maxChars: number): string =>
  cutAt(
    text
      .split("\n")
      .map((line) => line.replaceAll(INVISIBLE, " "))
      .join("\n"),
    maxChars,
  );
