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
