import * as z from "zod";
import { covers } from "../../../world/prefix.ts";
import type { World } from "../../../world/world.ts";
import type { ArmResource } from "../arm-answer.ts";
import { stableGuid } from "../hub-ids.ts";
import { hasOwnGateway, type ResourceGroup, vnetAt } from "../subscription.ts";
import { Reference } from "./inputs.ts";
import { absent, type MadeType, refused } from "./made-type.ts";
import { isSameId, putRecord, recordsOf } from "./records.ts";

export const PEERINGS = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings";

const Input = z.looseObject({
  properties: z.looseObject({
    remoteVirtualNetwork: Reference,
    allowVirtualNetworkAccess: z.boolean().default(true),
    allowForwardedTraffic: z.boolean().default(false),
    allowGatewayTransit: z.boolean().default(false),
    useRemoteGateways: z.boolean().default(false),
  }),
});

/** Halves of peerings: packets pass once both are there. */
export const peerings: MadeType<z.infer<typeof Input>> = {
  type: PEERINGS,
  input: Input,
  putMs: 20_000,
  deleteMs: 15_000,
  lockOf: ({ id }) => `vnet ${ownVnetId(id)}`,
  make({ group, id, name, parentId }, { properties }, before) {
    const { world } = group;
    const { remoteVirtualNetwork, allowVirtualNetworkAccess, ...flags } = properties;
    const [own, remote] = [vnetAt(world, parentId), vnetAt(world, remoteVirtualNetwork.id)];
    if (!own) return absent(parentId, id);
    if (!remote || remote === own) return absent(remoteVirtualNetwork.id, id);
    if (own.cidrs.some((a) => remote.cidrs.some((b) => covers(a, b) || covers(b, a))))
      return refused(
        "VnetAddressSpacesOverlap",
        `Cannot create or update peering ${id}. Virtual networks cannot be peered because their address spaces overlap.`,
      );
    if (isReferenced(group, own.id, remote.id, id))
      return refused(
        "AnotherPeeringAlreadyReferencesRemoteVnet",
        `Peering ${id} cannot be created because the virtual network already has a peering that references remote VNet ${remoteVirtualNetwork.id}.`,
      );
    const far = otherHalf(world, parentId, remoteVirtualNetwork.id);
    if (flags.useRemoteGateways && (hasOwnGateway(world, own) || hasBuiltGateway(world, own.id)))
      return refused(
        "VnetHasOwnGateway",
        `Peering ${id} cannot use remote gateways: ${parentId} has a gateway of its own.`,
      );
    if (flags.useRemoteGateways && !hasOwnGateway(world, remote) && !hasBuiltGateway(world, remote.id))
      return refused(
        "RemoteVnetHasNoGateways",
        `Peering ${id} cannot have UseRemoteGateways flag set to true because remote virtual network ${remoteVirtualNetwork.id} has no gateways.`,
      );
    if (flags.useRemoteGateways && far?.properties.allowGatewayTransit !== true)
      return refused(
        "PeeringAllowGatewayTransitNotSet",
        `Peering ${id} cannot use remote gateways before the remote half allows gateway transit.`,
      );
    if (far?.properties.peeringState === "Disconnected")
      return refused(
        "RemotePeeringIsDisconnected",
        `Cannot create or update peering ${id}: the remote half is Disconnected.`,
      );
    const remoteSpace = { addressPrefixes: remote.cidrs };
    return {
      resource: {
        id,
        name,
        type: PEERINGS,
        properties: {
          remoteVirtualNetwork: { id: remoteVirtualNetwork.id },
          remoteAddressSpace: remoteSpace,
          remoteVirtualNetworkAddressSpace: remoteSpace,
          allowVirtualNetworkAccess,
          allowForwardedTraffic: flags.allowForwardedTraffic,
          allowGatewayTransit: flags.allowGatewayTransit,
          useRemoteGateways: flags.useRemoteGateways,
          peeringSyncLevel: "FullyInSync",
          peeringState: before?.properties.peeringState ?? "Initiated",
        },
      },
    };
  },
  done({ group: { world }, parentId }, half) {
    const far = otherHalf(world, parentId, remoteIdOf(half));
    if (!far) return;
    for (const one of [half, far]) putRecord(world, withState(one, "Connected"));
    join(world, half, far);
  },
  undone({ group: { world }, parentId }, half) {
    const far = otherHalf(world, parentId, remoteIdOf(half));
    if (far) putRecord(world, withState(far, "Disconnected"));
    part(world, parentId, remoteIdOf(half));
  },
};

