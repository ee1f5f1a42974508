import type { PathHealth, PathHealthRecord, ProbeSample } from "@skylane/core";
import type { HealthChange, HealthParams } from "../../health/index.ts";
import { nextPathHealth, unseenPath } from "../../health/index.ts";
import type { Evidence, PastSample, PathEvidence, ToldState } from "./evidence.ts";

/** A change of state that these thresholds would have made of the same past. */
export interface ReplayedChange {
  readonly record: PathHealthRecord;
  readonly change: HealthChange;
  /** The first of the losses that led to it; the sample that brought it about where none were lost. */
  readonly firstBadMs: number;
}

/** The past of one path under some thresholds. */
export interface ReplayedHealth {
  readonly changes: readonly ReplayedChange[];
  /** How it stood at a moment; before the first sample as the record says it was before. */
  readonly at: (nowMs: number) => PathHealthRecord;
}

interface Run {
  readonly health: PathHealth;
  readonly sampledAtMs: number;
  /** A state that only the record tells of holds until a whole window was seen. */
  readonly isToldState: boolean;
  /** Losses and failures of the vantage in a row began here. */
  readonly badSinceMs?: number;
  /** When the window's losses were. */
  readonly lostAtMs: readonly number[];
}

/** Steps between two states that are kept, so that any moment can be asked for. */
const STRIDE = 512;

/** Runs the past of one path through `nextPathHealth` with `params`; pure. */
export function replayHealth(evidence: PathEvidence, params: HealthParams): ReplayedHealth {
  const { steps, pathId, vantageId } = evidence;
  const changes: ReplayedChange[] = [];
  const kept: Run[] = [];
  let run = startOf(evidence);
  for (const [i, step] of steps.entries()) {
    if (i % STRIDE === 0) kept.push(run);
    const next = advance(evidence, run, step, params);
    run = next.run;
    if (!next.change) continue;
    const { health, sampledAtMs } = run;
    changes.push({
      record: { pathId, vantageId, health, sampledAtMs },
      change: next.change,
      firstBadMs: next.firstBadMs,
    });
  }
  const at = (nowMs: number): PathHealthRecord => {
    const count = countUntil(steps, nowMs);
    const from = Math.min(Math.floor(count / STRIDE), Math.max(0, kept.length - 1));
    let here = kept[from] ?? startOf(evidence);
    for (const step of steps.slice(from * STRIDE, count)) here = advance(evidence, here, step, params).run;
    return { pathId, vantageId, health: here.health, sampledAtMs: here.sampledAtMs };
  };
  return { changes, at };
}

const startOf = ({ fromMs, initialState, initialEpoch, baselineRttMs }: PathEvidence): Run => ({
  health: {
    ...unseenPath(fromMs),
    epoch: initialEpoch,
    ...(baselineRttMs !== undefined && { baselineRttMs }),
    ...(initialState === "degraded" ? { state: "degraded", because: "loss" } : { state: initialState }),
  },
  sampledAtMs: fromMs,
  isToldState: initialState === "degraded",
  lostAtMs: [],
});

type Advance = { readonly run: Run; readonly change?: HealthChange; readonly firstBadMs: number };

function advance(path: PathEvidence, run: Run, step: Evidence, params: HealthParams): Advance {
  if (step.kind === "state") return tell(run, step);
  const { atMs: sampledAtMs, rttMs, source } = step;
  const isAnswered = rttMs !== null && rttMs !== "blind";
  if (source !== "kept" && isAnswered && isCalm(run.health, params))
    return { run: { ...run, sampledAtMs }, firstBadMs: sampledAtMs };
  const next = nextPathHealth(run.health, sampleOf(path, step), params);
  const { health } = next;
  const badSinceMs = isAnswered ? undefined : (run.badSinceMs ?? sampledAtMs);
  const isLost = rttMs === null;
  const lostCount = health.recent.filter((rttMs) => rttMs === null).length;
  const lostAtMs = lostCount === 0 ? [] : [...run.lostAtMs, ...(isLost ? [sampledAtMs] : [])].slice(-lostCount);
  const seen = { sampledAtMs, lostAtMs, ...(badSinceMs !== undefined && { badSinceMs }) };

  const isFull = health.recent.length >= params.windowSampleCount;
  if (run.isToldState && !isFull && run.health.state === "degraded" && next.change?.to === "up") {
    const { because, epoch, sinceMs } = run.health;
    const held: PathHealth = { ...health, state: "degraded", because, epoch, sinceMs };
    return { run: { ...seen, health: held, isToldState: true }, firstBadMs: sampledAtMs };
  }
  const isToldState = run.isToldState && !isFull && !next.change;
  const firstLostMs = next.change?.to === "degraded" ? lostAtMs[0] : badSinceMs;
  return {
    run: { ...seen, health, isToldState },
    ...(next.change && { change: next.change }),
    firstBadMs: firstLostMs ?? sampledAtMs,
  };
}

const sampleOf = ({ pathId, vantageId }: PathEvidence, { atMs, rttMs }: PastSample): ProbeSample => {
  const about = { pathId, vantageId, atMs };
  if (rttMs === "blind") return { ...about, outcome: "vantage-error" };
  return rttMs === null ? { ...about, outcome: "timeout" } : { ...about, outcome: "ok", rttMs };
};

/** True if one more usual answer can change nothing: up, and a whole window answered. An SLO counts every answer. */
const isCalm = (health: PathHealth, params: HealthParams): boolean =>
  health.state === "up" &&
  health.baselineRttMs !== undefined &&
  health.blindInRowCount === 0 &&
  health.successesInRowCount > params.windowSampleCount &&
  params.slo === undefined;

/** The state the record tells of, if it is better known there than here: up and degraded give way to it, the others do not. */
function tell(run: Run, { state, because, degradedBecause, atMs }: ToldState): Advance {
  const { health, lostAtMs } = run;
  const firstBadMs = lostAtMs[0] ?? atMs;
  if (health.state === state || health.state === "down" || health.state === "unknown") return { run, firstBadMs };
  const common = {
    learning: health.learning,
    ...(health.baselineRttMs !== undefined && { baselineRttMs: health.baselineRttMs }),
    recent: [],
    failuresInRowCount: health.failuresInRowCount,
    successesInRowCount: health.successesInRowCount,
    blindInRowCount: 0,
    sinceMs: atMs,
    epoch: health.epoch + 1,
  };
  return {
    run: {
      ...run,
      health: state === "degraded" ? { ...common, state, because: degradedBecause } : { ...common, state },
      isToldState: true,
    },
    change: { from: health.state, to: state, because },
    firstBadMs,
  };
}

/** How many steps are no later than `nowMs`. */
function countUntil(steps: readonly Evidence[], nowMs: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const step = steps[middle];
    if (step && step.atMs <= nowMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
