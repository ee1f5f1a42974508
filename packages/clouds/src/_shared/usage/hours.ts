import { POINT_MS, type RatioPoints } from "./usage.ts";

const HOUR_MS = 3_600_000;
const POINTS_PER_HOUR = HOUR_MS / POINT_MS;

/**
 * The highest point of each hour in [fromMs, toMs), first hour first; `undefined` = a point of the hour is missing, or is no part of a
 * whole. Five minutes that nobody measured may have been busy.
 */
export function highestOfHours(
  points: RatioPoints,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): readonly (number | undefined)[] {
  return Array.from({ length: Math.max(0, Math.floor((toMs - fromMs) / HOUR_MS)) }, (_, hour) => {
    let highest = 0;
    for (let i = 0; i < POINTS_PER_HOUR; i += 1) {
      const ratio = points.get(fromMs + hour * HOUR_MS + i * POINT_MS);
      if (ratio === undefined || !(ratio >= 0)) return undefined;
      highest = Math.max(highest, ratio);
    }
    // bursts are told as a little more than all there is
    return Math.min(1, highest);
  });
}
