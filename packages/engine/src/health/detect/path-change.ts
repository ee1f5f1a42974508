import type { PathChange, PathChangeState } from "@skylane/core";

/** How a change of the path is told from noise; round trips in milliseconds. */
export type PathChangeParams = Readonly<{
  /** Log likelihood ratio a change must reach. */
  evidence: number;
  /** No single value counts more than this many deviations. */
  clip: number;
  /** The deviation is never taken for less than this much, plus this share of the round trip. */
  leastDeviationMs: number;
  leastDeviationRatio: number;
  /** A smaller step is no change: this much, or this share of the round trip if that is more. */
  leastStepMs: number;
  leastStepRatio: number;
  /** From this log ratio of the deviations on, a change of the variance alone is a change. */
  leastSpreadRatioLog: number;
  /** Samples that the deviation of the time before a change counts as, for the time after it. */
  priorSamples: number;
}>;

/** One set of numbers for every path; see docs/detect.md. */
export const pathChangeParams: PathChangeParams = {
  evidence: 18,
  clip: 5,
  leastDeviationMs: 0.6,
  leastDeviationRatio: 0.003,
  leastStepMs: 1.5,
  leastStepRatio: 0.01,
  leastSpreadRatioLog: 3,
  priorSamples: 2.5,
};

/** How long a time after the change is weighed up against the time before it, in samples; the last is the longest delay. */
const afterSizes = [3, 4, 5, 7, 10, 14, 20] as const;
const longest = 20;
const beforeSize = 40;
const least = 4;

type Reference = PathChangeState["references"][number];

/** Nothing known of the path. */
export const unseenRoundTrips: PathChangeState = {
  count: 0,
  valuesMs: [],
  numbers: [],
  references: [],
  sortedMs: [],
  priorMs: null,
};

/**
 * Takes one round trip, `undefined` where the probe was lost, and answers the change it makes certain, if any: that comes
 * 2 to 19 answers after the change itself.
 */
export function nextPathChange(
  state: PathChangeState,
  rttMs: number | undefined,
  params: PathChangeParams = pathChangeParams,
): Readonly<{ state: PathChangeState; change?: PathChange }> {
  const count = state.count + 1;
  if (rttMs === undefined) return { state: { ...state, count } };
  const kept = state.valuesMs.length >= beforeSize + longest ? 1 : 0;
  const valuesMs = [...state.valuesMs.slice(kept), rttMs];
  const numbers = [...state.numbers.slice(kept), state.count];
  const sortedMs = slide(state.sortedMs, state.valuesMs);
  const reference = referenceOf(sortedMs, state.priorMs, params);
  const references = [...state.references.slice(state.references.length >= longest ? 1 : 0), reference];
  const next: PathChangeState = { count, valuesMs, numbers, references, sortedMs, priorMs: state.priorMs };
  const found = strongest(valuesMs, references, params);
  if (!found) return { state: next };
  const at = firstAfter(valuesMs, valuesMs.length - found.size);
  const change: PathChange = {
    sample: numbers[at] ?? state.count,
    fromMs: found.before.middleMs,
    toMs: found.middleMs,
    evidence: found.evidence,
  };
  return { state: restart(next, at, found.before.deviationMs, params), change };
}

/** The 40 before the next value: with the last of `valuesMs`, and without the one that is now too old. */
function slide(sortedMs: readonly number[], valuesMs: readonly number[]): readonly number[] {
  const added = valuesMs.at(-1);
  if (added === undefined) return sortedMs;
  const removed = sortedMs.length >= beforeSize ? valuesMs[valuesMs.length - 1 - beforeSize] : undefined;
  const next: number[] = [];
  let isIn = false;
  let isOut = removed === undefined;
  for (const value of sortedMs) {
    if (!isIn && value >= added) {
      next.push(added);
      isIn = true;
    }
    if (isOut || value !== removed) next.push(value);
    else isOut = true;
  }
  if (!isIn) next.push(added);
  return next;
}

