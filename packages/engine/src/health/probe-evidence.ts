import type { PathStateName, ProbeEvidence } from "@skylane/core";

/** Samples that a lossy path is looked for in, how many are told, and how many of a path that is well or slow. */
const LOOKED_AT_COUNT = 20;
const MAX_COUNT = 10;
const FEW_COUNT = 5;

/**
 * Of a path's samples, oldest first, those that a change to this state rests on: for `up` the answers in a row, for `degraded` what was
 * lost of late, or the last five where the path is slow and answers all; else the losses in a row.
 */
export function probeEvidence(samples: readonly ProbeEvidence[], to: PathStateName): ProbeEvidence[] {
  if (to === "up") return inARow(samples, true).slice(-FEW_COUNT);
  if (to !== "degraded") return inARow(samples, false).slice(-MAX_COUNT);
  const last = samples.slice(-LOOKED_AT_COUNT);
  const lost = last.filter((sample) => !isAnswered(sample));
  return lost.length > 0 ? lost.slice(-MAX_COUNT) : last.slice(-FEW_COUNT);
}

const isAnswered = ({ outcome }: ProbeEvidence): boolean => outcome === "ok";

const inARow = (samples: readonly ProbeEvidence[], wanted: boolean): readonly ProbeEvidence[] =>
  samples.slice(samples.findLastIndex((sample) => isAnswered(sample) !== wanted) + 1);
