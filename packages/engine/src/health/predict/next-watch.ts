import type { PathHealthRecord, PathWatch, PathWatchRecord, ProbeRound, Thresholds } from "@skylane/core";
import { type DegradationRisk, degradationRisk, type RiskQuestion } from "../detect/degradation-risk.ts";
import { forgiveLosses, unwatchedPath, watchPath } from "../detect/watch-path.ts";
import { limitRttMs } from "../next-path-health.ts";
import { shortNumbers } from "./short-numbers.ts";

/** What a snapshot says of one path. */
export interface SeenRound {
  readonly slotMs: number;
  readonly record: PathHealthRecord;
  readonly round: ProbeRound;
}

/** A path after a snapshot, before anybody is told: what is known of it and how likely it gets worse. */
export interface WatchedPath {
  readonly seen: SeenRound;
  /** As it was; absent = the path is new. */
  readonly before: PathWatchRecord | undefined;
  readonly watch: PathWatch;
  readonly risk: DegradationRisk;
  /** Above them its state gets worse; no round trip until its baseline is learnt, and none for one that is degraded. */
  readonly limits: Pick<RiskQuestion, "limitRttMs" | "limitLossRatio">;
}

/** How far ahead is looked: long enough for a person to act, no longer than an hour of trend can tell. */
const HORIZON_MS = 3_600_000;
/** After a longer silence the path is watched anew; what its day looks like is still known. */
const SILENCE_MS = 6 * 3_600_000;
const TEN_MINUTES_MS = 600_000;

/**
 * What is known of a path after one more slot. `undefined` for a slot that is not newer than the last, and for a path of
 * which the vantage knows nothing: both change nothing.
 */
export function nextWatch(
  before: PathWatchRecord | undefined,
  seen: SeenRound,
  thresholds: Thresholds,
): WatchedPath | undefined {
  const { slotMs, record, round } = seen;
  if (record.health.state === "unknown" || slotMs <= (before?.slotMs ?? Number.NEGATIVE_INFINITY)) return undefined;
  const known = knownAt(before, slotMs);
  const { sentCount: sent, lostCount: lost, rttP50Ms: rttMs } = round;
  const watch = shortNumbers(
    record.health.state === "down"
      ? forgiveLosses(known)
      : watchPath(known, { atMs: slotMs, sent, lost, ...(rttMs !== undefined && { rttMs }) }),
  );
  const limits = limitsOf(record.health, thresholds);
  const risk = degradationRisk(watch, { nowMs: slotMs, horizonMs: slotMs + HORIZON_MS, ...limits });
  return { seen, before, watch, risk, limits };
}

/** What a path may be before its state gets worse. One that is degraded can only be down next, which takes losses. */
function limitsOf(health: PathHealthRecord["health"], thresholds: Thresholds): WatchedPath["limits"] {
  const { degradedLossRatio } = thresholds;
  if (health.state !== "up") return { limitLossRatio: Math.max(downLossRatio(thresholds), degradedLossRatio) };
  if (health.baselineRttMs === undefined) return { limitLossRatio: degradedLossRatio };
  return { limitLossRatio: degradedLossRatio, limitRttMs: limitRttMs(health.baselineRttMs, thresholds) };
}

/** Share of loss at which so many in a row as make a path down are as likely as not within ten minutes. */
const downLossRatio = ({ failuresToDownCount, probeIntervalMs }: Thresholds): number =>
  ((Math.LN2 * probeIntervalMs) / TEN_MINUTES_MS) ** (1 / failuresToDownCount);

function knownAt(before: PathWatchRecord | undefined, slotMs: number): PathWatch {
  if (!before) return unwatchedPath;
  return slotMs - before.slotMs > SILENCE_MS ? { ...unwatchedPath, day: before.watch.day } : before.watch;
}
