const TEXT_MAX = 4_000;
/** Controls, bidi marks and overrides, invisible joiners, tags, and line and paragraph separators. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A request as it may be read: its lines stay, nothing invisible does, 4,000 characters at most. */
export const cleanText = (text: string): string =>
  text
    .slice(0, TEXT_MAX)
    .normalize("NFC")
    .split(/\r?\n/)
    .map((line) => line.replaceAll(INVISIBLE, " ").trim())
    .join("\n")
    .trim();

/**
 * A name from outside as it may stand in a question: one line, 120 characters at most, and of signs only those that names of
 * services have. Anything else becomes `·`, so that it is no markup anywhere.
 */
export const shownName = (name: string): string =>
  name
    .normalize("NFC")
    .replaceAll(INVISIBLE, " ")
    .replaceAll(/[^\p{L}\p{M}\p{N} ._:/,()+@-]/gu, "·")
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, 120);

/** A word as words are compared: lower case, without accents. */
export const fold = (word: string): string =>
  word.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss");
