import { troubleOf } from "./judge-moves.ts";
import type { Replay, ReplayedPolicy } from "./replay.ts";
import type { ReplayedMove } from "./replay-moves.ts";

/** One thing two policies would have done differently. */
export interface PolicyDifference {
  readonly kind: "only-first" | "only-second" | "earlier" | "later" | "elsewhere";
  readonly groupId: string;
  readonly atMs: number;
  readonly says: string;
}

/** What the second policy of a replay would have done otherwise than the first, in order of time; pure. */
export function comparePolicies({ policies, troubles }: Replay): readonly PolicyDifference[] {
  const [first, second] = policies;
  if (!first || !second) return [];
  const differences: PolicyDifference[] = [];
  const matched = new Set<ReplayedMove>();
  for (const move of first.moves) {
    const twin = second.moves.find((other) => !matched.has(other) && isSameCause(move, other));
    if (!twin) {
      differences.push(alone("only-first", move, first, second));
      continue;
    }
    matched.add(twin);
    differences.push(...deviation(move, twin, second));
  }
  for (const move of second.moves) if (!matched.has(move)) differences.push(alone("only-second", move, second, first));
  return differences.sort((a, b) => a.atMs - b.atMs);

  function isSameCause(one: ReplayedMove, other: ReplayedMove): boolean {
    if (one.groupId !== other.groupId || one.fromPathId !== other.fromPathId) return false;
    const trouble = troubleOf(one, troubles);
    return trouble === undefined ? one.triggeredAtMs === other.triggeredAtMs : trouble === troubleOf(other, troubles);
  }
}

function alone(
  kind: "only-first" | "only-second",
  move: ReplayedMove,
  by: ReplayedPolicy,
  other: ReplayedPolicy,
): PolicyDifference {
  const held = other.holds.find(
    ({ groupId, atMs }) => groupId === move.groupId && Math.abs(atMs - move.atMs) <= HELD_WITHIN_MS,
  );
  const because = held ? `${other.name} holds it (${held.rule}: ${held.reason})` : `${other.name} makes no move of it`;
  return {
    kind,
    groupId: move.groupId,
    atMs: move.atMs,
    says: `only ${by.name} moves from ${move.fromPathId} to ${move.toPathId} (${move.because}); ${because}`,
  };
}

const HELD_WITHIN_MS = 60_000;

function deviation(move: ReplayedMove, twin: ReplayedMove, second: ReplayedPolicy): readonly PolicyDifference[] {
  const about = { groupId: move.groupId, atMs: twin.atMs };
  const byMs = twin.atMs - move.atMs;
  const late: PolicyDifference[] =
    byMs === 0
      ? []
      : [
          {
            ...about,
            kind: byMs > 0 ? "later" : "earlier",
            says: `${second.name} moves ${(Math.abs(byMs) / 1000).toFixed(1)} s ${byMs > 0 ? "later" : "earlier"}`,
          },
        ];
  return move.toPathId === twin.toPathId
    ? late
    : [
        ...late,
        { ...about, kind: "elsewhere", says: `${second.name} moves to ${twin.toPathId}, not to ${move.toPathId}` },
      ];
}
