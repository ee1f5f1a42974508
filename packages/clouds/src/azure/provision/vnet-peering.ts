import type { Provisioner } from "@skylane/core";
import * as z from "zod";
import { sameId } from "../discover/arm-ids.ts";
import type { AzureWriter } from "../steer/azure-writer.ts";
import { ArmName, armId } from "./arm-id.ts";
import { armProvisioner } from "./arm-provisioner.ts";
import { beginWrite, readObject } from "./network-calls.ts";
import { differing } from "./owner.ts";

const VnetId = armId("Microsoft.Network/virtualNetworks");
const Desired = z.strictObject({
  vnetId: VnetId,
  name: ArmName,
  remoteVnetId: VnetId,
  allowGatewayTransit: z.boolean(),
  useRemoteGateways: z.boolean(),
  allowForwardedTraffic: z.boolean(),
});

/** One VNet's half of a peering; packets pass once the other half is there too. Bears no tags: its name says whose it is. */
export const vnetPeering = (azure: AzureWriter): Provisioner =>
  armProvisioner({
    resource: "azure.vnet-peering",
    typicalMs: 30_000,
    desired: Desired,
    idOf: ({ vnetId, name }) => `${vnetId}/virtualNetworkPeerings/${name}`,
    read: (id) =>
      readObject(azure, id, (network, [group, vnet, name], options) =>
        network.virtualNetworkPeerings.get(group, vnet, name, options),
      ),
    describe: (shown, { remoteVnetId, allowGatewayTransit, useRemoteGateways, allowForwardedTraffic }) => ({
      isOurs: true,
      outputs: { peeringId: shown.id ?? "" },
      differs: differing({
        remoteVnetId: sameId(shown.remoteVirtualNetwork?.id, remoteVnetId),
        allowGatewayTransit: (shown.allowGatewayTransit ?? false) === allowGatewayTransit,
        useRemoteGateways: (shown.useRemoteGateways ?? false) === useRemoteGateways,
        allowForwardedTraffic: (shown.allowForwardedTraffic ?? false) === allowForwardedTraffic,
      }),
      fault:
        shown.peeringState === "Disconnected"
          ? "the other half was removed, and a half that is left of a peering never comes back: remove it"
          : undefined,
    }),
    write: (id, { remoteVnetId, allowGatewayTransit, useRemoteGateways, allowForwardedTraffic }) =>
      beginWrite(azure, id, "write", (network, [group, vnet, name], options) =>
        network.virtualNetworkPeerings.createOrUpdate(
          group,
          vnet,
          name,
          {
            remoteVirtualNetwork: { id: remoteVnetId },
            allowVirtualNetworkAccess: true,
            allowForwardedTraffic,
            allowGatewayTransit,
            useRemoteGateways,
          },
          options,
        ),
      ),
    remove: (id) =>
      beginWrite(azure, id, "delete", (network, [group, vnet, name], options) =>
        network.virtualNetworkPeerings.delete(group, vnet, name, options),
      ),
  });
