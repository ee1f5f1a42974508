import type { EstateConnection, EstateEnd } from "../../estate/estate.ts";
import { stateOf } from "./build/transit-peerings.ts";
import { isUnderWay } from "./build/under-way.ts";
import { builtPeeringsOf } from "./build/vpc-peerings.ts";
import { builtVpnsOf } from "./build/vpn-records.ts";
import {
  createdAt,
  directConnectGatewayOf,
  isOnDirectConnectGateway,
  isOwn,
  ownerOf,
  type Scope,
  type Tags,
  tgwsOf,
  visibleTgwsOf,
} from "./scope.ts";

/** Something attached to a transit gateway. */
export interface Attachment {
  readonly transitGatewayAttachmentId: string;
  readonly transitGatewayId: string;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly state: string;
  /** Route table that decides for what comes from it; `""` = none. */
  readonly tableId: string;
  readonly transitGatewayOwnerId: string;
  readonly resourceOwnerId: string;
  readonly creationTime?: string | undefined;
  readonly name: string;
  readonly tags: Tags;
}

const RESOURCE_TYPES: Readonly<Record<string, string>> = {
  vpn: "vpn",
  "direct-connect": "direct-connect-gateway",
  interconnect: "direct-connect-gateway",
  "transit-peering": "peering",
};

/** Everything attached to the account's transit gateways in a Region, and its own VPCs' attachments to those of others. */
export function attachmentsOf(scope: Scope): readonly Attachment[] {
  const ofVpcs = scope.world.atlas.estate.networks.flatMap((network) => {
    const tgw = visibleTgwsOf(scope).find(({ id }) => id === network.gatewayId);
    if (!tgw || network.attachmentId === undefined || !(isOwn(tgw, scope) || isOwn(network, scope))) return [];
    return [
      {
        transitGatewayAttachmentId: network.attachmentId,
        transitGatewayId: tgw.providerId,
        resourceType: "vpc",
        resourceId: network.providerId ?? network.id,
        state: isUnderWay(scope.world, network.attachmentId) ? "pending" : "available",
        tableId: network.gatewayTableId ?? tgw.tables[0] ?? "",
        transitGatewayOwnerId: ownerOf(tgw),
        resourceOwnerId: ownerOf(network),
        name: network.id,
        tags: network.tags,
      },
    ];
  });
  const ofLinks = tgwsOf(scope).flatMap((tgw) =>
    scope.world.viewOf(tgw.id).links.flatMap(({ connection, own, other }) => {
      const isBuilt =
        scope.world.tunnelEndsOf(connection.id) !== undefined || scope.world.built.peerings.has(connection.id);
      if (own.attachmentId === undefined || isBuilt) return [];
      return [
        {
          transitGatewayAttachmentId: own.attachmentId,
          transitGatewayId: tgw.providerId,
          resourceType: RESOURCE_TYPES[connection.kind] ?? "connect",
          resourceId: resourceIdOf(scope, connection, other),
          state: "available",
          tableId: own.associatedTableId ?? tgw.tables[0] ?? "",
          transitGatewayOwnerId: ownerOf(tgw),
          resourceOwnerId: ownerOf(tgw),
          creationTime: createdAt(connection),
          name: connection.id,
          tags: connection.tags,
        },
      ];
    }),
  );
  return [...ofVpcs, ...ofLinks, ...builtVpnAttachments(scope), ...builtPeeringAttachments(scope)];
}

const builtVpnAttachments = (scope: Scope): readonly Attachment[] =>
  builtVpnsOf(scope).map(({ id, attachmentId, transitGatewayId, accountId, tableId }) => ({
    transitGatewayAttachmentId: attachmentId,
    transitGatewayId,
    resourceType: "vpn",
    resourceId: id,
    state: isUnderWay(scope.world, id) ? "pending" : "available",
    tableId,
    transitGatewayOwnerId: accountId,
    resourceOwnerId: accountId,
    name: id,
    tags: {},
  }));

/** The ends of peerings that are the account's, in the Region. */
const builtPeeringAttachments = (scope: Scope): readonly Attachment[] =>
  builtPeeringsOf(scope, "transit-peering").flatMap((peering) =>
    [
      { own: peering.a, far: peering.b },
      { own: peering.b, far: peering.a },
    ].flatMap(({ own, far }) => {
      const tgw = tgwsOf(scope).find(({ id }) => id === own.at);
      const peer = scope.world.atlas.gateways.get(far.at);
      if (!tgw || own.attachmentId === undefined) return [];
      return [
        {
          transitGatewayAttachmentId: own.attachmentId,
          transitGatewayId: tgw.providerId,
          resourceType: "peering",
          resourceId: peer?.providerId ?? far.at,
          state: stateOf(scope, peering),
          tableId: own.associatedTableId ?? "",
          transitGatewayOwnerId: ownerOf(tgw),
          resourceOwnerId: ownerOf(peer ?? {}),
          name: peering.id,
          tags: {},
        },
      ];
    }),
  );

/** What an attachment of a connection is of: the far transit gateway of a peering, the Direct Connect gateway, the VPN connection. */
function resourceIdOf({ world }: Scope, connection: EstateConnection, other: EstateEnd): string {
  if (isOnDirectConnectGateway(connection)) return directConnectGatewayOf(connection);
  const far = connection.kind === "transit-peering" ? world.atlas.gateways.get(other.at) : undefined;
  return far?.providerId ?? connection.providerId ?? connection.id;
}
