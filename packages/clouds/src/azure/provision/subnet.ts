import type { Provisioner } from "@skylane/core";
import * as z from "zod";
import type { AzureWriter } from "../steer/azure-writer.ts";
import { ArmName, armId } from "./arm-id.ts";
import { armProvisioner } from "./arm-provisioner.ts";
import { beginWrite, readObject } from "./network-calls.ts";
import { differing } from "./owner.ts";

const Desired = z.strictObject({
  vnetId: armId("Microsoft.Network/virtualNetworks"),
  name: ArmName,
  prefix: z.cidrv4(),
});

/** A subnet, e.g. `GatewaySubnet`. Bears no tags: its name says whose it is. */
export const subnet = (azure: AzureWriter): Provisioner =>
  armProvisioner({
    resource: "azure.subnet",
    typicalMs: 10_000,
    desired: Desired,
    idOf: ({ vnetId, name }) => `${vnetId}/subnets/${name}`,
    read: (id) =>
      readObject(azure, id, (network, [group, vnet, name], options) => network.subnets.get(group, vnet, name, options)),
    describe: ({ id = "", addressPrefix, addressPrefixes = [] }, { prefix }) => ({
      isOurs: true,
      outputs: { subnetId: id },
      differs: differing({ prefix: [addressPrefix, ...addressPrefixes].includes(prefix) }),
    }),
    write: (id, { prefix }) =>
      beginWrite(azure, id, "write", (network, [group, vnet, name], options) =>
        network.subnets.createOrUpdate(group, vnet, name, { addressPrefix: prefix }, options),
      ),
    remove: (id) =>
      beginWrite(azure, id, "delete", (network, [group, vnet, name], options) =>
        network.subnets.delete(group, vnet, name, options),
      ),
  });
