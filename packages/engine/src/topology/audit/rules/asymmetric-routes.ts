import type { Finding, FlowId, TopologyConnection } from "@skylane/core";
import { rangeOf } from "../../cidr.ts";
import { longestMatch } from "../../ways/index.ts";
import { type AuditFacts, counted, finding, firstOf } from "../facts.ts";

/**
 * Flows that go over one connection and come back over another, by the tables at both ends: a stateful firewall drops them, and
 * either fault hits them. Said only where both ends' tables name their links and share none.
 */
export function asymmetricRoutes({ topology, ways }: AuditFacts): readonly Finding[] {
  const connectionByLink = new Map<string, TopologyConnection>();
  for (const connection of topology.connections)
    for (const { key, cloud, aliases } of connection.sightings)
      for (const name of [key, ...aliases.map((alias) => `${cloud}/${alias}`)]) connectionByLink.set(name, connection);
  const linkRoutes = Map.groupBy(
    topology.routes.filter(
      ({ isActive, next }) =>
        isActive && next.kind === "link" && next.key !== undefined && connectionByLink.has(next.key),
    ),
    ({ owner }) => owner,
  );
  const gatewaysOf = new Map<string, string[]>();
  for (const { key, networkKeys } of topology.gateways)
    for (const network of networkKeys) gatewaysOf.set(network, [...(gatewaysOf.get(network) ?? []), key]);

  /** Connections that the tables of a network, or of the gateways before it, send an address to. */
  const nextLinks = (networkKey: string | undefined, ip: string): ReadonlySet<TopologyConnection> => {
    const address = rangeOf(ip)?.first;
    if (networkKey === undefined || address === undefined) return new Set();
    return new Set(
      [networkKey, ...(gatewaysOf.get(networkKey) ?? [])].flatMap((owner) => {
        const routes = linkRoutes.get(owner) ?? [];
        const longest = longestMatch(
          routes.map(({ prefix }) => prefix),
          address,
        );
        if (longest === undefined) return [];
        return routes
          .filter(({ prefix }) => longestMatch([prefix], address) === longest)
          .flatMap(({ next }) => connectionByLink.get(next.key ?? "") ?? []);
      }),
    );
  };

  const pairs = new Map<string, { out: readonly string[]; back: readonly string[]; flowIds: FlowId[] }>();
  for (const { flow, sourceKey, destinationKey } of ways.flows) {
    const out = nextLinks(sourceKey, flow.destination.ip);
    const back = nextLinks(destinationKey, flow.source.ip);
    if (out.size === 0 || back.size === 0 || [...out].some((connection) => back.has(connection))) continue;
    const ids = (links: ReadonlySet<TopologyConnection>) => [...links].map(({ id }) => id).sort();
    const name = `${ids(out).join("+")}|${ids(back).join("+")}`;
    const pair = pairs.get(name) ?? { out: ids(out), back: ids(back), flowIds: [] };
    pair.flowIds.push(flow.id);
    pairs.set(name, pair);
  }
  return [...pairs].map(([name, { out, back, flowIds }]) =>
    finding(name, {
      rule: "asymmetric-route",
      severity: "medium",
      title: `${counted(flowIds.length, "flow goes", "flows go")} over ${out.join(", ")} and come back over ${back.join(", ")}`,
      subjects: [...out, ...back],
      evidence: [
        `Tables at the source send to ${out.join(", ")}.`,
        `Tables at the destination send back over ${back.join(", ")}.`,
        `Flows: ${firstOf(flowIds)}.`,
      ],
      flowIds,
      todo: "Give both ends the same order: local preference at the routers, AS-path prepend or a more specific announcement towards the cloud.",
    }),
  );
}
