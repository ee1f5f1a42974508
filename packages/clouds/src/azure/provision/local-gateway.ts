import type { Provisioner } from "@skylane/core";
import * as z from "zod";
import type { AzureWriter } from "../steer/azure-writer.ts";
import { Asn } from "./addresses.ts";
import { ArmName, idInGroup, ResourceGroupName } from "./arm-id.ts";
import { armProvisioner } from "./arm-provisioner.ts";
import { beginWrite, readObject } from "./network-calls.ts";
import { differing, isOf } from "./owner.ts";

const Desired = z.strictObject({
  resourceGroup: ResourceGroupName,
  name: ArmName,
  publicIp: z.ipv4(),
  asn: Asn,
  bgpPeerIp: z.ipv4(),
});

/** The far end of a tunnel, as its own side knows it. Its routes come by BGP, so that it names no ranges. */
export const localGateway = (azure: AzureWriter): Provisioner =>
  armProvisioner({
    resource: "azure.local-gateway",
    typicalMs: 20_000,
    desired: Desired,
    idOf: ({ resourceGroup, name }, step) =>
      idInGroup(step, resourceGroup, "Microsoft.Network/localNetworkGateways", name),
    read: (id) =>
      readObject(azure, id, (network, [group, name], options) =>
        network.localNetworkGateways.get(group, name, options),
      ),
    describe: ({ id = "", tags, gatewayIpAddress, bgpSettings }, { publicIp, asn, bgpPeerIp }, step) => ({
      isOurs: isOf(step, tags),
      outputs: { localGatewayId: id },
      differs: differing({
        publicIp: gatewayIpAddress === publicIp,
        asn: bgpSettings?.asn === asn,
        bgpPeerIp: bgpSettings?.bgpPeeringAddress === bgpPeerIp,
      }),
    }),
    write: (id, { publicIp, asn, bgpPeerIp }, { regionId, tags }) =>
      beginWrite(azure, id, "write", (network, [group, name], options) =>
        network.localNetworkGateways.createOrUpdate(
          group,
          name,
          {
            location: regionId,
            tags: { ...tags },
            gatewayIpAddress: publicIp,
            localNetworkAddressSpace: { addressPrefixes: [] },
            bgpSettings: { asn, bgpPeeringAddress: bgpPeerIp },
          },
          options,
        ),
      ),
    remove: (id) =>
      beginWrite(azure, id, "delete", (network, [group, name], options) =>
        network.localNetworkGateways.delete(group, name, options),
      ),
  });
