import { type Baseline, UNSEEN_EDGE_LOG } from "./baseline.ts";
import type { Found, JudgeRules } from "./judge-series.ts";
import { dayJudge, type JudgedDay, type JudgedSpan, sumOf } from "./judged-day.ts";
import { type CostSeries, median, robustSigma, slotsPerDay, startOfSlot } from "./series.ts";
import { type SharedNoise, shapeInNoise } from "./shape-in-noise.ts";
import { type WeekdayExcess, weekdayExcess } from "./weekday-excess.ts";

type CreepRules = Pick<JudgeRules, "minUsdPerDay" | "common">;

/** How far back a growth may have begun, and how many days before that have to say what is usual. */
const CREEP_DAYS = 10;
const LEAST_PAST_DAYS = 10;
/** Of the line that fits best. Many are tried for each series at each look, and days have longer tails than chance alone. */
const LEAST_SIGMAS = 4.5;
const LEAST_DAY_SCALE = 0.02;
/** A scale of few days may be too small by luck: of ten it is taken for three in ten more. */
const LUCK_DAYS = 3;
/** One month's edge says roughly what the next one does. */
const EDGE_SPREAD = 0.05;

/**
 * A little more every day: days against the same weekday of the weeks before, and in them a line that rises from nothing on one of the
 * last days (the largest likelihood ratio over all days it may have begun on). How far a series is from what is usual of a month's edge
 * is not known, but it is the same all through the edge: of its days the height says little, and the growth all it can. What fits a
 * step better than a line is a jump, and none.
 */
export function creepIn(series: CostSeries, baseline: Baseline, rules: CreepRules): Found | undefined {
  const perDay = slotsPerDay(series);
  const end = series.values.length;
  const weekdays = weekdayExcess(series, baseline);
  const reach = Math.min(CREEP_DAYS, (end - weekdays.from) / perDay - LEAST_PAST_DAYS);
  if (reach < 2) return undefined;
  const judge = dayJudge(series, baseline, weekdays, rules);
  const today = judge(end);
  // asked first: of most series nothing else has to be
  if (today.isKnown && !today.isHigh) return undefined;

  const begin = end - reach * perDay;
  const before = Array.from({ length: reach - 1 }, (_, i) => judge(begin + (i + 1) * perDay));
  const days = [...before, today];
  const { line, step } = fitOf(days, dayNoise(weekdays, begin, perDay), perDay, rules);
  if (line.sigmas < LEAST_SIGMAS || step.sigmas > line.sigmas) return undefined;
  const grown = days.slice(line.began);
  // an edge that nothing is known of is no measure of what is more
  const measured = grown.findLast(({ isKnown }) => isKnown);
  if (!measured?.isHigh) return undefined;
  return {
    beganAtMs: startOfSlot(series, begin + line.began * perDay),
    expectedUsdPerHour: measured.expectedUsd / 24,
    usdPerDay: measured.usd - measured.expectedUsd,
    usdSoFar: sumOf(grown, "usd") - sumOf(grown, "expectedUsd"),
    sigmas: line.sigmas,
  };
}

/** What days before a slot were above their weekdays: the middle and one sigma, robust. */
interface DayNoise {
  readonly centre: number;
  readonly scale: number;
}

function dayNoise({ from, excessOf }: WeekdayExcess, to: number, perDay: number): DayNoise {
  const past: number[] = [];
  for (let at = from; at < to; at += perDay) past.push(excessOf(at, at + perDay));
  const centre = median(past);
  const luck = 1 + LUCK_DAYS / past.length;
  const scale = luck * robustSigma(past, centre);
  return { centre, scale: Math.max(LEAST_DAY_SCALE, scale) };
}

/** How clearly a growth is in the days, and a jump: each with the day on which the clearest of them began. */
function fitOf(days: readonly JudgedDay[], { centre, scale }: DayNoise, perDay: number, { common }: CreepRules) {
  const spans = days.flatMap((day) => day.spans);
  const begin = spans[0]?.from ?? 0;
  const excesses = spans.map(({ logExcess }) => logExcess - centre);
  // a part of a day is noisier than the whole
  const sigmas = spans.map(({ from, end }) => scale * Math.sqrt(perDay / (end - from)));
  const sigmasOf = shapeInNoise(sigmas, sharedByEdges(spans, scale, common));
  const clearest = (shape: (sinceDays: number) => number): { readonly sigmas: number; readonly began: number } =>
    days
      .map((_, began) => {
        const sinceDays = spans.map(({ from, end }) => ((from + end) / 2 - begin) / perDay - began);
        return {
          began,
          sigmas: sigmasOf(
            excesses,
            sinceDays.map((since) => (since > 0 ? shape(since) : 0)),
          ),
        };
      })
      .reduce((a, b) => (b.sigmas > a.sigmas ? b : a));
  return { line: clearest((sinceDays) => sinceDays), step: clearest(() => 1) };
}

/** How far a month's end may be from what is usual of it, all together, and its beginning. */
function sharedByEdges(
  spans: readonly JudgedSpan[],
  scale: number,
  common: CreepRules["common"],
): readonly SharedNoise[] {
  return (["end", "beginning"] as const).flatMap((side) => {
    const isIn = spans.map(({ edge }) => edge?.side === side);
    const own = spans.filter((_, i) => isIn[i]);
    const [first, last] = [own[0], own.at(-1)];
    if (!first || !last) return [];
    const spread = own.every(({ isSeen }) => isSeen)
      ? EDGE_SPREAD
      : (common?.over(first.from, last.end)?.logSpread ?? UNSEEN_EDGE_LOG);
    // noise of days is counted already
    return spread <= scale ? [] : [{ sigma: Math.sqrt(spread ** 2 - scale ** 2), isIn }];
  });
}
