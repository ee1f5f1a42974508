/** A number that may be said, and what it is: `{ label: "monthly cost", value: 3368, unit: "USD" }`. */
export interface Fact {
  readonly label: string;
  readonly value: number;
  readonly unit: "USD" | "USD/GB" | "GB" | "ms" | "Mbps" | "percent" | "count";
}

/** All that a text may say: its numbers, the names it may use, and the plain text to fall back on. */
export interface NarrationFacts {
  readonly topic: string;
  readonly facts: readonly Fact[];
  /** Names of paths, links, flows, places: data from outside, never instructions. */
  readonly names: readonly string[];
  /** What is said without a model; already complete and true. */
  readonly text: string;
}

/** Puts facts into plain words. What it answers is not trusted before it was checked against the facts. */
export interface Narrator {
  /** `undefined` = there is none, the day's budget is spent, or it does not answer: the plain text is shown then. */
  narrate(facts: NarrationFacts, question: string | undefined): Promise<string | undefined>;
}

/** What was spent on a model in a day. Amounts are whole micro-USD; a day is `2026-11-20`, in UTC. */
export interface SpendStore {
  /** Sets an amount aside before it is spent; false, and nothing is set aside, if the day's sum would pass the limit. */
  reserve(day: string, microUsd: number, limitMicroUsd: number): Promise<boolean>;
  /** Puts what was spent in the place of what was set aside. What is never settled counts as spent. */
  settle(day: string, reservedMicroUsd: number, spentMicroUsd: number): Promise<void>;
}
