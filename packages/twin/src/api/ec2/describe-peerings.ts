import type { EstateConnection, EstateGateway, EstateNetwork } from "../../estate/estate.ts";
import type { Describe } from "./describe.ts";
import { createdAt, isOwn, ownerOf, type Scope, tagFacts, tagSet, type Xml } from "./scope.ts";

/** Peerings of VPCs and of transit gateways. Both Regions of one show it, with the same id. */
export const peeringDescribers: Readonly<Record<string, Describe>> = {
  DescribeVpcPeeringConnections: (scope) => ({
    set: "vpcPeeringConnectionSet",
    idParameter: "VpcPeeringConnectionId",
    notFound: "InvalidVpcPeeringConnectionID.NotFound",
    items: pairsOf(scope, "peering", scope.world.atlas.networks).map(({ connection, requester, accepter }) => ({
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
  }),
  DescribeTransitGatewayPeeringAttachments: (scope) => ({
    set: "transitGatewayPeeringAttachments",
    idParameter: "TransitGatewayAttachmentIds",
    notFound: "InvalidTransitGatewayAttachmentID.NotFound",
    items: pairsOf(scope, "transit-peering", scope.world.atlas.gateways).map(({ connection, requester, accepter }) => {
      const attachmentId = connection.a.attachmentId ?? connection.providerId ?? connection.id;
      return {
        id: attachmentId,
        xml: {
          transitGatewayAttachmentId: attachmentId,
          accepterTransitGatewayAttachmentId: connection.b.attachmentId,
          requesterTgwInfo: tgwInfo(requester),
          accepterTgwInfo: tgwInfo(accepter),
          status: { code: "available" },
          state: "available",
          creationTime: createdAt(connection),
          ...tagSet(connection.id, connection.tags),
        },
        facts: {
          "transit-gateway-attachment-id": attachmentId,
          "transit-gateway-id": requester.regionId === scope.regionId ? requester.providerId : accepter.providerId,
          state: "available",
          ...tagFacts(connection.id, connection.tags),
        },
      };
    }),
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
    if (connection.kind !== kind || requester?.cloud !== "aws" || accepter?.cloud !== "aws") return [];
    const isSeen = [requester, accepter].some((one) => one.regionId === scope.regionId && isOwn(one, scope));
    return isSeen ? [{ connection, requester, accepter }] : [];
  });
}

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
