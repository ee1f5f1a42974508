import type { Cloud } from "@skylane/clouds";
import type { Command } from "commander";
import { CliError, unknownName } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";
import { note, print } from "../output.ts";

interface Options {
  readonly cloud: string;
  readonly for?: string;
  readonly build?: string;
  readonly json?: boolean;
}

/** `skylane permissions`: what discovery, an actuator or building needs, as a policy to paste. */
export const addPermissions = (program: Command): void => {
  program
    .command("permissions")
    .description(
      "print the least-privilege policy that discovery needs, an actuator to move traffic, or building a connection",
    )
    .requiredOption("--cloud <cloud>", "aws, azure, gcp or oci")
    .option(
      "--for <actuator>",
      "an actuator such as azure.user-route, or an official test such as aws.bgp-failover-test; it may write, and only that",
    )
    .option(
      "--build <resource>",
      "what connections are made of, such as aws.vpn-connection; it may make that, and only that",
    )
    .option("--json", "print JSON")
    .action(async (options: Options) => {
      const { allClouds } = await import("@skylane/clouds");
      const clouds = (allClouds as readonly Cloud[]).filter(({ readPolicy }) => readPolicy !== undefined);
      const found = clouds.find(({ profile }) => profile.id === options.cloud);
      if (found?.readPolicy === undefined)
        throw unknownName(
          "cloud with a policy",
          options.cloud,
          clouds.map(({ profile }) => profile.id),
        );
      if (options.for !== undefined && options.build !== undefined)
        throw new CliError("--for and --build are of two policies; ask for one of them", exitCodes.badInput);
      const policy =
        options.for !== undefined
          ? policyNamed("actuator with a policy of its own", options.for, found.steerPolicies)
          : options.build !== undefined
            ? policyNamed("resource with a policy of its own", options.build, found.provisionPolicies)
            : found.readPolicy;
      print(
        options.json === true,
        {
          cloud: found.profile.id,
          ...(options.for !== undefined && { actuator: options.for }),
          ...(options.build !== undefined && { resource: options.build }),
          policy,
          ...(found.accountTemplate !== undefined && { accountTemplate: found.accountTemplate }),
        },
        () => policy,
      );
      if (found.accountTemplate !== undefined && options.json !== true)
        note(`${found.accountTemplate} makes roles with this in every account: docs/operations/accounts.md`);
    });
};

function policyNamed(kind: string, name: string, policies: Readonly<Record<string, string>> = {}): string {
  const policy = policies[name];
  if (policy === undefined) throw unknownName(kind, name, Object.keys(policies));
  return policy;
}
