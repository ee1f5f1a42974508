import type { BillingMonth } from "@skylane/core";

export const DAY_MS = 86_400_000;

/** Days since 1970: the first of a month, and the first of the one after it. */
export function daysOf(month: BillingMonth): { readonly first: number; readonly end: number } {
  const [year = 0, one = 1] = month.split("-").map(Number);
  // years of two digits are years, too
  const start = new Date(0).setUTCFullYear(year, one - 1, 1);
  const end = new Date(0).setUTCFullYear(year, one, 1);
  return { first: start / DAY_MS, end: end / DAY_MS };
}

export const isoDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
