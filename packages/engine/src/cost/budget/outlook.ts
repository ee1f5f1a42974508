import { quantile, sumOf } from "../quantile.ts";

/** What days to come should cost, by those that went before. */
export interface Outlook {
  /** USD of the days in [fromDay, toDay), which lie after all that is known. */
  sum(fromDay: number, toDay: number): number;
}

const DAY_MS = 86_400_000;
const WEEK = 7;
const PROFILE_WEEKS = 8;
const LEVEL_DAYS = 28;
/** Part of the way to a new day's level that is gone. */
const LEVEL_ALPHA = 0.25;
const LEVEL_LAG_DAYS = (1 - LEVEL_ALPHA) / LEVEL_ALPHA;
/** A trend goes on, less each day: ten days on two thirds of it are left. */
const TREND_DAMPING = 0.96;
const TREND_LIMIT_PER_DAY = 0.02;
const EDGE_DAYS = 2;
const EDGE_HISTORY_DAYS = 400;

/** Level, damped trend, weekdays and edges of months; days are since 1970-01-01, the first value is of `firstDay`. */
export function outlookOf(firstDay: number, usd: readonly number[]): Outlook {
  const weekday = weekdayFactors(firstDay, usd);
  const edge = edgeFactors(firstDay, usd, weekday);
  const factorOf = (day: number): number => (weekday[mod(day, WEEK)] ?? 1) * (edge.get(edgeOf(day) ?? "") ?? 1);
  const recent = usd
    .slice(-LEVEL_DAYS)
    .map((value, i, all) => value / factorOf(firstDay + usd.length - all.length + i));
  const slope = slopeOf(recent);
  // a mean of days gone by is as old as they are
  const level = levelOf(recent) * Math.exp(slope * LEVEL_LAG_DAYS);
  const end = firstDay + usd.length;
  return {
    sum: (fromDay, toDay) => {
      let total = 0;
      for (let day = fromDay; day < toDay; day += 1) {
        const ahead = day - end + 1;
        const growth = slope * ((TREND_DAMPING * (1 - TREND_DAMPING ** ahead)) / (1 - TREND_DAMPING));
        total += level * Math.exp(growth) * factorOf(day);
      }
      return total;
    },
  };
}

const mod = (day: number, length: number): number => ((day % length) + length) % length;

/** What a weekday costs beside its week, in the middle of the last eight. */
function weekdayFactors(firstDay: number, usd: readonly number[]): readonly number[] {
  const factors = Array.from({ length: WEEK }, (): number[] => []);
  for (let i = Math.max(3, usd.length - PROFILE_WEEKS * WEEK); i + 3 < usd.length; i += 1) {
    const week = sumOf(usd.slice(i - 3, i + 4)) / WEEK;
    if (week > 0 && edgeOf(firstDay + i) === undefined) factors[mod(firstDay + i, WEEK)]?.push((usd[i] ?? 0) / week);
  }
  const middle = factors.map((own) => (own.length === 0 ? 1 : quantile(own, 0.5)));
  const mean = sumOf(middle) / WEEK;
  return mean > 0 ? middle.map((factor) => Math.max(factor / mean, 1e-6)) : middle.map(() => 1);
}

/** The last two and the first two days of a month, each beside the days around it; half believed when seen once. */
function edgeFactors(
  firstDay: number,
  usd: readonly number[],
  weekday: readonly number[],
): ReadonlyMap<string, number> {
  const flat = usd.map((value, i) => value / (weekday[mod(firstDay + i, WEEK)] ?? 1));
  const seen = new Map<string, number[]>();
  for (const [i, value] of flat.entries()) {
    const edge = i < flat.length - EDGE_HISTORY_DAYS ? undefined : edgeOf(firstDay + i);
    if (edge === undefined) continue;
    const around = flat
      .slice(Math.max(0, i - 8), i + 9)
      .filter((_, at) => edgeOf(firstDay + Math.max(0, i - 8) + at) === undefined);
    const usual = quantile(around, 0.5);
    if (usual > 0) seen.set(edge, [...(seen.get(edge) ?? []), value / usual]);
  }
  return new Map(
    [...seen].map(([edge, ratios]) => [
      edge,
      Math.max(1e-6, 1 + (quantile(ratios, 0.5) - 1) * (ratios.length / (ratios.length + 1))),
    ]),
  );
}

const MOST_EDGES = 20_000;
const edges = new Map<number, string | undefined>();

/** Where a day stands in its month; asked for the same days again and again, so what was computed is kept. */
function edgeOf(day: number): string | undefined {
  if (!edges.has(day)) {
    if (edges.size >= MOST_EDGES) edges.clear();
    edges.set(day, computedEdge(day));
  }
  return edges.get(day);
}

function computedEdge(day: number): string | undefined {
  const date = new Date(day * DAY_MS);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  const dayOfMonth = date.getUTCDate();
  if (last - dayOfMonth < EDGE_DAYS) return `end-${last - dayOfMonth}`;
  return dayOfMonth <= EDGE_DAYS ? `start-${dayOfMonth}` : undefined;
}

/** The latest days count most; one that is far off counts no more than the edge of what is usual. */
function levelOf(values: readonly number[]): number {
  const [low, high] = [quantile(values, 0.1), quantile(values, 0.9)];
  const margin = high - low;
  let level = quantile(values.slice(0, WEEK), 0.5);
  for (const value of values) {
    const clipped = Math.min(high + margin / 2, Math.max(low - margin / 2, value));
    level += LEVEL_ALPHA * (clipped - level);
  }
  return level;
}

/** ln a day: the middle of all slopes between two of these days, as far as most of them point the same way. @see Theil-Sen, Kendall's tau */
function slopeOf(values: readonly number[]): number {
  const logs = values.map((value) => (value > 0 ? Math.log(value) : undefined));
  const slopes: number[] = [];
  for (const [i, a] of logs.entries())
    for (let j = i + WEEK; j < logs.length; j += 1) {
      const b = logs[j];
      if (a !== undefined && b !== undefined) slopes.push((b - a) / (j - i));
    }
  if (slopes.length === 0) return 0;
  const agreed = Math.abs(sumOf(slopes.map(Math.sign))) / slopes.length;
  return Math.min(TREND_LIMIT_PER_DAY, Math.max(-TREND_LIMIT_PER_DAY, quantile(slopes, 0.5) * agreed ** 2));
}
