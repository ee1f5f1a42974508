import type { Fact, NarrationFacts } from "@skylane/core";
import { saysDifference } from "./said-difference.ts";
import type { Quantity } from "./scan-quantities.ts";
import type { MaskedText } from "./vocabulary.ts";
import { maskNames, wordsOf } from "./vocabulary.ts";

/** Rounding noise of a double, as a share of a written digit. */
const NOISE = 1e-6;

/**
 * True if the written number is the fact, rounded to the digits that are written: `3.4k` says 3,350 to 3,450, `3,400` says
 * 3,399.5 to 3,400.5. Nothing is rounded to nothing or to all: a written 0 says exactly 0, and 100 % exactly 100.
 */
export function saysFact(quantity: Quantity, fact: Fact): boolean {
  const { value, step, dimension } = quantity;
  if (dimension !== fact.unit || !Number.isFinite(value)) return false;
  const isExact = value === 0 || (dimension === "percent" && Math.abs(value - 100) < NOISE);
  return Math.abs(fact.value - value) <= (isExact ? 0 : step / 2) + step * NOISE * (isExact ? NOISE : 1);
}

/** Numbers that no fact says in this unit, for this period, and of what the sentence speaks of. */
export function checkNumbers(
  quantities: readonly Quantity[],
  { masked, mentions }: MaskedText,
  facts: NarrationFacts,
): readonly string[] {
  const about = subjectsOf(facts);
  const subjects = mentions.filter(({ name }) => [...about.values()].some((names) => names.includes(name)));
  return quantities.flatMap((quantity) => {
    const { written, per } = quantity;
    const sentence = sentenceAround(masked, quantity);
    const same = facts.facts.filter((fact) => saysFact(quantity, fact));
    if (same.length === 0)
      return [`no fact says ${written}: say numbers of the facts only, in their unit, and derive none`];
    const named = same.filter((fact) => fact.unit !== "count" || isOfCount(fact, sentence.text));
    if (named.length === 0)
      return [`${written} has no unit, and no fact counts ${written} of that: name what is counted`];
    const inPeriod = named.filter((fact) => isPer(per, fact, facts.text));
    if (inPeriod.length === 0)
      return [`${written} is not per ${per ?? ""} in the facts: leave that out or say what the fact says`];
    const inSense = inPeriod.filter(({ label }) => saysDifference(masked, quantity, label));
    if (inSense.length === 0)
      return [`no fact says ${written} as a difference or saving in that direction: say it as what its fact is`];
    const subject = subjectOf(quantity, sentence, subjects);
    if (subject === undefined || inSense.some(({ label }) => isAbout(about.get(label), subject))) return [];
    return [`${written} is not about ${subject}: put a number after the name that its fact is about`];
  });
}

/** The names each label is about. What the topic names, everything is about. */
function subjectsOf({ facts, names, topic }: NarrationFacts): ReadonlyMap<string, readonly string[]> {
  const inTopic = maskNames(topic, names).mentions.map(({ name }) => name);
  return new Map(
    facts.map(({ label }) => {
      const named = maskNames(label, names).mentions.map(({ name }) => name);
      return [label, named.filter((name) => !inTopic.includes(name))];
    }),
  );
}

const isAbout = (named: readonly string[] = [], subject: string): boolean =>
  named.length === 0 || named.includes(subject);

/** Whether a sentence says what is counted: some word of the label begins as a word of it does (`path`, `paths`). */
function isOfCount({ label }: Fact, sentence: string): boolean {
  const stems = wordsOf(label).map((word) =>
    /\p{N}/u.test(word) ? word : word.slice(0, Math.max(3, word.length - 2)),
  );
  const words = wordsOf(sentence);
  return stems.filter((stem) => stem.length > 2).some((stem) => words.some((word) => word.startsWith(stem)));
}

/** Whether a fact is for each `per`: its label says so, or where the label says no period, the plain text does. */
function isPer(per: string | undefined, { label }: Fact, text: string): boolean {
  if (per === undefined) return true;
  const stem = per === "day" ? /\bda(?:y|ily)/i : new RegExp(`\\b${per}`, "iu");
  if (stem.test(label)) return true;
  if (/\b(?:second|minute|hour|da(?:y|i)|week|month|quarter|year|annual)/i.test(label)) return false;
  return stem.test(text);
}

interface Sentence {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const SENTENCE_END = /[.!?;](?=\s|$)|\n/g;

function sentenceAround(masked: string, { start, end }: Quantity): Sentence {
  const ends = [...masked.matchAll(SENTENCE_END)].map(({ index }) => index);
  const from = (ends.findLast((index) => index < start) ?? -1) + 1;
  const to = ends.find((index) => index >= end) ?? masked.length;
  return { text: masked.slice(from, to), start: from, end: to };
}

/** The name a number belongs to: the last one before it in its sentence, else the first one after it. */
function subjectOf({ start }: Quantity, sentence: Sentence, subjects: MaskedText["mentions"]): string | undefined {
  const inSentence = subjects.filter((one) => one.start >= sentence.start && one.start < sentence.end);
  return (inSentence.findLast((one) => one.start < start) ?? inSentence[0])?.name;
}
