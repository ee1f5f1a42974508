import type { NetworkRouteDestination } from "@aws-sdk/client-networkmanager";
import type { SeenRoute } from "@skylane/core";
import type { AwsAtlas } from "./atlas.ts";
import { coreNetworkPairId, edgeKey } from "./core-edges.ts";
import type { Placed } from "./inventory.ts";
import type { CoreRoute } from "./read-core-networks.ts";
import { nextOverGateway } from "./seen-routes.ts";
import { awsKey, idOfArn, listOf } from "./words.ts";

/** A route of a segment at an edge of a core network, once for each destination that it spreads over. */
export function seenCoreRoutes({ it: route }: Placed<CoreRoute>, atlas: AwsAtlas): SeenRoute[] {
  const { coreNetworkId, segmentName, edgeLocation, DestinationCidrBlock: prefix } = route;
  if (prefix === undefined) return [];
  const common = {
    cloud: "aws",
    owner: edgeKey(coreNetworkId, edgeLocation),
    tableId: segmentName,
    prefix,
    origin: route.Type === "PROPAGATED" ? "propagated" : "static",
    isActive: route.State === "ACTIVE",
  } as const;
  const nexts = listOf(route.Destinations).map((destination) => nextOf(route, destination, atlas));
  return (nexts.length === 0 ? [{ kind: "none" } as const] : nexts).map((next) => ({ ...common, next }));
}

function nextOf(
  { coreNetworkId, edgeLocation }: CoreRoute,
  { CoreNetworkAttachmentId, EdgeLocation, ResourceType, ResourceId }: NetworkRouteDestination,
  atlas: AwsAtlas,
): SeenRoute["next"] {
  // edges of one core network reach one another without any link that shows
  if (EdgeLocation !== undefined && EdgeLocation !== edgeLocation)
    return { kind: "gateway", key: edgeKey(coreNetworkId, EdgeLocation) };
  const attachment = atlas.core.attachments.get(CoreNetworkAttachmentId ?? "");
  const id = idOfArn(attachment?.ResourceArn) ?? ResourceId;
  if (id === undefined) return { kind: "link" };
  switch (attachment?.AttachmentType as string | undefined) {
    case "VPC":
      return { kind: "network", key: awsKey(id) };
    case "SITE_TO_SITE_VPN":
      return { kind: "link", key: awsKey(id) };
    case "DIRECT_CONNECT_GATEWAY":
      return nextOverGateway(id, atlas);
    case "TRANSIT_GATEWAY_ROUTE_TABLE": {
      const tgwId = atlas.core.transitGatewayOfTable.get(id) ?? "";
      const peering = atlas.core.peerings.get(coreNetworkPairId(coreNetworkId, tgwId));
      return peering?.PeeringId === undefined ? { kind: "link" } : { kind: "link", key: awsKey(peering.PeeringId) };
    }
    default:
      // of an attachment that is not listed, its resource tells
      return ResourceType === "vpc" ? { kind: "network", key: awsKey(id) } : { kind: "link" };
  }
}
