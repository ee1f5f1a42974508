import type { Connection, DirectConnectGatewayAssociation, Lag } from "@aws-sdk/client-direct-connect";
import type { CustomerGateway, TransitGateway, TransitGatewayAttachment, VpnGateway } from "@aws-sdk/client-ec2";
import { type CoreAtlas, coreAtlasOf, edgeIdOf } from "./core-edges.ts";
import { type AwsInventory, type Placed, placedIn } from "./inventory.ts";
import type { CoreRoute } from "./read-core-networks.ts";
import type { TransitRoute } from "./read-transit.ts";
import type { SafeInterface, SafeVpn } from "./without-secrets.ts";
import { awsKey, byId, idOfArn, isGone, listOf } from "./words.ts";

/** An inventory by ids: whatever refers to something finds it here, in whichever account and Region it is. */
export interface AwsAtlas {
  readonly transitGateways: ReadonlyMap<string, TransitGateway>;
  readonly vpnGateways: ReadonlyMap<string, VpnGateway>;
  readonly customerGateways: ReadonlyMap<string, CustomerGateway>;
  readonly attachments: ReadonlyMap<string, TransitGatewayAttachment>;
  /** By the id of what is attached: a VPN connection is attached once at most. */
  readonly attachmentOfVpn: ReadonlyMap<string, TransitGatewayAttachment>;
  readonly ports: ReadonlyMap<string, Connection>;
  readonly lags: ReadonlyMap<string, Lag>;
  /** Ids of the links that come in over a Direct Connect gateway: virtual interfaces, and managed links to other clouds. */
  readonly linksOfGateway: ReadonlyMap<string, readonly string[]>;
  /** Virtual interfaces by the port that they are on. */
  readonly interfacesOfPort: ReadonlyMap<string, readonly SafeInterface[]>;
  /** By the Direct Connect gateway. */
  readonly associations: ReadonlyMap<string, readonly DirectConnectGatewayAssociation[]>;
  /** By the gateway's id. */
  readonly vpnsAt: ReadonlyMap<string, readonly Placed<SafeVpn>[]>;
  /** Keys of the VPCs that are attached to a gateway, by its id. */
  readonly networksAt: ReadonlyMap<string, readonly string[]>;
  /** Prefixes that are heard over what they lead to: an attachment, or for a transit gateway's of Direct Connect the gateway. */
  readonly heardOver: ReadonlyMap<string, readonly string[]>;
  readonly core: CoreAtlas;
  /** Bytes of the last 30 days by id; absent = unknown. */
  readonly bytes30d: ReadonlyMap<string, number>;
}

/** Puts an inventory in order. */
export function atlasOf(inventory: AwsInventory): AwsAtlas {
  const { regions, globals } = inventory;
  const attachments = regions
    .flatMap((region) => region.attachments)
    .filter(({ State, TransitGatewayAttachmentId }) => TransitGatewayAttachmentId !== undefined && !isGone(State));
  const interfaces = regions
    .flatMap(({ virtualInterfaces }) => virtualInterfaces)
    .filter(({ virtualInterfaceState }) => !isGone(virtualInterfaceState));
  const associations = globals
    .flatMap((account) => account.associations)
    .filter(({ associationState }) => associationState !== "disassociated");
  return {
    transitGateways: byId(
      regions.flatMap(({ transitGateways }) => transitGateways),
      ({ TransitGatewayId }) => TransitGatewayId,
    ),
    vpnGateways: byId(
      regions.flatMap(({ vpnGateways }) => vpnGateways),
      ({ VpnGatewayId }) => VpnGatewayId,
    ),
    customerGateways: byId(
      regions.flatMap(({ customerGateways }) => customerGateways),
      ({ CustomerGatewayId }) => CustomerGatewayId,
    ),
    attachments: byId(attachments, ({ TransitGatewayAttachmentId }) => TransitGatewayAttachmentId),
    attachmentOfVpn: byId(
      attachments.filter(({ ResourceType }) => ResourceType === "vpn"),
      ({ ResourceId }) => ResourceId,
    ),
    ports: byId(
      regions.flatMap(({ ports }) => ports),
      ({ connectionId }) => connectionId,
    ),
    lags: byId(
      regions.flatMap(({ lags }) => lags),
      ({ lagId }) => lagId,
    ),
    linksOfGateway: linksOfGateway(inventory, interfaces),
    interfacesOfPort: groupBy(interfaces, ({ connectionId }) => connectionId),
    associations: groupBy(associations, ({ directConnectGatewayId }) => directConnectGatewayId),
    vpnsAt: groupBy(
      placedIn(inventory, ({ vpns }) => vpns).filter(({ it }) => !isGone(it.State)),
      gatewayOfVpn,
    ),
    networksAt: networksAt(inventory, attachments, associations),
    heardOver: heardOver(
      regions.flatMap(({ transitRoutes }) => transitRoutes),
      globals.flatMap(({ coreRoutes }) => coreRoutes),
    ),
    core: coreAtlasOf(inventory),
    bytes30d: new Map(regions.flatMap(({ bytes30d }) => [...bytes30d])),
  };
}

/** Id of the gateway that a VPN connection ends at: of a core network, its edge in the Region. One attached to nothing has none. */
export function gatewayOfVpn({ it: vpn, regionId }: Placed<SafeVpn>): string | undefined {
  const coreNetworkId = idOfArn(vpn.CoreNetworkArn);
  const edgeId = coreNetworkId === undefined ? undefined : edgeIdOf(coreNetworkId, regionId);
  return vpn.TransitGatewayId || vpn.VpnGatewayId || edgeId;
}

