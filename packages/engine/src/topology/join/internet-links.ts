import type { SeenNetwork, SeenRoute, TopologyConnection } from "@skylane/core";
import { fnv1a64 } from "@skylane/core";
import { cidrContains } from "../cidr.ts";
import type { Inventory } from "./inventory.ts";

interface Stray {
  readonly from: SeenNetwork;
  readonly to: SeenNetwork;
  readonly route: SeenRoute;
}

/**
 * Lines over the public internet that no API lists: a route for a part of one of our own networks that leads to the
 * internet. A route there and one back are one line if a flow runs between their prefixes; one without the other is a line too.
 */
export function internetLinks(
  routes: readonly SeenRoute[],
  networks: readonly SeenNetwork[],
  { flows }: Pick<Inventory, "flows">,
): readonly Omit<TopologyConnection, "redundancy">[] {
  const byKey = new Map(networks.map((network) => [network.key, network]));
  const strays = routes.flatMap((route): Stray[] => {
    const from = byKey.get(route.owner);
    if (!from || !route.isActive || route.next.kind !== "internet" || route.prefix.endsWith("/0")) return [];
    const to = networks.find(
      (network) => network.key !== from.key && network.cidrs.some((cidr) => cidrContains(cidr, route.prefix)),
    );
    return to ? [{ from, to, route }] : [];
  });
  const open = new Set(strays);
  const links: Omit<TopologyConnection, "redundancy">[] = [];
  for (const there of strays) {
    if (!open.delete(there)) continue;
    const back = [...open].find(
      (one) =>
        one.from.key === there.to.key &&
        one.to.key === there.from.key &&
        flows.some(
          ({ source, destination }) =>
            joins(source.ip, destination.ip, one.route.prefix, there.route.prefix) ||
            joins(destination.ip, source.ip, one.route.prefix, there.route.prefix),
        ),
    );
    if (back) open.delete(back);
    links.push(linkOf(there, back));
  }
  return links;
}

const joins = (near: string, far: string, nearPrefix: string, farPrefix: string): boolean =>
  cidrContains(nearPrefix, `${near}/32`) && cidrContains(farPrefix, `${far}/32`);

function linkOf(there: Stray, back: Stray | undefined): Omit<TopologyConnection, "redundancy"> {
  const told = [there, ...(back ? [back] : [])].map(
    ({ from, route }) => `${from.name ?? from.nativeId}: ${route.prefix} to the internet, table ${route.tableId}`,
  );
  const end = ({ key, name, cloud, accountId, regionId }: SeenNetwork) => ({
    at: key,
    ...(name !== undefined && { name }),
    cloud,
    accountId,
    regionId,
    networkKeys: [key],
  });
  return {
    id: `internet-${fnv1a64(
      [there, back]
        .map((one) => `${one?.from.key} ${one?.route.prefix}`)
        .sort()
        .join("\n"),
    ).slice(0, 10)}`,
    kind: "internet",
    ends: [end(there.from), end(there.to)],
    sightings: [],
    evidence: [{ rule: "routes", confidence: back ? 0.9 : 0.6, detail: told.join("; ") }],
    isDeclared: false,
    status: "unknown",
    isEncrypted: false,
    isPublic: true,
    reaches: [[there.route.prefix], back ? [back.route.prefix] : []],
  };
}
