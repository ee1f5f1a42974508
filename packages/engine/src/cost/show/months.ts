import type { BillingMonth } from "@skylane/core";

export const DAY_MS = 86_400_000;

/** The month, UTC, that a moment is in. */
export const monthOf = (nowMs: number): BillingMonth => new Date(nowMs).toISOString().slice(0, 7);

/** The month so many before another. */
export function monthBefore(month: BillingMonth, count: number): BillingMonth {
  const [year = 0, one = 1] = month.split("-").map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, one - 1 - count, 1);
  return date.getTime() < FIRST_MS ? "0000-01" : date.toISOString().slice(0, 7);
}
const FIRST_MS = new Date(0).setUTCFullYear(0, 0, 1);

/** Days since 1970: the first of a month, and the first of the one after it. */
export function daysOf(month: BillingMonth): { readonly first: number; readonly end: number } {
  const [year = 0, one = 1] = month.split("-").map(Number);
  const start = new Date(0).setUTCFullYear(year, one - 1, 1);
  const end = new Date(0).setUTCFullYear(year, one, 1);
  return { first: start / DAY_MS, end: end / DAY_MS };
}

export const isoDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
