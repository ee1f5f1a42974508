import type { EstateEnd, EstateGateway } from "../../estate/estate.ts";
import { announcedPrepend } from "../../world/router-policy.ts";
import type { World } from "../../world/world.ts";
import { cpeId, drgId, ipsecId, tunnelId } from "./ids.ts";
import { common, compartmentId, createdAt, endsAt, type Locality, nameOf, type OciEnd } from "./tenancy.ts";

/** A tunnel's end at a DRG. */
export interface TunnelEnd extends OciEnd {
  readonly gateway: EstateGateway;
}

export const tunnelEnds = (world: World, gateway: EstateGateway): readonly TunnelEnd[] =>
  endsAt(world, gateway.id)
    .filter(({ connection }) => connection.kind === "vpn")
    .map((end) => ({ ...end, gateway }));
const allEnds = ({ world, gateways }: Locality): readonly TunnelEnd[] =>
  gateways.flatMap((gateway) => tunnelEnds(world, gateway));

/** What the owner wrote about the far ends. */
export const cpes = (here: Locality) =>
  allEnds(here).map((end) => ({
    ...common(here, `cpe-${nameOf(end.connection)}`, {}),
    id: cpeId(end.gateway, end),
    ...(end.other.publicIp !== undefined && { ipAddress: end.other.publicIp }),
    isPrivate: false,
  }));

export const ipsecConnections = (here: Locality) =>
  allEnds(here).map((end) => ({
    ...common(here, nameOf(end.connection), end.connection),
    id: ipsecId(end.gateway, end),
    drgId: drgId(end.gateway),
    cpeId: cpeId(end.gateway, end),
    staticRoutes: [],
    transportType: "INTERNET",
    lifecycleState: "AVAILABLE",
  }));

export const endOfIpsec = (here: Locality, id: string): TunnelEnd | undefined =>
  allEnds(here).find((end) => ipsecId(end.gateway, end) === id);

/** The one tunnel of a connection: an estate's connection is one. */
export function tunnels({ world, tenancyId }: Locality, end: TunnelEnd) {
  const { connection, gateway, own, other } = end;
  const state = world.conditionOf(connection).isSessionUp ? "UP" : "DOWN";
  const farAsn = world.atlas.gateways.get(other.at)?.asn;
  return [
    {
      compartmentId: compartmentId(tenancyId),
      displayName: `${nameOf(connection)}-tunnel-1`,
      id: tunnelId(gateway, end),
      ...(own.publicIp !== undefined && { vpnIp: own.publicIp }),
      ...(other.publicIp !== undefined && { cpeIp: other.publicIp }),
      status: state,
      lifecycleState: "AVAILABLE",
      ikeVersion: "V2",
      routing: "BGP",
      bgpSessionInfo: {
        // Oracle's own side of every session is 31898; here it is what the estate's routers are told
        oracleBgpAsn: String(gateway.asn),
        ...(farAsn !== undefined && { customerBgpAsn: String(farAsn) }),
        ...(own.peerIp !== undefined && { oracleInterfaceIp: `${own.peerIp}/30` }),
        ...(other.peerIp !== undefined && { customerInterfaceIp: `${other.peerIp}/30` }),
        bgpState: state,
      },
      timeCreated: createdAt(connection),
      timeStatusUpdated: new Date(world.sessionChangedAtMs(connection.id)).toISOString(),
    },
  ];
}

/** Routes of a tunnel: what the far end tells, and what it is told; none while the session is down. */
export function tunnelRoutes({ world }: Locality, { connection, gateway, own, other }: TunnelEnd) {
  if (!world.conditionOf(connection).isSessionUp) return [];
  const farAsn = world.atlas.gateways.get(other.at)?.asn;
  const row = (advertiser: string, asn: number | undefined, end: EstateEnd) => (prefix: string) => ({
    prefix,
    age: 86_400,
    isBestPath: true,
    asPath:
      asn === undefined
        ? []
        : Array.from({ length: 1 + announcedPrepend(world.routing, connection.id, end, prefix) }, () => asn),
    advertiser,
  });
  return [
    ...other.announces.map(row("CUSTOMER", farAsn, other)),
    ...own.announces.map(row("ORACLE", gateway.asn, own)),
  ];
}
