import type { CloudContext } from "@skylane/clouds";
import type { Federation } from "@skylane/clouds/identity";
import { actuatorRoles, provisionerRoles } from "@skylane/core";
import { type AwsCredentials, awsCredentials } from "../identity/aws-credentials.ts";
import { secrets } from "./secrets.ts";
import type { Part, Surroundings } from "./surroundings.ts";

/** Who signs calls of AWS in that Region: the role of a function that runs outside of AWS; absent where the process's own keys hold. */
export const roleIn = (
  regionId: string,
  { settings: { awsIdentity }, clock, log }: Surroundings,
): AwsCredentials | undefined => awsIdentity && awsCredentials(awsIdentity, regionId, { clock, log });

// What signs in to other clouds is loaded when there is an identity for it: few processes have any use for it.

const federation: Part<Promise<Federation | undefined>> = {
  async make({ settings, clock, log }) {
    if (!settings.azureIdentity && !settings.gcpIdentity) return undefined;
    const { federationOf } = await import("../identity/federation.ts");
    return federationOf(settings, { clock, log });
  },
};

/** What adapters that only look are told of the world. */
export const lookingContext: Part<Promise<CloudContext>> = {
  make: async ({ settings, the }) => ({ ...settings.cloudContext, federation: await the(federation) }),
};

/** What adapters that act are told of the world: some send a secret along, and some assume a role to steer or to build with. */
export const actingContext: Part<Promise<CloudContext>> = {
  make: async ({ config, the }) => ({
    ...(await the(lookingContext)),
    secret: await the(secrets),
    actuatorRoles: actuatorRoles(config.clouds.aws),
    provisionerRoles: provisionerRoles(config.clouds.aws),
  }),
};
