import type { DegradedBecause, PathHealth, PathId, Thresholds, VantageId } from "@skylane/core";
import type { PathHistory } from "./read-history.ts";

/**
 * How a sample of the past is known. `kept`: a snapshot holds it. `counted`: it is older than what the snapshot holds, but a
 * count of losses or answers in a row tells what it was. `implied`: a recorded change of state could not have come about
 * without it. `assumed`: nothing tells; it is taken to be as the recorded state was.
 */
export type SampleSource = "kept" | "counted" | "implied" | "assumed";

/** A sample of the past; flat, for a week of them is held at once. */
export interface PastSample {
  readonly kind: "sample";
  readonly atMs: number;
  /** `null` = lost, `blind` = the vantage could not send. */
  readonly rttMs: number | null | "blind";
  readonly source: SampleSource;
}

/** A state that only the record tells of: samples of a lossy or slow time are not kept. */
export interface ToldState {
  readonly kind: "state";
  readonly atMs: number;
  readonly state: "up" | "degraded";
  readonly because: string;
  readonly degradedBecause: DegradedBecause;
}

/** One step of a path's past. */
export type Evidence = PastSample | ToldState;

/** The past of one path as one vantage saw it, oldest first, and how it stood before. */
export interface PathEvidence {
  readonly pathId: PathId;
  readonly vantageId: VantageId;
  readonly fromMs: number;
  readonly initialState: PathHealth["state"];
  readonly initialEpoch: number;
  readonly baselineRttMs: number | undefined;
  readonly steps: readonly Evidence[];
}

const MINUTE_MS = 60_000;
/** Without a word for that long nothing was watching, and nothing is assumed. */
const SILENCE_MS = 2.5 * MINUTE_MS;

/** Everything the record tells of one path, sample by sample where it can; `thresholds` are those it was recorded with. */
export function evidenceOf(history: PathHistory, thresholds: Thresholds): PathEvidence {
  const { snapshots, changes } = history;
  const { probeIntervalMs } = thresholds;
  const back = stepsBack(thresholds, snapshots[0]?.slotMs ?? 0);
  const baselineRttMs = snapshots.find(({ health }) => health.baselineRttMs !== undefined)?.health.baselineRttMs;
  const usualRttMs =
    baselineRttMs ?? snapshots.flatMap(({ health }) => health.recent).find((rttMs) => rttMs !== null) ?? 1;

  const known: PastSample[] = [];
  for (const snapshot of snapshots) {
    const after = (known.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY) + probeIntervalMs / 2;
    const found: PastSample[] = [];
    let atMs = snapshot.sampledAtMs;
    for (const { rttMs, source } of backwards(snapshot.health, usualRttMs)) {
      if (atMs <= after || snapshot.sampledAtMs - atMs > SILENCE_MS) break;
      found.push({ kind: "sample", atMs, rttMs, source });
      atMs = back(atMs);
    }
    known.push(...found.reverse());
  }
  const { isTold, tell } = toldTimes(known, probeIntervalMs);

  const states: ToldState[] = [];
  for (const { from, to, sinceMs, because } of changes) {
    const what = impliedBy(from, to, usualRttMs, thresholds);
    if (what === undefined) {
      if (to !== "up" && to !== "degraded") continue;
      const degradedBecause = because.startsWith("median") ? "rtt" : because.includes(" of the last ") ? "loss" : "slo";
      if (!isWindowTold(sinceMs, thresholds.windowSampleCount, back, isTold))
        states.push({ kind: "state", atMs: sinceMs, state: to, because, degradedBecause });
      continue;
    }
    let atMs = sinceMs;
    for (const rttMs of what) {
      if (!isTold(atMs)) known.push({ kind: "sample", atMs, rttMs, source: "implied" });
      tell(atMs);
      atMs = back(atMs);
    }
  }
  known.sort((a, b) => a.atMs - b.atMs);
  const first = firstOf(history);
  const filled = fill(known, history, first.state, usualRttMs, back, probeIntervalMs);
  const { pathId, vantageId } = history;
  // a state is told at the time of the sample that brought it about, so it comes after that sample
  const steps: readonly Evidence[] =
    states.length === 0 ? filled : [...filled, ...states].sort((a, b) => a.atMs - b.atMs);
  return {
    pathId,
    vantageId,
    fromMs: steps[0]?.atMs ?? 0,
    initialState: first.state,
    initialEpoch: first.epoch,
    baselineRttMs,
    steps,
  };
}

