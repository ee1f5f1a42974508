import type { CostLine } from "./price-use.ts";
import { usdOf } from "./price-use.ts";

/** One kind of charge on both sides, USD a month. */
export interface ComparedCost {
  readonly item: string;
  readonly foreseenUsd: number;
  readonly measuredUsd: number;
}

/** How far two sums are apart, as a share of the second; 0 if both are nothing. */
export const deviationRatio = (foreseen: number, measured: number): number =>
  foreseen === measured ? 0 : Math.abs(foreseen - measured) / Math.max(measured, Number.MIN_VALUE);

/** What was foreseen beside what was measured, by kind of charge, the dearest first. */
export function compareCost(foreseen: readonly CostLine[], measured: readonly CostLine[]): readonly ComparedCost[] {
  const items = new Set([...foreseen, ...measured].map(({ item }) => item));
  return [...items]
    .map((item) => ({
      item,
      foreseenUsd: usdOf(foreseen.filter((line) => line.item === item)),
      measuredUsd: usdOf(measured.filter((line) => line.item === item)),
    }))
    .sort((a, b) => b.measuredUsd - a.measuredUsd || (a.item < b.item ? -1 : 1));
}
