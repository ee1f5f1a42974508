import type { Connection, DirectConnectGatewayAssociation, Lag } from "@aws-sdk/client-direct-connect";
import type { CustomerGateway, TransitGateway, TransitGatewayAttachment, VpnGateway } from "@aws-sdk/client-ec2";
import type { AwsInventory } from "./inventory.ts";
import type { TransitRoute } from "./read-transit.ts";
import type { SafeInterface, SafeVpn } from "./without-secrets.ts";
import { awsKey, idOfArn, isGone } from "./words.ts";

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
  /** Virtual interfaces, by the Direct Connect gateway and by the port they are on. */
  readonly interfacesOfGateway: ReadonlyMap<string, readonly SafeInterface[]>;
  readonly interfacesOfPort: ReadonlyMap<string, readonly SafeInterface[]>;
  /** By the Direct Connect gateway. */
  readonly associations: ReadonlyMap<string, readonly DirectConnectGatewayAssociation[]>;
  /** By the gateway's id. */
  readonly vpnsAt: ReadonlyMap<string, readonly SafeVpn[]>;
  /** Keys of the VPCs that are attached to a gateway, by its id. */
  readonly networksAt: ReadonlyMap<string, readonly string[]>;
  /** By what they lead to: an attachment, or for those of Direct Connect the gateway. */
  readonly transitRoutes: ReadonlyMap<string, readonly TransitRoute[]>;
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
    interfacesOfGateway: groupBy(interfaces, ({ directConnectGatewayId }) => directConnectGatewayId),
    interfacesOfPort: groupBy(interfaces, ({ connectionId }) => connectionId),
    associations: groupBy(associations, ({ directConnectGatewayId }) => directConnectGatewayId),
    vpnsAt: groupBy(
      regions.flatMap(({ vpns }) => vpns).filter(({ State }) => !isGone(State)),
      gatewayOfVpn,
    ),
    networksAt: networksAt(inventory, attachments, associations),
    transitRoutes: routesByTarget(regions.flatMap(({ transitRoutes }) => transitRoutes)),
    bytes30d: new Map(regions.flatMap(({ bytes30d }) => [...bytes30d])),
  };
}

/** Id of the gateway that a VPN connection ends at; one that is attached to nothing has none. */
export const gatewayOfVpn = ({ TransitGatewayId, VpnGatewayId, CoreNetworkArn }: SafeVpn): string | undefined =>
  TransitGatewayId || VpnGatewayId || idOfArn(CoreNetworkArn);

/** Id of the gateway behind a Direct Connect gateway's association: a transit, VPN or core network's. */
export const gatewayOfAssociation = (association: DirectConnectGatewayAssociation): string | undefined =>
  association.associatedGateway?.id ?? association.associatedCoreNetwork?.id ?? association.virtualGatewayId;

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
  for (const { CoreNetworkId, AttachmentType, ResourceArn } of globals.flatMap((account) => account.coreAttachments)) {
    const vpcId = idOfArn(ResourceArn);
    if (AttachmentType === "VPC" && vpcId !== undefined) add(CoreNetworkId, awsKey(vpcId));
  }
  // last, because what is behind the gateways it is associated with is behind it too
  for (const association of associations)
    for (const key of found.get(gatewayOfAssociation(association) ?? "") ?? [])
      add(association.directConnectGatewayId, key);
  return new Map([...found].map(([id, keys]) => [id, [...keys]]));
}

function routesByTarget(routes: readonly TransitRoute[]): ReadonlyMap<string, readonly TransitRoute[]> {
  const found = new Map<string, TransitRoute[]>();
  for (const route of routes)
    for (const { TransitGatewayAttachmentId, ResourceType, ResourceId } of listOf(route.TransitGatewayAttachments)) {
      const target = ResourceType === "direct-connect-gateway" ? ResourceId : TransitGatewayAttachmentId;
      if (target !== undefined) found.set(target, [...(found.get(target) ?? []), route]);
    }
  return found;
}

/** A list of objects in an answer, as far as it is one. */
const listOf = <T extends object>(list: readonly T[] | undefined): readonly T[] =>
  Array.isArray(list) ? (list as readonly T[]).filter((one) => typeof one === "object" && one !== null) : [];

function byId<T>(all: readonly T[], idOf: (one: T) => string | undefined): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const one of all) {
    const id = idOf(one);
    if (id !== undefined && !found.has(id)) found.set(id, one);
  }
  return found;
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
