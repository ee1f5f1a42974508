import type { EstateConnection } from "../estate/estate.ts";
import type { LinkCondition } from "./faults.ts";
import { queueing } from "./offered-load.ts";

/** Time that what got into a link takes to its other end, at this load; `undefined` = lost on the way. */
export function delayOverMs(
  { bandwidthMbps, jitterMs, latencyMs }: EstateConnection,
  { lossRatio, addedMs }: LinkCondition,
  offeredMbps: number,
  random: () => number,
): number | undefined {
  const queue = queueing(offeredMbps, bandwidthMbps);
  if (random() < lossRatio || random() < queue.lossRatio) return undefined;
  const strayMs = jitterMs === 0 ? 0 : jitterMs * (random() - 0.5);
  return Math.max(0, latencyMs + strayMs + addedMs + queue.delayMs);
}
