import type { Baseline } from "./baseline.ts";
import { median, robustSigma } from "./series.ts";

/** With fewer, one that goes wrong is a part of what is common. */
const LEAST_SERIES = 8;

/** What most series do beyond what is expected of each: a month's end, a sale, a holiday. */
export interface CommonExcess {
  /** In a slot, ln, 0 or more. */
  at(index: number): number;
  /** From a slot to before another, ln, 0 or more, and how far one usually is from it (one sigma, robust); absent of too few. */
  over(from: number, end: number): { readonly logExcess: number; readonly logSpread: number } | undefined;
}

/**
 * What most series do in a slot beyond what is expected of each, ln. It is taken from each, so that one event is not told once for
 * every link; all together they are a series of their own, from which it is not taken. Dips of some do not hide what others do: it is
 * a middle, not a sum, and never below 0.
 */
export function commonExcess(baselines: readonly Baseline[]): CommonExcess {
  const slots = new Map<number, number>();
  const windows = new Map<string, ReturnType<CommonExcess["over"]>>();
  return {
    at: (index) => {
      if (baselines.length < LEAST_SERIES) return 0;
      const before = slots.get(index);
      if (before !== undefined) return before;
      const excesses = baselines.map((baseline) => baseline.at(index).logExcess).filter(Number.isFinite);
      const common = excesses.length < LEAST_SERIES ? 0 : Math.max(0, median(excesses));
      slots.set(index, common);
      return common;
    },
    over: (from, end) => {
      const key = `${from} ${end}`;
      if (!windows.has(key)) {
        const excesses = baselines.map((baseline) => baseline.logExcessOver(from, end)).filter(Number.isFinite);
        const middle = median(excesses);
        const logSpread = robustSigma(excesses, middle);
        windows.set(key, excesses.length < LEAST_SERIES ? undefined : { logExcess: Math.max(0, middle), logSpread });
      }
      return windows.get(key);
    },
  };
}
