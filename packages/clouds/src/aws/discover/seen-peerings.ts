import type {
  PeeringTgwInfo,
  TransitGatewayPeeringAttachment,
  VpcPeeringConnection,
  VpcPeeringConnectionVpcInfo,
} from "@aws-sdk/client-ec2";
import type { Peering } from "@aws-sdk/client-networkmanager";
import type { LinkSighting } from "@skylane/core";
import { priceOfAttachment } from "../prices/link-months.ts";
import type { AwsAtlas } from "./atlas.ts";
import { coreNetworkPairId, edgeIdOf, edgeKey } from "./core-edges.ts";
import type { Placed } from "./inventory.ts";
import { asnOf, awsKey, commonOf, idOfArn, isGone, momentOf, type Place, present, provisioningOf } from "./words.ts";

/** Key of one VPC's half of a peering: AWS has one object for both, and both Regions and accounts show it. */
export const peeringKey = (peeringId: string, vpcId: string): string => awsKey(`${peeringId}/${vpcId}`);

/** The halves of a VPC peering that are of this account and Region. What passes is decided by the tables' routes alone. */
export function seenPeering({ it: peering, ...place }: Placed<VpcPeeringConnection>): LinkSighting[] {
  const { VpcPeeringConnectionId: id, RequesterVpcInfo: requester, AccepterVpcInfo: accepter, Status } = peering;
  if (id === undefined || isGone(Status?.Code)) return [];
  const halfAt = (
    own: VpcPeeringConnectionVpcInfo | undefined,
    other: VpcPeeringConnectionVpcInfo | undefined,
  ): LinkSighting[] => {
    if (own?.VpcId === undefined || !isAt(own, place)) return [];
    return [
      {
        ...commonOf(place, id, peering.Tags),
        key: peeringKey(id, own.VpcId),
        kind: "peering",
        aliases: [id],
        at: awsKey(own.VpcId),
        ...(other?.VpcId !== undefined && { peer: awsKey(other.VpcId) }),
        join: { sharedId: id },
        provisioning: provisioningOf(Status?.Code),
        control: controlOf(Status?.Code),
        isEncrypted: isBetweenRegions(requester, accepter),
        isPublic: false,
      },
    ];
  };
  return [...halfAt(requester, accepter), ...halfAt(accepter, requester)];
}

const isAt = (
  info: { readonly OwnerId?: string | undefined; readonly Region?: string | undefined },
  { accountId, regionId }: Place,
): boolean => (info.OwnerId ?? accountId) === accountId && (info.Region ?? regionId) === regionId;

/** What goes from Region to Region AWS encrypts itself. */
const isBetweenRegions = (
  one: { readonly Region?: string | undefined } | undefined,
  other: { readonly Region?: string | undefined } | undefined,
): boolean => one?.Region !== undefined && other?.Region !== undefined && one.Region !== other.Region;

const controlOf = (state: string | undefined): LinkSighting["control"] =>
  state === undefined ? "unknown" : state === "active" || state === "available" ? "up" : "down";

/** Key of one transit gateway's half of a peering. */
export const transitPeeringKey = (attachmentId: string, transitGatewayId: string): string =>
  awsKey(`${attachmentId}/${transitGatewayId}`);

