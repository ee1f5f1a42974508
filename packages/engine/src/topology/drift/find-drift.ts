import { type Flow, type Topology, type TopologyDrift, topologyChanges } from "@skylane/core";
import { cidrContains } from "../cidr.ts";

/** What differs between two looks, with the flows that use it or could, most of them first; pure. */
export const findDrift = (before: Topology, after: Topology, flows: readonly Flow[]): readonly TopologyDrift[] =>
  topologyChanges(before, after)
    .map(({ prefixes, ...change }) => ({ ...change, flowIds: flowsIn(prefixes, flows) }))
    .sort((a, b) => b.flowIds.length - a.flowIds.length || (a.subject < b.subject ? -1 : 1));

function flowsIn(prefixes: readonly string[], flows: readonly Flow[]): Flow["id"][] {
  const touched = (ip: string): boolean => prefixes.some((prefix) => cidrContains(prefix, `${ip}/32`));
  return flows.filter(({ source, destination }) => touched(source.ip) || touched(destination.ip)).map(({ id }) => id);
}
