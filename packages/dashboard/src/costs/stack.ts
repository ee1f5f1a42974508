import type { CostSpend } from "@skylane/core";

/** A part of a bar, in px of the picture. */
export interface Part {
  readonly series: number;
  readonly y: number;
  readonly height: number;
}
export interface Bar {
  readonly x: number;
  readonly width: number;
  readonly parts: readonly Part[];
}
export interface Stack {
  readonly bars: readonly Bar[];
  /** Lines behind the bars, with what they stand for. */
  readonly ticks: readonly { readonly y: number; readonly usd: number }[];
  readonly zeroY: number;
}

const GAP_RATIO = 0.22;
const MOST_BAR = 56;
/** What is less than amounts are told to has no height. */
const LEAST_STEP_USD = 1e-6;

/** Bars of days, one series on another; what is below nothing (credits) hangs below the line. */
export function stack(
  { days, series }: Pick<CostSpend, "days" | "series">,
  {
    width,
    height,
    left,
    top,
  }: { readonly width: number; readonly height: number; readonly left: number; readonly top: number },
): Stack {
  const sums = days.map((_, i) => {
    const values = series.map(({ usd }) => usd[i] ?? 0);
    return {
      up: values.reduce((sum, usd) => sum + Math.max(0, usd), 0),
      down: values.reduce((sum, usd) => sum + Math.min(0, usd), 0),
    };
  });
  const high = Math.max(0, ...sums.map(({ up }) => up));
  const low = Math.min(0, ...sums.map(({ down }) => down));
  const step = niceStep(Math.max((high - low) / 4, LEAST_STEP_USD));
  const [from, to] = [Math.floor(low / step) * step, Math.max(step, Math.ceil(high / step) * step)];
  const yOf = (usd: number): number => top + ((to - usd) / (to - from)) * height;
  const slot = width / Math.max(1, days.length);
  const barWidth = Math.min(MOST_BAR, slot * (1 - GAP_RATIO));
  return {
    bars: days.map((_, i) => {
      let [up, down] = [0, 0];
      const parts = series.flatMap(({ usd }, at): Part[] => {
        const value = usd[i] ?? 0;
        if (value === 0) return [];
        const [a, b] = value > 0 ? [up, up + value] : [down + value, down];
        if (value > 0) up = b;
        else down = a;
        return [{ series: at, y: yOf(b), height: yOf(a) - yOf(b) }];
      });
      return { x: left + slot * (i + 0.5) - barWidth / 2, width: barWidth, parts };
    }),
    ticks: Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => {
      const usd = from + i * step;
      return { y: yOf(usd), usd: Math.abs(usd) < step / 1e6 ? 0 : usd };
    }),
    zeroY: yOf(0),
  };
}

/** 1, 2 or 5 times a power of ten, not less than what is asked. */
export function niceStep(least: number): number {
  if (!(least > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5, 10].find((one) => one * power >= least * (1 - 1e-9)) ?? 10) * power;
}
