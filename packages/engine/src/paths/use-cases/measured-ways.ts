import type { Topology } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import type { WayPerformance } from "../plan/estate-facts.ts";
import { type MeasuredLinks, wayPerformance } from "../plan/way-performance.ts";

/** How ways of a topology perform: by what the probes have learnt so far, else by geography and promises. */
export async function measuredWays(
  deps: Pick<Deps, "clock" | "config" | "estimates" | "performance">,
  topology: Topology,
): Promise<WayPerformance> {
  const measured = await measuredLinks(deps, deps.clock.nowMs());
  return wayPerformance(topology, deps.config.networks, deps.estimates, measured);
}

/** What the probes have learnt of each connection; where several vantages probe it, the one that saw most. */
async function measuredLinks(
  { config, performance }: Pick<Deps, "config" | "performance">,
  nowMs: number,
): Promise<MeasuredLinks> {
  const connectionOf = new Map(
    config.groups.flatMap(({ paths }) =>
      paths.map(({ id, connectionId }) => [id as string, connectionId as string] as const),
    ),
  );
  const byConnection = new Map<string, Awaited<ReturnType<typeof performance.list>>[number]>();
  const sentOf = ({ days }: { readonly days: readonly { readonly sentCount: number }[] }): number =>
    days.reduce((sum, { sentCount }) => sum + sentCount, 0);
  for (const record of await performance.list()) {
    const connectionId = connectionOf.get(record.pathId);
    const known = connectionId === undefined ? undefined : byConnection.get(connectionId);
    if (connectionId !== undefined && (!known || sentOf(record) > sentOf(known)))
      byConnection.set(connectionId, record);
  }
  return { byConnection, ageing: { nowMs } };
}
