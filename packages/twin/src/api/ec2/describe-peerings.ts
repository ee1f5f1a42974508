import type { EstateConnection, EstateGateway, EstateNetwork } from "../../estate/estate.ts";
import { describeTransitPeering } from "./build/transit-peerings.ts";
import { builtPeeringsOf, describePeering } from "./build/vpc-peerings.ts";
import { corePeeringsOf } from "./core-networks.ts";
import type { Describe } from "./describe.ts";
import { createdAt, isCoreEdge, isOwn, ownerOf, type Scope, tagFacts, tagSet, type Xml } from "./scope.ts";

/** Peerings of VPCs, of transit gateways, and of transit gateways with core networks. Both Regions of one show it, with the same id. */
export const peeringDescribers: Readonly<Record<string, Describe>> = {
  DescribeVpcPeeringConnections: (scope) => ({
    set: "vpcPeeringConnectionSet",
    idParameter: "VpcPeeringConnectionId",
    notFound: "InvalidVpcPeeringConnectionID.NotFound",
    items: builtPeeringsOf(scope, "peering")
      .map((one) => describePeering(scope, one))
      .concat(
        pairsOf(scope, "peering", scope.world.atlas.networks).map(({ connection, requester, accepter }) => ({
          id: connection.providerId ?? connection.id,
          xml: {
            vpcPeeringConnectionId: connection.providerId ?? connection.id,
            requesterVpcInfo: vpcInfo(requester),
            accepterVpcInfo: vpcInfo(accepter),
            status: { code: "active", message: "Active" },
            ...tagSet(connection.id, connection.tags),
          },
          facts: {
            "vpc-peering-connection-id": connection.providerId ?? connection.id,
            "requester-vpc-info.vpc-id": requester.providerId ?? requester.id,
            "accepter-vpc-info.vpc-id": accepter.providerId ?? accepter.id,
            "status-code": "active",
            ...tagFacts(connection.id, connection.tags),
          },
        })),
      ),
  }),
  DescribeTransitGatewayPeeringAttachments: (scope) => ({
    set: "transitGatewayPeeringAttachments",
    idParameter: "TransitGatewayAttachmentIds",
    notFound: "InvalidTransitGatewayAttachmentID.NotFound",
    items: builtPeeringsOf(scope, "transit-peering")
      .map((one) => describeTransitPeering(scope, one))
      .concat(
        [...betweenTransitGateways(scope), ...withCoreNetworks(scope)].map(
          ({
            connection,
            attachmentId,
            accepterAttachmentId,
            requesterTgwInfo,
            accepterTgwInfo,
            transitGatewayId,
          }) => ({
            id: attachmentId,
            xml: {
              transitGatewayAttachmentId: attachmentId,
              accepterTransitGatewayAttachmentId: accepterAttachmentId,
              requesterTgwInfo,
              accepterTgwInfo,
              status: { code: "available" },
              state: "available",
              creationTime: createdAt(connection),
              ...tagSet(connection.id, connection.tags),
            },
            facts: {
              "transit-gateway-attachment-id": attachmentId,
              "transit-gateway-id": transitGatewayId,
              state: "available",
              ...tagFacts(connection.id, connection.tags),
            },
          }),
        ),
      ),
  }),
};

interface Pair<T> {
  readonly connection: EstateConnection;
  /** The estate's end `a`. */
  readonly requester: T;
  readonly accepter: T;
}

/** Connections of one kind between two places of AWS, of which one is the account's in the Region. */
function pairsOf<T extends EstateNetwork | EstateGateway>(
  scope: Scope,
  kind: EstateConnection["kind"],
  places: ReadonlyMap<string, T>,
): readonly Pair<T>[] {
  return scope.world.atlas.estate.connections.flatMap((connection) => {
    const [requester, accepter] = [places.get(connection.a.at), places.get(connection.b.at)];
    if (
      connection.kind !== kind ||
      scope.world.built.peerings.has(connection.id) ||
      requester?.cloud !== "aws" ||
      accepter?.cloud !== "aws"
    )
      return [];
    const isSeen = [requester, accepter].some((one) => one.regionId === scope.regionId && isOwn(one, scope));
    return isSeen ? [{ connection, requester, accepter }] : [];
  });
}

interface TransitPeering {
  readonly connection: EstateConnection;
  readonly attachmentId: string;
  readonly accepterAttachmentId: string | undefined;
  readonly requesterTgwInfo: Xml;
  readonly accepterTgwInfo: Xml;
  /** The one in the Region that is asked. */
  readonly transitGatewayId: string;
}

const betweenTransitGateways = (scope: Scope): readonly TransitPeering[] =>
  pairsOf(scope, "transit-peering", scope.world.atlas.gateways)
    .filter(({ requester, accepter }) => !isCoreEdge(requester) && !isCoreEdge(accepter))
    .map(({ connection, requester, accepter }) => ({
      connection,
      attachmentId: connection.a.attachmentId ?? connection.providerId ?? connection.id,
      accepterAttachmentId: connection.b.attachmentId,
      requesterTgwInfo: tgwInfo(requester),
      accepterTgwInfo: tgwInfo(accepter),
      transitGatewayId: requester.regionId === scope.regionId ? requester.providerId : accepter.providerId,
    }));

/** A core network asks for the peering, whichever end of the estate's connection it is; Network Manager shows its half. */
const withCoreNetworks = (scope: Scope): readonly TransitPeering[] =>
  corePeeringsOf(scope.world)
    .filter(({ tgw }) => tgw.regionId === scope.regionId && isOwn(tgw, scope))
    .map(({ connection, edge, tgw, tgwEnd }) => ({
      connection,
      attachmentId: tgwEnd.attachmentId ?? connection.providerId ?? connection.id,
      accepterAttachmentId: undefined,
      requesterTgwInfo: { coreNetworkId: edge.providerId, ownerId: ownerOf(edge), region: edge.regionId },
      accepterTgwInfo: tgwInfo(tgw),
      transitGatewayId: tgw.providerId,
    }));

const vpcInfo = (network: EstateNetwork): Xml => ({
  ownerId: ownerOf(network),
  vpcId: network.providerId ?? network.id,
  region: network.regionId,
  cidrBlock: network.cidrs[0],
  cidrBlockSet: { item: network.cidrs.map((cidrBlock) => ({ cidrBlock })) },
});

const tgwInfo = (gateway: EstateGateway): Xml => ({
  transitGatewayId: gateway.providerId,
  ownerId: ownerOf(gateway),
  region: gateway.regionId,
});
