/**
 * What a word says about who connects to whom.
 * `connect` joins two; `reach` is done by who opens; `reached` by who is opened to; `need` a modal; `grant` lets something
 * happen; `expose` opens the first to the second; `access` the noun; `move` carries data either way; the rest are prepositions. `end`
 * ends a mention, `clause` begins a clause of its own.
 */
export const CUES = [
  "connect",
  "reach",
  "reached",
  "need",
  "grant",
  "expose",
  "access",
  "move",
  "to",
  "from",
  "with",
  "and",
  "between",
  "by",
  "for",
  "end",
  "clause",
] as const;
export type Cue = (typeof CUES)[number];

/** Words of one language, folded, a blank between them. */
export interface Lexicon extends Readonly<Partial<Record<Cue, string>>> {
  /** Words that say nothing about which service it is. */
  readonly noise: string;
  /** Nouns for any service: a name only where there is no other. */
  readonly nouns: string;
  /** Words that turn what follows into its opposite. */
  readonly not: string;
}
