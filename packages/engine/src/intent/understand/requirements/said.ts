import type { IntentRequirements, IntentSlotName } from "@skylane/core";
import type { Token } from "../text/tokens.ts";

/** A requirement, or the port, by its field. */
export type SaidField = keyof IntentRequirements | "port";

/** Something that can be read in two ways, and the sentence that asks which. */
export interface Doubt {
  readonly slot: IntentSlotName;
  readonly prompt: string;
}

/** What the tokens from `from` up to `to` (not included) say: a value, a doubt, or nothing that counts (what was before, a denial). */
export interface Said {
  readonly from: number;
  readonly to: number;
  readonly slot: IntentSlotName;
  readonly field?: SaidField;
  readonly value?: string | number | boolean;
  readonly doubt?: string;
}

/** Finds what is said of one requirement. */
export type Finder = (tokens: readonly Token[], nowIso: string) => readonly Said[];

/** Words, folded, as a set. */
export const wordSet = (words: string): ReadonlySet<string> => new Set(words.split(" ").filter((word) => word !== ""));

/** True if a token ends what was said before it. */
export const isStop = (token: Token | undefined): boolean =>
  token === undefined || token.kind === "line-end" || (token.kind === "sign" && /[.;!?]/.test(token.word));

/** True if one of the words stands among the tokens before (`-`) or after (`+`), in the same sentence. */
export function isNear(
  tokens: readonly Token[],
  at: number,
  words: ReadonlySet<string>,
  { before = 0, after = 0 }: { readonly before?: number; readonly after?: number },
): boolean {
  for (let i = at - 1; i >= at - before && !isStop(tokens[i]); i -= 1)
    if (words.has(tokens[i]?.word ?? "")) return true;
  for (let i = at + 1; i <= at + after && !isStop(tokens[i]); i += 1) if (words.has(tokens[i]?.word ?? "")) return true;
  return false;
}

/** The token index after the run of such words that begins at `at`. */
export function skip(tokens: readonly Token[], at: number, words: ReadonlySet<string>): number {
  let i = at;
  while (tokens[i] && words.has(tokens[i]?.word ?? "")) i += 1;
  return i;
}

/** The token index where the run of such words begins that ends right before `at`. */
export function skipBack(tokens: readonly Token[], at: number, words: ReadonlySet<string>): number {
  let i = at;
  while (i > 0 && words.has(tokens[i - 1]?.word ?? "")) i -= 1;
  return i;
}
