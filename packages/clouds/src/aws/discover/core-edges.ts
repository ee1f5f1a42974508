import type { Attachment, Peering } from "@aws-sdk/client-networkmanager";
import type { AwsInventory } from "./inventory.ts";
import type { CoreRoute } from "./read-core-networks.ts";
import { asnOf, awsKey, byId, idOfArn, isGone, listOf } from "./words.ts";

/** A core network's presence in one Region: a router of its own, with a number of its own. */
export interface CoreEdge {
  readonly coreNetworkId: string;
  readonly regionId: string;
  readonly asn: number | undefined;
}

/** Cloud WAN by ids. */
export interface CoreAtlas {
  /** By their ids, of which each key is made. */
  readonly edges: ReadonlyMap<string, CoreEdge>;
  readonly attachments: ReadonlyMap<string, Attachment>;
  /** By the id of what is attached. */
  readonly attachmentOf: ReadonlyMap<string, Attachment>;
  /** By the pair that is peered. */
  readonly peerings: ReadonlyMap<string, Peering>;
  /** Ids of the edges that an attachment is at, as far as that shows. */
  readonly edgesOfAttachment: ReadonlyMap<string, ReadonlySet<string>>;
  /** The transit gateway whose table is attached, by the table's id. */
  readonly transitGatewayOfTable: ReadonlyMap<string, string>;
}

/** Id of an edge: the API gives it none, and each has its own networks and links. */
export const edgeIdOf = (coreNetworkId: string, regionId: string): string => `${coreNetworkId}/${regionId}`;
export const edgeKey = (coreNetworkId: string, regionId: string): string => awsKey(edgeIdOf(coreNetworkId, regionId));

/** A transit gateway is peered with a core network at most once, in its own Region. */
export const coreNetworkPairId = (coreNetworkId: string, transitGatewayId: string): string =>
  `${coreNetworkId}|${transitGatewayId}`;

/** Puts Cloud WAN in order. An edge shows by itself, or by what is attached to it. */
export function coreAtlasOf({ regions, globals }: AwsInventory): CoreAtlas {
  const attachments = globals.flatMap(({ coreAttachments }) => coreAttachments).filter(({ State }) => !isGone(State));
  const routes = globals.flatMap(({ coreRoutes }) => coreRoutes);
  const edgesOfAttachment = edgesByAttachment(attachments, routes);
  const edges = new Map<string, CoreEdge>();
  const add = (coreNetworkId: string | undefined, regionId: string | undefined, asn?: number): void => {
    if (!coreNetworkId || !regionId || edges.has(edgeIdOf(coreNetworkId, regionId))) return;
    edges.set(edgeIdOf(coreNetworkId, regionId), { coreNetworkId, regionId, asn });
  };
  for (const { CoreNetworkId, Edges } of globals.flatMap(({ coreNetworks }) => coreNetworks))
    for (const { EdgeLocation, Asn } of listOf(Edges)) add(CoreNetworkId, EdgeLocation, asnOf(Asn));
  const peerings = globals.flatMap(({ corePeerings }) => corePeerings).filter(({ State }) => !isGone(State));
  for (const { CoreNetworkId, EdgeLocation } of [...attachments, ...peerings]) add(CoreNetworkId, EdgeLocation);
  for (const { vpns, regionId } of regions)
    for (const { CoreNetworkArn, State } of vpns) if (!isGone(State)) add(idOfArn(CoreNetworkArn), regionId);
  return {
    edges,
    attachments: byId(attachments, ({ AttachmentId }) => AttachmentId),
    attachmentOf: byId(attachments, ({ ResourceArn }) => idOfArn(ResourceArn)),
    peerings: byId(peerings, ({ CoreNetworkId, ResourceArn }) => {
      const transitGatewayId = idOfArn(ResourceArn);
      return CoreNetworkId === undefined || transitGatewayId === undefined
        ? undefined
        : coreNetworkPairId(CoreNetworkId, transitGatewayId);
    }),
    edgesOfAttachment,
    transitGatewayOfTable: transitGatewaysByTable(regions),
  };
}

function transitGatewaysByTable(regions: AwsInventory["regions"]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const add = (tableId: string | undefined, transitGatewayId: string | undefined): void => {
    if (tableId !== undefined && transitGatewayId !== undefined) found.set(tableId, transitGatewayId);
  };
  for (const { attachments, transitRoutes } of regions) {
    for (const { Association, TransitGatewayId } of attachments)
      add(Association?.TransitGatewayRouteTableId, TransitGatewayId);
    for (const { tableId, transitGatewayId } of transitRoutes) add(tableId, transitGatewayId);
  }
  return found;
}

/** By its own word; a Direct Connect gateway's attachment may be at several edges, and its routes tell at which. */
function edgesByAttachment(attachments: readonly Attachment[], routes: readonly CoreRoute[]) {
  const found = new Map<string, Set<string>>();
  const add = (attachmentId: string | undefined, coreNetworkId: string | undefined, at: string | undefined): void => {
    if (!attachmentId || !coreNetworkId || !at) return;
    found.set(attachmentId, (found.get(attachmentId) ?? new Set()).add(edgeIdOf(coreNetworkId, at)));
  };
  for (const { AttachmentId, CoreNetworkId, EdgeLocation } of attachments)
    add(AttachmentId, CoreNetworkId, EdgeLocation);
  for (const { coreNetworkId, edgeLocation, Destinations } of routes)
    for (const { CoreNetworkAttachmentId, EdgeLocation } of listOf(Destinations))
      add(CoreNetworkAttachmentId, coreNetworkId, EdgeLocation ?? edgeLocation);
  return found;
}
