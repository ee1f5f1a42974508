import type { CostRecommendation } from "@skylane/core";
import { meanOf, quantileOf, sumOf } from "../quantile.ts";
import { DAYS_PER_MONTH, usd } from "../recommend/inputs.ts";

/** What something cost day by day, whole days, UTC; the first value is that of `firstDay`. */
export interface DailySeries {
  /** Days since 1970-01-01. */
  readonly firstDay: number;
  readonly usd: readonly number[];
}

/** What is looked at to say whether a saving came true. */
export interface SavingCase {
  /** When somebody said it was done, ms since 1970. */
  readonly doneAtMs: number;
  readonly nowMs: number;
  /** What the recommendation promised a month. */
  readonly promised: Pick<CostRecommendation, "savingUsd" | "savingLowUsd">;
  /** Of its subjects together with whatever took their place: a saving that comes back elsewhere is none. */
  readonly affected: DailySeries;
  /**
   * What was asked of it, in any unit: requests, bytes of its flows; never the hours of what was switched off. Absent = it costs
   * the same whatever is asked.
   */
  readonly demand?: { readonly firstDay: number; readonly values: readonly number[] } | undefined;
  /** Others of its kind, which nothing was done to: what they did alike is not the saving's. */
  readonly controls?: readonly DailySeries[] | undefined;
  readonly random: () => number;
}

export type SavingVerdict =
  | { readonly verdict: "too-early"; readonly says: string }
  | { readonly verdict: "verified" | "not-verified"; readonly verified: NonNullable<CostRecommendation["verified"]> };

const DAY_MS = 86_400_000;
const WEEK = 7;
const LEAST_WEEKS = 2;
const MOST_WEEKS = 8;
const DRAWS = 400;
/** Days that are drawn together: a bad day is seldom alone. */
const BLOCK_DAYS = 7;
/** What days have in common over more than a run, as measured on synthetic truth: `npm run bench:savings`. */
const RUN_FACTOR = 1.1;
/** The lowest and highest tenth are left out: 80 %. */
const TAIL = 0.1;

/**
 * Whether a saving is to be seen in the bill: as many whole weeks after the day it was done as before it, so that weekdays are the
 * same; less what is explained by demand and by what others did. The interval is that of a block bootstrap. Verified = the whole
 * interval is above nothing, and reaches what was promised at least.
 */
export function verifySaving(one: SavingCase): SavingVerdict {
  const doneDay = Math.floor(one.doneAtMs / DAY_MS);
  const today = Math.floor(one.nowMs / DAY_MS);
  const firstDay = Math.max(
    one.affected.firstDay,
    ...(one.controls ?? []).map((control) => control.firstDay),
    one.demand?.firstDay ?? Number.NEGATIVE_INFINITY,
  );
  const endDay = Math.min(
    today,
    one.affected.firstDay + one.affected.usd.length,
    ...(one.controls ?? []).map((control) => control.firstDay + control.usd.length),
    one.demand ? one.demand.firstDay + one.demand.values.length : Number.POSITIVE_INFINITY,
  );
  // the day itself is half of each
  const weeks = Math.min(
    MOST_WEEKS,
    Math.floor((doneDay - firstDay) / WEEK),
    Math.floor((endDay - doneDay - 1) / WEEK),
  );
  if (weeks < LEAST_WEEKS)
    return {
      verdict: "too-early",
      says: `${LEAST_WEEKS} whole weeks before and after are needed; there are ${Math.max(0, doneDay - firstDay)} days before and ${Math.max(0, endDay - doneDay - 1)} after`,
    };
  const days = weeks * WEEK;
  const window = (values: readonly number[], start: number, from: number): readonly number[] =>
    values.slice(from - start, from - start + days);
  const both = ({ firstDay: start, usd: values }: DailySeries): Windows => ({
    before: daysOf(window(values, start, doneDay - days)),
    after: daysOf(window(values, start, doneDay + 1)),
  });
  const controls = (one.controls ?? []).map(both);
  const demand = one.demand && both({ firstDay: one.demand.firstDay, usd: one.demand.values });
  const measured = { affected: both(one.affected), demand, controls };
  const savedUsd = savedPerDay(measured, identity(days), identity(days)) * DAYS_PER_MONTH;
  const spread = drawnSpread(measured, days, one.random);
  const [savedLowUsd, savedHighUsd] = [savedUsd - spread.high, savedUsd - spread.low];
  const isVerified = savedLowUsd > 0 && savedHighUsd >= one.promised.savingLowUsd;
  return {
    verdict: isVerified ? "verified" : "not-verified",
    verified: {
      atMs: one.nowMs,
      savedUsd,
      savedLowUsd,
      savedHighUsd,
      daysBefore: days,
      daysAfter: days,
      says: `${usd(savedUsd)} a month less (${usd(savedLowUsd)} to ${usd(savedHighUsd)}), promised ${usd(one.promised.savingUsd)}; ${days} days before and after${demand ? ", what demand alone explains is taken out" : ""}${controls.length > 0 ? `, beside ${controls.length} that nothing was done to` : ""}${isVerified ? "" : savedLowUsd > 0 ? ": less than was promised, look for what took its place" : ": no saving that can be told from chance"}`,
    },
  };
}

