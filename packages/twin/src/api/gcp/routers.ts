import type { EstateGateway } from "../../estate/estate.ts";
import { announcedMed, BASE_PRIORITY, importedMed } from "../../world/cloud-router.ts";
import { announcedPrepend } from "../../world/router-policy.ts";
import { bgpPaths } from "../../world/select-route.ts";
import type { World } from "../../world/world.ts";
import { attachmentPath } from "./interconnects.ts";
import { type GcpLink, type GcpProject, networkOfGateway, routerPath } from "./project.ts";
import { resource, selfLink } from "./resource.ts";
import { tunnelPath } from "./tunnels.ts";

const linksOf = ({ tunnels, attachments }: GcpProject, gateway: EstateGateway): readonly GcpLink[] =>
  [...tunnels, ...attachments].filter((link) => link.gateway.id === gateway.id);

/** Links with a BGP session: both ends' addresses are known. */
export const sessionsOf = (project: GcpProject, gateway: EstateGateway) =>
  linksOf(project, gateway).filter(({ own, other }) => own.peerIp !== undefined && other.peerIp !== undefined);

export const peerName = ({ name }: GcpLink): string => `bgp-${name}`;
const interfaceName = ({ name }: GcpLink): string => `if-${name}`;
const asnAt = (world: World, id: string): number => world.atlas.gateways.get(id)?.asn ?? 65_000;

/** A Cloud Router with an interface and a BGP peer per link. */
export function routerOf(world: World, project: GcpProject, gateway: EstateGateway) {
  const isTunnel = new Set(project.tunnels);
  return {
    ...resource("router", routerPath(gateway)),
    description: "",
    region: selfLink(`projects/${project.id}/regions/${gateway.regionId}`),
    network: selfLink(networkOfGateway(world, gateway)),
    bgp: { asn: gateway.asn, advertiseMode: "DEFAULT", keepaliveInterval: 20 },
    interfaces: linksOf(project, gateway).map((link) => ({
      name: interfaceName(link),
      ...(link.own.peerIp !== undefined && { ipRange: `${link.own.peerIp}/30` }),
      ...(isTunnel.has(link)
        ? { linkedVpnTunnel: selfLink(tunnelPath(link)) }
        : { linkedInterconnectAttachment: selfLink(attachmentPath(link)) }),
      managementType: "MANAGED_BY_USER",
      ipVersion: "IPV4",
    })),
    bgpPeers: sessionsOf(project, gateway)
      .filter((link) => !world.routing.cloudRouters.has(gateway.id) || written(world, link))
      .map((link) => ({
        name: peerName(link),
        interfaceName: interfaceName(link),
        ipAddress: link.own.peerIp,
        peerIpAddress: link.other.peerIp,
        peerAsn: asnAt(world, link.other.at),
        advertisedRoutePriority: priorityOf(world, link),
        advertiseMode: "CUSTOM",
        advertisedIpRanges: link.own.announces.map((range) => ({ range, description: "" })),
        managementType: "MANAGED_BY_USER",
        enable: "TRUE",
        enableIpv4: true,
        bfd: bfdOf(link),
        ...written(world, link)?.asWritten,
      })),
  };
}

const written = (world: World, { gateway, connection }: GcpLink) =>
  world.routing.cloudRouters.get(gateway.id)?.get(connection.id);

/** Priority of what is announced over a link. */
const priorityOf = (world: World, link: GcpLink): number =>
  written(world, link)?.priority ?? BASE_PRIORITY + link.own.med;

const bfdOf = ({ connection: { bfd } }: GcpLink) => ({
  sessionInitializationMode: bfd ? "ACTIVE" : "DISABLED",
  minTransmitInterval: bfd?.intervalMs ?? 1_000,
  minReceiveInterval: bfd?.intervalMs ?? 1_000,
  multiplier: bfd?.detectMultiplier ?? 5,
});

/** What a router's sessions are like now, and the best routes it hears. */
export function routerStatusOf(world: World, project: GcpProject, gateway: EstateGateway) {
  const network = selfLink(networkOfGateway(world, gateway));
  const bestRoutes = bestRoutesOf(world, project, gateway, network);
  return {
    kind: "compute#routerStatusResponse",
    result: {
      network,
      bestRoutes,
      bestRoutesForRouter: bestRoutes,
      bgpPeerStatus: sessionsOf(project, gateway).map((link) => peerStatusOf(world, project, link, network)),
    },
  };
}

