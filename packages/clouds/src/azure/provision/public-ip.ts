import type { Provisioner } from "@skylane/core";
import * as z from "zod";
import type { AzureWriter } from "../steer/azure-writer.ts";
import { ArmName, idInGroup, ResourceGroupName } from "./arm-id.ts";
import { armProvisioner } from "./arm-provisioner.ts";
import { beginWrite, readObject } from "./network-calls.ts";
import { differing, isOf } from "./owner.ts";
import { zonesOf } from "./zones.ts";

const Desired = z.strictObject({ resourceGroup: ResourceGroupName, name: ArmName });

/** A static Standard address over all zones of its Region. */
export const publicIp = (azure: AzureWriter): Provisioner =>
  armProvisioner({
    resource: "azure.public-ip",
    typicalMs: 10_000,
    desired: Desired,
    idOf: ({ resourceGroup, name }, step) =>
      idInGroup(step, resourceGroup, "Microsoft.Network/publicIPAddresses", name),
    read: (id) =>
      readObject(azure, id, (network, [group, name], options) => network.publicIPAddresses.get(group, name, options)),
    describe: ({ id = "", tags, sku, publicIPAllocationMethod, ipAddress }, _, step) => ({
      isOurs: isOf(step, tags),
      outputs: { publicIpId: id, ...(ipAddress !== undefined && { ip: ipAddress }) },
      differs: differing({ sku: sku?.name === "Standard", allocation: publicIPAllocationMethod === "Static" }),
      isUnfinished: ipAddress === undefined,
    }),
    write: (id, _, { regionId, tags }) =>
      beginWrite(azure, id, "write", (network, [group, name], options) =>
        network.publicIPAddresses.createOrUpdate(
          group,
          name,
          {
            location: regionId,
            tags: { ...tags },
            sku: { name: "Standard" },
            publicIPAllocationMethod: "Static",
            publicIPAddressVersion: "IPv4",
            ...zonesOf(regionId),
          },
          options,
        ),
      ),
    remove: (id) =>
      beginWrite(azure, id, "delete", (network, [group, name], options) =>
        network.publicIPAddresses.delete(group, name, options),
      ),
  });
