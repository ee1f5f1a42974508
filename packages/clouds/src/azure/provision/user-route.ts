import type { Provisioner } from "@skylane/core";
import * as z from "zod";
import type { AzureWriter } from "../steer/azure-writer.ts";
import { ArmName, armId } from "./arm-id.ts";
import { armProvisioner } from "./arm-provisioner.ts";
import { beginWrite, readObject } from "./network-calls.ts";
import { differing } from "./owner.ts";

const common = {
  vnetId: armId("Microsoft.Network/virtualNetworks"),
  routeTableId: armId("Microsoft.Network/routeTables"),
  name: ArmName,
  prefix: z.cidrv4(),
};
const Desired = z.discriminatedUnion("nextHopType", [
  z.strictObject({ ...common, nextHopType: z.literal("VirtualNetworkGateway") }),
  z.strictObject({ ...common, nextHopType: z.literal("VirtualAppliance"), nextHopIp: z.ipv4() }),
]);
type Desired = z.infer<typeof Desired>;

const hopIpOf = (desired: Desired): string | undefined => ("nextHopIp" in desired ? desired.nextHopIp : undefined);

/** One route of a route table. Bears no tags: its name says whose it is. */
export const userRoute = (azure: AzureWriter): Provisioner =>
  armProvisioner<Desired, Awaited<ReturnType<typeof readRoute>> & object>({
    resource: "azure.user-route",
    typicalMs: 10_000,
    desired: Desired,
    idOf: ({ routeTableId, name }) => `${routeTableId}/routes/${name}`,
    read: (id) => readRoute(azure, id),
    describe: (shown, desired) => ({
      isOurs: true,
      outputs: {},
      differs: differing({
        prefix: shown.addressPrefix === desired.prefix,
        nextHopType: shown.nextHopType === desired.nextHopType,
        nextHopIp: (shown.nextHopIpAddress || undefined) === hopIpOf(desired),
      }),
    }),
    write: (id, desired) =>
      beginWrite(azure, id, "write", (network, [group, table, name], options) => {
        const nextHopIpAddress = hopIpOf(desired);
        return network.routes.createOrUpdate(
          group,
          table,
          name,
          {
            addressPrefix: desired.prefix,
            nextHopType: desired.nextHopType,
            ...(nextHopIpAddress !== undefined && { nextHopIpAddress }),
          },
          options,
        );
      }),
    remove: (id) =>
      beginWrite(azure, id, "delete", (network, [group, table, name], options) =>
        network.routes.delete(group, table, name, options),
      ),
  });

const readRoute = (azure: AzureWriter, id: string) =>
  readObject(azure, id, (network, [group, table, name], options) => network.routes.get(group, table, name, options));
