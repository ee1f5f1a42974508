import { describe, expect, it } from "vitest";
import { compilePattern, InvalidPatternError, matchesPattern } from "../../../packages/local/src/patterns/index.ts";
import { seededRandom } from "../../support/seeded-random.ts";
import { cases } from "./cases.ts";
import { randomPairs } from "./random-pairs.ts";
import { findRuler, type Pair, type Verdict } from "./ruler.ts";

const SEED = 20_261_120;
const PAIR_COUNT = 20_000;
const ruler = findRuler();
if ("reason" in ruler) console.log(`comparison with AWS's event-ruler skipped: ${ruler.reason}`);

function verdictOf({ pattern, event }: Pair): Verdict {
  try {
    return matchesPattern(compilePattern(pattern), event) ? "match" : "no-match";
  } catch (error) {
    if (error instanceof InvalidPatternError) return "invalid";
    throw error;
  }
}

describe("conformance/event-patterns", () => {
  it("holds at least 150 cases, each with a name of its own", () => {
    expect(cases.length).toBeGreaterThanOrEqual(150);
    expect(new Set(cases.map(([name]) => name)).size).toBe(cases.length);
  });

  it.each(cases)("%s", (_, pattern, event, verdict) => {
    expect(verdictOf({ pattern, event })).toBe(verdict);
  });

  it.each([
    ["the field", { detail: { a: "x" } }, "detail.a must be an object or an array"],
    ["the operator", { a: [{ contains: "x" }] }, "a.contains is no operator; there are prefix"],
    ["the rule of a wildcard", { a: [{ wildcard: "x**" }] }, "a.wildcard has two * in a row"],
  ])("a refusal names %s", (_, pattern, text) => {
    expect(() => compilePattern(pattern)).toThrow(text);
  });

  it.skipIf("reason" in ruler)("gives AWS's own verdict on every case", { timeout: 120_000 }, () => {
    if ("reason" in ruler) return;

    const verdicts = ruler.ask(cases.map(([, pattern, event]) => ({ pattern, event })));

    const wrong = cases.flatMap(([name, , , verdict], i) =>
      verdicts[i] === verdict ? [] : [`${name}: ${verdicts[i]}`],
    );
    expect(wrong).toEqual([]);
  });

  it.skipIf("reason" in ruler)(
    `agrees with AWS's event-ruler on ${PAIR_COUNT} random pairs (seed ${SEED})`,
    { timeout: 120_000 },
    () => {
      if ("reason" in ruler) return;
      const pairs = randomPairs(PAIR_COUNT, seededRandom(SEED));

      const verdicts = ruler.ask(pairs);

      const disagreements = pairs.filter((pair, i) => verdictOf(pair) !== verdicts[i]);
      expect(disagreements).toEqual([]);
    },
  );
});
