import type { LinkSighting, SeenRoute } from "@skylane/core";
import type { ProjectAnswers } from "./read-project.ts";
import { keyOf, pathOf } from "./self-link.ts";
import { clip } from "./words.ts";

/** Id of one half of a peering. The API gives halves no link of their own. */
export const peeringPath = (network: string, name: string): string => `${pathOf(network)}/peerings/${name}`;

/** VPC peerings, one sighting per half: what both halves share is the pair of networks. */
export const peeringSightings = ({ projectId, networks, routes }: ProjectAnswers): LinkSighting[] =>
  networks.flatMap((network) =>
    network.peerings.map((peering): LinkSighting => {
      const path = peeringPath(network.selfLink, peering.name);
      const heard = routes
        ?.filter(
          ({ nextHopPeering, network: owner }) => nextHopPeering === peering.name && isSame(owner, network.selfLink),
        )
        .map(({ destRange }) => destRange);
      return {
        key: `gcp/${path}`,
        cloud: "gcp",
        accountId: projectId,
        regionId: "",
        nativeId: path,
        name: clip(peering.name),
        tags: {},
        kind: "peering",
        aliases: [peering.name],
        at: keyOf(network.selfLink),
        peer: keyOf(peering.network),
        join: { sharedId: [pathOf(network.selfLink), pathOf(peering.network)].sort().join(" ") },
        provisioning: peering.state === "ACTIVE" ? "ready" : peering.state === "INACTIVE" ? "pending" : "unknown",
        control: peering.state === "ACTIVE" ? "up" : peering.state === "INACTIVE" ? "down" : "unknown",
        isEncrypted: false,
        isPublic: false,
        ...(heard && { receivedPrefixes: [...new Set(heard)].sort() }),
      };
    }),
  );

const isSame = (one: string | undefined, other: string): boolean => one !== undefined && pathOf(one) === pathOf(other);

type Route = NonNullable<ProjectAnswers["routes"]>[number];

/** Routes of VPC networks, those heard by BGP too. A VPC network has one table, named as the network is. */
export function routesOf({ routes = [], learnedRoutes }: ProjectAnswers): SeenRoute[] {
  const seen = new Map<string, SeenRoute>();
  for (const route of [...routes, ...learnedRoutes]) {
    if (route.network === undefined) continue;
    const made = routeOf(route, route.network);
    seen.set([made.owner, made.prefix, made.next.kind, made.next.key ?? ""].join("|"), made);
  }
  return [...seen.values()];
}

const routeOf = (route: Route, network: string): SeenRoute => ({
  cloud: "gcp",
  owner: keyOf(network),
  tableId: pathOf(network),
  prefix: route.destRange,
  next: nextOf(route, network),
  origin: originOf(route),
  isActive: route.routeStatus === undefined || route.routeStatus === "ACTIVE",
});

function nextOf(route: Route, network: string): SeenRoute["next"] {
  const link = route.nextHopVpnTunnel ?? route.nextHopInterconnectAttachment;
  if (link !== undefined) return { kind: "link", key: keyOf(link) };
  if (route.nextHopPeering !== undefined)
    return { kind: "link", key: `gcp/${peeringPath(network, route.nextHopPeering)}` };
  if (route.nextHopGateway?.endsWith("/default-internet-gateway")) return { kind: "internet" };
  if (route.nextHopGateway !== undefined || route.nextHopHub !== undefined) return { kind: "gateway" };
  if (route.nextHopNetwork !== undefined)
    return isSame(route.nextHopNetwork, network)
      ? { kind: "local" }
      : { kind: "network", key: keyOf(route.nextHopNetwork) };
  return (route.nextHopInstance ?? route.nextHopIp ?? route.nextHopIlb) ? { kind: "interface" } : { kind: "none" };
}

function originOf({ routeType, nextHopNetwork, nextHopPeering }: Route): SeenRoute["origin"] {
  if (routeType === "STATIC") return "static";
  if (routeType === "BGP" || nextHopPeering !== undefined) return "propagated";
  return routeType === "SUBNET" || nextHopNetwork !== undefined ? "system" : "static";
}