/** What a snapshot tells of the samples before it, the last one first. */
function* backwards(health: PathHealth, usualRttMs: number): Generator<Pick<PastSample, "rttMs" | "source">> {
  for (let i = 0; i < health.blindInRowCount; i += 1) yield { rttMs: "blind", source: "counted" };
  for (const rttMs of [...health.recent].reverse()) yield { rttMs, source: "kept" };
  for (let i = health.recent.length; i < health.failuresInRowCount; i += 1) yield { rttMs: null, source: "counted" };
  for (let i = health.recent.length; i < health.successesInRowCount; i += 1)
    yield { rttMs: usualRttMs, source: "counted" };
}

/** The time of the sample before: one interval earlier, or the end of the burst of the minute before. */
function stepsBack({ probeIntervalMs, burstMs }: Thresholds, slotMs: number): (atMs: number) => number {
  const isProbed = (atMs: number): boolean => (((atMs - slotMs) % MINUTE_MS) + MINUTE_MS) % MINUTE_MS < burstMs;
  return (atMs) => {
    let before = atMs - probeIntervalMs;
    for (let i = 0; i < MINUTE_MS / probeIntervalMs && !isProbed(before); i += 1) before -= probeIntervalMs;
    return before;
  };
}

/**
 * The samples without which a change would not have been, the last one first, and the one before them: had that been like
 * them, the change would have come earlier. None for changes that hang on a whole window.
 */
function impliedBy(
  from: PathHealth["state"],
  to: PathHealth["state"],
  usualRttMs: number,
  { failuresToDownCount, successesToUpCount }: Thresholds,
): readonly PastSample["rttMs"][] | undefined {
  const run = (count: number, rttMs: PastSample["rttMs"]): PastSample["rttMs"][] =>
    Array.from({ length: count }, () => rttMs);
  if (to === "down") return [...run(failuresToDownCount, null), ...(from === "unknown" ? [] : [usualRttMs])];
  if (to === "unknown") return run(failuresToDownCount, "blind");
  if (to === "up" && from !== "degraded")
    return [...run(successesToUpCount, usualRttMs), ...(from === "down" ? [null] : [])];
  return undefined;
}

/** Which times a sample is known of, give or take a quarter of an interval: samples are not sent to the millisecond. */
function toldTimes(known: readonly PastSample[], intervalMs: number) {
  const cellOf = (atMs: number): number => Math.floor((atMs * 4) / intervalMs);
  const told = new Set(known.map(({ atMs }) => cellOf(atMs)));
  return {
    isTold: (atMs: number): boolean => [-1, 0, 1].some((by) => told.has(cellOf(atMs) + by)),
    tell: (atMs: number): void => void told.add(cellOf(atMs)),
  };
}

function isWindowTold(
  atMs: number,
  count: number,
  back: (atMs: number) => number,
  isTold: (atMs: number) => boolean,
): boolean {
  let at = atMs;
  for (let i = 0; i < count; i += 1, at = back(at)) if (!isTold(at)) return false;
  return true;
}

/** State and epoch before the first thing that is told. */
function firstOf({ snapshots, changes }: PathHistory): { readonly state: PathHealth["state"]; readonly epoch: number } {
  const [snapshot] = snapshots;
  const [change] = changes;
  if (change && (!snapshot || change.sinceMs <= snapshot.sampledAtMs))
    return { state: change.from, epoch: Math.max(0, change.epoch - 1) };
  return snapshot ? { state: snapshot.health.state, epoch: snapshot.health.epoch } : { state: "unknown", epoch: 0 };
}

/** The samples between those that are known, as the recorded state was; none while it was degraded, or while nobody watched. */
function fill(
  known: readonly PastSample[],
  { changes }: PathHistory,
  initialState: PathHealth["state"],
  usualRttMs: number,
  back: (atMs: number) => number,
  intervalMs: number,
): readonly PastSample[] {
  const filled: PastSample[] = [];
  let next = 0;
  let state = initialState;
  for (const [i, one] of known.entries()) {
    const before = known[i - 1];
    if (before && one.atMs - before.atMs < SILENCE_MS) {
      // the state in the gap is the one that held when the gap began
      while (next < changes.length && (changes[next]?.sinceMs ?? 0) <= before.atMs + intervalMs / 2)
        state = changes[next++]?.to ?? state;
      const rttMs = { up: usualRttMs, down: null, unknown: "blind", degraded: undefined }[state] as
        | PastSample["rttMs"]
        | undefined;
      if (rttMs !== undefined && !(state === "unknown" && next === 0)) {
        const gap: PastSample[] = [];
        for (let atMs = back(one.atMs); atMs > before.atMs + intervalMs / 2; atMs = back(atMs))
          gap.push({ kind: "sample", atMs, rttMs, source: "assumed" });
        filled.push(...gap.reverse());
      }
    }
    filled.push(one);
  }
  return filled;
}
