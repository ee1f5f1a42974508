import type { Trend } from "@skylane/core";

/** Where the line stands, in the unit of the values and per day, with one standard deviation of each. */
export type Line = Readonly<{ value: number; perDay: number; spread: number; valueError: number; perDayError: number }>;

const dayMs = 86_400_000;

/** The line with one more value; a value `halfLifeMs` old counts half. */
export function nextTrend(before: Trend | undefined, atMs: number, value: number, halfLifeMs: number): Trend {
  const state = before ?? {
    originMs: atMs,
    lastMs: atMs,
    weight: 0,
    weightSquares: 0,
    meanDays: 0,
    meanValue: value,
    daySquares: 0,
    products: 0,
    valueSquares: 0,
  };
  const keep = 0.5 ** (Math.max(atMs - state.lastMs, 0) / halfLifeMs);
  const old = state.weight * keep;
  const weight = old + 1;
  const days = (atMs - state.originMs) / dayMs - state.meanDays;
  const rise = value - state.meanValue;
  const pull = old / weight;
  return {
    originMs: state.originMs,
    lastMs: Math.max(atMs, state.lastMs),
    weight,
    weightSquares: state.weightSquares * keep * keep + 1,
    meanDays: state.meanDays + days / weight,
    meanValue: state.meanValue + rise / weight,
    daySquares: state.daySquares * keep + pull * days * days,
    products: state.products * keep + pull * days * rise,
    valueSquares: state.valueSquares * keep + pull * rise * rise,
  };
}

/** The line at `atMs`; undefined before three values at two different times. */
export function lineAt(trend: Trend, atMs: number): Line | undefined {
  const values = trend.weight ** 2 / trend.weightSquares;
  if (values < 3 || trend.daySquares <= 1e-12) return undefined;
  const perDay = trend.products / trend.daySquares;
  const days = (atMs - trend.originMs) / dayMs - trend.meanDays;
  const rest = Math.max(trend.valueSquares - perDay * trend.products, 0) / trend.weight;
  const variance = (rest * values) / (values - 2);
  const perDayError = Math.sqrt((variance * trend.weight) / (values * trend.daySquares));
  return {
    value: trend.meanValue + perDay * days,
    perDay,
    spread: Math.sqrt(variance),
    valueError: Math.sqrt(variance / values + (perDayError * days) ** 2),
    perDayError,
  };
}
