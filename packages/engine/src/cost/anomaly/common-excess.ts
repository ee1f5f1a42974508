import type { Baseline } from "./baseline.ts";
import { median } from "./series.ts";

/** With fewer, one that goes wrong is a part of what is common. */
const LEAST_SERIES = 8;

/**
 * What most series do in a slot beyond what is expected of each, ln: a month's end, a sale, a holiday. It is taken from each, so that
 * one event is not told once for every link; all together they are a series of their own, from which it is not taken. Dips of some
 * do not hide what others do: it is a middle, not a sum, and never below 0.
 */
export function commonExcess(baselines: readonly Baseline[]): (index: number) => number {
  const known = new Map<number, number>();
  return (index) => {
    if (baselines.length < LEAST_SERIES) return 0;
    const before = known.get(index);
    if (before !== undefined) return before;
    const excesses = baselines.map((baseline) => baseline.at(index).logExcess).filter(Number.isFinite);
    const common = excesses.length < LEAST_SERIES ? 0 : Math.max(0, median(excesses));
    known.set(index, common);
    return common;
  };
}
