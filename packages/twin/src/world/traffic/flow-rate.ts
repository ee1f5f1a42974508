import type { EstateFlow } from "../../estate/estate.ts";
import { seededRandom } from "../clock.ts";
import { DAYS_PER_MONTH, drawHabits, type FlowHabits, growthAt, habitAt, normalOf } from "./flow-profile.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** A flow's rate is the same all over a quarter of an hour. */
export const RATE_SLOT_MS = 900_000;
const SLOTS_PER_DAY = DAY_MS / RATE_SLOT_MS;
/** Of the noise, what is new in each slot; the rest goes slowly from hour to hour. */
const QUICK_NOISE = 0.4;

/** Bytes a millisecond that a flow sends at a moment; any moment may be asked for, and always gives the same. */
export type FlowRate = (atMs: number) => number;

/**
 * What a flow sends at each moment: what `monthlyGb` says in the mean of a month, by hours, weekdays and months as chance gives each
 * flow its own. Without a seed it sends the same at every moment.
 *
 * @param growsFromMs when it has neither grown nor yet to grow
 */
export function flowRate({ id, monthlyGb }: EstateFlow, seed: number | undefined, growsFromMs: number): FlowRate {
  const meanPerMs = (monthlyGb * 1e9) / (DAYS_PER_MONTH * DAY_MS);
  if (seed === undefined || monthlyGb === 0) return () => meanPerMs;
  const own = mixed(textHash(id), seed);
  const habits = drawHabits(seededRandom(own));
  const mean = meanOf(habits);
  const noiseAt = (atMs: number): number => {
    const hour = Math.floor(atMs / HOUR_MS);
    const part = (atMs - hour * HOUR_MS) / HOUR_MS;
    const slow = (1 - part) * chanceAt(own, hour) + part * chanceAt(own, hour + 1);
    return habits.noise * (slow + QUICK_NOISE * chanceAt(own ^ 0x5bd1e995, Math.floor(atMs / RATE_SLOT_MS)));
  };
  const days = new Map<number, Float64Array>();
  return (atMs) => {
    const day = Math.floor(atMs / DAY_MS);
    const known = days.get(day);
    const slots =
      known ??
      Float64Array.from({ length: SLOTS_PER_DAY }, (_, i) => {
        const slotMs = day * DAY_MS + i * RATE_SLOT_MS;
        const habit = habitAt(habits, slotMs) / mean;
        return meanPerMs * habit * growthAt(habits, slotMs - growsFromMs) * Math.exp(noiseAt(slotMs));
      });
    if (!known) days.set(day, slots);
    return slots[Math.floor((atMs - day * DAY_MS) / RATE_SLOT_MS)] ?? 0;
  };
}

/** Mean of `habitAt` over a month of 30 days with eight and a half of them at weekends. */
const meanOf = ({ weekendRatio, monthEndFactor }: FlowHabits): number =>
  ((5 + 2 * weekendRatio) / 7) * (1 + ((monthEndFactor - 1) * 2) / DAYS_PER_MONTH);

const chanceAt = (seed: number, index: number): number => normalOf(seededRandom(mixed(seed, index)));

/** A number of 32 bits of two, spread well enough to begin a series of chance with. */
export function mixed(one: number, other: number): number {
  let sum = Math.imul(one ^ (other + 0x9e3779b9), 0x85ebca6b);
  sum = Math.imul(sum ^ (sum >>> 13), 0xc2b2ae35);
  return (sum ^ (sum >>> 16)) >>> 0;
}

export function textHash(text: string): number {
  let sum = 0x811c9dc5;
  for (const char of text) sum = Math.imul(sum ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return sum >>> 0;
}
