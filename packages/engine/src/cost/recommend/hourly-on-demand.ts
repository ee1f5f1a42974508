import { addMoney, type BillCharge, type CostSettings, type Money, moneyNumber, ZERO } from "@skylane/core";
import { matcher } from "../allocate/match.ts";
import type { CommitmentOffer, OnDemandPool } from "./inputs.ts";

const HOUR_MS = 3_600_000;
/** Two years. */
const MOST_HOURS = 17_568;

/** Charges as they are read, summed up by hour for each pool; not pure: it grows. */
export interface OnDemandBook {
  add(charge: BillCharge): void;
  /** Offers, and use whose charges say their hour: what is billed by the day says nothing of its nights, and is not there. */
  commitments(): { readonly offers: readonly CommitmentOffer[]; readonly pools: readonly OnDemandPool[] };
}

/** A book of what is paid on demand and offers cover; use that the same offers cover is one pool. */
export function onDemandBook(offers: CostSettings["savings"]["offers"]): OnDemandBook {
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
    commitments() {
      const known = [...pools].filter(([, { isByHour }]) => isByHour);
      const hours = known.flatMap(([, { usd }]) => [...usd.keys()]);
      const last = hours.reduce((most, hour) => Math.max(most, hour), Number.NEGATIVE_INFINITY);
      const earliest = hours.reduce((least, hour) => Math.min(least, hour), last);
      const first = Math.max(earliest, last - MOST_HOURS);
      return {
        offers: offers.map(({ id, discountRatio, termMonths }) => ({
          id,
          discountRatio,
          termMonths,
          poolIds: known.flatMap(([key]) => (key.split(SEPARATOR).includes(id) ? [key] : [])),
        })),
        pools: known.map(([id, { usd }]) => ({
          id,
          hourlyUsd: Array.from({ length: last - first + 1 }, (_, i) => moneyNumber(usd.get(first + i) ?? ZERO)),
        })),
      };
    },
  };
}

const SEPARATOR = "+";
