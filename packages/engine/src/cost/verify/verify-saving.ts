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
const BLOCK_DAYS = 4;
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
    before: window(values, start, doneDay - days),
    after: window(values, start, doneDay + 1),
  });
  const affected = both(one.affected);
  const controls = (one.controls ?? []).map(both);
  const demand = one.demand && both({ firstDay: one.demand.firstDay, usd: one.demand.values });
  const elasticity = demand ? elasticityOf(affected.before, demand.before) : 0;
  const savedUsd = savedPerDay(affected, demand, elasticity, controls, identity(days), identity(days)) * DAYS_PER_MONTH;
  const spread = drawnSpread(affected, demand, elasticity, controls, one.random);
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

interface Windows {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

const identity = (days: number): readonly number[] => Array.from({ length: days }, (_, i) => i);
const at = (values: readonly number[], days: readonly number[]): number => meanOf(days.map((i) => values[i] ?? 0));

/** What would have been paid a day without the saving, less what was. */
function savedPerDay(
  affected: Windows,
  demand: Windows | undefined,
  elasticity: number,
  controls: readonly Windows[],
  before: readonly number[],
  after: readonly number[],
): number {
  const ratio = ({ before: then, after: now }: Windows): number => {
    const was = at(then, before);
    return was > 0 ? at(now, after) / was : 1;
  };
  const byDemand = demand ? 1 + elasticity * (ratio(demand) - 1) : 1;
  // in proportion to what the others cost, and of each of them no more than it weighs
  const others = controls.map((control) => ({ ratio: ratio(control), weight: at(control.before, before) }));
  const weight = sumOf(others.map((other) => other.weight));
  const byOthers = weight > 0 ? sumOf(others.map((other) => other.ratio * other.weight)) / weight : 1;
  return at(affected.before, before) * byDemand * byOthers - at(affected.after, after);
}

/** By how much of its cost something follows demand, 0 to 1, from the days before. */
function elasticityOf(costs: readonly number[], demand: readonly number[]): number {
  const [cost, asked] = [meanOf(costs), meanOf(demand)];
  const variance = sumOf(demand.map((value) => (value - asked) ** 2));
  if (variance === 0 || cost <= 0 || asked <= 0) return 0;
  const slope = sumOf(demand.map((value, i) => (value - asked) * ((costs[i] ?? 0) - cost))) / variance;
  return Math.min(1, Math.max(0, (slope * asked) / cost));
}

/**
 * How far the saving of drawn days lies from that of all: blocks of neighbouring days, each put in the place of days with the same
 * weekdays, and the same days of all series, so that what they have in common stays.
 */
function drawnSpread(
  affected: Windows,
  demand: Windows | undefined,
  elasticity: number,
  controls: readonly Windows[],
  random: () => number,
): { readonly low: number; readonly high: number } {
  const days = affected.before.length;
  const weeks = days / WEEK;
  const centre = savedPerDay(affected, demand, elasticity, controls, identity(days), identity(days));
  const draw = (): readonly number[] => {
    const drawn: number[] = [];
    while (drawn.length < days) {
      const shift = Math.floor(random() * weeks) * WEEK;
      for (let i = 0; i < BLOCK_DAYS && drawn.length < days; i += 1) drawn.push((drawn.length + shift) % days);
    }
    return drawn;
  };
  // weekdays stay in their place, so a draw of so many weeks has less spread than the truth by this
  const missing = Math.sqrt(weeks / (weeks - 1));
  const apart = Array.from(
    { length: DRAWS },
    () => (savedPerDay(affected, demand, elasticity, controls, draw(), draw()) - centre) * missing * DAYS_PER_MONTH,
  ).toSorted((a, b) => a - b);
  return { low: quantileOf(apart, TAIL), high: quantileOf(apart, 1 - TAIL) };
}
