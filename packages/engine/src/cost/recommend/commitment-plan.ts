import { meanOf, quantileOf } from "../quantile.ts";
import type { CommitmentOffer, OnDemandPool } from "./inputs.ts";

const HOURS_PER_WEEK = 168;
const RECENT_WEEKS = 4;
const STEPS = 64;

/** One level that use may have over the term, beside what it is now. */
type Levels = readonly number[];

/** So much an hour of an offer, and what comes of it. */
export interface CommitmentChoice {
  readonly offerId: string;
  /** What is paid an hour, used or not. */
  readonly usdPerHour: number;
}

export interface CommitmentOutlook {
  readonly choices: readonly CommitmentChoice[];
  /** Mean of all hours and levels, USD an hour; of the lowest and highest tenth of the levels. */
  readonly savedUsdPerHour: number;
  readonly savedLowUsdPerHour: number;
  readonly savedHighUsdPerHour: number;
  /** Part of what is paid that is used, in the mean. */
  readonly usedRatio: number;
  /** Part of the levels at which it costs more than none would. */
  readonly lossRatio: number;
}

/**
 * Levels that use may have, of the past: each week beside each week before it, all as likely as the other. Falling use has
 * levels below 1, and what is bought is the less.
 */
export function levelsOf(pools: readonly OnDemandPool[]): Levels {
  const hours = Math.min(...pools.map(({ hourlyUsd }) => hourlyUsd.length));
  const weeks = Array.from({ length: Math.floor(hours / HOURS_PER_WEEK) }, (_, week) => {
    // whole weeks, counted from the end
    const end = hours - (Math.floor(hours / HOURS_PER_WEEK) - 1 - week) * HOURS_PER_WEEK;
    return pools.reduce((sum, { hourlyUsd }) => sum + meanOf(hourlyUsd.slice(end - HOURS_PER_WEEK, end)), 0);
  });
  const ratios = weeks.flatMap((after, j) =>
    weeks.slice(0, j).flatMap((before) => (before > 0 ? [after / before] : [])),
  );
  const sorted = [...ratios, 1].toSorted((a, b) => a - b);
  return Array.from({ length: 11 }, (_, i) => quantileOf(sorted, i / 10));
}

/**
 * The best amount of a single offer, exact: covering one more dollar of use costs (1 − discount) always and saves 1 in hours with
 * more use than is covered, so cover is the quantile of use at the discount (newsvendor).
 */
export function bestSingle(offer: CommitmentOffer, pools: readonly OnDemandPool[], levels: Levels): CommitmentChoice {
  const own = pools.filter(({ id }) => offer.poolIds.includes(id));
  const use = recentHours(own).flatMap((byPool) => {
    const sum = byPool.reduce((total, one) => total + one, 0);
    return levels.map((level) => sum * level);
  });
  const sorted = use.toSorted((a, b) => a - b);
  // the first amount that use stays below in at least that part of the hours
  const covered = sorted[Math.max(0, Math.ceil(offer.discountRatio * sorted.length) - 1)] ?? 0;
  return { offerId: offer.id, usdPerHour: covered * (1 - offer.discountRatio) };
}

/** Several offers for the same use: bit by bit what saves most at the margin, until nothing more does. */
export function bestSeveral(
  offers: readonly CommitmentOffer[],
  pools: readonly OnDemandPool[],
  levels: Levels,
): readonly CommitmentChoice[] {
  const amounts = offers.map(() => 0);
  const steps = offers.map((offer) => bestSingle(offer, pools, levels).usdPerHour / STEPS);
  let cost = expectedCost(offers, amounts, pools, levels).usdPerHour;
  for (let round = 0; round < STEPS * offers.length * 2; round += 1) {
    const tried = offers.map((_, i) => {
      const next = amounts.with(i, (amounts[i] ?? 0) + (steps[i] ?? 0));
      return steps[i] === 0
        ? { i, gain: 0, next: cost }
        : { i, next: expectedCost(offers, next, pools, levels).usdPerHour, gain: 0 };
    });
    const best = tried
      .map((one) => ({ ...one, gain: (cost - one.next) / (steps[one.i] || 1) }))
      .toSorted((a, b) => b.gain - a.gain)[0];
    if (!best || best.next >= cost) break;
    amounts[best.i] = (amounts[best.i] ?? 0) + (steps[best.i] ?? 0);
    cost = best.next;
  }
  return offers.flatMap(({ id }, i) => ((amounts[i] ?? 0) > 0 ? [{ offerId: id, usdPerHour: amounts[i] ?? 0 }] : []));
}

/** What becomes of choices at all levels that use may have. */
export function outlookOf(
  choices: readonly CommitmentChoice[],
  offers: readonly CommitmentOffer[],
  pools: readonly OnDemandPool[],
  levels: Levels,
): CommitmentOutlook {
  const amounts = offers.map(({ id }) => choices.find(({ offerId }) => offerId === id)?.usdPerHour ?? 0);
  const none = offers.map(() => 0);
  const byLevel = levels.map((level) => {
    const now = expectedCost(offers, amounts, pools, [level]);
    return { saved: expectedCost(offers, none, pools, [level]).usdPerHour - now.usdPerHour, used: now.usedRatio };
  });
  const saved = byLevel.map((one) => one.saved).toSorted((a, b) => a - b);
  return {
    choices,
    savedUsdPerHour: meanOf(saved),
    savedLowUsdPerHour: quantileOf(saved, 0.1),
    savedHighUsdPerHour: quantileOf(saved, 0.9),
    usedRatio: meanOf(byLevel.map(({ used }) => used)),
    lossRatio: saved.filter((one) => one < 0).length / saved.length,
  };
}

/** The last four weeks, hour by hour; USD of each pool. */
function recentHours(pools: readonly OnDemandPool[]): readonly (readonly number[])[] {
  const hours = Math.min(...pools.map(({ hourlyUsd }) => hourlyUsd.length));
  const count = Math.min(hours, RECENT_WEEKS * HOURS_PER_WEEK);
  return Array.from({ length: count }, (_, i) => pools.map(({ hourlyUsd }) => hourlyUsd.at(i - count) ?? 0));
}

/** Mean of an hour: what is bought, and what is left to pay on demand. The higher discount is used up first, as clouds do. */
function expectedCost(
  offers: readonly CommitmentOffer[],
  amounts: readonly number[],
  pools: readonly OnDemandPool[],
  levels: Levels,
): { readonly usdPerHour: number; readonly usedRatio: number } {
  const bought = amounts.reduce((sum, amount) => sum + amount, 0);
  const order = offers
    .map(({ discountRatio, poolIds }, i) => ({
      discountRatio,
      covers: (amounts[i] ?? 0) / (1 - discountRatio),
      at: poolIds.flatMap((id) => {
        const index = pools.findIndex((pool) => pool.id === id);
        return index < 0 ? [] : [index];
      }),
    }))
    .filter(({ covers }) => covers > 0)
    .toSorted((a, b) => b.discountRatio - a.discountRatio);
  let [rest, used, count] = [0, 0, 0];
  for (const hour of recentHours(pools))
    for (const level of levels) {
      const left = hour.map((one) => one * level);
      for (const { covers, discountRatio, at } of order) {
        let free = covers;
        for (const index of at) {
          const taken = Math.min(free, left[index] ?? 0);
          left[index] = (left[index] ?? 0) - taken;
          free -= taken;
        }
        used += (covers - free) * (1 - discountRatio);
      }
      rest += left.reduce((sum, one) => sum + one, 0);
      count += 1;
    }
  return { usdPerHour: bought + rest / count, usedRatio: bought === 0 ? 1 : used / count / bought };
}
