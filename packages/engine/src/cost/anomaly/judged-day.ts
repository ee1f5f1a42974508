import type { Baseline } from "./baseline.ts";
import type { JudgeRules } from "./judge-series.ts";
import { type Span, spansOfDay } from "./month-edges.ts";
import { type CostSeries, slotsPerDay } from "./series.ts";
import type { WeekdayExcess } from "./weekday-excess.ts";

/** Less than that is not worth telling, however sure. */
const LEAST_RATIO = 1.08;

/** A span against what it should have cost. */
export interface JudgedSpan extends Span {
  /** ln, what a month's edge adds; absent of one that neither was before nor others have. */
  readonly usualLog: number | undefined;
  /** Whether the same edge of the month before was seen. */
  readonly isSeen: boolean;
  readonly usd: number;
  readonly expectedUsd: number;
  /** ln, beyond the weekday and what is usual. */
  readonly logExcess: number;
}

export interface JudgedDay {
  readonly spans: readonly JudgedSpan[];
  readonly usd: number;
  readonly expectedUsd: number;
  /** Whether it is so much more that it is worth telling; and whether what is usual of it is known. */
  readonly isHigh: boolean;
  readonly isKnown: boolean;
}

/**
 * Judges the 24 hours before a slot. What is in a month's edge is held against the same edge of the month before, or against what most
 * others do now.
 */
export function dayJudge(
  series: CostSeries,
  baseline: Baseline,
  { excessOf, from: oldest }: WeekdayExcess,
  { minUsdPerDay, common }: Pick<JudgeRules, "minUsdPerDay" | "common">,
): (end: number) => JudgedDay {
  const perDay = slotsPerDay(series);
  const usualOf = ({ from, end, edge }: Span): Pick<JudgedSpan, "usualLog" | "isSeen"> => {
    if (!edge) return { usualLog: 0, isSeen: true };
    const back = edge.daysSince * perDay;
    return from - back >= oldest
      ? { usualLog: Math.max(0, excessOf(from - back, end - back)), isSeen: true }
      : { usualLog: common?.over(from, end)?.logExcess, isSeen: false };
  };
  return (end) => {
    const spans = spansOfDay(series, end).map((span): JudgedSpan => {
      const usual = usualOf(span);
      const usd = baseline.sum(span.end, span.end - span.from);
      const logExcess = excessOf(span.from, span.end) - (usual.usualLog ?? 0);
      return { ...span, ...usual, usd, logExcess, expectedUsd: usd / Math.exp(Math.max(0, logExcess)) };
    });
    const [usd, expectedUsd] = [sumOf(spans, "usd"), sumOf(spans, "expectedUsd")];
    return {
      spans,
      usd,
      expectedUsd,
      isHigh: usd - expectedUsd >= minUsdPerDay && usd >= expectedUsd * LEAST_RATIO,
      isKnown: spans.every(({ usualLog }) => usualLog !== undefined),
    };
  };
}

type Amounts = Readonly<Record<"usd" | "expectedUsd", number>>;
export const sumOf = (all: readonly Amounts[], key: keyof Amounts): number =>
  all.reduce((sum, one) => sum + one[key], 0);
