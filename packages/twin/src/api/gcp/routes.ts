import type { EstateNetwork } from "../../estate/estate.ts";
import type { VpcRoute } from "../../world/routing-state.ts";
import type { World } from "../../world/world.ts";
import { type GcpProject, networkPath, peeringsOf, projectIdOf } from "./project.ts";
import { resource, selfLink } from "./resource.ts";

/** What leads out of a network, besides what is heard by BGP: that a list of routes never shows. */
interface Hop {
  readonly prefix: string;
  readonly routeType: "SUBNET" | "STATIC";
  readonly to: Readonly<Record<string, string>>;
}

const STATIC_PRIORITY = 1_000;

/** Routes of all VPC networks: to subnets, of peers, and static ones. */
export const routesOf = (world: World, project: GcpProject) =>
  project.networks.flatMap((network) => [
    ...hopsOf(world, network).map((hop) => routeOf(network, hop)),
    ...[...(world.routing.vpcRoutes.get(network.id)?.values() ?? [])].map((route) => addedRouteOf(network, route)),
  ]);

function addedRouteOf(network: EstateNetwork, { name, description, prefix, priority, nextHopVpnTunnel }: VpcRoute) {
  return {
    ...resource("route", `projects/${projectIdOf(network)}/global/routes/${name}`),
    description,
    network: selfLink(networkPath(network)),
    destRange: prefix,
    priority,
    routeType: "STATIC",
    routeStatus: "ACTIVE",
    nextHopVpnTunnel: selfLink(nextHopVpnTunnel.replace(/^.*(?=projects\/)/, "")),
  };
}

function hopsOf(world: World, network: EstateNetwork): Hop[] {
  const peerings = peeringsOf(world, network);
  const own: Hop[] = network.cidrs.map((prefix) => ({
    prefix,
    routeType: "SUBNET",
    to: { nextHopNetwork: selfLink(networkPath(network)) },
  }));
  // Peers always exchange the routes to their subnets.
  const ofPeers: Hop[] = peerings.flatMap(({ name, remote }) =>
    remote.cidrs.map((prefix) => ({ prefix, routeType: "SUBNET", to: { nextHopPeering: name } })),
  );
  const fixed: Hop[] = [...(world.routing.networkRoutes.get(network.id) ?? [])].flatMap(([prefix, target]): Hop[] => {
    if (target.kind === "gateway") return [];
    if (world.atlas.connections.get(target.id)?.kind === "internet")
      return [{ prefix, routeType: "STATIC", to: { nextHopGateway: defaultInternetGateway(network) } }];
    const peering = peerings.find(({ connection }) => connection.id === target.id);
    const isKnown = peering?.remote.cidrs.includes(prefix) ?? true;
    return peering && !isKnown ? [{ prefix, routeType: "STATIC", to: { nextHopPeering: peering.name } }] : [];
  });
  return [...own, ...ofPeers, ...fixed];
}

const defaultInternetGateway = (network: EstateNetwork): string =>
  selfLink(`projects/${projectIdOf(network)}/global/gateways/default-internet-gateway`);

function routeOf(network: EstateNetwork, { prefix, routeType, to }: Hop) {
  const via = to.nextHopPeering ?? routeType.toLowerCase();
  const name = `route-${network.id}-${via}-${prefix.replaceAll(/[./]/g, "-")}`;
  return {
    ...resource("route", `projects/${projectIdOf(network)}/global/routes/${name}`),
    description: "",
    network: selfLink(networkPath(network)),
    destRange: prefix,
    priority: routeType === "STATIC" ? STATIC_PRIORITY : 0,
    routeType,
    routeStatus: "ACTIVE",
    ...to,
  };
}
