import type { PathObjective } from "@skylane/core";
import type { ObjectiveWeights } from "../optimise/problem.ts";

/**
 * What each objective is worth in dollars. `balanced`: a millisecond of round trip on a terabyte is worth $0.50, a gigabyte
 * that has to be sent again because its path was gone $5. The others take one goal and let money break the ties.
 */
const PRESETS: Readonly<Record<PathObjective, ObjectiveWeights>> = {
  cost: { perUsd: 1, perGbMs: 1e-5, perLostGb: 1e-3 },
  balanced: { perUsd: 1, perGbMs: 0.0005, perLostGb: 5 },
  latency: { perUsd: 0.001, perGbMs: 0.01, perLostGb: 0.01 },
  reliability: { perUsd: 0.001, perGbMs: 1e-5, perLostGb: 1_000 },
};

/** The weights of an objective, with what the caller says otherwise. */
export const weightsOf = (objective: PathObjective, own: Partial<ObjectiveWeights> = {}): ObjectiveWeights => ({
  ...PRESETS[objective],
  ...own,
});
