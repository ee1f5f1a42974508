import type { CloudId, SkylaneConfig } from "@skylane/core";
import type { ProbeBurst } from "./use-cases/run-probe-burst.ts";

/** Snapshots are one a minute, whoever takes them. */
const SLOT_MS = 60_000;

/**
 * Start of the slot whose burst runs at `nowMs`, or of the next one if that burst is over: who starts the next burst when one
 * ends probes without a gap, in slots of a minute each.
 */
export const slotAt = (nowMs: number, burstMs: number): number =>
  Math.floor((nowMs + Math.max(0, SLOT_MS - burstMs)) / SLOT_MS) * SLOT_MS;

/** The bursts a function in `cloud` runs in the minute of `nowMs`: one for each vantage in a network there, but those of agents. */
export function burstsIn(config: SkylaneConfig, cloud: CloudId, nowMs: number): readonly ProbeBurst[] {
  const networks = new Set(config.networks.filter((network) => network.cloud === cloud).map(({ id }) => id));
  return config.vantages
    .filter(({ networkId, runsAs }) => networks.has(networkId) && runsAs === "function")
    .map(({ id }) => ({ vantageId: id, slotMs: slotAt(nowMs, SLOT_MS) }));
}
