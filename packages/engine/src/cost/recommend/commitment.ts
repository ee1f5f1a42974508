import { bestSeveral, bestSingle, levelsOf, outlookOf } from "./commitment-plan.ts";
import { type Advice, type Finder, HOURS_PER_MONTH, percent, usd } from "./inputs.ts";

/** Four whole weeks: less does not say how use goes up and down. */
const LEAST_HOURS = 4 * 168;
/** What can go wrong is told apart from what is likely to. */
const HIGH_LOSS_RATIO = 0.1;

/** Reserved instances, savings plans, committed use: how much of each to buy for what runs on demand all the time. */
export const commitment: Finder = ({ commitments }) => {
  if (!commitments) return [];
  const pools = commitments.pools.filter(({ hourlyUsd }) => hourlyUsd.length >= LEAST_HOURS);
  const offers = commitments.offers.filter(
    ({ discountRatio, poolIds }) =>
      discountRatio > 0 && discountRatio < 1 && poolIds.some((id) => pools.some((pool) => pool.id === id)),
  );
  const [only] = offers;
  if (!only) return [];
  const levels = levelsOf(pools);
  const choices = (offers.length === 1 ? [bestSingle(only, pools, levels)] : bestSeveral(offers, pools, levels)).filter(
    ({ usdPerHour }) => usdPerHour > 0,
  );
  const outlook = outlookOf(choices, offers, pools, levels);
  if (choices.length === 0 || outlook.savedUsdPerHour <= 0) return [];
  const termOf = (id: string): number => offers.find((offer) => offer.id === id)?.termMonths ?? 0;
  const boughtUsd = choices.reduce((sum, { usdPerHour }) => sum + usdPerHour, 0);
  const hours = Math.min(...pools.map(({ hourlyUsd }) => hourlyUsd.length));
  const advice: Advice = {
    title: `Commit to ${usd(boughtUsd)} an hour: ${choices.map(({ offerId, usdPerHour }) => `${usd(usdPerHour)} of ${offerId}`).join(", ")}`,
    scope: { kind: "all", id: "all" },
    subjects: choices.map(({ offerId }) => offerId),
    evidence: [
      `${hours} hours of use on demand in ${pools.length === 1 ? "one pool" : `${pools.length} pools`}; the last four weeks, at the levels that weeks had beside each other: ${percent(levels[0] ?? 1)} to ${percent(levels.at(-1) ?? 1)}`,
      ...choices.map(
        ({ offerId, usdPerHour }) =>
          `${offerId}: ${usd(usdPerHour)} an hour for ${termOf(offerId)} months, ${usd(usdPerHour * HOURS_PER_MONTH * termOf(offerId))} in all`,
      ),
      `${percent(outlook.usedRatio)} of it is used in the mean; at ${percent(outlook.lossRatio)} of the levels it costs more than none`,
      `${usd(outlook.savedUsdPerHour * HOURS_PER_MONTH)} a month saved in the mean, ${usd(outlook.savedLowUsdPerHour * HOURS_PER_MONTH)} at the lowest tenth of levels`,
    ],
    savingUsd: outlook.savedUsdPerHour * HOURS_PER_MONTH,
    savingLowUsd: outlook.savedLowUsdPerHour * HOURS_PER_MONTH,
    savingHighUsd: outlook.savedHighUsdPerHour * HOURS_PER_MONTH,
    risk: outlook.lossRatio > HIGH_LOSS_RATIO ? "high" : outlook.usedRatio < 0.95 ? "medium" : "low",
    risks: [
      `it is paid whether it is used or not: ${usd(boughtUsd * HOURS_PER_MONTH)} a month`,
      "what rightsizing, schedules and spot take away should be taken away before",
    ],
    todo: choices.map(({ offerId, usdPerHour }) => ({
      step: `buy ${usd(usdPerHour)} an hour of ${offerId}`,
      undo: `cannot be taken back for ${termOf(offerId)} months; buy in parts, a month apart`,
    })),
  };
  return [advice];
};
