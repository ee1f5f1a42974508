import type { NarrationFacts } from "@skylane/core";
import { checkClaims, checkPlainComparisons, makesComparison } from "./check-comparisons.ts";
import { checkCharacters, checkForm } from "./check-form.ts";
import { checkNames, maskListMarkers, maskQuantities } from "./check-names.ts";
import { checkNumbers } from "./check-numbers.ts";
import { checkWords } from "./check-words.ts";
import type { NarrationAnswer } from "./narration-answer.ts";
import { withoutDifferences } from "./said-difference.ts";
import { scanQuantities } from "./scan-quantities.ts";
import { maskNames } from "./vocabulary.ts";

/** Whether a text may be shown, and if not, every reason in words its writer can act on. */
export type NarrationCheck =
  | { readonly isTrue: true }
  | { readonly isTrue: false; readonly problems: readonly string[] };

/**
 * Whether every number and name of a text is in the facts. A number is, if some fact in the same unit, rounded to the digits
 * that are written, is that number; if it is for each month or GB as the fact is; and if the name before it in the sentence is
 * one the fact is about. Sums, differences and ratios are numbers like any other: they must be facts themselves.
 *
 * What it does not see: a comparison without numbers ("A is cheaper than B": the claims of an answer are computed, but nothing
 * ties them to the prose); a reason that is not one; an invented name that is an ordinary lower-case word or begins a sentence;
 * a number of another fact in the same unit, where no label names what it is about or no name stands in the sentence; and a
 * period the label does not name but the plain text mentions somewhere.
 */
export function checkNarration(text: string, facts: NarrationFacts): NarrationCheck {
  return verdict(problemsOf(text, facts).problems);
}

/** As `checkNarration`, and every claim holds; a text that compares must claim what it compares. */
export function checkAnswer({ text, claims }: NarrationAnswer, facts: NarrationFacts): NarrationCheck {
  const { problems, compared } = problemsOf(text, facts);
  const isUnclaimed = claims.length === 0 && makesComparison(compared);
  return verdict([
    ...problems,
    ...checkClaims(claims, facts),
    ...(isUnclaimed
      ? ["the text compares and claims nothing: add a claim for each comparison, or compare nothing"]
      : []),
  ]);
}

const LONGEST_READ = 20_000;

function problemsOf(text: string, facts: NarrationFacts): { problems: readonly string[]; compared: string } {
  // whoever writes without end is not read to the end
  if (text.length > LONGEST_READ) return { compared: "", problems: checkForm(text.slice(0, LONGEST_READ)) };
  const plain = maskListMarkers(text.replaceAll(/[\u00a0\u202f\u2009]/g, " "));
  const named = maskNames(plain, facts.names);
  const quantities = scanQuantities(named.masked);
  const masked = maskQuantities(named.masked, quantities);
  return {
    compared: withoutDifferences(named.masked, quantities),
    problems: [
      ...checkForm(text),
      ...checkCharacters(named.masked),
      ...checkNumbers(quantities, named, facts),
      ...checkPlainComparisons(named.masked, quantities),
      ...checkWords(masked, facts),
      ...checkNames(plain, masked, facts),
    ],
  };
}

const verdict = (problems: readonly string[]): NarrationCheck =>
  problems.length === 0 ? { isTrue: true } : { isTrue: false, problems };
