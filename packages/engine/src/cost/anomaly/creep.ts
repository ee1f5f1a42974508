import { type Baseline, UNSEEN_EDGE_LOG } from "./baseline.ts";
import type { Found, JudgeRules } from "./judge-series.ts";
import { type Span, spansOfDay } from "./month-edges.ts";
import { type CostSeries, median, slotsPerDay, startOfSlot } from "./series.ts";
import { type SharedNoise, shapeInNoise } from "./shape-in-noise.ts";
import { FIRST_COMPARED_DAY, weekdayExcess } from "./weekday-excess.ts";

/** How far back a growth may have begun, and how many days before that say what is usual. */
const CREEP_DAYS = 10;
const LEAST_PAST_DAYS = 7;
/** Of the line that fits best. Many are tried for each series at each look, and days have longer tails than chance alone. */
const LEAST_SIGMAS = 5;
const LEAST_DAY_SCALE = 0.02;
/** One month's edge says roughly what the next one does. */
const EDGE_SPREAD = 0.05;
const CREEP_LEAST_RATIO = 1.08;

/**
 * A little more every day: days against the same weekday of the weeks before, and in them a line that rises from nothing on one of the
 * last days (the largest likelihood ratio over all days it may have begun on). What is in a month's edge is held against the same edge
 * of the month before, or against what most others do now. How far this one is from that is not known, but it is the same all through
 * the edge: of its days the height says little, and the growth all it can. What fits a step better than a line is a jump, and none.
 */
export function creepIn(
  series: CostSeries,
  baseline: Baseline,
  { minUsdPerDay, common }: Pick<JudgeRules, "minUsdPerDay" | "common">,
): Found | undefined {
  const perDay = slotsPerDay(series);
  const end = series.values.length;
  const dayCount = Math.floor(end / perDay);
  const reach = Math.min(CREEP_DAYS, dayCount - FIRST_COMPARED_DAY - LEAST_PAST_DAYS);
  if (reach < 2) return undefined;
  const excessOf = weekdayExcess(series, baseline);
  const oldest = end - (dayCount - FIRST_COMPARED_DAY) * perDay;

  /** What is usual of a span, ln: nothing outside of edges; absent of an edge that neither was before nor others have. */
  const usualOf = ({ from, end: to, edge }: Span): Pick<Judged, "usual" | "isSeen"> => {
    const back = (edge?.daysSince ?? 0) * perDay;
    const isSeen = from - back >= oldest;
    if (!edge) return { usual: 0, isSeen };
    return { usual: isSeen ? Math.max(0, excessOf(from - back, to - back)) : common?.over(from, to)?.logExcess, isSeen };
  };
  const judge = (span: Span): Judged => {
    const { usual, isSeen } = usualOf(span);
    const usd = baseline.sum(span.end, span.end - span.from);
    const logExcess = excessOf(span.from, span.end) - (usual ?? 0);
    return { ...span, usual, isSeen, usd, logExcess, expectedUsd: usd / Math.exp(Math.max(0, logExcess)) };
  };
  const dayThatEnds = (at: number): Day => {
    const spans = spansOfDay(series, at).map(judge);
    const [usd, expectedUsd] = [sumOf(spans, "usd"), sumOf(spans, "expectedUsd")];
    const isHigh = usd - expectedUsd >= minUsdPerDay && usd >= expectedUsd * CREEP_LEAST_RATIO;
    return { spans, usd, expectedUsd, isHigh, isKnown: spans.every(({ usual }) => usual !== undefined) };
  };

  const today = dayThatEnds(end);
  // asked first: of most series nothing else has to be
  if (today.isKnown && !today.isHigh) return undefined;
  const begin = end - reach * perDay;
  const days = Array.from({ length: reach }, (_, i) =>
    i === reach - 1 ? today : dayThatEnds(begin + (i + 1) * perDay),
  );
  const past = Array.from({ length: (begin - oldest) / perDay }, (_, i) =>
    excessOf(oldest + i * perDay, oldest + (i + 1) * perDay),
  );
  const centre = median(past);
  const scale = Math.max(LEAST_DAY_SCALE, 1.4826 * median(past.map((one) => Math.abs(one - centre))));

  const spans = days.flatMap((day) => day.spans);
  const excesses = spans.map(({ logExcess }) => logExcess - centre);
  // a part of a day is noisier than the whole
  const sigmas = spans.map((span) => scale * Math.sqrt(perDay / (span.end - span.from)));
  const shared = (["end", "beginning"] as const).flatMap((side): readonly SharedNoise[] => {
    const isIn = spans.map(({ edge }) => edge?.side === side);
    const own = spans.filter((_, i) => isIn[i]);
    const [one] = own;
    if (!one) return [];
    const spread = own.every(({ isSeen }) => isSeen)
      ? EDGE_SPREAD
      : (common?.over(one.from, (own.at(-1) ?? one).end)?.logSpread ?? UNSEEN_EDGE_LOG);
    // noise of days is counted already
    return spread <= scale ? [] : [{ sigma: Math.sqrt(spread ** 2 - scale ** 2), isIn }];
  });
  const sigmasOf = shapeInNoise(sigmas, shared);
  const best = (shape: (sinceDays: number) => number): { readonly sigmas: number; readonly began: number } =>
    days
      .map((_, i) => {
        const began = begin + i * perDay;
        const shaped = spans.map(({ from, end: to }) => {
          const sinceDays = ((from + to) / 2 - began) / perDay;
          return sinceDays > 0 ? shape(sinceDays) : 0;
        });
        return { began, sigmas: sigmasOf(excesses, shaped) };
      })
      .reduce((a, b) => (b.sigmas > a.sigmas ? b : a));
  const line = best((sinceDays) => sinceDays);
  if (line.sigmas < LEAST_SIGMAS || best(() => 1).sigmas > line.sigmas) return undefined;
  // an edge that nothing is known of is no measure of what is more
  const grown = days.slice((line.began - begin) / perDay);
  const measured = grown.findLast(({ isKnown }) => isKnown);
  if (!measured?.isHigh) return undefined;
  return {
    beganAtMs: startOfSlot(series, line.began),
    expectedUsdPerHour: measured.expectedUsd / 24,
    usdPerDay: measured.usd - measured.expectedUsd,
    usdSoFar: sumOf(grown, "usd") - sumOf(grown, "expectedUsd"),
    sigmas: line.sigmas,
  };
}

/** A span against what it should have cost. */
interface Judged extends Span {
  /** ln, what a month's edge adds; whether its month before was seen. */
  readonly usual: number | undefined;
  readonly isSeen: boolean;
  readonly usd: number;
  readonly expectedUsd: number;
  /** Beyond weekday and what is usual. */
  readonly logExcess: number;
}
interface Day {
  readonly spans: readonly Judged[];
  readonly usd: number;
  readonly expectedUsd: number;
  /** Whether it is so much more that it is worth telling. */
  readonly isHigh: boolean;
  readonly isKnown: boolean;
}

const sumOf = <K extends "usd" | "expectedUsd">(all: readonly Readonly<Record<K, number>>[], key: K): number =>
  all.reduce((sum, one) => sum + one[key], 0);
