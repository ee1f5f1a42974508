import type { BillLine } from "@skylane/core";

const DAY_MS = 86_400_000;
/** Who bills nothing for so long does not bill any more, or is late beyond waiting. */
const STALE_DAYS = 7;

/**
 * Days since 1970 up to before which bills can be taken to be whole: the last day of use that a provider bills is seldom all of it,
 * and of several providers the latest counts. `undefined` = no use is billed at all.
 */
export function billedUntil(lines: readonly BillLine[], nowMs: number): number | undefined {
  const today = Math.floor(nowMs / DAY_MS);
  const lastDays = new Map<string, number>();
  for (const { category, day, providerName } of lines) {
    if (category !== "Usage") continue;
    const at = Date.parse(day) / DAY_MS;
    if (at <= today && at > (lastDays.get(providerName) ?? Number.NEGATIVE_INFINITY)) lastDays.set(providerName, at);
  }
  const newest = Math.max(...lastDays.values());
  if (!Number.isFinite(newest)) return undefined;
  return Math.min(...[...lastDays.values()].filter((day) => day >= newest - STALE_DAYS));
}
