import type { Cloud } from "@skylane/clouds";
import type { Command } from "commander";
import { unknownName } from "../cli-error.ts";
import { print } from "../output.ts";

/** `skylane permissions`: what discovery needs, as a policy to paste. */
export const addPermissions = (program: Command): void => {
  program
    .command("permissions")
    .description("print the least-privilege policy that discovery needs")
    .requiredOption("--cloud <cloud>", "aws, azure, gcp or oci")
    .option("--json", "print JSON")
    .action(async (options: { readonly cloud: string; readonly json?: boolean }) => {
      const { allClouds } = await import("@skylane/clouds");
      const clouds = (allClouds as readonly Cloud[]).filter(({ readPolicy }) => readPolicy !== undefined);
      const found = clouds.find(({ profile }) => profile.id === options.cloud);
      if (found?.readPolicy === undefined)
        throw unknownName(
          "cloud with a policy",
          options.cloud,
          clouds.map(({ profile }) => profile.id),
        );
      const policy = found.readPolicy;
      print(options.json === true, { cloud: found.profile.id, policy }, () => policy);
    });
};
