import type { EstateConnection, EstateEnd, EstateGateway, EstateNetwork } from "../../estate/estate.ts";
import type { World } from "../../world/world.ts";
import { stableNumber } from "./resource.ts";

/** A connection as one Cloud Router sees it. */
export interface GcpLink {
  /** Name of the tunnel or the VLAN attachment. */
  readonly name: string;
  readonly gateway: EstateGateway;
  readonly connection: EstateConnection;
  readonly own: EstateEnd;
  readonly other: EstateEnd;
  readonly isSessionUp: boolean;
  /** Name of its session, where that does not follow from the link's own. */
  readonly peerName?: string;
}

/** A pair of addresses that tunnels end at. */
export interface HaGateway {
  readonly name: string;
  readonly gateway: EstateGateway;
  readonly publicIps: readonly [string, string];
}

/** Half of a VPC peering. */
export interface PeeringHalf {
  readonly name: string;
  readonly connection: EstateConnection;
  readonly remote: EstateNetwork;
}

/** What an estate holds of one project. */
export interface GcpProject {
  readonly id: string;
  readonly regions: readonly string[];
  readonly networks: readonly EstateNetwork[];
  readonly gateways: readonly EstateGateway[];
  readonly tunnels: readonly GcpLink[];
  readonly attachments: readonly GcpLink[];
  readonly haGateways: readonly HaGateway[];
}

const DEFAULT_PROJECT = "skylane-twin";
/** Regions that are there with nothing in them. */
const EMPTY_REGIONS = ["asia-east1", "us-east1"];
const CIRCUITS = new Set(["interconnect", "fastconnect", "express-route", "direct-connect"]);
const TUNNELS = new Set(["vpn", "transit-peering"]);

export const projectIdOf = ({ accountId }: { readonly accountId?: string | undefined }): string =>
  accountId ?? DEFAULT_PROJECT;

/** The project of that id, or `undefined` if nothing of the estate is in it. */
export function projectOf(world: World, id: string): GcpProject | undefined {
  const isIn = (one: EstateNetwork | EstateGateway) => one.cloud === "gcp" && projectIdOf(one) === id;
  const networks = world.atlas.estate.networks.filter(isIn);
  const gateways = world.atlas.estate.gateways.filter(isIn);
  if (networks.length === 0 && gateways.length === 0) return undefined;
  const links = gateways.flatMap((gateway) => linksOf(world, gateway));
  return {
    id,
    regions: [...new Set([...[...networks, ...gateways].map(({ regionId }) => regionId), ...EMPTY_REGIONS])].sort(),
    networks,
    gateways,
    tunnels: links.filter(({ connection }) => TUNNELS.has(connection.kind)),
    attachments: links.filter(({ connection }) => CIRCUITS.has(connection.kind)),
    haGateways: gateways.flatMap((gateway) => haGatewaysOf(world, gateway)),
  };
}

/** The links that the estate began with: what was built has its own objects. */
const firstLinksOf = (world: World, gateway: EstateGateway) =>
  world.viewOf(gateway.id).links.filter(({ connection }) => world.tunnelEndsOf(connection.id) === undefined);

function linksOf(world: World, gateway: EstateGateway): GcpLink[] {
  return firstLinksOf(world, gateway).map(({ connection, own, other, isSessionUp }) => {
    const far = world.atlas.gateways.get(other.at) ?? world.atlas.networks.get(other.at);
    const name = far?.cloud === "aws" ? connection.id : (connection.providerId ?? connection.id);
    return { name, gateway, connection, own, other, isSessionUp };
  });
}

/** The pairs of addresses at which a gateway's tunnels end; none if it has no tunnels. */
export function haGatewaysOf(world: World, gateway: EstateGateway): HaGateway[] {
  const tunnels = firstLinksOf(world, gateway).filter(({ connection }) => TUNNELS.has(connection.kind));
  if (tunnels.length === 0) return [];
  const ips = [...new Set(tunnels.flatMap(({ own }) => own.publicIp ?? []))].sort();
  const count = Math.max(1, Math.ceil(ips.length / 2));
  return Array.from({ length: count }, (_, i) => ({
    name: `${gateway.providerId}-vpn${i === 0 ? "" : `-${i + 1}`}`,
    gateway,
    publicIps: [
      ips[2 * i] ?? documentationIp(`${gateway.id}/${i}/0`, "203.0.113"),
      ips[2 * i + 1] ?? documentationIp(`${gateway.id}/${i}/1`, "192.0.2"),
    ],
  }));
}

/** An address for what the estate gives none: of the blocks of RFC 5737. */
export const documentationIp = (of: string, block: string): string => `${block}.${1 + stableNumber(of, 254)}`;

/** Where a tunnel of that end begins: its HA gateway and which of its two interfaces. */
export function interfaceOf(haGateways: readonly HaGateway[], gatewayId: string, publicIp: string | undefined) {
  const own = haGateways.filter(({ gateway }) => gateway.id === gatewayId);
  for (const haGateway of own) {
    const id = haGateway.publicIps.indexOf(publicIp ?? "");
    if (id >= 0) return { haGateway, id, ip: haGateway.publicIps[id] ?? "" };
  }
  const [first] = own;
  return first && { haGateway: first, id: 0, ip: first.publicIps[0] };
}

/** The peerings of a VPC network with others of this cloud that the estate began with. */
export function peeringsOf({ atlas, built }: World, network: EstateNetwork): PeeringHalf[] {
  return atlas.estate.connections.flatMap((connection) => {
    if (connection.kind !== "peering" || built.peerings.has(connection.id)) return [];
    const ends = [connection.a.at, connection.b.at];
    if (!ends.includes(network.id)) return [];
    const remote = atlas.networks.get(ends[0] === network.id ? (ends[1] ?? "") : (ends[0] ?? ""));
    return remote?.cloud === "gcp" ? [{ name: connection.providerId ?? connection.id, connection, remote }] : [];
  });
}

export const networkPath = (network: EstateNetwork): string =>
  `projects/${projectIdOf(network)}/global/networks/${network.providerId ?? network.id}`;

export const subnetworkPath = (network: EstateNetwork): string =>
  `projects/${projectIdOf(network)}/regions/${network.regionId}/subnetworks/${network.providerId ?? network.id}-subnet`;

/** Path of an object of a gateway's region, e.g. `vpnTunnels/one`. */
export const regionalPath = (gateway: EstateGateway, rest: string): string =>
  `projects/${projectIdOf(gateway)}/regions/${gateway.regionId}/${rest}`;

export const routerPath = (gateway: EstateGateway): string => regionalPath(gateway, `routers/${gateway.providerId}`);

/** A Cloud Router is of one VPC network: the first that has the gateway. */
export const networkOfGateway = (world: World, gateway: EstateGateway): string => {
  const network = world.atlas.estate.networks.find(({ gatewayId }) => gatewayId === gateway.id);
  return network ? networkPath(network) : `projects/${projectIdOf(gateway)}/global/networks/default`;
};
