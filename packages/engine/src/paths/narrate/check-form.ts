import { hasInvisible } from "./clean-name.ts";

const TEXT_MAX = 1_500;

/** What a text may not be, whatever it says: too long, a link, an image, markup, or characters nobody sees. */
export function checkForm(text: string): readonly string[] {
  const problems: string[] = [];
  if (text.trim() === "") problems.push("the text is empty: write at least one sentence");
  if (text.length > TEXT_MAX) problems.push(`the text has ${text.length} characters: write ${TEXT_MAX} at most`);
  if (
    /[a-z][a-z0-9+.-]*:\/\/|\bwww\.|\b(?:mailto|javascript|data|tel):\S|\b[a-z0-9-]+\.(?:com|net|org|io|dev|app|cloud|ai|co|info|biz|xyz|me|sh)\b/i.test(
      text,
    )
  )
    problems.push("the text has an address: write no links");
  if (/\]\s*\(|!\[|\]\s*\[|\]:/.test(text))
    problems.push("the text has a markdown link or image: write plain sentences");
  if (/[<>]|&(?:#\w+|[a-z]+);/i.test(text)) problems.push("the text has markup (< > or &…;): write plain sentences");
  if (hasInvisible(text)) problems.push("the text has control or invisible characters: write plain characters");
  return problems;
}

// Latin letters without compatibility forms (a fullwidth digit or letter reads as another), and the usual punctuation.
const PLAIN =
  /^(?:(?![\uFF00-\uFFEF])\p{Script=Latin}|\p{M}|[\u25a1\n\x20-\x7e\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022\u2192\u2212\u2248\u00d7\u00b5\u03bc\u00b7])*$/u;

/** The characters of the text outside names: other scripts' digits and letters can say a number that is not seen as one. */
export const checkCharacters = (masked: string): readonly string[] =>
  PLAIN.test(masked)
    ? []
    : ["the text has characters that are neither Latin letters, digits 0 to 9 nor plain punctuation: write those only"];
