import type { PathWatch } from "@skylane/core";

const DIGITS = 9;
/** DynamoDB refuses what is nearer to 0 than 1e-130; sums that fade get there. */
const LEAST = 1e-60;

/** The watch as it is stored: nine digits, which are more than the probes measure, and nothing next to 0. */
export const shortNumbers = (watch: PathWatch): PathWatch => shorten(watch) as PathWatch;

function shorten(value: unknown): unknown {
  if (typeof value === "number") return shortNumber(value);
  if (Array.isArray(value)) return value.map(shorten);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shorten(one)]));
}

function shortNumber(value: number): number {
  if (Number.isInteger(value)) return value; // times are, and must stay exact
  return Math.abs(value) < LEAST ? 0 : Number(value.toPrecision(DIGITS));
}
