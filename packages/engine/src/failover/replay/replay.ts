import type {
  FailbackSettings,
  FailoverPlan,
  FailoverSettings,
  SkylaneConfig,
  SkylaneEvent,
  Thresholds,
} from "@skylane/core";
import { fateOfVantages } from "../quorum.ts";
import { evidenceOf, type PathEvidence, type SampleSource } from "./evidence.ts";
import { judgeMoves, type PolicyVerdict } from "./judge-moves.ts";
import { type RecordedMove, readHistory } from "./read-history.ts";
import { type ReplayedChange, replayHealth } from "./replay-health.ts";
import { primaryOf, type ReplayedHold, type ReplayedMove, replayMoves } from "./replay-moves.ts";
import { type Trouble, troublesOf } from "./troubles.ts";

/** The settings that a replay can vary. */
export interface ReplayPolicy {
  readonly name: string;
  readonly thresholds: Thresholds;
  readonly failover: FailoverSettings;
  /** By group. */
  readonly failback: ReadonlyMap<string, FailbackSettings>;
}

/** A recorded past and the policies to run it through. */
export interface ReplayInput {
  readonly events: readonly SkylaneEvent[];
  /** Groups, vantages and flows; the settings that vary are in the policies. */
  readonly config: SkylaneConfig;
  readonly plans: readonly FailoverPlan[];
  /** With which thresholds the past was recorded; they say what is trouble, too. */
  readonly recordedWith: Thresholds;
  readonly policies: readonly ReplayPolicy[];
  /** Trouble that is over within this time was not worth a move. */
  readonly backWithinMs: number;
  /** From a change of state to the decision: bus, function, reads. 300 ms if it is not said. */
  readonly reactionMs?: number;
}

/** What one policy would have done. */
export interface ReplayedPolicy extends PolicyVerdict {
  readonly name: string;
  readonly moves: readonly ReplayedMove[];
  readonly holds: readonly ReplayedHold[];
}

/** What was recorded, what each policy would have made of it, and how well the record tells. */
export interface Replay {
  readonly fromMs: number;
  readonly toMs: number;
  /** Samples by how they are known. */
  readonly sampleCounts: Readonly<Record<SampleSource, number>>;
  readonly recordedMoves: readonly RecordedMove[];
  /** Trouble of the groups' primary paths by the thresholds of the record. */
  readonly troubles: readonly Trouble[];
  readonly policies: readonly ReplayedPolicy[];
}

const REACTION_MS = 300;

/** Runs a recorded past through policies on a virtual clock: the same functions decide as in the running controller; pure. */
export function replay(input: ReplayInput): Replay {
  const { config, plans, reactionMs = REACTION_MS } = input;
  const history = readHistory(input.events);
  const evidence = history.paths.map((path) => evidenceOf(path, input.recordedWith));
  const recorded = runHealth(evidence, input.recordedWith);
  const primaryIds = new Set(config.groups.map((group) => primaryOf(group, plans)));
  const troubles = troublesOf(
    recorded.healthAt(Number.NEGATIVE_INFINITY),
    recorded.changes,
    fateOfVantages(config),
  ).filter(({ pathId }) => primaryIds.has(pathId));
  const sampleCounts = { kept: 0, counted: 0, implied: 0, assumed: 0 };
  for (const { steps } of evidence)
    for (const step of steps) if (step.kind === "sample") sampleCounts[step.source] += 1;

  return {
    fromMs: history.fromMs,
    toMs: history.toMs,
    sampleCounts,
    recordedMoves: history.moves,
    troubles,
    policies: input.policies.map((policy) => {
      const isAsRecorded = JSON.stringify(policy.thresholds) === JSON.stringify(input.recordedWith);
      const seen = isAsRecorded ? recorded : runHealth(evidence, policy.thresholds);
      const made = replayMoves({ policy, config, plans, ...seen, recorded: history.moves, reactionMs });
      return { name: policy.name, ...made, ...judgeMoves({ ...made, ...input, troubles, toMs: history.toMs }) };
    }),
  };
}

function runHealth(evidence: readonly PathEvidence[], thresholds: Thresholds) {
  const runs = evidence.map((one) => replayHealth(one, thresholds));
  const orderOf = ({ record: { health } }: ReplayedChange): number => health.sinceMs;
  return {
    changes: runs.flatMap(({ changes }) => changes).sort((a, b) => orderOf(a) - orderOf(b)),
    healthAt: (nowMs: number) => runs.map(({ at }) => at(nowMs)),
  };
}
