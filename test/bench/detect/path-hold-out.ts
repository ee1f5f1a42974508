import { type PathChangeParams, pathChangeParams } from "../../../packages/engine/src/health/detect/path-change.ts";
import { draws } from "./hold-out.ts";
import { type PathScore, pathScore, type ScoredTrace } from "./path-score.ts";

/** The same parameter sets each time, drawn widely about round numbers that were set by hand. */
export function drawPathParams(count: number): PathChangeParams[] {
  const draw = draws(1);
  const about = (value: number, factor: number): number => value * factor ** (2 * draw() - 1);
  return Array.from({ length: count }, () => ({
    ...pathChangeParams,
    evidence: about(14, 2),
    clip: about(5, 1.5),
    leastDeviationMs: about(0.4, 2),
    leastDeviationRatio: about(0.002, 2),
    leastStepMs: about(1.5, 1.5),
    leastStepRatio: about(0.01, 1.5),
    leastSpreadRatioLog: about(2, 1.7),
    priorSamples: about(2.5, 2),
  }));
}

/** Each trace judged with the candidate that did best on all others; `candidates` = what each found on each trace. */
export function heldOutPathScore(candidates: readonly (readonly ScoredTrace[])[]): PathScore {
  const traceCount = candidates[0]?.length ?? 0;
  const f1s = candidates.map((traces) => traces.map((trace) => pathScore([trace]).macroF1));
  const chosen = Array.from({ length: traceCount }, (_, trace) => {
    const others = f1s.map((of) => of.reduce((sum, f1, at) => (at === trace ? sum : sum + f1), 0));
    return candidates[others.indexOf(Math.max(...others))]?.[trace];
  });
  return pathScore(chosen.filter((trace) => trace !== undefined));
}
