import type { Describe } from "./describe.ts";
import { internetGatewayOf, natGatewayOf, ownerOf, subnetIdsOf, tagFacts, tagSet, vpcsOf } from "./scope.ts";

/** A Region that nobody has opted in to: real accounts have several. */
const NOT_OPTED_IN = "af-south-1";

/** Regions, what leads to the internet, and the kinds of things that no estate holds. */
export const edgeDescribers: Readonly<Record<string, Describe>> = {
  DescribeRegions: ({ world }, parameters) => {
    const enabled = new Set(
      [...world.atlas.estate.networks, ...world.atlas.estate.gateways].flatMap(({ cloud, regionId }) =>
        cloud === "aws" ? regionId : [],
      ),
    );
    const isWanted = parameters.text("AllRegions") === "true" || parameters.list("RegionName").includes(NOT_OPTED_IN);
    return {
      set: "regionInfo",
      idParameter: "RegionName",
      notFound: "InvalidParameterValue",
      items: [...enabled, ...(isWanted && !enabled.has(NOT_OPTED_IN) ? [NOT_OPTED_IN] : [])].map((regionName) => {
        const regionEndpoint = `ec2.${regionName}.amazonaws.com`;
        const optInStatus = enabled.has(regionName) ? "opt-in-not-required" : "not-opted-in";
        return {
          id: regionName,
          xml: { regionName, regionEndpoint, optInStatus },
          facts: { "region-name": regionName, endpoint: regionEndpoint, "opt-in-status": optInStatus },
        };
      }),
    };
  },
  DescribeInternetGateways: (scope) => ({
    set: "internetGatewaySet",
    idParameter: "InternetGatewayId",
    notFound: "InvalidInternetGatewayID.NotFound",
    items: vpcsOf(scope)
      .filter(({ id }) =>
        scope.world.atlas.estate.connections.some(({ kind, a, b }) => kind === "internet" && [a.at, b.at].includes(id)),
      )
      .map((network) => ({
        id: internetGatewayOf(network),
        xml: {
          internetGatewayId: internetGatewayOf(network),
          ownerId: ownerOf(network),
          attachmentSet: { item: [{ vpcId: network.providerId, state: "available" }] },
          ...tagSet(network.id),
        },
        facts: {
          "internet-gateway-id": internetGatewayOf(network),
          "attachment.vpc-id": network.providerId ?? "",
          "attachment.state": "available",
          "owner-id": ownerOf(network),
          ...tagFacts(network.id),
        },
      })),
  }),
  DescribeNatGateways: (scope) => ({
    set: "natGatewaySet",
    idParameter: "NatGatewayId",
    notFound: "NatGatewayNotFound",
    items: vpcsOf(scope)
      .filter(({ egressIp }) => egressIp !== undefined)
      .map((network) => ({
        id: natGatewayOf(network),
        xml: {
          natGatewayId: natGatewayOf(network),
          vpcId: network.providerId,
          subnetId: subnetIdsOf(network)[0],
          state: "available",
          connectivityType: "public",
          natGatewayAddressSet: { item: [{ publicIp: network.egressIp, isPrimary: true, status: "succeeded" }] },
          ...tagSet(network.id),
        },
        facts: {
          "nat-gateway-id": natGatewayOf(network),
          "vpc-id": network.providerId ?? "",
          "subnet-id": subnetIdsOf(network)[0] ?? "",
          state: "available",
          ...tagFacts(network.id),
        },
      })),
  }),
  DescribeTransitGatewayConnects: () => ({
    set: "transitGatewayConnectSet",
    idParameter: "TransitGatewayAttachmentIds",
    notFound: "InvalidTransitGatewayAttachmentID.NotFound",
    items: [],
  }),
  DescribeTransitGatewayConnectPeers: () => ({
    set: "transitGatewayConnectPeerSet",
    idParameter: "TransitGatewayConnectPeerIds",
    notFound: "InvalidTransitGatewayConnectPeerID.NotFound",
    items: [],
  }),
};
