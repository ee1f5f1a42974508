import type { EstateFlow } from "../estate/estate.ts";
import type { Trace } from "./trace.ts";

const SECONDS_PER_MONTH = 730 * 3_600;
const MBIT_PER_GB = 8_000; // decimal

/** Mean load the flows put on each connection they cross, Mbps by connection id. */
export function offeredMbps(
  flows: readonly EstateFlow[],
  traceBetween: (from: string, to: string) => Trace,
): Map<string, number> {
  const mbps = new Map<string, number>();
  for (const { source, destination, monthlyGb } of flows) {
    if (monthlyGb === 0) continue;
    const meanMbps = (monthlyGb * MBIT_PER_GB) / SECONDS_PER_MONTH;
    for (const { connection } of traceBetween(source, destination).crossings)
      mbps.set(connection.id, (mbps.get(connection.id) ?? 0) + meanMbps);
  }
  return mbps;
}

/** Delay and loss of a link's queue at this load: M/M/1 waiting of 1 500-byte packets, and what is above capacity is lost. */
export function queueing(offered: number, bandwidthMbps: number): { delayMs: number; lossRatio: number } {
  const use = offered / bandwidthMbps;
  if (use >= 1) return { delayMs: MAX_WAIT_MS, lossRatio: 1 - 1 / use };
  const serviceMs = (1_500 * 8) / (bandwidthMbps * 1_000);
  return { delayMs: Math.min(MAX_WAIT_MS, (serviceMs * use) / (1 - use)), lossRatio: 0 };
}

const MAX_WAIT_MS = 50; // a full buffer
