import type { Provisioner } from "@skylane/core";
import * as z from "zod";
import { cloudError } from "../../_shared/errors.ts";
import type { AzureWriter } from "../steer/azure-writer.ts";
import { PortRange } from "./addresses.ts";
import { ArmName, armId, callOn, placeOf } from "./arm-id.ts";
import { armProvisioner } from "./arm-provisioner.ts";
import { freePriority } from "./free-priority.ts";
import { beginWrite, readObject } from "./network-calls.ts";
import { differing } from "./owner.ts";

/** Who is let in is named: a range of some length, and no tag such as Internet. */
const Range = z.cidrv4().refine((range) => !range.endsWith("/0"), "must not be all of the internet");
const Desired = z.strictObject({
  nsgId: armId("Microsoft.Network/networkSecurityGroups"),
  name: ArmName,
  direction: z.enum(["Inbound", "Outbound"]),
  sourcePrefix: Range,
  destinationPrefix: Range,
  port: PortRange,
  access: z.literal("Allow"),
});

/** One rule that lets TCP through, before any rule that would keep it out. Bears no tags: its name says whose it is. */
export const nsgRule = (azure: AzureWriter): Provisioner =>
  armProvisioner({
    resource: "azure.nsg-rule",
    typicalMs: 10_000,
    desired: Desired,
    idOf: ({ nsgId, name }) => `${nsgId}/securityRules/${name}`,
    read: (id) =>
      readObject(azure, id, (network, [group, nsg, name], options) =>
        network.securityRules.get(group, nsg, name, options),
      ),
    describe: (shown, { direction, sourcePrefix, destinationPrefix, port }) => ({
      isOurs: true,
      outputs: { ruleId: shown.id ?? "", priority: String(shown.priority ?? "") },
      differs: differing({
        access: shown.access === "Allow",
        direction: shown.direction === direction,
        sourcePrefix: shown.sourceAddressPrefix === sourcePrefix,
        destinationPrefix: shown.destinationAddressPrefix === destinationPrefix,
        port: shown.destinationPortRange === port,
      }),
    }),
    async write(id, { nsgId, direction, sourcePrefix, destinationPrefix, port, access }, _, shown) {
      const priority = shown?.priority ?? (await pickPriority(azure, nsgId, direction));
      await beginWrite(azure, id, "write", (network, [group, nsg, name], options) =>
        network.securityRules.createOrUpdate(
          group,
          nsg,
          name,
          {
            protocol: "Tcp",
            access,
            direction,
            priority,
            sourceAddressPrefix: sourcePrefix,
            sourcePortRange: "*",
            destinationAddressPrefix: destinationPrefix,
            destinationPortRange: port,
          },
          options,
        ),
      );
    },
    remove: (id) =>
      beginWrite(azure, id, "delete", (network, [group, nsg, name], options) =>
        network.securityRules.delete(group, nsg, name, options),
      ),
  });

async function pickPriority(azure: AzureWriter, nsgId: string, direction: "Inbound" | "Outbound"): Promise<number> {
  const { group, names } = placeOf(nsgId);
  const rules = await azure.ask(callOn(`${nsgId}/securityRules/any`, "read"), (network, options) =>
    Array.fromAsync(network.securityRules.list(group, names[0] ?? "", options)),
  );
  const priority = freePriority(rules, direction);
  if (priority !== undefined) return priority;
  throw cloudError(
    "ERR_RESOURCE_REFUSED",
    `${names[0]} has no free priority before its first ${direction} rule that denies. Nothing was written: make room there`,
    { cloud: "azure", resourceId: nsgId },
  );
}
