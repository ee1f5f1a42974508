import type { EstateGateway } from "../../estate/estate.ts";
import { announcedMed, BASE_PRIORITY, importedMed } from "../../world/cloud-router.ts";
import { announcedPrepend } from "../../world/router-policy.ts";
import { bgpPaths } from "../../world/select-route.ts";
import type { World } from "../../world/world.ts";
import { madeAt, sessionsAt } from "./built-objects.ts";
import { attachmentPath } from "./interconnects.ts";
import { type GcpLink, type GcpProject, networkOfGateway, routerPath } from "./project.ts";
import { resource, selfLink } from "./resource.ts";
import { type MadeSession, madeEntries, madeSessions } from "./show-built.ts";
import { tunnelPath } from "./tunnels.ts";

const linksOf = ({ tunnels, attachments }: GcpProject, gateway: EstateGateway): readonly GcpLink[] =>
  [...tunnels, ...attachments].filter((link) => link.gateway.id === gateway.id);

/** Links with a BGP session: both ends' addresses are known. */
export const sessionsOf = (project: GcpProject, gateway: EstateGateway) =>
  linksOf(project, gateway).filter(({ own, other }) => own.peerIp !== undefined && other.peerIp !== undefined);

export const peerName = ({ name, peerName: own }: GcpLink): string => own ?? `bgp-${name}`;
const interfaceName = ({ name }: GcpLink): string => `if-${name}`;
const asnAt = (world: World, id: string): number => world.atlas.gateways.get(id)?.asn ?? 65_000;

/** A Cloud Router: what the estate has in its lists, and what was added to them. */
export function routerOf(world: World, project: GcpProject, gateway: EstateGateway) {
  const made = madeAt(world, "router", routerPath(gateway));
  const first = firstEntries(world, project, gateway);
  const added = madeEntries(world, routerPath(gateway));
  return {
    ...resource("router", routerPath(gateway)),
    description: made?.description ?? "",
    region: selfLink(`projects/${project.id}/regions/${gateway.regionId}`),
    network: selfLink(networkOfRouter(world, gateway)),
    bgp: made?.bgp ?? { asn: gateway.asn, advertiseMode: "DEFAULT", keepaliveInterval: 20 },
    interfaces: [...first.interfaces, ...added.interfaces],
    bgpPeers: [...first.bgpPeers, ...added.bgpPeers],
  };
}

const networkOfRouter = (world: World, gateway: EstateGateway): string =>
  madeAt(world, "router", routerPath(gateway))?.network ?? networkOfGateway(world, gateway);

/** An interface and a BGP peer per link that the estate has. */
export function firstEntries(world: World, project: GcpProject, gateway: EstateGateway) {
  const isTunnel = new Set(project.tunnels);
  return {
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
  const network = selfLink(networkOfRouter(world, gateway));
  const bestRoutes = bestRoutesOf(world, project, gateway, network);
  return {
    kind: "compute#routerStatusResponse",
    result: {
      network,
      bestRoutes,
      bestRoutesForRouter: bestRoutes,
      bgpPeerStatus: [
        ...sessionsOf(project, gateway).map((link) => peerStatusOf(world, project, link, network)),
        ...madeSessions(world, gateway, routerPath(gateway)).map((session) =>
          session.link ? peerStatusOf(world, project, session.link, network) : downStatusOf(session),
        ),
      ],
    },
  };
}

/** A session that was added and is not up. */
const downStatusOf = ({ peer, localIp, tunnelPath: path }: MadeSession) => ({
  name: peer.name,
  ipAddress: localIp,
  peerIpAddress: peer.peerIpAddress,
  status: "DOWN",
  state: "Active",
  enableIpv4: true,
  numLearnedRoutes: 0,
  uptimeSeconds: "0",
  uptime: "0 seconds",
  ...(path !== undefined && { linkedVpnTunnel: selfLink(path) }),
});

/** Sessions that packets can meet: the estate's, and those that were added and are up. */
const liveSessions = (world: World, project: GcpProject, gateway: EstateGateway): readonly GcpLink[] => [
  ...sessionsOf(project, gateway),
  ...madeSessions(world, gateway, routerPath(gateway)).flatMap(({ link }) => link ?? []),
];

const isOverTunnel = ({ tunnels }: GcpProject, link: GcpLink): boolean =>
  tunnels.includes(link) || link.peerName !== undefined;

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
    ...(isOverTunnel(project, link) && { linkedVpnTunnel: selfLink(tunnelPath(link)) }),
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
  const links = new Map(liveSessions(world, project, gateway).map((link) => [link.connection.id, link]));
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
        ...(isOverTunnel(project, link)
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
  const link = liveSessions(world, project, gateway).find((one) => peerName(one) === peer);
  if (!link) return sessionsAt(world, routerPath(gateway)).bgpPeers.some(({ name }) => name === peer) ? [] : undefined;
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
