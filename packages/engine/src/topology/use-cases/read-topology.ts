import { type CloudId, coreError, type TopologyView } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { audit } from "../audit/index.ts";

/**
 * A snapshot, the last one if none is named, what is wrong with it as the inventory stands now, and where on the Earth it is.
 * @throws ERR_SNAPSHOT_UNKNOWN
 */
export async function readTopology(
  { config, estimates, topologies }: Pick<Deps, "config" | "estimates" | "topologies">,
  snapshotKey?: string,
): Promise<TopologyView> {
  const topology =
    snapshotKey === undefined ? (await topologies.latest())?.topology : await topologies.snapshot(snapshotKey);
  if (!topology && snapshotKey !== undefined)
    throw coreError(
      "ERR_SNAPSHOT_UNKNOWN",
      `there is no snapshot ${snapshotKey}; GET /v1/topology/snapshots lists them`,
    );
  if (!topology) return { topology: null, findings: [], places: [] };
  const regions = new Map<string, { cloud: CloudId; regionId: string }>();
  for (const { cloud, regionId } of [
    ...topology.networks,
    ...topology.gateways,
    ...topology.connections.flatMap(({ ends }) => ends),
  ])
    if (cloud !== undefined && regionId) regions.set(`${cloud}:${regionId}`, { cloud, regionId });
  const placeOf = ({ cloud, regionId }: { cloud: CloudId; regionId: string }) =>
    config.networks.find((one) => one.cloud === cloud && one.regionId === regionId && one.coordinates)?.coordinates ??
    estimates.locate(cloud, regionId);
  return {
    topology,
    findings: [...audit(topology, config)],
    places: [...regions.values()].flatMap((region) => {
      const place = placeOf(region);
      return place ? [{ ...region, ...place }] : [];
    }),
  };
}
