import type { CloudDiscovery, CloudId, Topology, TopologyDrift } from "@skylane/core";
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
 * this cloud was last looked at. Its first look has no drift: everything would be new. What the others show is the same on both
 * sides of the comparison, so looks that run at the same time do not tell of each other.
 */
export async function discoverCloud(deps: DiscoverDeps, cloud: CloudId): Promise<Looked> {
  const last = (await deps.topologies.listClouds()).find((one) => one.cloud === cloud);
  return recordLook(deps, last, await deps.surveyor.look(cloud));
}

/** Looks at several clouds at once; what they show is joined one after the other, so that the last snapshot has all of it. */
export async function discoverClouds(deps: DiscoverDeps, clouds: readonly CloudId[]): Promise<void> {
  const known = await deps.topologies.listClouds();
  const looks = await Promise.all(clouds.map((cloud) => deps.surveyor.look(cloud)));
  for (const seen of looks)
    await recordLook(
      deps,
      known.find(({ cloud }) => cloud === seen.cloud),
      seen,
    );
}

async function recordLook(deps: DiscoverDeps, last: CloudDiscovery | undefined, seen: CloudDiscovery): Promise<Looked> {
  const { config, clock, topologies } = deps;
  const { cloud } = seen;
  await topologies.saveCloud(seen);
  const [others, [previous]] = await Promise.all([
    topologies.listClouds().then((all) => all.filter((one) => one.cloud !== cloud)),
    topologies.list(1),
  ]);
  const topology = joinTopology([...others, seen], config, clock.nowMs());
  const snapshotKey = await topologies.saveSnapshot(topology);
  const drifts = last
    ? findDrift(joinTopology([...others, last], config, last.finishedAtMs), topology, config.flows)
    : [];
  await publish(deps, cloud, topology, snapshotKey, previous?.key, drifts);
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
