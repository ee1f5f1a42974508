import type { AzureIdentity, GcpIdentity } from "@skylane/clouds/identity";
import * as z from "zod";
import type { AwsIdentity } from "./aws-credentials.ts";

const roleArn = z
  .string()
  .regex(/^arn:aws:iam::\d{12}:role\/[\w+=,.@-]{1,64}$/, "must be arn:aws:iam::<account>:role/<name>");

/** The part of the environment that says who this process is in clouds it does not run in. No secret is among it. */
export const identityVariables = {
  SKYLANE_AWS_ROLE_ARN: roleArn.optional(),
  SKYLANE_AWS_AUDIENCE: z.string().min(1).max(255).optional(),
  SKYLANE_AWS_TOKEN_FROM: z.enum(["azure", "google"]).optional(),
  /** Role whose tokens other clouds take, where it is not the function's own. */
  SKYLANE_FEDERATION_ROLE_ARN: roleArn.optional(),
  SKYLANE_AZURE_TENANT_ID: z.guid().optional(),
  SKYLANE_AZURE_CLIENT_ID: z.guid().optional(),
  SKYLANE_GCP_PROVIDER: z
    .string()
    .regex(
      /^projects\/\d+\/locations\/global\/workloadIdentityPools\/[a-z0-9-]{4,32}\/providers\/[a-z0-9-]{4,32}$/,
      "must be projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>",
    )
    .optional(),
  SKYLANE_GCP_SERVICE_ACCOUNT: z
    .string()
    .regex(
      /^[a-z][a-z0-9-]{5,29}@[a-z0-9.:-]+\.iam\.gserviceaccount\.com$/,
      "must be the e-mail address of a service account",
    )
    .optional(),
} as const;

type Variables = z.output<z.ZodObject<typeof identityVariables>>;

const WHOLE: readonly (readonly (keyof Variables)[])[] = [
  ["SKYLANE_AWS_ROLE_ARN", "SKYLANE_AWS_AUDIENCE", "SKYLANE_AWS_TOKEN_FROM"],
  ["SKYLANE_AZURE_TENANT_ID", "SKYLANE_AZURE_CLIENT_ID"],
  ["SKYLANE_GCP_PROVIDER", "SKYLANE_GCP_SERVICE_ACCOUNT"],
];

/** Half an identity would silently be another one: the vendor's own chain of credentials. */
export function mustBeWhole(variables: Variables, context: z.RefinementCtx): void {
  for (const names of WHOLE) {
    const missing = names.filter((name) => variables[name] === undefined);
    if (missing.length === 0 || missing.length === names.length) continue;
    for (const name of missing)
      context.addIssue({
        code: "custom",
        path: [name],
        message: `is needed beside ${names.filter((one) => !missing.includes(one)).join(" and ")}`,
      });
  }
}

/** The identities there are; those of which nothing is said are absent. */
export const identitiesOf = (
  variables: Variables,
): {
  readonly awsIdentity: AwsIdentity | undefined;
  readonly azureIdentity: AzureIdentity | undefined;
  readonly gcpIdentity: GcpIdentity | undefined;
  readonly federationRoleArn: string | undefined;
} => {
  const {
    SKYLANE_AWS_ROLE_ARN: awsRoleArn,
    SKYLANE_AWS_AUDIENCE: audience,
    SKYLANE_AWS_TOKEN_FROM: tokenFrom,
    SKYLANE_AZURE_TENANT_ID: tenantId,
    SKYLANE_AZURE_CLIENT_ID: clientId,
    SKYLANE_GCP_PROVIDER: provider,
    SKYLANE_GCP_SERVICE_ACCOUNT: serviceAccount,
  } = variables;
  return {
    awsIdentity: awsRoleArn && audience && tokenFrom ? { roleArn: awsRoleArn, audience, tokenFrom } : undefined,
    azureIdentity: tenantId && clientId ? { tenantId, clientId } : undefined,
    gcpIdentity: provider && serviceAccount ? { provider, serviceAccount } : undefined,
    federationRoleArn: variables.SKYLANE_FEDERATION_ROLE_ARN,
  };
};
