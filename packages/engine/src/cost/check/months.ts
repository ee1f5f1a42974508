import type { BillingMonth } from "@skylane/core";

/** The month a moment is in, UTC. */
export const monthOf = (atMs: number): BillingMonth => new Date(atMs).toISOString().slice(0, 7);

/** The month so many before the one that a moment is in, UTC. */
export function monthsBefore(atMs: number, count: number): BillingMonth {
  const date = new Date(atMs);
  return monthOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - count, 1));
}

/** That month and so many before it, the earliest first. */
export const lastMonths = (atMs: number, count: number): readonly BillingMonth[] =>
  Array.from({ length: count }, (_, i) => monthsBefore(atMs, count - 1 - i));
