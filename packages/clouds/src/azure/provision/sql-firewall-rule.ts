import type { Provisioner } from "@skylane/core";
import * as z from "zod";
import type { AzureWriter } from "../steer/azure-writer.ts";
import { ArmName, armId } from "./arm-id.ts";
import { armProvisioner } from "./arm-provisioner.ts";
import { armRest } from "./arm-rest.ts";
import { differing } from "./owner.ts";

/** Of Microsoft.Sql. @see https://learn.microsoft.com/rest/api/sql/firewall-rules (read 2026-11) */
const SQL_VERSION = "2023-08-01";

/** 0.0.0.0 means all of Azure, whoever's subscription it is. */
const Ip = z.ipv4().refine((ip) => !ip.startsWith("0."), "must not be 0.0.0.0, which lets in all of Azure");
const Desired = z.strictObject({
  serverId: armId("Microsoft.Sql/servers"),
  name: ArmName,
  startIp: Ip,
  endIp: Ip,
});
type Desired = z.infer<typeof Desired>;

const Rule = z.looseObject({
  properties: z.looseObject({ startIpAddress: z.string(), endIpAddress: z.string() }),
});

/** Public addresses that may ask a SQL server over the internet. Bears no tags: its name says whose it is. */
export function sqlFirewallRule(azure: AzureWriter): Provisioner {
  const arm = armRest(azure, SQL_VERSION);
  return armProvisioner<Desired, z.infer<typeof Rule> & { readonly provisioningState?: string }>({
    resource: "azure.sql-firewall-rule",
    typicalMs: 5_000,
    desired: Desired,
    idOf: ({ serverId, name }) => `${serverId}/firewallRules/${name}`,
    async read(id) {
      const answer = await arm.get(id);
      return answer === undefined ? undefined : Rule.parse(answer);
    },
    describe: ({ properties }, { startIp, endIp }) => ({
      isOurs: true,
      outputs: {},
      differs: differing({
        startIp: properties.startIpAddress === startIp,
        endIp: properties.endIpAddress === endIp,
      }),
    }),
    write: (id, { startIp, endIp }) => arm.put(id, { properties: { startIpAddress: startIp, endIpAddress: endIp } }),
    remove: (id) => arm.delete(id),
  });
}
