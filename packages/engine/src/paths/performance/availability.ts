import type { PathDay } from "@skylane/core";
import { type Beta, betaMean, betaQuantile } from "./beta.ts";

/** Minutes a vendor's promise is worth against minutes of one's own: a month, the time it is promised over. */
export const SLA_MINUTES = 730 * 60;

/** What share of the time a path works. */
export interface Availability {
  readonly availabilityRatio: number;
  /** It is above this with 95 % probability, as far as minutes are independent; they are not, so it is more. */
  readonly atLeastRatio: number;
  /** Minutes seen up, degraded or down; 0 = the promise alone. */
  readonly seenMinutes: number;
}

/**
 * The vendor's promise, moved by what was seen: a Beta posterior with the promise as prior worth `slaMinutes`. Degraded
 * is available. Without a promise what was seen stands alone; `undefined` where there is neither.
 */
export function availabilityOf(
  slaRatio: number | undefined,
  days: readonly Pick<PathDay, "upMinutes" | "degradedMinutes" | "downMinutes">[],
  slaMinutes = SLA_MINUTES,
): Availability | undefined {
  let [upMinutes, downMinutes] = [0, 0];
  for (const day of days) {
    upMinutes += day.upMinutes + day.degradedMinutes;
    downMinutes += day.downMinutes;
  }
  const seenMinutes = upMinutes + downMinutes;
  if (slaRatio === undefined && seenMinutes === 0) return undefined;
  const prior: Beta =
    slaRatio === undefined
      ? { hits: 0.5, misses: 0.5 }
      : // a promise of 100 % is one that money makes good, not physics
        { hits: slaMinutes * slaRatio, misses: Math.max(0.5, slaMinutes * (1 - slaRatio)) };
  const posterior = { hits: prior.hits + upMinutes, misses: prior.misses + downMinutes };
  return {
    availabilityRatio: seenMinutes === 0 && slaRatio !== undefined ? slaRatio : betaMean(posterior),
    atLeastRatio: betaQuantile(posterior, 0.05),
    seenMinutes,
  };
}

/** All have to work; `undefined` if one of them is. None at all always work. */
export function inSeries(ratios: readonly (number | undefined)[]): number | undefined {
  let product = 1;
  for (const ratio of ratios) {
    if (ratio === undefined) return undefined;
    product *= ratio;
  }
  return product;
}

/**
 * Share of the failures of parallel links that take all of them: a site, a carrier's core, a change made to both. An
 * assumption, of the order of the beta factors that safety engineering uses for separate twins.
 */
export const SHARED_FATE_RATIO = 0.05;

/**
 * One of them has to work. `sharedFateRatio` says where between two models it lies: 0 = they know nothing of each other
 * and fail together by chance, 1 = whatever fails the best of them fails all. `undefined` if one of them is; of none
 * nothing works.
 */
export function inParallel(
  ratios: readonly (number | undefined)[],
  sharedFateRatio = SHARED_FATE_RATIO,
): number | undefined {
  let allDown = 1;
  let leastDown = 1;
  for (const ratio of ratios) {
    if (ratio === undefined) return undefined;
    const down = 1 - ratio;
    allDown *= down;
    leastDown = Math.min(leastDown, down);
  }
  if (ratios.length === 0) return 0;
  if (ratios.length === 1) return ratios[0];
  return 1 - ((1 - sharedFateRatio) * allDown + sharedFateRatio * leastDown);
}
