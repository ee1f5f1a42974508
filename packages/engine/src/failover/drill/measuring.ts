import type { Drill, DrillMeasurement, PathId } from "@skylane/core";

/** One request on each proof flow, and where their packets went. */
export interface Round {
  readonly sentAtMs: number;
  readonly answeredAtMs: number;
  readonly sentCount: number;
  readonly answeredCount: number;
  /** Packets each path's interface counted since the round before; a path that cannot be counted is not there. */
  readonly packets: ReadonlyMap<PathId, number>;
}

interface Measured {
  readonly rounds: readonly Round[];
  readonly faultAtMs: number;
  readonly fromPathId: PathId;
  readonly toPathId: PathId;
  readonly flowIds: DrillMeasurement["flowIds"];
  /** Rounds in a row that must be whole before traffic counts as carried. */
  readonly provingCount: number;
}

/** What the rounds since the fault was ordered say; pure. */
export function measurementOf(measured: Measured): DrillMeasurement {
  const { rounds, faultAtMs, toPathId, flowIds } = measured;
  const firstLost = rounds.find((round) => !isWhole(round));
  const onBackup = firstOnBackup(measured);
  const actualPathId = onBackup && carrierOf(onBackup);
  const rtoMs = onBackup && (firstLost ? Math.max(0, onBackup.answeredAtMs - firstLost.sentAtMs) : 0);
  return {
    intervalMs: meanIntervalMs(rounds),
    faultAtMs,
    ...(firstLost && { firstLostAtMs: firstLost.sentAtMs }),
    ...(onBackup && { firstOnBackupAtMs: onBackup.answeredAtMs }),
    ...(rtoMs !== undefined && { rtoMs }),
    ...(onBackup && { switchMs: Math.max(0, onBackup.answeredAtMs - faultAtMs) }),
    sentCount: sum(rounds, ({ sentCount }) => sentCount),
    lostCount: sum(rounds, ({ sentCount, answeredCount }) => sentCount - answeredCount),
    expectedPathId: toPathId,
    ...(actualPathId !== undefined && { actualPathId }),
    flowIds: [...flowIds],
  };
}

/** True if more of the last window's requests were lost than the drill may cost. */
export function isBeyondSlo(rounds: readonly Round[], { maxLossRatio, windowMs }: Drill["abort"]): boolean {
  const [first] = rounds;
  const lastMs = rounds.at(-1)?.answeredAtMs ?? 0;
  if (!first || lastMs - first.sentAtMs < windowMs) return false;
  const recent = rounds.filter(({ sentAtMs }) => lastMs - sentAtMs <= windowMs);
  const sentCount = sum(recent, (round) => round.sentCount);
  return sum(recent, (round) => round.sentCount - round.answeredCount) / sentCount > maxLossRatio;
}

/** The path whose interface counted the round's packets: the most of all, and at least one for each answer. */
export function carrierOf({ packets, answeredCount }: Round): PathId | undefined {
  const [most] = [...packets].sort(([, a], [, b]) => b - a);
  return most && answeredCount > 0 && most[1] >= answeredCount ? most[0] : undefined;
}

export const isWhole = ({ sentCount, answeredCount }: Round): boolean => answeredCount === sentCount;

/**
 * The first of the rounds in a row that were answered whole by another path than the one that was taken away. Where no packets
 * can be counted: the first in a row after the last loss.
 */
function firstOnBackup({ rounds, fromPathId, provingCount }: Measured): Round | undefined {
  const lastLost = rounds.findLastIndex((round) => !isWhole(round));
  const isMoved = (round: Round, i: number): boolean => {
    if (!isWhole(round)) return false;
    if (round.packets.size === 0) return lastLost >= 0 && i > lastLost;
    const carrier = carrierOf(round);
    return carrier !== undefined && carrier !== fromPathId;
  };
  let inRow = 0;
  for (const [i, round] of rounds.entries()) {
    inRow = isMoved(round, i) ? inRow + 1 : 0;
    if (inRow === provingCount) return rounds[i - provingCount + 1];
  }
  return undefined;
}

const sum = (rounds: readonly Round[], of: (round: Round) => number): number =>
  rounds.reduce((total, round) => total + of(round), 0);

function meanIntervalMs(rounds: readonly Round[]): number {
  const [first] = rounds;
  const last = rounds.at(-1);
  return first && last && rounds.length > 1 ? Math.round((last.sentAtMs - first.sentAtMs) / (rounds.length - 1)) : 0;
}
