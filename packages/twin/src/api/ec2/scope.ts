import { createHash } from "node:crypto";
import type { EstateConnection, EstateEnd, EstateGateway, EstateNetwork } from "../../estate/estate.ts";
import { contains } from "../../world/prefix.ts";
import type { RoutingState } from "../../world/routing-state.ts";
import type { VpcTable } from "../../world/select-vpc.ts";
import type { World } from "../../world/world.ts";

/** Whose resources a call sees: one account in one Region, and routing as reads show it now. */
export interface Scope {
  readonly world: World;
  readonly regionId: string;
  /** What the estate gives no account belongs to whoever asks. */
  readonly accountId: string;
  /** May lag behind `world.routing` (eventual consistency). */
  readonly read: RoutingState;
}

/** Where an operation finds what it needs, and what it answers with, before it becomes XML. */
export type Xml = Readonly<Record<string, unknown>>;

type Owned = Pick<EstateNetwork | EstateGateway, "cloud" | "regionId" | "accountId">;
const isHere = (one: Owned, { regionId }: Scope): boolean => one.cloud === "aws" && one.regionId === regionId;
/** True if the caller's account owns it. */
export const isOwn = ({ accountId }: Pick<Owned, "accountId">, scope: Scope): boolean =>
  (accountId ?? scope.accountId) === scope.accountId;
/** True if a gateway is an edge of a Cloud WAN core network: EC2 shows what is attached to it, and Network Manager itself. */
export const isCoreEdge = ({ cloud, service }: EstateGateway): boolean => cloud === "aws" && service === "core-network";
const tgwsHere = (scope: Scope): readonly EstateGateway[] =>
  scope.world.atlas.estate.gateways.filter(
    (gateway) => isHere(gateway, scope) && gateway.kind === "tgw" && !isCoreEdge(gateway),
  );
export const tgwsOf = (scope: Scope): readonly EstateGateway[] => tgwsHere(scope).filter((tgw) => isOwn(tgw, scope));
/** The account's own transit gateways and those of others that are shared with it, because VPCs of it are attached there. */
export const visibleTgwsOf = (scope: Scope): readonly EstateGateway[] => {
  const attached = new Set(vpcsOf(scope).map(({ gatewayId }) => gatewayId));
  return tgwsHere(scope).filter((tgw) => isOwn(tgw, scope) || attached.has(tgw.id));
};
export const vpcsOf = (scope: Scope): readonly EstateNetwork[] =>
  scope.world.atlas.estate.networks.filter((network) => isHere(network, scope) && isOwn(network, scope));

/** The account's gateways that links end at in the Region: transit gateways, edges of core networks, virtual private gateways. */
export const hubsOf = (scope: Scope): readonly EstateGateway[] =>
  scope.world.atlas.estate.gateways.filter(
    (gateway) =>
      isHere(gateway, scope) &&
      isOwn(gateway, scope) &&
      (gateway.kind === "tgw" || isCoreEdge(gateway) || gateway.vpcId !== undefined),
  );

/** A VPN connection of the estate whose AWS end is one of these, with that end and the other. */
export interface ScopedVpn {
  readonly connection: EstateConnection;
  readonly hub: EstateGateway;
  readonly own: EstateEnd;
  readonly other: EstateEnd;
}
export const vpnsOf = (scope: Scope): readonly ScopedVpn[] =>
  scope.world.atlas.estate.connections
    .filter(({ kind, id }) => kind === "vpn" && scope.world.tunnelEndsOf(id) === undefined)
    .flatMap((connection) => {
      const hub = hubsOf(scope).find(({ id }) => id === connection.a.at || id === connection.b.at);
      if (!hub) return [];
      const isA = connection.a.at === hub.id;
      return [{ connection, hub, own: isA ? connection.a : connection.b, other: isA ? connection.b : connection.a }];
    });

/** Kinds of links that come in over a Direct Connect gateway; here each has one of its own. */
export const isOnDirectConnectGateway = ({ kind }: EstateConnection): boolean =>
  kind === "direct-connect" || kind === "interconnect";
/** Id of the Direct Connect gateway; a managed link between clouds names it as the UUID that it is. */
export const directConnectGatewayOf = ({ kind, id }: EstateConnection): string =>
  kind === "interconnect" ? uuidOf(`dxgw ${id}`) : `dxgw-${id}`;

/** Id of the virtual interface that a Direct Connect connection has. */
export const virtualInterfaceOf = ({ providerId, id }: EstateConnection): string =>
  (providerId ?? id).replace(/^dxcon-/, "dxvif-");

