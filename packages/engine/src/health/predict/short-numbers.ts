import type { PathWatch } from "@skylane/core";

/** More than the probes measure: sums are made of sums, and must not drift. */
const DIGITS = 9;
/** Round trips of a minute, and what is usual by the time of day: a hundredth of a percent. */
const LEVEL_DIGITS = 5;
/** DynamoDB refuses what is nearer to 0 than 1e-130; sums that fade get there. */
const LEAST = 1e-60;

/** The watch as it is stored: no more digits than it is worth, which are paid for each minute, and nothing next to 0. */
export function shortNumbers(watch: PathWatch): PathWatch {
  const { roundTrips, day, ...sums } = watch;
  return {
    ...(shorten(sums, DIGITS) as typeof sums),
    roundTrips: shorten(roundTrips, LEVEL_DIGITS) as typeof roundTrips,
    day: shorten(day, LEVEL_DIGITS) as typeof day,
  };
}

function shorten(value: unknown, digits: number): unknown {
  if (typeof value === "number") return shortNumber(value, digits);
  if (Array.isArray(value)) return value.map((one) => shorten(one, digits));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shorten(one, digits)]));
}

function shortNumber(value: number, digits: number): number {
  if (Number.isInteger(value)) return value; // times are, and must stay exact
  return Math.abs(value) < LEAST ? 0 : Number(value.toPrecision(digits));
}
