import type { Cloud } from "@skylane/clouds";
import type { Command } from "commander";
import { unknownName } from "../cli-error.ts";
import { note, print } from "../output.ts";

/** `skylane permissions`: what discovery needs, as a policy to paste. */
export const addPermissions = (program: Command): void => {
  program
    .command("permissions")
    .description("print the least-privilege policy that discovery needs, or that an actuator needs to move traffic")
    .requiredOption("--cloud <cloud>", "aws, azure, gcp or oci")
    .option(
      "--for <actuator>",
      "an actuator such as azure.user-route, or an official test such as aws.bgp-failover-test; it may write, and only that",
    )
    .option("--json", "print JSON")
    .action(async (options: { readonly cloud: string; readonly for?: string; readonly json?: boolean }) => {
      const { allClouds } = await import("@skylane/clouds");
      const clouds = (allClouds as readonly Cloud[]).filter(({ readPolicy }) => readPolicy !== undefined);
      const found = clouds.find(({ profile }) => profile.id === options.cloud);
      if (found?.readPolicy === undefined)
        throw unknownName(
          "cloud with a policy",
          options.cloud,
          clouds.map(({ profile }) => profile.id),
        );
      const policy = options.for === undefined ? found.readPolicy : steerPolicy(found, options.for);
      print(
        options.json === true,
        {
          cloud: found.profile.id,
          ...(options.for !== undefined && { actuator: options.for }),
          policy,
          ...(found.accountTemplate !== undefined && { accountTemplate: found.accountTemplate }),
        },
        () => policy,
      );
      if (found.accountTemplate !== undefined && options.json !== true)
        note(`${found.accountTemplate} makes roles with this in every account: docs/operations/accounts.md`);
    });
};

function steerPolicy({ steerPolicies = {} }: Cloud, actuator: string): string {
  const policy = steerPolicies[actuator];
  if (policy === undefined)
    throw unknownName("actuator with a policy of its own", actuator, Object.keys(steerPolicies));
  return policy;
}
