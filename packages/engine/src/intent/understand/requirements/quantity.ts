import type { Token } from "../text/tokens.ts";
import { isStop, type Said, skipBack, wordSet } from "./said.ts";

/** Words that stand around a number and say nothing more than that it is a limit, or about so much. */
const AROUND = wordSet(
  "< <= ≤ ~ ≈ ± : = under below less fewer than max maximum maximal maximale at most within up about around approximately approx " +
    "roughly circa ca etwa rund ungefahr unter unterhalb weniger als hochstens von bis environ moins de inferieure inferieur a " +
    "menos inferior maximo maxima unos alrededor circa meno di massimo minder dan onder ongeveer maximaal cerca of an some no not more " +
    "be is must stay the",
);
const LEAST = wordSet("> >= ≥ over above exceeding mindestens minimum minimal minstens ");
const LEAST_PHRASES = [
  "at least",
  "more than",
  "mehr als",
  "plus de",
  "au moins",
  "mas de",
  "al menos",
  "piu di",
  "mais de",
  "meer dan",
];
const BEFORE_NOW = wordSet(
  "currently today now heute aktuell momentan derzeit actuellement aujourd'hui actualmente hoy instead statt attualmente atualmente nu",
);
const RANGE = wordSet("- – — to bis a and und et y or oder ou o and/or");

/** A number with its unit: `unitAt` is the token of the unit. */
export interface Quantity {
  readonly from: number;
  readonly unitAt: number;
  readonly value: number;
  /** True if two numbers are said: `20-50 ms`. */
  readonly isRange: boolean;
  /** True if a lower bound is said, or a number below zero: `at least 20`. */
  readonly isLeast: boolean;
  /** True if it says how it is now, not how it shall be. */
  readonly isOfNow: boolean;
}

/** Every number that stands right before a unit. */
export function quantitiesIn(tokens: readonly Token[], isUnit: (token: Token) => boolean): readonly Quantity[] {
  return tokens.flatMap((token, at): readonly Quantity[] => {
    if (token.kind !== "number" || token.value === undefined) return [];
    const unitAt = /^[-–_]$/.test(tokens[at + 1]?.word ?? "") ? at + 2 : at + 1;
    const unit = tokens[unitAt];
    if (!unit || !isUnit(unit)) return [];
    const isRange =
      RANGE.has(tokens[at - 1]?.word ?? "") &&
      tokens.slice(Math.max(0, at - 3), at - 1).some((one) => one.kind === "number");
    const from = skipBack(tokens, isRange ? at - 2 : at, AROUND);
    return [
      {
        from,
        unitAt,
        value: token.value,
        isRange,
        isLeast: isLeast(tokens, at) || isNegative(tokens, at),
        isOfNow: isOfNow(tokens, at),
      },
    ];
  });
}

function isLeast(tokens: readonly Token[], at: number): boolean {
  const [second = "", first = ""] = [tokens[at - 2]?.word, tokens[at - 1]?.word];
  const third = tokens[at - 3]?.word ?? "";
  if (/^(no|not|nicht|pas|no)$/.test(third)) return false;
  return LEAST.has(first) || LEAST_PHRASES.includes(`${second} ${first}`);
}

/** True if the words before say how it is today: `it currently takes 120 ms`. */
export function isOfNow(tokens: readonly Token[], at: number): boolean {
  for (let i = at - 1; i >= at - 8 && !isStop(tokens[i]) && tokens[i]?.word !== ","; i -= 1)
    if (BEFORE_NOW.has(tokens[i]?.word ?? "")) return true;
  return false;
}

/** `-5 ms`, not `20-50 ms` and no list with dashes. */
const isNegative = (tokens: readonly Token[], at: number): boolean =>
  /^[-−]$/.test(tokens[at - 1]?.word ?? "") &&
  tokens[at - 1]?.end === tokens[at]?.start &&
  tokens[at - 2]?.end !== tokens[at - 1]?.start;

/** What a quantity says of a requirement. */
export const saidBy = (quantity: Quantity, to: number, rest: Omit<Said, "from" | "to">): Said => ({
  from: quantity.from,
  to,
  ...(quantity.isOfNow ? { slot: rest.slot } : rest),
});

/** A number without the noise of floating point. */
export const rounded = (value: number): number => Number(value.toFixed(3));
