import {
  addMoney,
  type BillCharge,
  type CostSettings,
  fnv1a64,
  MOST_ON_DEMAND_HOURS,
  type Money,
  moneyNumber,
  type OnDemandBill,
  type OnDemandUse,
  ZERO,
} from "@skylane/core";
import { matcher } from "../allocate/match.ts";
import type { AdviceInputs } from "./inputs.ts";

const HOUR_MS = 3_600_000;
const HOURS_PER_DAY = 24;
const SEPARATOR = "+";

type Offers = CostSettings["savings"]["offers"];
type Commitments = NonNullable<AdviceInputs["commitments"]>;

/** Charges as they are read, summed up by hour for each pool; not pure: it grows. */
export interface OnDemandBook {
  add(charge: BillCharge): void;
  bill(): OnDemandBill;
}

/** A book of what is paid on demand and offers cover; use that the same offers cover is one pool. */
export function onDemandBook(offers: Offers): OnDemandBook {
  const tests = offers.map(({ id, match }) => ({ id, isMeant: matcher(match) }));
  const pools = new Map<string, { readonly usd: Map<number, Money>; isByHour: boolean }>();
  return {
    add(charge) {
      const { category, pricingCategory, commitment, currency, startMs, endMs, list, isCorrection } = charge;
      if (tests.length === 0 || isCorrection || category !== "Usage") return;
      if (pricingCategory !== "Standard" || commitment || currency !== "USD") return;
      // the tests look at no field that only a line of a day has
      const line = { ...charge, day: "", rowCount: 1 };
      const key = tests
        .filter(({ isMeant }) => isMeant(line))
        .map(({ id }) => id)
        .join(SEPARATOR);
      if (key === "") return;
      const pool = pools.get(key) ?? { usd: new Map<number, Money>(), isByHour: true };
      pools.set(key, pool);
      if (endMs - startMs !== HOUR_MS) pool.isByHour = false;
      const hour = Math.floor(startMs / HOUR_MS);
      pool.usd.set(hour, addMoney(pool.usd.get(hour) ?? ZERO, list));
    },
    bill: () => ({
      rules: rulesOf(offers),
      pools: [...pools].map(([key, { usd, isByHour }]): OnDemandUse => {
        const { first, last } = spanOf([...usd.keys()]);
        return {
          offerIds: key.split(SEPARATOR),
          startMs: first * HOUR_MS,
          ...(isByHour && {
            hourlyUsd: Array.from({ length: last - first + 1 }, (_, i) => moneyNumber(usd.get(first + i) ?? ZERO)),
          }),
        };
      }),
    }),
  };
}

/**
 * Offers, and the hours of what they cover, up to before `untilMs` if that is given. A pool of which some is billed by the day says
 * nothing of its nights, and is not there.
 */
export function commitmentsOf(
  offers: Offers,
  uses: readonly OnDemandUse[],
  untilMs = Number.POSITIVE_INFINITY,
): Commitments {
  const pools = new Map<string, Map<number, number>>();
  const byPool = Map.groupBy(uses, ({ offerIds }) => offerIds.join(SEPARATOR));
  for (const [key, own] of byPool) {
    if (own.some(({ hourlyUsd }) => hourlyUsd === undefined)) continue;
    const usd = new Map<number, number>();
    for (const { startMs, hourlyUsd = [] } of own)
      for (const [i, one] of hourlyUsd.entries()) {
        const hour = Math.floor(startMs / HOUR_MS) + i;
        if (hour * HOUR_MS < untilMs) usd.set(hour, (usd.get(hour) ?? 0) + one);
      }
    if (usd.size > 0) pools.set(key, usd);
  }
  const used = [...pools.values()].flatMap((usd) => [...usd.keys()]);
  // hours that are billed whole and say nothing were used for nothing
  const { first, last } = spanOf(Number.isFinite(untilMs) ? [...used, Math.floor(untilMs / HOUR_MS) - 1] : used);
  return {
    offers: offers.map(({ id, discountRatio, termMonths }) => ({
      id,
      discountRatio,
      termMonths,
      poolIds: [...pools.keys()].filter((key) => key.split(SEPARATOR).includes(id)),
    })),
    pools: [...pools].map(([id, usd]) => ({
      id,
      hourlyUsd: Array.from({ length: last - first + 1 }, (_, i) => usd.get(first + i) ?? 0),
    })),
  };
}

/**
 * The same of bills as they were taken, by month, the earliest first: the last months in a row of which every bill says its hours, told
 * apart by the offers there are now. `undefined` = there is no such month.
 */
export function commitmentsOfBills(
  offers: Offers,
  months: readonly (readonly OnDemandBill[] | undefined)[],
  untilDay: number | undefined,
): Commitments | undefined {
  if (offers.length === 0 || untilDay === undefined) return undefined;
  const rules = rulesOf(offers);
  const billed = months.slice(0, months.findLastIndex((bills) => bills === undefined || bills.length > 0) + 1);
  const isKnown = (bills: (typeof months)[number]): boolean =>
    bills !== undefined && bills.length > 0 && bills.every((one) => one.rules === rules);
  const known = billed.slice(billed.findLastIndex((bills) => !isKnown(bills)) + 1);
  if (known.length === 0) return undefined;
  const uses = known.flatMap((bills = []) => bills.flatMap(({ pools }) => pools));
  return commitmentsOf(offers, uses, untilDay * HOURS_PER_DAY * HOUR_MS);
}

const rulesOf = (offers: Offers): string => fnv1a64(JSON.stringify(offers.map(({ id, match }) => [id, match])));

/** First and last of some hours; of more than two years the last two. */
function spanOf(hours: readonly number[]): { readonly first: number; readonly last: number } {
  const last = hours.reduce((most, hour) => Math.max(most, hour), Number.NEGATIVE_INFINITY);
  const first = hours.reduce((least, hour) => Math.min(least, hour), last);
  return { first: Math.max(first, last - MOST_ON_DEMAND_HOURS + 1), last };
}
