import type { EventDraft, SnapshotCompleted } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { nextCapacity, type WatchedCapacity } from "../predict/next-capacity.ts";

/**
 * Counts how full each connection of a look at the estate is, once a day, and tells of each that will be full before a new one
 * could be built. Told before it is stored, under an id that the same day gives again. Answers how many it told of.
 */
export async function watchCapacity(
  deps: Pick<Deps, "topologies" | "capacities" | "publisher" | "log">,
  { snapshotKey, estate }: Pick<SnapshotCompleted, "snapshotKey" | "estate">,
): Promise<number> {
  const topology = await deps.topologies.snapshot(snapshotKey);
  // kept for 30 days: an event that is older has nothing to say
  if (!topology) return 0;
  const known = new Map((await deps.capacities.list()).map((record) => [record.connectionId, record]));
  const watched = topology.connections.flatMap(
    (connection) => nextCapacity(known.get(connection.id), connection, topology.atMs) ?? [],
  );
  const told = watched.flatMap((one) => predictionOf(one, estate) ?? []);
  if (told.length > 0) await deps.publisher.publish(told);
  if (watched.length > 0) await deps.capacities.save(watched.map(({ record }) => record));
  deps.log.debug("capacity watched", { snapshotKey, watchedCount: watched.length, toldCount: told.length });
  return told.length;
}

function predictionOf(
  { record: { connectionId, bandwidthMbps, day }, told }: WatchedCapacity,
  estate: string,
): EventDraft<"health.capacity-exhaustion-predicted.v1"> | undefined {
  if (!told) return undefined;
  return {
    type: "health.capacity-exhaustion-predicted.v1",
    subject: connectionId,
    epoch: day,
    seq: 0,
    data: { estate, connectionId, bandwidthMbps, ...told },
  };
}
