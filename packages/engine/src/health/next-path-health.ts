import type { DegradedBecause, PathHealth, PathStateName, ProbeSample, Thresholds } from "@skylane/core";
import { brokenObjective, countForSlo } from "./slo-window.ts";

/** The thresholds a path's state depends on. */
export type HealthParams = Pick<
  Thresholds,
  | "failuresToDownCount"
  | "successesToUpCount"
  | "degradedRttRatio"
  | "degradedRttFloorMs"
  | "degradedLossRatio"
  | "windowSampleCount"
  | "baselineSampleCount"
  | "slo"
>;

/** A change of state and why it came about. */
export interface HealthChange {
  readonly from: PathStateName;
  readonly to: PathStateName;
  readonly because: string;
}

/** A path nobody has seen yet. */
export const unseenPath = (nowMs: number): PathHealth => ({
  state: "unknown",
  sinceMs: nowMs,
  epoch: 0,
  learning: [],
  recent: [],
  failuresInRowCount: 0,
  successesInRowCount: 0,
  blindInRowCount: 0,
});

/**
 * The state of a path after one more sample; pure. `change` is present when the state's name changed.
 *
 * down: `failuresToDownCount` losses in a row. degraded: median RTT of the window above ratio × frozen baseline (and
 * above baseline + floor), loss above its ratio, or an objective of the SLO broken over its longer window. up: `successesToUpCount` answers in a row. unknown: the vantage
 * itself failed that often in a row; it is never read as `down`.
 */
export function nextPathHealth(
  before: PathHealth,
  sample: ProbeSample,
  params: HealthParams,
): { health: PathHealth; change?: HealthChange } {
  const seen = count(before, sample, params);
  const verdict = judge(before.state, seen, params);
  if (verdict.state === before.state) return { health: asState(seen, verdict) };

  const wasBad = before.state === "down" || before.state === "unknown";
  const fresh =
    wasBad && verdict.state === "up"
      ? seen.recent.slice(-params.successesToUpCount).filter((rttMs) => rttMs !== null)
      : seen.recent;
  // an outage that is over counts no more, neither in the window of 20 nor in the SLO's
  const slo = wasBad && verdict.state === "up" && seen.slo ? { slo: [] } : {};
  const health = asState({ ...seen, ...slo, recent: fresh, sinceMs: sample.atMs, epoch: before.epoch + 1 }, verdict);
  return { health, change: { from: before.state, to: verdict.state, because: verdict.because } };
}

type Seen = Omit<PathHealth, "state" | "because">;
interface Verdict {
  readonly state: PathStateName;
  readonly because: string;
  readonly degradedBecause?: DegradedBecause;
}

function count(before: PathHealth, sample: ProbeSample, params: HealthParams): Seen {
  const { state: _state, ...kept } = before;
  const { because: _because, ...seen } = kept as Seen & { because?: DegradedBecause };
  if (sample.outcome === "vantage-error") return { ...seen, blindInRowCount: seen.blindInRowCount + 1 };

  // answered, and nobody knows how fast: it says nothing of delay
  const rttMs = sample.outcome === "ok" ? sample.rttMs : null;
  const counted: Seen = {
    ...seen,
    blindInRowCount: 0,
    failuresInRowCount: rttMs === null ? seen.failuresInRowCount + 1 : 0,
    successesInRowCount: rttMs === null ? 0 : seen.successesInRowCount + 1,
    recent: rttMs === undefined ? seen.recent : [...seen.recent, rttMs].slice(-params.windowSampleCount),
    ...(params.slo && { slo: countForSlo(seen.slo ?? [], sample, params.slo) }),
  };
  return rttMs === undefined || rttMs === null || before.state === "down" || before.state === "degraded"
    ? counted
    : learn(counted, rttMs, params);
}

