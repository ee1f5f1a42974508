import type { PrivateEndpoint } from "@azure/arm-network";
import type { Provisioner } from "@skylane/core";
import * as z from "zod";
import { sameId } from "../discover/arm-ids.ts";
import type { AzureWriter } from "../steer/azure-writer.ts";
import { ArmName, armId, idInGroup, ResourceGroupName } from "./arm-id.ts";
import { armProvisioner } from "./arm-provisioner.ts";
import { beginWrite, readObject } from "./network-calls.ts";
import { differing, isOf } from "./owner.ts";

const Desired = z.strictObject({
  resourceGroup: ResourceGroupName,
  name: ArmName,
  subnetId: armId("Microsoft.Network/virtualNetworks/subnets"),
  /** What it leads to, e.g. a SQL server. */
  targetId: z.string().startsWith("/subscriptions/"),
  /** Part of the target, as its provider names it: `sqlServer`. */
  groupId: z.string().regex(/^\w{1,80}$/),
});
type Desired = z.infer<typeof Desired>;

/** An address in a subnet for a service that has none of its own there. Ready once its owner has approved it. */
export const privateEndpoint = (azure: AzureWriter): Provisioner =>
  armProvisioner<Desired, PrivateEndpoint>({
    resource: "azure.private-endpoint",
    typicalMs: 60_000,
    desired: Desired,
    idOf: ({ resourceGroup, name }, step) => idInGroup(step, resourceGroup, "Microsoft.Network/privateEndpoints", name),
    read: (id) =>
      readObject(azure, id, (network, [group, name], options) => network.privateEndpoints.get(group, name, options)),
    describe: (shown, { subnetId, targetId, groupId }, step) => {
      const link = linkOf(shown);
      const ip = shown.customDnsConfigs?.[0]?.ipAddresses?.[0];
      const status = link?.privateLinkServiceConnectionState?.status;
      return {
        isOurs: isOf(step, shown.tags),
        outputs: { privateEndpointId: shown.id ?? "", ...(ip !== undefined && { ip }) },
        differs: differing({
          subnetId: sameId(shown.subnet?.id, subnetId),
          targetId: sameId(link?.privateLinkServiceId, targetId),
          groupId: link?.groupIds?.includes(groupId) ?? false,
        }),
        isUnfinished: ip === undefined || status !== "Approved",
        fault:
          status === "Rejected" || status === "Disconnected"
            ? `the owner of the service has it ${status.toLowerCase()}`
            : undefined,
      };
    },
    write: (id, { name: endpoint, subnetId, targetId, groupId }, { regionId, tags }) =>
      beginWrite(azure, id, "write", (network, [group, name], options) =>
        network.privateEndpoints.createOrUpdate(
          group,
          name,
          {
            location: regionId,
            tags: { ...tags },
            subnet: { id: subnetId },
            privateLinkServiceConnections: [{ name: endpoint, privateLinkServiceId: targetId, groupIds: [groupId] }],
          },
          options,
        ),
      ),
    remove: (id) =>
      beginWrite(azure, id, "delete", (network, [group, name], options) =>
        network.privateEndpoints.delete(group, name, options),
      ),
  });

/** Approved by its right, or by hand of the service's owner. */
const linkOf = ({ privateLinkServiceConnections = [], manualPrivateLinkServiceConnections = [] }: PrivateEndpoint) =>
  [...privateLinkServiceConnections, ...manualPrivateLinkServiceConnections][0];
