import { monthEdgeAt } from "./month-edges.ts";
import { type CostSeries, median, robustSigma, slotsPerDay, startOfSlot, sumsOf } from "./series.ts";

/** What a slot should cost by what was before it, and how far from that it usually is. */
export interface Expectation {
  /** USD in the slot. */
  readonly usd: number;
  /** How much further the slot is than the expectation, ln(observed / expected), and what is usual of that (one sigma, robust). */
  readonly logExcess: number;
  readonly logScale: number;
  /** True while there is less than a week of history: only days are compared then, and no weekdays. */
  readonly isYoung: boolean;
}

const WEEKS = 4;
/** Traffic that repeats exactly is rare; below this a scale is luck. */
const LEAST_LOG_SCALE = 0.05;
const LEVEL_LIMIT = 3;
/** Half as much again: what a month's end may be that was not seen yet. */
export const UNSEEN_EDGE_LOG = Math.log(1.5);

/**
 * Expected costs of a series, from the same slot of the same weekday in up to four weeks, each raised or lowered by how the week
 * that ended a day ago compares with the week before that one: growth is followed a day late, so that what is wrong since today
 * does not become what is expected. Remembers what it computed; the series may grow at its end.
 */
export function baselineOf(series: CostSeries) {
  const { values } = series;
  const perDay = slotsPerDay(series);
  const perWeek = perDay * 7;
  const known = new Map<number, number>();
  const sum = sumsOf(series);
  // smallest that counts: a hundredth of the mean slot of the week before, so that ln of almost nothing is not far from anything
  const floorAt = (index: number): number => Math.max(sum(index, perWeek) / perWeek / 100, 1e-9);

  /** A slot with its neighbours: one noisy slot a week ago is not what is expected now. */
  const around = (index: number): number =>
    median([index - 1, index, index + 1].flatMap((i) => (i >= 0 && i < values.length ? [values[i] as number] : [])));

  /** Cost of the week that ended a day before `index`; absent before there is one. */
  const levelBefore = (index: number): number | undefined => {
    const end = index - perDay;
    return end - perWeek < 0 ? undefined : sum(end, perWeek);
  };

  function expectedUsd(index: number): number {
    const before = known.get(index);
    if (before !== undefined) return before;
    const level = levelBefore(index);
    const candidates: number[] = [];
    for (let week = 1; week <= WEEKS; week += 1) {
      const at = index - week * perWeek;
      if (at < 0) break;
      const then = levelBefore(at);
      const ratio = level !== undefined && then !== undefined && then > 0 ? clip(level / then) : 1;
      candidates.push(around(at) * ratio);
    }
    // with one week behind it, the days before are as good a witness as the weekday
    if (candidates.length < 2)
      for (let day = 1; day <= 7; day += 1)
        if (index - day * perDay >= 0) candidates.push(around(index - day * perDay));
    const usd = candidates.length === 0 ? Number.NaN : median(candidates);
    known.set(index, usd);
    return usd;
  }

  const logExcess = (index: number): number => {
    const floor = floorAt(index);
    return Math.log(((values[index] ?? 0) + floor) / (expectedUsd(index) + floor));
  };

  /** Robust sigma of the excess over the two weeks that ended a day before. */
  const scales = new Map<number, number>();
  function logScale(index: number): number {
    // a day's scale serves the whole day
    const day = Math.floor(index / perDay);
    const before = scales.get(day);
    if (before !== undefined) return before;
    const end = day * perDay;
    const from = Math.max(perWeek, end - 2 * perWeek);
    const excesses: number[] = [];
    for (let i = from; i < end; i += 1) excesses.push(logExcess(i));
    const centre = median(excesses);
    const scale = Math.max(LEAST_LOG_SCALE, robustSigma(excesses, centre));
    // a day of history says nothing of what is usual
    const usual = excesses.length < perDay ? Math.max(scale, 0.3) : scale;
    scales.set(day, usual);
    return usual;
  }

  /**
   * What the same days of the month before had beyond their own expectation, ln; 0 in the middle of a month. Of a series that has
   * seen no month's end yet, half as much again is taken to be usual there.
   */
  function monthEdgeExcess(index: number): number {
    const edge = monthEdgeAt(startOfSlot(series, index));
    if (!edge) return 0;
    const at = index - edge.daysSince * perDay;
    return at >= perWeek ? Math.max(0, logExcessOver(at - (perDay >> 1), at + (perDay >> 1))) : UNSEEN_EDGE_LOG;
  }

  /** Excess from a slot to before another. */
  function logExcessOver(from: number, end: number): number {
    let observed = 0;
    let expected = 0;
    for (let i = from; i < end; i += 1) {
      observed += values[i] ?? 0;
      expected += expectedUsd(i);
    }
    const floor = floorAt((from + end) >> 1);
    return Math.log((observed + floor) / (expected + floor));
  }

  return {
    floorAt,
    sum,
    at: (index: number): Expectation => ({
      usd: expectedUsd(index),
      logExcess: logExcess(index),
      logScale: logScale(index),
      isYoung: index < perWeek,
    }),
    monthEdgeExcess,
    logExcessOver,
  };
}
export type Baseline = ReturnType<typeof baselineOf>;

const clip = (ratio: number): number => Math.min(LEVEL_LIMIT, Math.max(1 / LEVEL_LIMIT, ratio));