/** The baseline is learnt once, from healthy samples, and then frozen: a moving one would absorb the failure it should reveal. */
function learn(seen: Seen, rttMs: number, params: HealthParams): Seen {
  if (seen.baselineRttMs !== undefined) return seen;
  const learning = [...seen.learning, rttMs];
  if (learning.length < params.baselineSampleCount) return { ...seen, learning };
  return { ...seen, learning: [], baselineRttMs: Math.max(median(learning), 0.001) };
}

function judge(state: PathStateName, seen: Seen, params: HealthParams): Verdict {
  if (seen.blindInRowCount >= params.failuresToDownCount)
    return { state: "unknown", because: `the vantage could not send ${seen.blindInRowCount} probes in a row` };
  if (seen.blindInRowCount > 0) return { state, because: "", ...keepDegraded(state, seen, params) };
  if (seen.failuresInRowCount >= params.failuresToDownCount)
    return { state: "down", because: `${seen.failuresInRowCount} probes in a row unanswered` };

  const hasRecovered = seen.successesInRowCount >= params.successesToUpCount;
  if (state === "down" || state === "unknown")
    return hasRecovered
      ? { state: "up", because: `${seen.successesInRowCount} probes in a row answered` }
      : { state, because: "" };

  const sick = sickness(seen, params);
  if (sick) return { state: "degraded", because: sick.because, degradedBecause: sick.kind };
  if (state === "degraded" && !hasRecovered) return { state, because: "", degradedBecause: "loss" };
  return { state: "up", because: "delay and loss are normal again" };
}

const keepDegraded = (state: PathStateName, seen: Seen, params: HealthParams) =>
  state === "degraded" ? { degradedBecause: sickness(seen, params)?.kind ?? ("loss" as const) } : {};

/**
 * True if a path is fit to take traffic that leaves a merely degraded one: up, nothing lost in a window at least half full,
 * no objective broken, and its median RTT within the limits of its own baseline, which must be learnt.
 */
export const isClean = (health: PathHealth, params: HealthParams): boolean =>
  health.state === "up" &&
  health.baselineRttMs !== undefined &&
  health.recent.length >= Math.ceil(params.windowSampleCount / 2) &&
  !health.recent.includes(null) &&
  sickness(health, params) === undefined;

/** The median round trip above which a path of this baseline is degraded, ms. */
export const limitRttMs = (
  baselineRttMs: number,
  params: Pick<HealthParams, "degradedRttRatio" | "degradedRttFloorMs">,
): number => Math.max(baselineRttMs * params.degradedRttRatio, baselineRttMs + params.degradedRttFloorMs);

function sickness(seen: Seen, params: HealthParams): { kind: DegradedBecause; because: string } | undefined {
  const answered = seen.recent.filter((rttMs) => rttMs !== null);
  // Lost over all, not 1 - answered over all: 1 of 20 must come out as 0.05 and not a hair above it.
  const lossRatio = seen.recent.length === 0 ? 0 : (seen.recent.length - answered.length) / seen.recent.length;
  if (seen.recent.length >= params.windowSampleCount && lossRatio > params.degradedLossRatio)
    return { kind: "loss", because: `${(lossRatio * 100).toFixed(0)} % of the last ${seen.recent.length} probes lost` };
  const broken = params.slo && seen.slo && brokenObjective(seen.slo, params.slo);
  if (broken !== undefined) return { kind: "slo", because: broken };
  if (seen.baselineRttMs === undefined || answered.length < Math.ceil(params.windowSampleCount / 2)) return undefined;
  const p50Ms = median(answered);
  const limitMs = limitRttMs(seen.baselineRttMs, params);
  if (p50Ms <= limitMs) return undefined;
  return {
    kind: "rtt",
    because: `median RTT ${p50Ms.toFixed(1)} ms against a baseline of ${seen.baselineRttMs.toFixed(1)} ms`,
  };
}

function asState(seen: Seen, verdict: Verdict): PathHealth {
  return verdict.state === "degraded"
    ? { ...seen, state: "degraded", because: verdict.degradedBecause ?? "loss" }
    : { ...seen, state: verdict.state };
}

/** Middle value of a non-empty list (mean of the two middle ones for an even count). */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
