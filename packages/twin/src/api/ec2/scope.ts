import type { EstateConnection, EstateEnd, EstateGateway, EstateNetwork } from "../../estate/estate.ts";
import type { RoutingState } from "../../world/routing-state.ts";
import type { World } from "../../world/world.ts";

/** Whose resources a call sees: one Region of one cloud, and routing as reads show it now. */
export interface Scope {
  readonly world: World;
  readonly regionId: string;
  /** May lag behind `world.routing` (eventual consistency). */
  readonly read: RoutingState;
}

/** Where an operation finds what it needs, and what it answers with, before it becomes XML. */
export type Xml = Readonly<Record<string, unknown>>;

const isHere = (one: { readonly cloud: string; readonly regionId: string }, { regionId }: Scope): boolean =>
  one.cloud === "aws" && one.regionId === regionId;
export const tgwsOf = (scope: Scope): readonly EstateGateway[] =>
  scope.world.atlas.estate.gateways.filter((gateway) => isHere(gateway, scope) && gateway.kind === "tgw");
export const vpcsOf = (scope: Scope): readonly EstateNetwork[] =>
  scope.world.atlas.estate.networks.filter((network) => isHere(network, scope));

/** A VPN connection whose AWS end is a transit gateway of the Region, with that end and the other. */
export interface ScopedVpn {
  readonly connection: EstateConnection;
  readonly tgw: EstateGateway;
  readonly own: EstateEnd;
  readonly other: EstateEnd;
}
export const vpnsOf = (scope: Scope): readonly ScopedVpn[] =>
  scope.world.atlas.estate.connections
    .filter(({ kind }) => kind === "vpn")
    .flatMap((connection) => {
      const tgw = tgwsOf(scope).find(({ id }) => id === connection.a.at || id === connection.b.at);
      if (!tgw) return [];
      const isA = connection.a.at === tgw.id;
      return [{ connection, tgw, own: isA ? connection.a : connection.b, other: isA ? connection.b : connection.a }];
    });

/** Something attached to a transit gateway. */
export interface Attachment {
  readonly transitGatewayAttachmentId: string;
  readonly transitGatewayId: string;
  readonly resourceType: string;
  readonly resourceId: string;
  /** Route table that decides for what comes from it. */
  readonly tableId: string;
}

const RESOURCE_TYPES: Readonly<Record<string, string>> = {
  vpn: "vpn",
  "direct-connect": "direct-connect-gateway",
  "transit-peering": "peering",
};

/** Everything attached to the transit gateways of a Region. */
export function attachmentsOf(scope: Scope): readonly Attachment[] {
  const ofVpcs = vpcsOf(scope).flatMap((network) => {
    const tgw = tgwsOf(scope).find(({ id }) => id === network.gatewayId);
    if (!tgw || network.attachmentId === undefined) return [];
    return [
      {
        transitGatewayAttachmentId: network.attachmentId,
        transitGatewayId: tgw.providerId,
        resourceType: "vpc",
        resourceId: network.providerId ?? network.id,
        tableId: network.gatewayTableId ?? tgw.tables[0] ?? "",
      },
    ];
  });
  const ofLinks = tgwsOf(scope).flatMap((tgw) =>
    scope.world.viewOf(tgw.id).links.flatMap(({ connection, own }) => {
      if (own.attachmentId === undefined) return [];
      return [
        {
          transitGatewayAttachmentId: own.attachmentId,
          transitGatewayId: tgw.providerId,
          resourceType: RESOURCE_TYPES[connection.kind] ?? "connect",
          resourceId:
            connection.kind === "direct-connect" ? `dxgw-${connection.id}` : (connection.providerId ?? connection.id),
          tableId: own.associatedTableId ?? tgw.tables[0] ?? "",
        },
      ];
    }),
  );
  return [...ofVpcs, ...ofLinks];
}

export const nameTag = (name: string): Xml => ({ tagSet: { item: [{ key: "Name", value: name }] } });
export const ownerOf = (one: { readonly accountId?: string | undefined }): string => one.accountId ?? "000000000000";
/** The hexadecimal part of a provider's id, from which the ids of what belongs to it are made. */
export const suffixOf = (providerId: string | undefined, id: string): string =>
  (providerId ?? id).replace(/^[a-z]+-/, "");
export const routeTableOf = (network: EstateNetwork): string => `rtb-${suffixOf(network.providerId, network.id)}`;
export const internetGatewayOf = (network: EstateNetwork): string => `igw-${suffixOf(network.providerId, network.id)}`;
export const customerGatewayOf = (connection: EstateConnection): string =>
  `cgw-${suffixOf(connection.providerId, connection.id)}`;

/** A documentation address (RFC 5737) that is the same for the same connection. */
export function publicIpOf({ id }: EstateConnection): string {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 254;
  return `203.0.113.${sum + 1}`;
}