const ownVnetId = (id: string): string => id.split(/\/virtualNetworkPeerings\//i)[0]?.toLowerCase() ?? "";
const remoteIdOf = ({ properties }: ArmResource): string => (properties.remoteVirtualNetwork as { id: string }).id;
const withState = (half: ArmResource, peeringState: string): ArmResource => ({
  ...half,
  properties: { ...half.properties, peeringState },
});

/** The half of the remote VNet that refers to this one. */
const otherHalf = (world: World, ownId: string, remoteId: string): ArmResource | undefined =>
  recordsOf(world, PEERINGS).find(
    (half) => isSameId(ownVnetId(half.id), remoteId) && isSameId(remoteIdOf(half), ownId),
  );

/** True if a gateway was made in the VNet; one that it uses by a peering is attached by that peering. */
const hasBuiltGateway = ({ built }: World, networkId: string): boolean => {
  const attachment = built.attachments.get(networkId);
  return attachment !== undefined && attachment.attachmentId === undefined;
};

function isReferenced({ world }: ResourceGroup, ownId: string, remoteId: string, halfId: string): boolean {
  const isBetween = ({ a, b }: { readonly a: { at: string }; readonly b: { at: string } }): boolean =>
    [a.at, b.at].includes(ownId) && [a.at, b.at].includes(remoteId);
  const isOfEstate = world.atlas.estate.connections.some(
    (connection) => connection.kind === "peering" && !world.built.peerings.has(connection.id) && isBetween(connection),
  );
  const isMade = recordsOf(world, PEERINGS).some(
    (half) =>
      !isSameId(half.id, halfId) &&
      vnetAt(world, ownVnetId(half.id))?.id === ownId &&
      vnetAt(world, remoteIdOf(half))?.id === remoteId,
  );
  return isOfEstate || isMade;
}

const peeringId = (one: string, other: string): string =>
  `vnp-${stableGuid([one.toLowerCase(), other.toLowerCase()].sort().join("|")).slice(0, 13)}`;

/** Lets packets pass, and the one use the gateway of the other where both want that. */
function join(world: World, half: ArmResource, far: ArmResource): void {
  const [a, b] = [vnetAt(world, ownVnetId(half.id)), vnetAt(world, ownVnetId(far.id))];
  if (!a || !b) return;
  const id = peeringId(ownVnetId(half.id), ownVnetId(far.id));
  const [first, second] = [a, b].sort((one, other) => (one.id < other.id ? -1 : 1));
  world.built.peerings.put(id, {
    id,
    kind: "peering",
    state: "active",
    a: { at: first?.id ?? "" },
    b: { at: second?.id ?? "" },
    providerId: id,
  });
  for (const [spoke, spokeHalf, hub, hubHalf] of [
    [a, half, b, far],
    [b, far, a, half],
  ] as const)
    if (spokeHalf.properties.useRemoteGateways === true && hubHalf.properties.allowGatewayTransit === true)
      world.built.attachments.put(spoke.id, {
        networkId: spoke.id,
        gatewayId: hub.gatewayId ?? "",
        attachmentId: id,
      });
}

function part(world: World, ownId: string, remoteId: string): void {
  const id = peeringId(ownId, remoteId);
  world.built.peerings.remove(id);
  for (const { networkId, attachmentId } of world.built.attachments.values())
    if (attachmentId === id) world.built.attachments.remove(networkId);
}
