import type { Token } from "../text/tokens.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { it } from "./it.ts";
import { CUES, type Cue, type Lexicon } from "./lexicon.ts";
import { nl } from "./nl.ts";
import { pt } from "./pt.ts";

export type { Cue } from "./lexicon.ts";

/** A language's words, ready to be looked up. */
export interface Language {
  readonly id: string;
  /** Every cue a word can be, the likeliest first. */
  readonly cues: ReadonlyMap<string, readonly Cue[]>;
  readonly noise: ReadonlySet<string>;
  readonly nouns: ReadonlySet<string>;
}

const wordsOf = (words: string): readonly string[] => words.split(" ").filter((word) => word !== "");

function languageOf(id: string, lexicon: Lexicon): Language {
  const cues = new Map<string, Cue[]>();
  for (const cue of CUES)
    for (const word of wordsOf(lexicon[cue] ?? "")) cues.set(word, [...(cues.get(word) ?? []), cue]);
  return { id, cues, noise: new Set(wordsOf(lexicon.noise)), nouns: new Set(wordsOf(lexicon.nouns)) };
}

/** English first: it wins where two fit alike. */
const LANGUAGES = Object.entries({ en, de, fr, es, pt, it, nl }).map(([id, lexicon]) => languageOf(id, lexicon));
const ENGLISH = LANGUAGES[0] as Language;

/** Words that deny, of every language: `no`, `kein`, `sans` … */
export const NEGATIONS: ReadonlySet<string> = new Set(
  [en, de, fr, es, pt, it, nl].flatMap((lexicon) => wordsOf(lexicon.not)),
);

/** The language that knows most words of a request; those that several languages have count for less. */
export function languageFor(tokens: readonly Token[]): Language {
  const words = tokens.filter(({ kind }) => kind === "word").map(({ word }) => word);
  const knows = (language: Language, word: string): boolean => language.cues.has(word) || language.noise.has(word);
  const score = (language: Language): number =>
    words.reduce((sum, word) => {
      if (!knows(language, word)) return sum;
      return sum + 1 / LANGUAGES.filter((one) => knows(one, word)).length;
    }, 0);
  return LANGUAGES.reduce((best, one) => (score(one) > score(best) ? one : best), ENGLISH);
}
