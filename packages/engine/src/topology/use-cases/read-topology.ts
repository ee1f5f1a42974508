import type { CloudId, TopologyView } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { audit } from "../audit/index.ts";

/** The last snapshot, what is wrong with it as the inventory stands now, and where on the Earth it is. */
export async function readTopology(deps: Pick<Deps, "config" | "estimates" | "topologies">): Promise<TopologyView> {
  const { config, estimates } = deps;
  const latest = await deps.topologies.latest();
  if (!latest) return { topology: null, findings: [], places: [] };
  const { topology } = latest;
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
