import type { EstateEnd, EstateGateway } from "../estate/estate.ts";
import { announcedPrepend, asTold } from "../world/router-policy.ts";
import { bgpPaths } from "../world/select-route.ts";
import type { World } from "../world/world.ts";

const sessionsOf = (world: World, router: EstateGateway) =>
  world.viewOf(router.id).links.flatMap((link) => {
    const { own, other } = link;
    return own.peerIp === undefined || other.peerIp === undefined
      ? []
      : [
          {
            ...link,
            own: asTold(world.routing, link.connection.id, own),
            peerIp: other.peerIp,
            localIp: own.peerIp,
            peerAsn: world.atlas.gateways.get(other.at)?.asn ?? 0,
          },
        ];
  });

/** `show bgp summary json`: the neighbors and their sessions, by address family. */
export function showSummary(world: World, router: EstateGateway) {
  const sessions = sessionsOf(world, router);
  return {
    ipv4Unicast: {
      routerId: routerIdOf(world, router),
      as: router.asn,
      vrfId: 0,
      vrfName: "default",
      tableVersion: 1,
      ribCount: Object.keys(tableOf(world, router)).length,
      peerCount: sessions.length,
      peers: peersOf(world, router),
      failedPeers: sessions.filter(({ isSessionUp }) => !isSessionUp).length,
      totalPeers: sessions.length,
    },
  };
}

/** `show bgp ipv4 unicast summary json`: the same, of one family alone. */
export const showFamilySummary = (world: World, router: EstateGateway) => showSummary(world, router).ipv4Unicast;

const peersOf = (world: World, router: EstateGateway) =>
  Object.fromEntries(
    sessionsOf(world, router).map((session) => {
      const upMs = world.clock.nowMs() - world.sessionChangedAtMs(session.connection.id);
      return [
        session.peerIp,
        {
          remoteAs: session.peerAsn,
          localAs: router.asn,
          version: 4,
          desc: session.connection.id,
          peerUptimeMsec: session.isSessionUp ? Math.round(upMs) : 0,
          pfxRcd: session.isSessionUp ? session.other.announces.length : 0,
          pfxSnt: session.isSessionUp ? session.own.announces.length : 0,
          state: session.isSessionUp ? "Established" : "Active",
          peerState: session.isSessionUp ? "OK" : "Connection lost",
          idType: "ipv4",
        },
      ];
    }),
  );

/** `show bgp neighbors json`: one neighbor an address, with what the session agreed on. */
export const showNeighbors = (world: World, router: EstateGateway) =>
  Object.fromEntries(
    sessionsOf(world, router).map((session) => {
      const { connection, isSessionUp, own, other, peerIp, peerAsn, localIp } = session;
      const changedAtMs = world.sessionChangedAtMs(connection.id);
      const sinceMs = Math.round(world.clock.nowMs() - changedAtMs);
      return [
        peerIp,
        {
          remoteAs: peerAsn,
          localAs: router.asn,
          ...(peerAsn === router.asn ? { nbrInternalLink: true } : { nbrExternalLink: true }),
          nbrDesc: connection.id,
          bgpVersion: 4,
          localRouterId: routerIdOf(world, router),
          bgpState: isSessionUp ? "Established" : "Active",
          ...(isSessionUp && { bgpTimerUpMsec: sinceMs, bgpTimerUpEstablishedEpoch: Math.floor(changedAtMs / 1_000) }),
          bgpTimerHoldTimeMsecs: connection.holdTimeSeconds * 1_000,
          bgpTimerKeepAliveIntervalMsecs: (connection.holdTimeSeconds * 1_000) / 3,
          addressFamilyInfo: {
            ipv4Unicast: {
              commAttriSentToNbr: "extendedAndStandard",
              acceptedPrefixCounter: isSessionUp ? other.announces.length : 0,
              sentPrefixCounter: isSessionUp ? own.announces.length : 0,
            },
          },
          connectionsEstablished: 1,
          connectionsDropped: isSessionUp ? 0 : 1,
          ...(!isSessionUp && { lastResetTimerMsecs: sinceMs, lastResetDueTo: "Hold Timer Expired" }),
          ...(isSessionUp && { hostLocal: localIp, portLocal: 179, hostForeign: peerIp, portForeign: 40_000 }),
          ...(connection.bfd && {
            peerBfdInfo: {
              type: "single hop",
              detectMultiplier: connection.bfd.detectMultiplier,
              rxMinInterval: connection.bfd.intervalMs,
              txMinInterval: connection.bfd.intervalMs,
              status: isSessionUp ? "Up" : "Down",
            },
          }),
        },
      ];
    }),
  );

/** `show bfd peers json`: sessions of connections that have BFD. */
export const showBfdPeers = (world: World, router: EstateGateway) =>
  sessionsOf(world, router).flatMap(({ connection, peerIp, localIp, isSessionUp }, i) =>
    connection.bfd
      ? [
          {
            multihop: false,
            peer: peerIp,
            local: localIp,
            vrf: "default",
            interface: connection.id,
            id: i + 1,
            "remote-id": i + 1,
            status: isSessionUp ? "up" : "down",
            diagnostic: "ok",
            "receive-interval": connection.bfd.intervalMs,
            "transmit-interval": connection.bfd.intervalMs,
            "detect-multiplier": connection.bfd.detectMultiplier,
          },
        ]
      : [],
  );

