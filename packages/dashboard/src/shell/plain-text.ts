const ELLIPSIS = "…";
/** What nobody can see, or what turns the text around it: controls, bidi and zero-width marks, halves of surrogates. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** More marks on one letter than any script writes: they would paint over the lines around. */
const PILED = /(\p{M}{4})\p{M}+/gu;

/** A name or tag from outside, with each character that cannot be seen written out (`\u{202e}`). The framework escapes markup. */
export const plain = (text: string): string =>
  text.replaceAll(PILED, `$1${ELLIPSIS}`).replaceAll(UNSEEN, (character) => {
    if (character === "\t" || character === "\n") return " ";
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });

/** `plain` text of at most `maxCount` characters, the last one `…` if any were left out. */
export function cutOff(text: string, maxCount: number): string {
  const characters = [...plain(text)];
  return characters.length <= maxCount
    ? characters.join("")
    : `${characters.slice(0, maxCount - 1).join("")}${ELLIPSIS}`;
}

/** `plain` text shortened in the middle: long ids differ at their ends. */
export function cutMiddle(text: string, maxCount: number): string {
  const characters = [...plain(text)];
  if (characters.length <= maxCount) return characters.join("");
  const tailCount = Math.ceil((maxCount - 1) / 2);
  return [...characters.slice(0, maxCount - 1 - tailCount), ELLIPSIS, ...characters.slice(-tailCount)].join("");
}
