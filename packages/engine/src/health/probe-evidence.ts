import type { PathStateName, ProbeEvidence } from "@skylane/core";

/** Samples a change of state is looked for in, and how many of them are told. */
const LOOKED_AT_COUNT = 20;
const MAX_COUNT = 10;
const SLOW_COUNT = 5;

/**
 * Of a path's samples, oldest first, those that a change to this state rests on: for `up` those that were answered, else those that
 * were not; the last five where the path is slow and answers all.
 */
export function probeEvidence(samples: readonly ProbeEvidence[], to: PathStateName): ProbeEvidence[] {
  const last = samples.slice(-LOOKED_AT_COUNT);
  const lost = last.filter(({ outcome }) => outcome !== "ok");
  const answered = last.filter(({ outcome }) => outcome === "ok").slice(-SLOW_COUNT);
  return (to === "up" || lost.length === 0 ? answered : lost).slice(-MAX_COUNT);
}