interface TablePath {
  readonly peerId: string;
  readonly [field: string]: unknown;
}

function tableOf(world: World, router: EstateGateway): Readonly<Record<string, readonly TablePath[]>> {
  const view = world.viewOf(router.id);
  const [bits, told] = [(prefix: string): number => Number(prefix.split("/")[1]), ownPrefixes(world, router)];
  const own = told.map((prefix) => [
    prefix,
    [
      {
        valid: true,
        bestpath: true,
        prefix: prefix.split("/")[0],
        prefixLen: bits(prefix),
        network: prefix,
        metric: 0,
        weight: 32_768,
        peerId: "(unspec)",
        path: "",
        origin: "IGP",
        nexthops: [{ ip: "0.0.0.0", afi: "ipv4", used: true }],
      },
    ],
  ]);
  const heard = new Set(view.links.flatMap(({ other, isSessionUp }) => (isSessionUp ? other.announces : [])));
  const others = [...heard].map((prefix) => [
    prefix,
    bgpPaths(view, world.routing, prefix).map((path, i) => {
      const link = view.links.find(({ connection }) => connection.id === path.connectionId);
      const asn = world.atlas.gateways.get(link?.other.at ?? "")?.asn ?? 0;
      return {
        valid: true,
        ...(i === 0 && { bestpath: true, selectionReason: "Local Pref" }),
        pathFrom: asn === router.asn ? "internal" : "external",
        prefix: prefix.split("/")[0],
        prefixLen: bits(prefix),
        network: prefix,
        metric: path.med,
        locPrf: path.localPreference,
        weight: 0,
        peerId: path.peerIp,
        path: Array.from({ length: 1 + path.asPathPrepend }, () => asn).join(" "),
        origin: "IGP",
        nexthops: [{ ip: path.peerIp, afi: "ipv4", used: true }],
      };
    }),
  ]);
  return Object.fromEntries([...own, ...others]);
}

/** `show bgp ipv4 unicast json`: the whole table, what it says itself among it. */
export const showTable = (world: World, router: EstateGateway) => ({
  vrfId: 0,
  vrfName: "default",
  tableVersion: 1,
  routerId: routerIdOf(world, router),
  defaultLocPrf: 100,
  localAS: router.asn,
  routes: tableOf(world, router),
});

/** `show bgp ipv4 unicast neighbors X advertised-routes|received-routes json`. */
export function showNeighborRoutes(world: World, router: EstateGateway, peerIp: string, kind: string) {
  const session = sessionsOf(world, router).find((one) => one.peerIp === peerIp);
  if (!session) return { warning: "No such neighbor in this view/vrf" };
  const { connection, own, other, isSessionUp } = session;
  const rows = (prefixes: readonly string[], nextHop: string, pathOf: (prefix: string) => readonly number[]) =>
    Object.fromEntries(
      (isSessionUp ? prefixes : []).map((network) => [
        network,
        {
          addrPrefix: network.split("/")[0],
          prefixLen: Number(network.split("/")[1]),
          network,
          nextHop,
          weight: 0,
          path: pathOf(network).join(" "),
          valid: true,
          best: true,
        },
      ]),
    );
  const prepended = (end: EstateEnd, asn: number, prefix: string): readonly number[] =>
    Array.from({ length: announcedPrepend(world.routing, connection.id, end, prefix) }, () => asn);
  // what bgpd itself puts first when it sends is not shown yet
  const told = (prefix: string) => prepended(own, router.asn, prefix);
  const heard = (prefix: string) => [session.peerAsn, ...prepended(other, session.peerAsn, prefix)];
  const shown =
    kind === "advertised-routes" ? rows(own.announces, "0.0.0.0", told) : rows(other.announces, peerIp, heard);
  return {
    // bgpd says who it is before the first route, and so not at all without one
    ...(Object.keys(shown).length > 0 && {
      bgpTableVersion: 1,
      bgpLocalRouterId: routerIdOf(world, router),
      defaultLocPrf: 100,
      localAS: router.asn,
    }),
    [kind === "advertised-routes" ? "advertisedRoutes" : "receivedRoutes"]: shown,
    totalPrefixCounter: Object.keys(shown).length,
    filteredPrefixCounter: 0,
  };
}

/** Prefixes it says itself, to anybody. */
const ownPrefixes = (world: World, router: EstateGateway): readonly string[] => [
  ...new Set(world.viewOf(router.id).links.flatMap(({ own }) => own.announces)),
];

const routerIdOf = (world: World, router: EstateGateway): string =>
  world.viewOf(router.id).links.find(({ own }) => own.peerIp !== undefined)?.own.peerIp ?? "0.0.0.0";
