import type { CloudId, Topology, TopologyDrift } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { findDrift } from "../drift/find-drift.ts";
import { joinTopology } from "../join/join-topology.ts";

type DiscoverDeps = Pick<Deps, "config" | "clock" | "surveyor" | "topologies" | "publisher" | "log">;

/** What became of a look. */
export interface Looked {
  readonly snapshotKey: string;
  readonly connectionCount: number;
  readonly driftCount: number;
  readonly gapCount: number;
}

/** Bytes of drift an event may carry: half of what makes one billing unit, so that its envelope fits too. */
const DRIFT_BYTES = 32_000;

/**
 * Looks at one cloud, joins what it shows with the last answers of the others, stores the whole and says what changed since
 * the snapshot before. The first snapshot of all has no drift: everything would be new.
 */
export async function discoverCloud(deps: DiscoverDeps, cloud: CloudId): Promise<Looked> {
  const seen = await deps.surveyor.look(cloud);
  await deps.topologies.saveCloud(seen);
  const [answers, before] = await Promise.all([deps.topologies.listClouds(), deps.topologies.latest()]);
  const topology = joinTopology(answers, deps.config, deps.clock.nowMs());
  const snapshotKey = await deps.topologies.saveSnapshot(topology);
  const isFirstOfCloud = before?.topology.networks.every((network) => network.cloud !== cloud) ?? true;
  const drifts = before && !isFirstOfCloud ? findDrift(before.topology, topology, deps.config.flows) : [];
  await publish(deps, cloud, topology, snapshotKey, before?.key, drifts);
  const looked = {
    snapshotKey,
    connectionCount: topology.connections.length,
    driftCount: drifts.length,
    gapCount: seen.gaps.length,
  };
  deps.log.info("cloud discovered", { cloud, callCount: seen.callCount, ...looked });
  return looked;
}

async function publish(
  { publisher, clock, config }: DiscoverDeps,
  cloud: CloudId,
  topology: Topology,
  snapshotKey: string,
  previousKey: string | undefined,
  drifts: readonly TopologyDrift[],
): Promise<void> {
  const about = { subject: config.estate, epoch: clock.nowMs(), seq: 0 };
  await publisher.publish([
    {
      type: "topology.snapshot-completed.v1",
      ...about,
      data: {
        estate: config.estate,
        snapshotKey,
        ...(previousKey !== undefined && { previousKey }),
        cloud,
        networkCount: topology.networks.length,
        connectionCount: topology.connections.length,
        undeclaredCount: topology.connections.filter(({ isDeclared }) => !isDeclared).length,
        gapCount: topology.gaps.length,
      },
    },
  ]);
  if (drifts.length === 0 || previousKey === undefined) return;
  await publisher.publish([
    {
      type: "topology.drift-found.v1",
      ...about,
      data: { estate: config.estate, snapshotKey, previousKey, totalCount: drifts.length, drifts: firstOf(drifts) },
    },
  ]);
}

/** As many as fit; they come with those that touch most flows first. */
function firstOf(drifts: readonly TopologyDrift[]): TopologyDrift[] {
  const kept: TopologyDrift[] = [];
  let bytes = 0;
  for (const drift of drifts) {
    bytes += new TextEncoder().encode(JSON.stringify(drift)).length;
    if (bytes > DRIFT_BYTES) break;
    kept.push(drift);
  }
  return kept;
}
