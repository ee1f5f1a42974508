/** How well the changes found agree with the labelled ones; ratios 0..1. */
export type PathScore = Readonly<{
  macroF1: number;
  macroPrecision: number;
  macroRecall: number;
  hits: number;
  falseAlarms: number;
  misses: number;
}>;

/** One trace: the labelled changes and those found, as sample numbers. */
export type ScoredTrace = Readonly<{ labelled: readonly number[]; found: readonly number[] }>;

const toleranceSamples = 5;

/** How many of the labelled have one found within five samples, each found one used once; the most that is possible. */
export function matched({ labelled, found }: ScoredTrace): number {
  const rest = [...new Set(found)].sort((a, b) => a - b);
  let at = 0;
  let hits = 0;
  for (const truth of labelled.toSorted((a, b) => a - b)) {
    while ((rest[at] ?? Number.POSITIVE_INFINITY) < truth - toleranceSamples) at += 1;
    if ((rest[at] ?? Number.POSITIVE_INFINITY) > truth + toleranceSamples) continue;
    hits += 1;
    at += 1;
  }
  return hits;
}

/** F1, precision and recall of each trace, then their means: a trace with few changes counts as much as one with many. */
export function pathScore(traces: readonly ScoredTrace[]): PathScore {
  const each = traces.map((trace) => {
    const hits = matched(trace);
    const found = new Set(trace.found).size;
    const precision = found === 0 ? 0 : hits / found;
    const recall = trace.labelled.length === 0 ? 0 : hits / trace.labelled.length;
    const f1 = hits === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    return { hits, falseAlarms: found - hits, misses: trace.labelled.length - hits, precision, recall, f1 };
  });
  const sum = (of: (one: (typeof each)[number]) => number): number => each.reduce((total, one) => total + of(one), 0);
  return {
    macroF1: sum(({ f1 }) => f1) / each.length,
    macroPrecision: sum(({ precision }) => precision) / each.length,
    macroRecall: sum(({ recall }) => recall) / each.length,
    hits: sum(({ hits }) => hits),
    falseAlarms: sum(({ falseAlarms }) => falseAlarms),
    misses: sum(({ misses }) => misses),
  };
}
