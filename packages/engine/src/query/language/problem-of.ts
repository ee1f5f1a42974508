import type { Query } from "@skylane/core";

/** Which part of a question cannot be combined with the others, and why; `undefined` = all can. */
export interface QueryProblem {
  readonly part: "by" | "order" | "aboveMs" | "belowMs" | "abovePercent" | "belowPercent" | "isFailed" | "every";
  readonly problem: string;
  readonly suggestions: readonly string[];
}

/** What a question asks that has no answer. */
export function problemOf(query: Query): QueryProblem | undefined {
  const { measure, by, every, order } = query;
  if (measure === "rows" && (by.length > 0 || every !== undefined))
    return {
      part: by.length > 0 ? "by" : "every",
      problem: "single ones have no groups; ask for their count",
      suggestions: ["count of …"],
    };
  if ((order === "newest" || order === "oldest") && measure !== "rows" && every === undefined)
    return {
      part: "order",
      problem: "these have no time; order them by what they are",
      suggestions: ["highest first", "by hour"],
    };
  if (query.source === "requests") return problemOfRequests(query);
  if (query.source === "samples") return problemOfSamples(query);
  return undefined;
}

function problemOfRequests(query: Extract<Query, { source: "requests" }>): QueryProblem | undefined {
  const { measure, slowerThanMs, fasterThanMs, isFailed } = query;
  const isValue = !["rows", "count", "errors"].includes(measure);
  const part = slowerThanMs === undefined ? "belowMs" : "aboveMs";
  if (isValue && (slowerThanMs !== undefined || fasterThanMs !== undefined))
    return {
      part,
      problem: "this is a value of all requests; a limit leaves some out",
      suggestions: ["count of requests slower than …"],
    };
  if (isFailed && (isValue || measure === "errors"))
    return {
      part: "isFailed",
      problem: "how long failed ones took is not counted apart",
      suggestions: ["failed requests", "errors of requests"],
    };
  return isContradiction(slowerThanMs, fasterThanMs) ? contradiction("belowMs") : undefined;
}

function problemOfSamples(query: Extract<Query, { source: "samples" }>): QueryProblem | undefined {
  const { metric, aboveMs, belowMs, abovePercent, belowPercent } = query;
  if (metric === "loss" && (aboveMs !== undefined || belowMs !== undefined))
    return {
      part: aboveMs === undefined ? "belowMs" : "aboveMs",
      problem: "loss is a share of the probes",
      suggestions: ["above 1 %"],
    };
  if (metric !== "loss" && (abovePercent !== undefined || belowPercent !== undefined))
    return {
      part: abovePercent === undefined ? "belowPercent" : "abovePercent",
      problem: "this is a time, not a share",
      suggestions: ["above 20 ms", "loss above 1 %"],
    };
  if (isContradiction(aboveMs, belowMs)) return contradiction("belowMs");
  return isContradiction(abovePercent, belowPercent) ? contradiction("belowPercent") : undefined;
}

const isContradiction = (above: number | undefined, below: number | undefined): boolean =>
  above !== undefined && below !== undefined && above >= below;
const contradiction = (part: QueryProblem["part"]): QueryProblem => ({
  part,
  problem: "nothing is above the one and below the other",
  suggestions: [],
});
