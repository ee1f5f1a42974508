import { type Baseline, baselineOf, monthEdgeAt } from "./baseline.ts";
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
  /** What most series do in a slot, ln; each is measured against it, and all together are a series of their own. */
  readonly commonLogExcess?: ((index: number) => number) | undefined;
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
  const usual = Math.max(baseline.monthEdgeExcess(last), rules.commonLogExcess?.(last) ?? 0, 0);
  const spike = seasonal(series, baseline, usual, rules);
  const slow = creep(series, baseline, rules);
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

type Found = Omit<SeriesFinding, "detectors" | "observedUsdPerHour">;

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

const CREEP_DAYS = 10;
/** Days that ended so long before the growth that it is not in them. */
const CREEP_SLACK = 0.75;
const CREEP_LIMIT = 6;
/** However high a day is, it alone is no creep. */
const MOST_OF_A_DAY = 5;
const LEAST_DAY_SCALE = 0.02;
/** One month's edge says roughly what the next one does. */
const EDGE_DAY_SCALE = 0.05;
const CREEP_LEAST_RATIO = 1.08;

/**
 * A little more every day: whole days against the same weekday of the weeks before, added up as long as they are high (one-sided
 * CUSUM). Weeks are compared as they were, without following growth, after the long trend was taken out.
 */
function creep(
  series: CostSeries,
  baseline: Baseline,
  { minUsdPerDay, commonLogExcess }: JudgeRules,
): Found | undefined {
  const perDay = slotsPerDay(series);
  const end = series.values.length;
  const dayCount = Math.floor(end / perDay);
  if (dayCount < 21) return undefined;
  const totals = Array.from({ length: dayCount }, (_, back) => baseline.sum(end - back * perDay, perDay)).reverse();
  const floor = Math.max(median(totals) / 1_000, 1e-9);
  const trend = weeklyTrend(totals, floor);
  // ln of a day against the same weekday before, of which the middle of two or three weeks is taken
  const excessOfDay = (day: number): number => {
    const before = [14, 21, 28].flatMap((back) => {
      const then = totals[day - back];
      return then === undefined ? [] : [Math.log((then + floor) * Math.exp((trend * back) / 7))];
    });
    return before.length === 0 ? 0 : Math.log((totals[day] ?? 0) + floor) - median(before);
  };
  // at a month's edge what the same edge of the month before had is usual, or what most others do; `undefined` = neither is known
  const usualOfDay = (day: number): number | undefined => {
    const to = end - (dayCount - 1 - day) * perDay;
    const edge = monthEdgeOf(series, to);
    if (!edge) return 0;
    const then = day - edge.daysSince;
    if (then >= 14) return Math.max(0, excessOfDay(then));
    if (!commonLogExcess) return undefined;
    let common = 0;
    for (let i = to - perDay; i < to; i += 1) common += commonLogExcess(i);
    return common / perDay;
  };
  const last = dayCount - 1;
  const past = Array.from({ length: Math.max(0, last - CREEP_DAYS - 14) }, (_, i) => excessOfDay(i + 14));
  if (past.length < 5) return undefined;
  const centre = median(past);
  const scale = Math.max(LEAST_DAY_SCALE, 1.4826 * median(past.map((one) => Math.abs(one - centre))));
  let sum = 0;
  let began = last;
  for (let day = last - CREEP_DAYS + 1; day <= last; day += 1) {
    // a month's end is no growth
    const usual = usualOfDay(day);
    if (usual === undefined) continue;
    const excess = excessOfDay(day) - usual - Math.max(0, centre);
    const noise = usual === 0 ? scale : scale + EDGE_DAY_SCALE;
    const next = Math.max(0, sum + Math.min(MOST_OF_A_DAY, excess / noise) - CREEP_SLACK);
    if (next > 0 && sum === 0) began = day;
    sum = next;
  }
  if (sum < CREEP_LIMIT) return undefined;
  // it creeps: the last day is the highest of the run, and each half is higher than the half before
  const run = Array.from({ length: last - began + 1 }, (_, i) => excessOfDay(began + i));
  const half = Math.ceil(run.length / 2);
  if (run.length >= 2 && median(run.slice(-half)) <= median(run.slice(0, half))) return undefined;
  // nor is it the measure of one that came before it
  let measured = last;
  while (measured > began && usualOfDay(measured) === undefined) measured -= 1;
  const observed = totals[measured] ?? 0;
  const expected = observed / Math.exp(Math.max(0, excessOfDay(measured) - (usualOfDay(measured) ?? 0)));
  const usdPerDay = observed - expected;
  if (usdPerDay < minUsdPerDay || observed < expected * CREEP_LEAST_RATIO) return undefined;
  const soFar = run.reduce((total, excess, i) => {
    const usd = totals[began + i] ?? 0;
    return total + Math.max(0, usd - usd / Math.exp(Math.max(0, excess)));
  }, 0);
  return {
    beganAtMs: startOfSlot(series, end - (last - began + 1) * perDay),
    expectedUsdPerHour: expected / 24,
    usdPerDay,
    usdSoFar: soFar,
    sigmas: sum,
  };
}

/** If the day that ends at a slot has a part in a month's last or first days: how many days ago the same edge was. */
const monthEdgeOf = (series: CostSeries, end: number): { readonly daysSince: number } | undefined =>
  monthEdgeAt(startOfSlot(series, end - 1)) ?? monthEdgeAt(startOfSlot(series, end - slotsPerDay(series)));

/** Middle of the growth from week to week, ln, of the weeks that ended at least a week ago. */
function weeklyTrend(totals: readonly number[], floor: number): number {
  const weeks: number[] = [];
  for (let end = totals.length - 7; end - 7 >= 0; end -= 7)
    weeks.unshift(totals.slice(end - 7, end).reduce((sum, usd) => sum + usd, 0));
  const steps = weeks.slice(1).map((week, i) => Math.log((week + floor) / ((weeks[i] ?? 0) + floor)));
  // growth is a trend only if it was there more than once
  return steps.length < 2 ? 0 : Math.min(0.1, Math.max(-0.1, median(steps)));
}