/** Always the same UUID for the same text. */
export const uuidOf = (text: string): string =>
  createHash("sha256")
    .update(text)
    .digest("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");

export type Tags = Readonly<Record<string, string>>;
const taggedAs = (name: string, tags: Tags): Tags => ({ Name: name, ...tags });
/** The tags of something, its name among them, as XML and as what filters ask for. */
export const tagSet = (name: string, tags: Tags = {}): Xml => ({
  tagSet: { item: Object.entries(taggedAs(name, tags)).map(([key, value]) => ({ key, value })) },
});
export const tagFacts = (name: string, tags: Tags = {}): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(taggedAs(name, tags)).map(([key, value]) => [`tag:${key}`, value]));
/** When a connection was made, if the estate says. */
export const createdAt = ({ createdOn }: EstateConnection): string | undefined =>
  createdOn === undefined ? undefined : `${createdOn}T00:00:00.000Z`;
export const ownerOf = (one: { readonly accountId?: string | undefined }): string => one.accountId ?? "000000000000";
/** The hexadecimal part of a provider's id, from which the ids of what belongs to it are made. */
export const suffixOf = (providerId: string | undefined, id: string): string =>
  (providerId ?? id).replace(/^[a-z]+-/, "");
/** The account's virtual private gateways in the Region: routers that say of which VPC they are. */
export const vgwsOf = (scope: Scope): readonly EstateGateway[] =>
  scope.world.atlas.estate.gateways.filter(
    (gateway) => isHere(gateway, scope) && isOwn(gateway, scope) && gateway.vpcId !== undefined,
  );
/** The tables of the account's VPCs: the main one of each, and those that parts of it have. */
export const vpcTablesOf = (scope: Scope): readonly VpcTable[] =>
  vpcsOf(scope).flatMap((network) => [
    { network },
    ...network.subnets.map(({ routeTableId }) => ({ network, partTableId: routeTableId })),
  ]);
export const internetGatewayOf = (network: EstateNetwork): string => `igw-${suffixOf(network.providerId, network.id)}`;
/** Id of the NAT gateway that `egressIp` of a VPC is the address of. */
export const natGatewayOf = (network: EstateNetwork): string => `nat-${suffixOf(network.providerId, network.id)}`;
export const customerGatewayOf = (connection: EstateConnection): string =>
  `cgw-${suffixOf(connection.providerId, connection.id)}`;

/** Where the two tunnels of a VPN connection end on the AWS side; only the first is configured at the far end. */
export const outsideIpsOf = ({ connection, own }: ScopedVpn): readonly [string, string] => [
  own.publicIp ?? `203.0.113.${1 + stableNumber(connection.id, 254)}`,
  `198.18.${stableNumber(`${connection.id}/second`, 256)}.${1 + stableNumber(connection.id, 254)}`,
];

/** The far end's address: what the customer gateway stands for. */
export const customerIpOf = ({ connection, other }: ScopedVpn): string =>
  other.publicIp ?? `192.0.2.${1 + stableNumber(connection.id, 254)}`;

/**
 * The /30 around the configured tunnel's inside addresses, and one for the second: the next, unless the estate uses that
 * elsewhere. None without addresses.
 */
export function insideCidrsOf({ world }: Scope, { connection, own }: ScopedVpn): readonly [string, string] | undefined {
  const bytes = own.peerIp?.split(".").map(Number);
  if (!bytes) return undefined;
  const last = (bytes[3] ?? 0) & 0xfc;
  const cidr = (fourth: number): string => `${bytes.slice(0, 3).join(".")}.${fourth & 0xff}/30`;
  const isUsed = (range: string): boolean =>
    world.atlas.estate.connections.some(({ a, b }) =>
      [a.peerIp, b.peerIp].some((ip) => ip !== undefined && contains(range, ip)),
    );
  const next = cidr(last + 4);
  return [cidr(last), isUsed(next) ? `169.254.${200 + stableNumber(connection.id, 50)}.${last}/30` : next];
}

/** A number below `limit` that is the same for the same name. */
function stableNumber(name: string, limit: number): number {
  let sum = 0;
  for (const char of name) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 1_000_003;
  return sum % limit;
}

/** Ids of a VPC's subnets: the one with the main table, and those with a table of their own. */
export const subnetIdsOf = (network: EstateNetwork): readonly string[] => [
  `subnet-${suffixOf(network.providerId, network.id)}`,
  ...network.subnets.map(({ routeTableId }) => subnetIdOf(routeTableId)),
];
export const subnetIdOf = (routeTableId: string): string => routeTableId.replace("rtb-", "subnet-");
