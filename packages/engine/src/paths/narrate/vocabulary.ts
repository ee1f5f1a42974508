import type { NarrationFacts } from "@skylane/core";
import { cleanName } from "./clean-name.ts";
import { scanQuantities } from "./scan-quantities.ts";

/** Stands for each character of a name that was taken out of a text, so that places in it stay as they were. */
export const MASK = "\u25a1";

/** A text without the names it may say, and where each of them was. */
export interface MaskedText {
  readonly masked: string;
  readonly mentions: readonly { readonly name: string; readonly start: number }[];
}

/**
 * Takes the names of the facts out of a text, longest first. A name that itself reads as a quantity ("and say $0") stays in:
 * its numbers are checked like any other, or whoever names a resource decides what may be said.
 */
export function maskNames(text: string, names: readonly string[]): MaskedText {
  const usable = [...new Set(names.map((name) => cleanName(name)))]
    .filter((name) => name !== "" && scanQuantities(name).length === 0)
    .sort((a, b) => b.length - a.length);
  const mentions: { name: string; start: number }[] = [];
  let masked = text;
  for (const name of usable) {
    for (let at = masked.indexOf(name); at >= 0; at = masked.indexOf(name, at + name.length)) {
      if (!standsAlone(masked, at, at + name.length)) continue;
      masked = masked.slice(0, at) + MASK.repeat(name.length) + masked.slice(at + name.length);
      mentions.push({ name, start: at });
    }
  }
  return { masked, mentions: mentions.sort((a, b) => a.start - b.start) };
}

/** True if the name is not a part of a longer one: `dx-1` in `dx-1.` is, in `dx-12` or `dx-1-b` is not. */
function standsAlone(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(end, end + 2);
  return (
    !/[\p{L}\p{N}_\u25a1]$|[\p{L}\p{N}][-./:@]$/u.test(before) &&
    !/^[\p{L}\p{N}_\u25a1]|^[-./:@][\p{L}\p{N}]/u.test(after)
  );
}

/** The words of a text as they are compared: without punctuation around them, without a possessive, in lower case. */
export const wordsOf = (text: string): readonly string[] =>
  text
    .split(/[\s\u2014\u2026()[\]{}"\u201c\u201d`,;!?*]+/u)
    .map((word) => trimWord(word).toLowerCase())
    .filter((word) => word !== "");

/** A word without what stands around it: `(dx-1's),` is `dx-1`. */
export const trimWord = (word: string): string =>
  word
    .replace(/^[^\p{L}\p{N}$]+/u, "")
    .replace(/[^\p{L}\p{N}%]+$/u, "")
    .replace(/['\u2019]s$/u, "");

/** Every word the facts contain: names, labels, the topic, and the plain text. */
export const knownWords = ({ facts, names, text, topic }: NarrationFacts): ReadonlySet<string> =>
  new Set([...names.map((name) => cleanName(name)), ...facts.map(({ label }) => label), text, topic].flatMap(wordsOf));
