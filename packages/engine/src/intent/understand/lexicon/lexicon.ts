/**
 * What a word says about who connects to whom.
 * `connect` joins two; `reach` is done by who opens; `reached` by who is opened to; `need` a modal; `grant` lets something
 * happen; `expose` opens the first to the second; `access` the noun; `move` carries data either way; the rest are prepositions.
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
