import { type Baseline, baselineOf } from "./baseline.ts";
import type { CommonExcess } from "./common-excess.ts";
import { creepIn } from "./creep.ts";
import { type CostSeries, median, slotsPerDay, startOfSlot } from "./series.ts";

/** What one series is found to do. */
export interface SeriesFinding {
  readonly detectors: readonly ("same-hour-yesterday" | "seasonal" | "creep")[];
  /** First slot of it, ms since 1970. */
  readonly beganAtMs: number;
  /** Of the last hour. */
  readonly observedUsdPerHour: number;
  readonly expectedUsdPerHour: number;
  /** What a day of it costs beyond what is expected, and what it has cost so far. */
  readonly usdPerDay: number;
  readonly usdSoFar: number;
  /** How sure: excess in robust sigmas, of the window that said most. */
  readonly sigmas: number;
}

export interface JudgeRules {
  readonly minUsdPerDay: number;
  /** Times the same hour yesterday. */
  readonly sameHourFactor: number;
  /** What most series do; each is measured against it, and all together are a series of their own. */
  readonly common?: CommonExcess | undefined;
}

/** Windows that end now, in hours, and the excess that is not noise there: fewer slots have to say it louder. */
const WINDOWS = [
  { hours: 0.25, sigmas: 10 },
  { hours: 0.5, sigmas: 8 },
  { hours: 1, sigmas: 7 },
  { hours: 3, sigmas: 6.5 },
  { hours: 8, sigmas: 6.5 },
] as const;
/** Slots are alike their neighbours: four of them know less than four times as much. */
const WINDOW_EXPONENT = 0.35;
const LEAST_RATIO = 1.25;

/**
 * Looks at the last slot of a series. `undefined` = it costs what it should, as far as that can be told. A baseline that was made
 * for the same series before it grew may be given, and saves computing it again.
 */
export function judgeSeries(
  series: CostSeries,
  rules: JudgeRules,
  baseline: Baseline = baselineOf(series),
): SeriesFinding | undefined {
  const perDay = slotsPerDay(series);
  const last = series.values.length - 1;
  if (last < perDay) return undefined;
  const usual = Math.max(baseline.monthEdgeExcess(last), rules.common?.at(last) ?? 0, 0);
  const spike = seasonal(series, baseline, usual, rules);
  const slow = creepIn(series, baseline, rules);
  // a jump of its own last day is no growth; one that stands on days of growth is its highest day
  const growth = spike && slow && spike.beganAtMs - slow.beganAtMs < perDay * series.slotMs ? undefined : slow;
  const found = spike ?? growth;
  if (!found) return undefined;
  const perHour = Math.max(1, Math.round(perDay / 24));
  const observed = baseline.sum(last + 1, perHour);
  const yesterday = baseline.sum(last + 1 - perDay, perHour);
  const detectors: SeriesFinding["detectors"][number][] = [];
  if (spike) detectors.push("seasonal");
  if (growth) detectors.push("creep");
  if (yesterday > 0 && observed > rules.sameHourFactor * yesterday) detectors.unshift("same-hour-yesterday");
  return { detectors, observedUsdPerHour: (observed * perDay) / 24 / perHour, ...found };
}

export type Found = Omit<SeriesFinding, "detectors" | "observedUsdPerHour">;

/** Above what the season lets expect, for as long as the window that shows it. */
function seasonal(
  series: CostSeries,
  baseline: Baseline,
  usual: number,
  { minUsdPerDay }: JudgeRules,
): Found | undefined {
  const perDay = slotsPerDay(series);
  const end = series.values.length;
  let best: { sigmas: number; count: number } | undefined;
  for (const { hours, sigmas } of WINDOWS) {
    const count = Math.max(1, Math.round((hours * perDay) / 24));
    const window = excessOf(series, baseline, end - count, end, usual);
    if (!window || window.ratio < LEAST_RATIO || window.usdPerDay < minUsdPerDay) continue;
    const strength = (window.logExcess / window.logScale) * count ** WINDOW_EXPONENT;
    if (strength >= sigmas && strength > (best?.sigmas ?? 0)) best = { sigmas: strength, count };
  }
  if (!best) return undefined;
  // back to where it began: the first slot from which on none is as it should be
  let from = end - 1;
  while (from > end - perDay * 3 && isHigh(baseline, from - 1, usual)) from -= 1;
  const whole = excessOf(series, baseline, from, end, usual);
  const hour = Math.max(1, Math.round(perDay / 24));
  const now = excessOf(series, baseline, Math.max(from, end - hour), end, usual);
  // what was high in the window and is not in its last hour is over
  if (!whole || !now || now.usdPerDay < minUsdPerDay) return undefined;
  return {
    beganAtMs: startOfSlot(series, from),
    expectedUsdPerHour: (now.expectedUsd / now.count / 24) * perDay,
    usdPerDay: now.usdPerDay,
    usdSoFar: whole.usd,
    sigmas: best.sigmas,
  };
}

function isHigh(baseline: Baseline, index: number, usual: number): boolean {
  if (index < 0) return false;
  const { logExcess, logScale } = baseline.at(index);
  return logExcess - usual > 2 * logScale;
}

function excessOf(series: CostSeries, baseline: Baseline, from: number, end: number, usual: number) {
  if (from < 0) return undefined;
  const perDay = slotsPerDay(series);
  const raised = Math.exp(usual);
  let observedUsd = 0;
  let expectedUsd = 0;
  const logs: number[] = [];
  let logScale = 0;
  for (let i = from; i < end; i += 1) {
    const one = baseline.at(i);
    if (!Number.isFinite(one.usd)) return undefined;
    observedUsd += series.values[i] ?? 0;
    expectedUsd += one.usd * raised;
    logs.push(one.logExcess - usual);
    logScale = Math.max(logScale, one.logScale);
  }
  const count = end - from;
  const usd = observedUsd - expectedUsd;
  return {
    count,
    expectedUsd,
    usd,
    usdPerDay: (usd / count) * perDay,
    ratio: (observedUsd + baseline.floorAt(from)) / (expectedUsd + baseline.floorAt(from)),
    // the middle, so that one slot is not a window
    logExcess: median(logs),
    logScale,
  };
}