function peerStatusOf(world: World, project: GcpProject, link: GcpLink, network: string) {
  const { connection, own, other, isSessionUp } = link;
  const upSeconds = Math.max(0, Math.floor((world.clock.nowMs() - world.sessionChangedAtMs(connection.id)) / 1_000));
  return {
    name: peerName(link),
    ipAddress: own.peerIp,
    peerIpAddress: other.peerIp,
    status: isSessionUp ? "UP" : "DOWN",
    state: isSessionUp ? "Established" : "Idle",
    enableIpv4: true,
    numLearnedRoutes: isSessionUp ? other.announces.length : 0,
    uptimeSeconds: String(isSessionUp ? upSeconds : 0),
    uptime: `${isSessionUp ? upSeconds : 0} seconds`,
    ...(project.tunnels.includes(link) && { linkedVpnTunnel: selfLink(tunnelPath(link)) }),
    ...(isSessionUp && {
      advertisedRoutes: own.announces.map((destRange) => ({
        kind: "compute#route",
        destRange,
        network,
        nextHopIp: own.peerIp,
        priority: priorityOf(world, link),
        routeType: "BGP",
      })),
    }),
    ...(connection.bfd && { bfdStatus: { localState: isSessionUp ? "UP" : "DOWN" } }),
  };
}

/** The best path of each prefix that is heard. */
function bestRoutesOf(world: World, project: GcpProject, gateway: EstateGateway, network: string) {
  const view = world.viewOf(gateway.id);
  const links = new Map(sessionsOf(project, gateway).map((link) => [link.connection.id, link]));
  const prefixes = [...new Set([...links.values()].flatMap(({ other }) => other.announces))].sort();
  return prefixes.flatMap((destRange) => {
    const [best] = bgpPaths(view, world.routing, destRange);
    const link = best && links.get(best.connectionId);
    if (!link) return [];
    return [
      {
        kind: "compute#route",
        destRange,
        network,
        priority: BASE_PRIORITY + best.med,
        nextHopIp: best.peerIp,
        nextHopMed: best.med,
        nextHopOrigin: "IGP",
        routeType: "BGP",
        routeStatus: "ACTIVE",
        asPaths: [{ pathSegmentType: "AS_SEQUENCE", asLists: asPathOf(world, link, destRange) }],
        ...(project.tunnels.includes(link)
          ? { nextHopVpnTunnel: selfLink(tunnelPath(link)) }
          : { nextHopInterconnectAttachment: selfLink(attachmentPath(link)) }),
      },
    ];
  });
}

const asPathOf = (world: World, { connection, other }: GcpLink, prefix: string): number[] =>
  Array.from({ length: 1 + announcedPrepend(world.routing, connection.id, other, prefix) }, () =>
    asnAt(world, other.at),
  );

/** Routes of one peer, heard or told; `undefined` if the router has no such peer. */
export function bgpRoutesOf(
  world: World,
  project: GcpProject,
  gateway: EstateGateway,
  peer: string,
  routeType: "LEARNED" | "ADVERTISED",
  isPolicyApplied: boolean,
): readonly unknown[] | undefined {
  const link = sessionsOf(project, gateway).find((one) => peerName(one) === peer);
  if (!link) return undefined;
  if (!link.isSessionUp) return [];
  const told = routeType === "LEARNED" ? link.other : link.own;
  const asnsOf = (prefix: string) => (routeType === "LEARNED" ? asPathOf(world, link, prefix) : [gateway.asn]);
  const heardMed = (prefix: string): number => {
    const announced = announcedMed(world.routing, link.connection.id, told);
    return isPolicyApplied ? importedMed(world.routing, gateway.id, link.connection.id, prefix, announced) : announced;
  };
  return told.announces.map((prefix) => ({
    destination: { prefix },
    med: routeType === "LEARNED" ? heardMed(prefix) : priorityOf(world, link),
    origin: "BGP_ORIGIN_IGP",
    communities: [],
    asPaths: [{ type: "AS_PATH_TYPE_SEQUENCE", asns: asnsOf(prefix), asns32: asnsOf(prefix) }],
  }));
}
