import type { Fact, NarrationFacts } from "@skylane/core";
import type { NarrationAnswer } from "./narration-answer.ts";
import type { Quantity } from "./scan-quantities.ts";

type Claim = NarrationAnswer["claims"][number];

/** Claims that do not hold, or that name no fact, several facts, or facts of different units. */
export const checkClaims = (claims: readonly Claim[], facts: NarrationFacts): readonly string[] =>
  claims.flatMap(({ leftLabel, relation, rightLabel }) => {
    const left = theFact(leftLabel, facts);
    const right = theFact(rightLabel, facts);
    if (typeof left === "string") return [left];
    if (typeof right === "string") return [right];
    const claim = `claim "${leftLabel}" ${relation} "${rightLabel}"`;
    if (left.unit !== right.unit) return [`${claim}: ${left.unit} and ${right.unit} cannot be compared`];
    return holds(left.value, relation, right.value) ? [] : [`${claim} is false: do not say so`];
  });

const LESS = "less|lower|cheaper|smaller|fewer|shorter|less expensive|less costly";
const MORE = "more|higher|greater|larger|longer|slower|dearer|pricier|costlier|more expensive|more costly";
const COMPARED = new RegExp(
  `(?<![\\p{L}-])(?:${LESS}|${MORE}|faster|quicker|better|worse)(?![\\p{L}])|(?<!rather |other )\\bthan\\b`,
  "iu",
);
const BETWEEN = new RegExp(
  `(?<![\\p{L}-])(?:(not|never|no)\\s+)?(${LESS}|${MORE}|faster|quicker)(?![\\p{L}])[^.]*?\\bthan\\b`,
  "giu",
);
const isLess = new RegExp(`^(?:${LESS})$`, "i");

/** True if the text compares: it says "cheaper", "less", "than" or the like. */
export const makesComparison = (masked: string): boolean => COMPARED.test(masked);

/** The plain case in prose: `A at $468 is cheaper than B at $3,472`, two numbers of one unit with one "-er than" between them. */
export function checkPlainComparisons(masked: string, quantities: readonly Quantity[]): readonly string[] {
  return quantities.flatMap((left, i) => {
    const right = quantities[i + 1];
    if (!right || right.dimension !== left.dimension) return [];
    const between = masked.slice(left.end, right.start);
    const found = [...between.matchAll(BETWEEN)];
    const [match] = found;
    if (found.length !== 1 || !match || /[.!?;]\s|\n/.test(between)) return [];
    const word = (match[2] ?? "").toLowerCase();
    const isSpeed = word === "faster" || word === "quicker";
    const saysLess = isLess.test(word) || (isSpeed && left.dimension === "ms");
    const isTrue =
      match[1] === undefined
        ? holds(left.value, saysLess ? "less" : "greater", right.value)
        : !holds(left.value, saysLess ? "less" : "greater", right.value);
    return isTrue
      ? []
      : [`"${left.written} … ${match[0].trim()} ${right.written}" is false: compare the numbers again`];
  });
}

/** The one fact of a label, or what is wrong with the label. */
function theFact(label: string, { facts }: NarrationFacts): Fact | string {
  const found = facts.filter((fact) => fact.label === label);
  const [first] = found;
  if (!first) return `claim about ${JSON.stringify(label)}: no fact has this label, use labels as they are written`;
  const isOne = found.every(({ value, unit }) => value === first.value && unit === first.unit);
  return isOne ? first : `claim about ${JSON.stringify(label)}: several facts have this label`;
}

function holds(left: number, relation: Claim["relation"], right: number): boolean {
  if (relation === "less") return left < right;
  return relation === "greater" ? left > right : left === right;
}
