import type { PathStateName, ProbeEvidence } from "@skylane/core";

/** How many are shown of a path that is well, or slow. */
const FEW_COUNT = 5;

/**
 * Of the samples that were told with a change of state, oldest first, those that it rests on: for `up` the answers in a row, for
 * `degraded` what was lost, or the last five where the path is slow and answers all; else the losses in a row.
 */
export function probeEvidence(samples: readonly ProbeEvidence[], to: PathStateName): readonly ProbeEvidence[] {
  if (to === "up") return inARow(samples, true).slice(-FEW_COUNT);
  if (to !== "degraded") return inARow(samples, false);
  const lost = samples.filter((sample) => !isAnswered(sample));
  return lost.length > 0 ? lost : samples.slice(-FEW_COUNT);
}

const isAnswered = ({ outcome }: ProbeEvidence): boolean => outcome === "ok";

const inARow = (samples: readonly ProbeEvidence[], wanted: boolean): readonly ProbeEvidence[] =>
  samples.slice(samples.findLastIndex((sample) => isAnswered(sample) !== wanted) + 1);