/** The halves of a peering of transit gateways, or of one with a core network, that are of this account and Region. */
export function seenTransitPeering(
  { it: peering, ...place }: Placed<TransitGatewayPeeringAttachment>,
  atlas: AwsAtlas,
): LinkSighting[] {
  const { TransitGatewayAttachmentId: id, RequesterTgwInfo: requester, AccepterTgwInfo: accepter } = peering;
  if (id === undefined || isGone(peering.State)) return [];
  const accepterId = peering.AccepterTransitGatewayAttachmentId ?? id;
  const halfAt = (
    ownId: string,
    own: PeeringTgwInfo | undefined,
    other: PeeringTgwInfo | undefined,
  ): LinkSighting[] => {
    const gatewayId = own?.TransitGatewayId;
    if (own === undefined || gatewayId === undefined || !isAt(own, place)) return [];
    const { CoreNetworkId: coreNetworkId, TransitGatewayId: otherId } = other ?? {};
    // a core network is peered in the Region of the transit gateway
    const edgeRegionId = other?.Region ?? place.regionId;
    const peer = coreNetworkId === undefined ? otherId && awsKey(otherId) : edgeKey(coreNetworkId, edgeRegionId);
    return [
      {
        ...commonOf(place, ownId, peering.Tags),
        key: transitPeeringKey(ownId, gatewayId),
        kind: "transit-peering",
        aliases: [...new Set([ownId, id, accepterId])],
        at: awsKey(gatewayId),
        ...(peer && { peer }),
        join: {
          sharedId: coreNetworkId === undefined ? id : coreNetworkPairId(coreNetworkId, gatewayId),
          ...present({
            localAsn: asnOf(atlas.transitGateways.get(gatewayId)?.Options?.AmazonSideAsn),
            peerAsn:
              coreNetworkId === undefined
                ? asnOf(atlas.transitGateways.get(otherId ?? "")?.Options?.AmazonSideAsn)
                : atlas.core.edges.get(edgeIdOf(coreNetworkId, edgeRegionId))?.asn,
          }),
        },
        provisioning: provisioningOf(peering.State),
        control: controlOf(peering.State),
        isEncrypted: isBetweenRegions(requester, accepter),
        isPublic: false,
        ...present({
          createdAtMs: momentOf(peering.CreationTime),
          bytes30d: atlas.bytes30d.get(ownId),
          listPrice: priceOfAttachment(place.regionId),
        }),
      },
    ];
  };
  return [...halfAt(id, requester, accepter), ...halfAt(accepterId, accepter, requester)];
}

/** The core network's half of its peering with a transit gateway, whose tables are attached over it. */
export function seenCorePeering({ it: peering, accountId }: Placed<Peering>, atlas: AwsAtlas): LinkSighting[] {
  const { PeeringId: id, CoreNetworkId: coreNetworkId, EdgeLocation: regionId = "" } = peering;
  const gatewayId = idOfArn(peering.ResourceArn);
  if (id === undefined || coreNetworkId === undefined || isGone(peering.State)) return [];
  const attachments = [...atlas.core.attachments.values()].filter(
    (one) =>
      gatewayId !== undefined &&
      one.CoreNetworkId === coreNetworkId &&
      one.AttachmentType === "TRANSIT_GATEWAY_ROUTE_TABLE" &&
      atlas.core.transitGatewayOfTable.get(idOfArn(one.ResourceArn) ?? "") === gatewayId,
  );
  return [
    {
      ...commonOf({ accountId: peering.OwnerAccountId ?? accountId, regionId }, id, peering.Tags),
      kind: "transit-peering",
      aliases: [id, ...attachments.flatMap(({ AttachmentId }) => AttachmentId ?? [])],
      at: regionId === "" ? awsKey(coreNetworkId) : edgeKey(coreNetworkId, regionId),
      ...(gatewayId !== undefined && { peer: awsKey(gatewayId) }),
      join: {
        ...(gatewayId !== undefined && { sharedId: coreNetworkPairId(coreNetworkId, gatewayId) }),
        ...present({
          localAsn: atlas.core.edges.get(edgeIdOf(coreNetworkId, regionId))?.asn,
          peerAsn: asnOf(atlas.transitGateways.get(gatewayId ?? "")?.Options?.AmazonSideAsn),
        }),
      },
      provisioning: provisioningOf(peering.State),
      control: controlOf(peering.State?.toLowerCase()),
      isEncrypted: false, // it is a peering within the Region of the edge
      isPublic: false,
      ...present({ createdAtMs: momentOf(peering.CreatedAt) }),
    },
  ];
}
