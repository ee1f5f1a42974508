import type { World } from "../world/world.ts";
import { type Charge, chargesOf } from "./charges.ts";
import { monthBounds } from "./csv.ts";
import { metersOf } from "./meters.ts";
import type { BilledCloud } from "./resources.ts";

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

const known = new WeakMap<World, Map<string, readonly Charge[]>>();

/**
 * What a cloud has billed the running world for, in whole periods of a whole month or of what has passed of it. Before the world's
 * history nothing was used. What has passed does not change, so each month is counted once a period.
 */
export function billedIn(world: World, cloud: BilledCloud, monthStartMs: number, periodMs: number): readonly Charge[] {
  const [fromMs, endMs] = monthBounds(monthStartMs);
  const toMs = Math.min(endMs, Math.floor(world.clock.nowMs() / periodMs) * periodMs);
  const begins = Math.max(fromMs, world.traffic.beginsAtMs);
  if (begins >= toMs) return [];
  const ofWorld = known.get(world) ?? new Map<string, readonly Charge[]>();
  known.set(world, ofWorld);
  const key = `${cloud}|${fromMs}|${periodMs}|${toMs}`;
  const before = ofWorld.get(key);
  if (before) return before;
  for (const stale of ofWorld.keys()) if (stale.startsWith(`${cloud}|${fromMs}|${periodMs}|`)) ofWorld.delete(stale);
  const meters = metersOf(world).filter((meter) => meter.cloud === cloud);
  const made = [...chargesOf(meters, { fromMs: begins, toMs, periodMs })];
  ofWorld.set(key, made);
  return made;
}

/** First moments of the months that the world's history lies in, up to now. */
export function billedMonths(world: World): readonly number[] {
  const months: number[] = [];
  for (let [at, next] = monthBounds(world.traffic.beginsAtMs); at < world.clock.nowMs(); [at, next] = monthBounds(next))
    months.push(at);
  return months;
}
