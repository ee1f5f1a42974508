import type { DailyProfile } from "@skylane/core";

const dayMs = 86_400_000;
const binCount = 96;
const binMs = dayMs / binCount;

/** A day of which nothing is known. */
export const unseenDay = (): DailyProfile => Array<null>(binCount).fill(null);

/** The quarter of an hour of the day (UTC) that `atMs` lies in, 0..95. */
const binOf = (atMs: number): number => Math.floor((((atMs % dayMs) + dayMs) % dayMs) / binMs);

/** What is usual at this time of day, in the unit of the values; undefined = the time was not seen yet. */
export const usualAt = (profile: DailyProfile, atMs: number): number | undefined => profile[binOf(atMs)] ?? undefined;

/** The profile with one more value, which counts `weight` (0..1) against what was known of its time of day. */
export function learnDay(profile: DailyProfile, atMs: number, value: number, weight: number): DailyProfile {
  const bin = binOf(atMs);
  const before = profile[bin] ?? value;
  return profile.with(bin, shorten(before + weight * (value - before)));
}

/** Seven significant digits: what is kept stays small when written as text. */
const shorten = (value: number): number => Math.fround(value) && Number(value.toPrecision(7));
