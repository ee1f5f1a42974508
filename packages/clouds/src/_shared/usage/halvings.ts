import type { MachineUse } from "@skylane/core";

/** Sizes of one family with fewer processors than `now`, whose memory and price go with them. */
export const smallerBy = (
  now: number,
  offered: readonly number[],
  nameOf: (count: number) => string,
): MachineUse["smallerSizes"] =>
  offered.flatMap((count) => (count < now ? [{ name: nameOf(count), ofNowRatio: count / now }] : []));

/** Processors that every family sold by halves has, the most first. */
export const HALVES = [16, 8, 4, 2] as const;