const identity = (days: number): readonly number[] => Array.from({ length: days }, (_, i) => i);

/** Days of one window: what is usual for the weekday, and by which part each day is off. */
interface Days {
  readonly usual: readonly number[];
  readonly off: readonly number[];
}

interface Windows {
  readonly before: Days;
  readonly after: Days;
}

interface Measured {
  readonly affected: Windows;
  readonly demand?: Windows | undefined;
  readonly controls: readonly Windows[];
}

function daysOf(values: readonly number[]): Days {
  const weekday = Array.from({ length: WEEK }, (_, i) => meanOf(values.filter((_, at) => at % WEEK === i)));
  const usual = values.map((_, i) => weekday[i % WEEK] ?? 0);
  return { usual, off: values.map((value, i) => (usual[i] === 0 ? 0 : value / (usual[i] ?? 1) - 1)) };
}

/** What a window costs a day, if its days are off as the drawn ones are. */
const levelOf = ({ usual, off }: Days, drawn: readonly number[]): number =>
  meanOf(usual.map((value, i) => value * (1 + (off[drawn[i] ?? i] ?? 0))));

/** What would have been paid a day without the saving, less what was. */
function savedPerDay(
  { affected, demand, controls }: Measured,
  before: readonly number[],
  after: readonly number[],
): number {
  const ratio = (one: Windows): number => {
    const was = levelOf(one.before, before);
    return was > 0 ? levelOf(one.after, after) / was : 1;
  };
  const byDemand = demand ? 1 + elasticityOf(affected.before, demand.before, before) * (ratio(demand) - 1) : 1;
  // each counts as much as it costs
  const others = controls.map((control) => ({ ratio: ratio(control), weight: levelOf(control.before, before) }));
  const weight = sumOf(others.map((other) => other.weight));
  const byOthers = weight > 0 ? sumOf(others.map((other) => other.ratio * other.weight)) / weight : 1;
  return levelOf(affected.before, before) * byDemand * byOthers - levelOf(affected.after, after);
}

/** By how much of its cost something follows demand, 0 to 1: as far as days that were off in one were off in the other. */
function elasticityOf(cost: Days, demand: Days, drawn: readonly number[]): number {
  const variance = sumOf(drawn.map((i) => (demand.off[i] ?? 0) ** 2));
  if (variance === 0) return 0;
  return Math.min(1, Math.max(0, sumOf(drawn.map((i) => (demand.off[i] ?? 0) * (cost.off[i] ?? 0))) / variance));
}

/**
 * How far the saving of drawn days lies from that of all: runs of neighbouring days are drawn by how far they are off what is usual,
 * the same days of all series, so that what they have in common stays.
 */
function drawnSpread(
  measured: Measured,
  days: number,
  random: () => number,
): { readonly low: number; readonly high: number } {
  const centre = savedPerDay(measured, identity(days), identity(days));
  const draw = (): readonly number[] => {
    const drawn: number[] = [];
    while (drawn.length < days) {
      const start = Math.floor(random() * days);
      for (let i = 0; i < BLOCK_DAYS && drawn.length < days; i += 1) drawn.push((start + i) % days);
    }
    return drawn;
  };
  // seven of the days went into what is usual, and of few runs the tails are further out than they look
  const widened = Math.sqrt(days / (days - WEEK)) * (1 + BLOCK_DAYS / days / 2) * RUN_FACTOR;
  const apart = Array.from(
    { length: DRAWS },
    () => (savedPerDay(measured, draw(), draw()) - centre) * widened * DAYS_PER_MONTH,
  ).toSorted((a, b) => a - b);
  return { low: quantileOf(apart, TAIL), high: quantileOf(apart, 1 - TAIL) };
}
