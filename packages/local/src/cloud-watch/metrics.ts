import type { Timers } from "../time.ts";

/** What is counted: one series of CloudWatch. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** What CloudWatch keeps of the values of one minute. */
export interface MinuteOfValues {
  readonly startMs: number;
  readonly sum: number;
  readonly count: number;
  readonly min: number;
  readonly max: number;
}

/** Series of minutes, in memory. */
export interface Metrics {
  /** Adds a value to the minute of `atMs`; now, if not given. */
  add(metric: Metric, value: number, atMs?: number): void;
  /** Every series there is, in the order of their first values. */
  list(): readonly Metric[];
  /** Minutes with values that begin in `[fromMs, toMs)`, oldest first. */
  minutes(metric: Metric, fromMs: number, toMs: number): readonly MinuteOfValues[];
}

const MINUTE_MS = 60_000;
const KEEP_MS = 24 * 60 * MINUTE_MS;

/** Makes the series of one Region; a minute is kept for a day. */
export function createMetrics(timers: Pick<Timers, "nowMs">): Metrics {
  const series = new Map<string, { readonly metric: Metric; readonly minutes: Map<number, MinuteOfValues> }>();
  const forgetOld = (minutes: Map<number, MinuteOfValues>): void => {
    for (const startMs of minutes.keys()) {
      if (startMs >= timers.nowMs() - KEEP_MS) return;
      minutes.delete(startMs);
    }
  };
  return {
    add(metric, value, atMs = timers.nowMs()) {
      const key = keyOf(metric);
      const one = series.get(key) ?? { metric, minutes: new Map() };
      series.set(key, one);
      const startMs = Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
      const { sum, count, min, max } = one.minutes.get(startMs) ?? { sum: 0, count: 0, min: value, max: value };
      one.minutes.set(startMs, {
        startMs,
        sum: sum + value,
        count: count + 1,
        min: Math.min(min, value),
        max: Math.max(max, value),
      });
      forgetOld(one.minutes);
    },
    list: () => [...series.values()].map(({ metric }) => metric),
    minutes: (metric, fromMs, toMs) =>
      [...(series.get(keyOf(metric))?.minutes.values() ?? [])]
        .filter(({ startMs }) => startMs >= fromMs && startMs < toMs)
        .sort((a, b) => a.startMs - b.startMs),
  };
}

const keyOf = ({ namespace, name, dimensions }: Metric): string =>
  JSON.stringify([namespace, name, Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))]);