/** Ids of the gateways that are behind a Direct Connect gateway: transit and VPN gateways, edges of core networks. */
export function gatewaysBehind(
  directConnectGatewayId: string | undefined,
  { associations, core }: Pick<AwsAtlas, "associations" | "core">,
): readonly string[] {
  const behind = (associations.get(directConnectGatewayId ?? "") ?? []).flatMap((association) => {
    const { associatedGateway, associatedCoreNetwork, virtualGatewayId } = association;
    if (!associatedCoreNetwork?.id) return associatedGateway?.id ?? virtualGatewayId ?? [];
    const { id, attachmentId } = associatedCoreNetwork;
    const shown = core.edgesOfAttachment.get(
      attachmentId ?? core.attachmentOf.get(directConnectGatewayId ?? "")?.AttachmentId ?? "",
    );
    return shown ? [...shown] : edgesOf(id, core);
  });
  return [...new Set(behind)];
}

const edgesOf = (coreNetworkId: string, { edges }: CoreAtlas): readonly string[] =>
  [...edges].flatMap(([id, edge]) => (edge.coreNetworkId === coreNetworkId ? [id] : []));

function linksOfGateway(
  { globals }: AwsInventory,
  interfaces: readonly SafeInterface[],
): ReadonlyMap<string, readonly string[]> {
  const links = [
    ...new Map(
      [
        ...interfaces.map((one) => ({ id: one.virtualInterfaceId, gatewayId: one.directConnectGatewayId })),
        ...globals
          .flatMap(({ multicloudLinks }) => multicloudLinks)
          .filter(({ state }) => !isGone(state))
          .map(({ id, attachPoint }) => ({ id, gatewayId: attachPoint?.directConnectGateway })),
      ].map((link) => [link.id, link]),
    ).values(),
  ];
  const grouped = groupBy(links, ({ gatewayId }) => gatewayId);
  return new Map([...grouped].map(([gatewayId, all]) => [gatewayId, all.flatMap(({ id }) => id ?? [])]));
}

function networksAt(
  { regions, globals }: AwsInventory,
  attachments: readonly TransitGatewayAttachment[],
  associations: readonly DirectConnectGatewayAssociation[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  const add = (gatewayId: string | undefined, networkKey: string | undefined): void => {
    if (gatewayId === undefined || networkKey === undefined) return;
    found.set(gatewayId, (found.get(gatewayId) ?? new Set()).add(networkKey));
  };
  for (const { ResourceType, ResourceId, TransitGatewayId } of attachments)
    if (ResourceType === "vpc" && ResourceId !== undefined) add(TransitGatewayId, awsKey(ResourceId));
  for (const { VpnGatewayId, VpcAttachments } of regions.flatMap(({ vpnGateways }) => vpnGateways))
    for (const { VpcId, State } of listOf(VpcAttachments))
      if (VpcId !== undefined && !isGone(State)) add(VpnGatewayId, awsKey(VpcId));
  for (const one of globals.flatMap((account) => account.coreAttachments)) {
    const { CoreNetworkId, AttachmentType, ResourceArn, EdgeLocation, State } = one;
    const vpcId = idOfArn(ResourceArn);
    if (AttachmentType === "VPC" && vpcId !== undefined && CoreNetworkId !== undefined && !isGone(State))
      add(edgeIdOf(CoreNetworkId, EdgeLocation ?? regionOfArn(ResourceArn)), awsKey(vpcId));
  }
  // last, because what is behind the gateways it is associated with is behind it too, of a core network all of it
  for (const { directConnectGatewayId, associatedGateway, associatedCoreNetwork, virtualGatewayId } of associations) {
    const prefix = associatedCoreNetwork?.id === undefined ? undefined : edgeIdOf(associatedCoreNetwork.id, "");
    const id = associatedGateway?.id ?? virtualGatewayId;
    for (const [gatewayId, keys] of [...found])
      if (gatewayId === id || (prefix !== undefined && String(gatewayId).startsWith(prefix)))
        for (const key of keys) add(directConnectGatewayId, key);
  }
  return new Map([...found].map(([id, keys]) => [id, [...keys]]));
}

/** The Region in an ARN, e.g. of a VPC. */
const regionOfArn = (arn: string | undefined): string => (typeof arn === "string" ? (arn.split(":")[3] ?? "") : "");

function heardOver(
  transitRoutes: readonly TransitRoute[],
  coreRoutes: readonly CoreRoute[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  const add = (over: string | undefined, prefix: string | undefined): void => {
    if (over !== undefined && prefix !== undefined) found.set(over, (found.get(over) ?? new Set()).add(prefix));
  };
  for (const { Type, DestinationCidrBlock, TransitGatewayAttachments } of transitRoutes)
    if (Type === "propagated")
      for (const { TransitGatewayAttachmentId, ResourceType, ResourceId } of listOf(TransitGatewayAttachments))
        add(ResourceType === "direct-connect-gateway" ? ResourceId : TransitGatewayAttachmentId, DestinationCidrBlock);
  for (const { Type, DestinationCidrBlock, Destinations, edgeLocation } of coreRoutes)
    if (Type === "PROPAGATED")
      // where it is heard; the other edges are told by this one
      for (const { CoreNetworkAttachmentId, EdgeLocation } of listOf(Destinations))
        if ((EdgeLocation ?? edgeLocation) === edgeLocation) add(CoreNetworkAttachmentId, DestinationCidrBlock);
  return new Map([...found].map(([over, prefixes]) => [over, [...prefixes]]));
}

function groupBy<T>(all: readonly T[], idOf: (one: T) => string | undefined): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const one of all) {
    const id = idOf(one);
    if (id === undefined) continue;
    const group = found.get(id);
    if (group) group.push(one);
    else found.set(id, [one]);
  }
  return found;
}
