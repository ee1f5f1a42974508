import type { SloKind, SloSeverity, SloSpan } from "@skylane/core";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A budget is used up too fast where both windows say so: the long one that it matters, the short one that it goes on. */
export interface BurnRule {
  readonly severity: SloSeverity;
  /** Times the rate at which the budget lasts just as long as the period. */
  readonly factor: number;
  readonly longMs: number;
  readonly shortMs: number;
}

/**
 * The fastest first: 2 % of a budget of 30 days in an hour, 5 % in six, 10 % in a day, 10 % in three.
 * @see The Site Reliability Workbook, chapter 5, "Multiwindow, Multi-Burn-Rate Alerts" (read 2026-11)
 */
export const burnRules: readonly BurnRule[] = [
  { severity: "page", factor: 14.4, longMs: HOUR_MS, shortMs: 5 * MINUTE_MS },
  { severity: "page", factor: 6, longMs: 6 * HOUR_MS, shortMs: 30 * MINUTE_MS },
  { severity: "ticket", factor: 3, longMs: DAY_MS, shortMs: 2 * HOUR_MS },
  { severity: "ticket", factor: 1, longMs: 3 * DAY_MS, shortMs: 6 * HOUR_MS },
];

/** Every window of the rules, the shortest first. */
export const burnWindowsMs: readonly number[] = [
  ...new Set(burnRules.flatMap(({ longMs, shortMs }) => [longMs, shortMs])),
].sort((a, b) => a - b);

/** Bad minutes that end within a window; of a span that begins before it, its part. */
export function badMinutes(spans: readonly SloSpan[], kind: SloKind, fromMs: number, toMs: number): number {
  let sum = 0;
  for (const span of spans) {
    const within = Math.min(span.toMs, toMs) - Math.max(span.fromMs, fromMs);
    if (within <= 0) continue;
    const bad = kind === "availability" ? span.downMinutes : span.slowMinutes;
    sum += (bad * within) / (span.toMs - span.fromMs);
  }
  return sum;
}

/**
 * How fast a budget is used up in a window; 1 = it lasts just as long as the period, 0 = nothing is used up. The window counts in
 * full: time in which nobody saw the path burns nothing.
 */
export const burnRate = (
  spans: readonly SloSpan[],
  kind: SloKind,
  budgetRatio: number,
  { nowMs, windowMs }: { readonly nowMs: number; readonly windowMs: number },
): number => badMinutes(spans, kind, nowMs - windowMs, nowMs) / ((windowMs / MINUTE_MS) * budgetRatio);

/** A rule that holds, and by how much. */
export interface HeldRule extends BurnRule {
  readonly longBurnRate: number;
  readonly shortBurnRate: number;
}

/** Rules that hold now, the fastest first. */
export function heldRules(
  spans: readonly SloSpan[],
  kind: SloKind,
  budgetRatio: number,
  nowMs: number,
): readonly HeldRule[] {
  const rate = (windowMs: number): number => burnRate(spans, kind, budgetRatio, { nowMs, windowMs });
  return burnRules
    .map((rule) => ({ ...rule, longBurnRate: rate(rule.longMs), shortBurnRate: rate(rule.shortMs) }))
    .filter(({ factor, longBurnRate, shortBurnRate }) => longBurnRate > factor && shortBurnRate > factor);
}