/** What was usual in these samples, sorted by size. */
function referenceOf(sortedMs: readonly number[], priorMs: number | null, params: PathChangeParams): Reference {
  const size = sortedMs.length;
  if (size < least) return null;
  const middleMs = middleOf(sortedMs, size);
  let sum = 0;
  for (const value of sortedMs) sum += Math.abs(value - middleMs);
  const prior = priorMs ?? sum / size;
  const deviationMs = (sum + params.priorSamples * prior) / (size + params.priorSamples);
  return { middleMs, deviationMs: Math.max(deviationMs, floorOf(middleMs, params)) };
}

const floorOf = (middleMs: number, params: PathChangeParams): number =>
  params.leastDeviationMs + params.leastDeviationRatio * middleMs;

const middleOf = (sorted: ArrayLike<number>, size: number): number =>
  size % 2 === 1
    ? (sorted[size >> 1] as number)
    : ((sorted[size / 2 - 1] as number) + (sorted[size / 2] as number)) / 2;

type Found = Readonly<{ size: number; evidence: number; middleMs: number; before: NonNullable<Reference> }>;

function strongest(
  valuesMs: readonly number[],
  references: readonly Reference[],
  params: PathChangeParams,
): Found | undefined {
  const sorted = new Float64Array(longest);
  let filled = 0;
  let best: Found | undefined;
  for (const size of afterSizes) {
    const before = references[references.length - size];
    if (!before) break;
    for (; filled < size; filled++) insert(sorted, filled, valuesMs[valuesMs.length - 1 - filled] as number);
    const found = weigh(sorted, size, before, params);
    if (found > (best?.evidence ?? params.evidence))
      best = { size, evidence: found, middleMs: middleOf(sorted, size), before };
  }
  return best;
}

function insert(sorted: Float64Array, filled: number, value: number): void {
  let at = filled;
  for (; at > 0 && (sorted[at - 1] as number) > value; at--) sorted[at] = sorted[at - 1] as number;
  sorted[at] = value;
}

/** How much likelier the last `size` samples are as a level of their own than as more of what was before. */
function weigh(sorted: Float64Array, size: number, before: NonNullable<Reference>, params: PathChangeParams): number {
  const middleMs = middleOf(sorted, size);
  let sum = 0;
  for (let i = 0; i < size; i++) sum += Math.abs((sorted[i] as number) - middleMs);
  const deviationMs = Math.max((sum + before.deviationMs) / (size + 1), floorOf(before.middleMs, params));
  const stepMs = Math.abs(middleMs - before.middleMs);
  const ratioLog = Math.log(deviationMs / before.deviationMs);
  const isStep = stepMs >= Math.max(params.leastStepMs, params.leastStepRatio * before.middleMs);
  if (!isStep && !(size >= 10 && Math.abs(ratioLog) > params.leastSpreadRatioLog)) return 0;
  let evidence = -size * ratioLog;
  for (let i = 0; i < size; i++) {
    const value = sorted[i] as number;
    evidence += Math.min(Math.abs(value - before.middleMs) / before.deviationMs, params.clip);
    evidence -= Math.min(Math.abs(value - middleMs) / deviationMs, params.clip);
  }
  return evidence;
}

/** The place within four samples of `near` that parts the two levels best. */
function firstAfter(valuesMs: readonly number[], near: number): number {
  const from = Math.max(0, near - longest);
  let best = near;
  let leastSum = Number.POSITIVE_INFINITY;
  for (let at = Math.max(1, near - 4); at <= Math.min(valuesMs.length - 2, near + 4); at++) {
    const sum = distances(valuesMs.slice(from, at)) + distances(valuesMs.slice(at));
    if (sum < leastSum) {
      leastSum = sum;
      best = at;
    }
  }
  return best;
}

function distances(valuesMs: readonly number[]): number {
  const middleMs = middleOf(Float64Array.from(valuesMs).sort(), valuesMs.length);
  return valuesMs.reduce((sum, value) => sum + Math.abs(value - middleMs), 0);
}

function restart(state: PathChangeState, at: number, priorMs: number, params: PathChangeParams): PathChangeState {
  const valuesMs = state.valuesMs.slice(at);
  let sortedMs: readonly number[] = [];
  const references = valuesMs.map((_, index) => {
    sortedMs = slide(sortedMs, valuesMs.slice(0, index));
    return referenceOf(sortedMs, priorMs, params);
  });
  const numbers = state.numbers.slice(at);
  return { count: state.count, valuesMs, numbers, references: references.slice(-longest), sortedMs, priorMs };
}
