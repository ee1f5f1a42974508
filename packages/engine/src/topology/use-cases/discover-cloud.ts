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
 * this cloud was last looked at. Its first look has no drift: everything would be new. What the others show is the same on both
 * sides of the comparison, so looks that run at the same time do not tell of each other.
 */
export const discoverCloud = (deps: DiscoverDeps, cloud: CloudId): Promise<Looked> => lookTogether(deps, [cloud]);

/** Looks at several clouds at once, and joins and stores what they show as one. */
export async function discoverClouds(deps: DiscoverDeps, clouds: readonly CloudId[]): Promise<void> {
  if (clouds.length > 0) await lookTogether(deps, clouds);
}

async function lookTogether(deps: DiscoverDeps, clouds: readonly CloudId[]): Promise<Looked> {
  const { config, clock, surveyor, topologies } = deps;
  const [known, ...looks] = await Promise.all([
    topologies.listClouds(),
    ...clouds.map((cloud) => surveyor.look(cloud)),
  ] as const);
  const last = new Map(known.map((one) => [one.cloud, one]));
  await Promise.all(looks.map((seen) => topologies.saveCloud(seen)));
  const [all, [previous]] = await Promise.all([topologies.listClouds(), topologies.list(1)]);
  const others = all.filter(({ cloud }) => !clouds.includes(cloud));
  const topology = joinTopology([...others, ...looks], config, clock.nowMs());
  const snapshotKey = await topologies.saveSnapshot(topology);
  const before = looks.map((seen) => last.get(seen.cloud) ?? seen);
  const beforeMs = Math.max(...before.map(({ finishedAtMs }) => finishedAtMs));
  const drifts = looks.some(({ cloud }) => last.has(cloud))
    ? findDrift(joinTopology([...others, ...before], config, beforeMs), topology, config.flows)
    : [];
  await publish(deps, clouds, topology, snapshotKey, previous?.key, drifts);
  const looked = { snapshotKey, connectionCount: topology.connections.length, driftCount: drifts.length };
  for (const { cloud, callCount, gaps } of looks)
    deps.log.info("cloud discovered", { cloud, callCount, ...looked, gapCount: gaps.length });
  return { ...looked, gapCount: looks.reduce((sum, { gaps }) => sum + gaps.length, 0) };
}

/** One event for each cloud, and one of what has changed. */
async function publish(
  { publisher, clock, config }: DiscoverDeps,
  clouds: readonly CloudId[],
  topology: Topology,
  snapshotKey: string,
  previousKey: string | undefined,
  drifts: readonly TopologyDrift[],
): Promise<void> {
  const about = { subject: config.estate, epoch: clock.nowMs() };
  await publisher.publish(
    clouds.map((cloud, seq) => ({
      type: "topology.snapshot-completed.v1",
      ...about,
      seq,
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
    })),
  );
  if (drifts.length === 0 || previousKey === undefined) return;
  await publisher.publish([
    {
      type: "topology.drift-found.v1",
      ...about,
      seq: 0,
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
