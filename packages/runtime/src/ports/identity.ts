import type { CloudContext } from "@skylane/clouds";
import type { Federation } from "@skylane/clouds/identity";
import { actuatorRoles, provisionerRoles } from "@skylane/core";
import type { AwsCredentials } from "../identity/aws-credentials.ts";
import { secrets } from "./secrets.ts";
import type { Part, Surroundings } from "./surroundings.ts";

// What signs in by an identity is loaded when there is one: few processes have any use for it.

/** For an AWS client in that Region: the role of a function that runs outside of AWS; nothing where the SDK's own chain holds. */
export function credentialsIn(
  regionId: string,
  { settings: { awsIdentity }, clock, log }: Surroundings,
): { readonly credentials?: AwsCredentials } {
  if (!awsIdentity) return {};
  let made: Promise<AwsCredentials> | undefined;
  const credentials = async () => {
    made ??= import("../identity/aws-credentials.ts").then(({ awsCredentials }) =>
      awsCredentials(awsIdentity, regionId, { clock, log }),
    );
    return (await made)();
  };
  return { credentials: Object.assign(credentials, { memoized: true } as const) };
}

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
