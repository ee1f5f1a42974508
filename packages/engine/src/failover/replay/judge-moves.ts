import type { FailoverPlan, SkylaneConfig } from "@skylane/core";
import { primaryOf, type ReplayedHold, type ReplayedMove } from "./replay-moves.ts";
import type { Trouble } from "./troubles.ts";

/** A move that was not worth it, and why. */
export interface FalsePositive {
  readonly move: ReplayedMove;
  /** `back-soon`: the path was up again in time; `no-majority`: most of its vantages never saw it down or degraded. */
  readonly kind: "back-soon" | "no-majority";
  /** For `back-soon`: how long after the decision it was up again; negative = before it. */
  readonly backAfterMs?: number;
}

/** An outage of a primary that a policy would not have moved away from. */
export interface Missed {
  readonly groupId: string;
  readonly trouble: Trouble;
  /** The rule that held it back, or that it would not have seen the path down. */
  readonly because: string;
}

/** How good the moves of a policy would have been. */
export interface PolicyVerdict {
  readonly falsePositives: readonly FalsePositive[];
  readonly missed: readonly Missed[];
  readonly failbackCount: number;
  /** Moves of a group soon after its fail back. */
  readonly flapCount: number;
  /** From the first bad sample to the decision, over all moves; absent if there is none. */
  readonly toSwitchMs?: { readonly p50: number; readonly p99: number };
}

/** A move this soon after the fail back of its group is a flap. */
const FLAP_MS = 600_000;

/** Measures the moves of one policy by the troubles the record tells of; pure. */
export function judgeMoves(input: {
  readonly moves: readonly ReplayedMove[];
  readonly holds: readonly ReplayedHold[];
  readonly troubles: readonly Trouble[];
  readonly config: SkylaneConfig;
  readonly plans: readonly FailoverPlan[];
  readonly backWithinMs: number;
  readonly toMs: number;
}): PolicyVerdict {
  const { moves, troubles, config, plans, backWithinMs } = input;
  const falsePositives = moves.flatMap((move): FalsePositive[] => {
    const trouble = troubleOf(move, troubles);
    if (!trouble) return [{ move, kind: "no-majority" }];
    if (trouble.toMs === undefined || trouble.toMs - move.atMs > backWithinMs) return [];
    return [{ move, kind: "back-soon", backAfterMs: trouble.toMs - move.atMs }];
  });
  const missed = troubles.flatMap((trouble): Missed[] => {
    const isOutage = trouble.wasDown && (trouble.toMs ?? input.toMs) - trouble.fromMs > backWithinMs;
    if (!isOutage) return [];
    return config.groups.flatMap((group): Missed[] => {
      const { id } = group;
      if (primaryOf(group, plans) !== trouble.pathId || isAway(id, trouble, moves)) return [];
      const held = input.holds.find(
        ({ groupId, atMs }) => groupId === id && atMs >= trouble.fromMs && atMs <= (trouble.toMs ?? input.toMs),
      );
      return [
        {
          groupId: id,
          trouble,
          because: held ? `${held.rule}: ${held.reason}` : "the path would not have been seen as down",
        },
      ];
    });
  });
  const toSwitch = moves.map(({ toSwitchMs }) => toSwitchMs).sort((a, b) => a - b);
  return {
    falsePositives,
    missed,
    failbackCount: moves.filter(({ failedBackAtMs }) => failedBackAtMs !== undefined).length,
    flapCount: moves.filter((move, i) => isFlap(move, moves.slice(0, i))).length,
    ...(toSwitch.length > 0 && { toSwitchMs: { p50: percentile(toSwitch, 0.5), p99: percentile(toSwitch, 0.99) } }),
  };
}

/** The trouble a move answers to: the one it falls into, or the one that was just over when it was decided. */
export const troubleOf = (move: ReplayedMove, troubles: readonly Trouble[]): Trouble | undefined =>
  troubles.find(
    ({ pathId, fromMs, toMs }) =>
      pathId === move.fromPathId && fromMs <= move.atMs && (toMs ?? Number.POSITIVE_INFINITY) >= move.triggeredAtMs,
  );

/** True if the group was off the path in that trouble: moved in it, or before and not yet back. */
const isAway = (groupId: string, { fromMs, toMs }: Trouble, moves: readonly ReplayedMove[]): boolean =>
  moves.some(
    (move) =>
      move.groupId === groupId &&
      move.atMs <= (toMs ?? Number.POSITIVE_INFINITY) &&
      (move.failedBackAtMs ?? Number.POSITIVE_INFINITY) >= fromMs,
  );

const isFlap = (move: ReplayedMove, before: readonly ReplayedMove[]): boolean =>
  before.some(
    ({ groupId, failedBackAtMs }) =>
      groupId === move.groupId && failedBackAtMs !== undefined && move.atMs - failedBackAtMs <= FLAP_MS,
  );

/** Nearest-rank percentile of a sorted, non-empty list. */
const percentile = (sorted: readonly number[], ratio: number): number =>
  sorted[Math.max(0, Math.ceil(ratio * sorted.length) - 1)] ?? 0;
