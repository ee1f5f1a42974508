import { expression, param, template } from "./arm.ts";

const duties = ["observer", "actuator", "provisioner"] as const;
type Duty = (typeof duties)[number];

const identityType = "Microsoft.ManagedIdentity/userAssignedIdentities";
const nameOf = (id: string): string => `format('{0}-${id}', ${param("name")})`;

/**
 * A managed identity and the hub's roles on AWS that may become it, each by its whole ARN. Credentials of one identity are made
 * one after the other: Entra refuses them at the same time. Twenty are the most it takes.
 */
const identity = (id: Duty): readonly object[] => [
  {
    type: identityType,
    apiVersion: "2023-01-31",
    name: expression(nameOf(id)),
    location: expression(param("location")),
  },
  {
    type: `${identityType}/federatedIdentityCredentials`,
    apiVersion: "2023-01-31",
    name: expression(`format('{0}-${id}/hub-{1}', ${param("name")}, copyIndex())`),
    dependsOn: [expression(`resourceId('${identityType}', ${nameOf(id)})`)],
    copy: { name: `${id}Roles`, count: expression(`length(${param(`${id}RoleArns`)})`), mode: "serial", batchSize: 1 },
    properties: {
      issuer: expression(param("issuer")),
      subject: expression(`${param(`${id}RoleArns`)}[copyIndex()]`),
      audiences: ["api://AzureADTokenExchange"],
    },
  },
];

const idOf = (id: string, property: string) => ({
  type: "string",
  value: expression(`reference(resourceId('${identityType}', ${nameOf(id)}), '2023-01-31').${property}`),
});

/**
 * Who Skylane is in Azure, once a tenant, where the hub runs on AWS alone: AWS signs a token for a function's role, and Entra
 * takes it for the identity's. No secret is made.
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations (read 2026-11)
 */
export const azureIdentity = (): object =>
  template("resourceGroup", {
    parameters: {
      name: { type: "string", defaultValue: "skylane", minLength: 2, maxLength: 31 },
      location: { type: "string", defaultValue: expression("resourceGroup().location") },
      issuer: {
        type: "string",
        metadata: { description: "Issuer of the hub's AWS account: aws iam get-outbound-web-identity-federation-info" },
      },
      observerRoleArns: { type: "array", minLength: 1, maxLength: 20 },
      actuatorRoleArns: { type: "array", defaultValue: [], maxLength: 20 },
      provisionerRoleArns: { type: "array", defaultValue: [], maxLength: 20 },
    },
    resources: duties.flatMap(identity),
    outputs: Object.fromEntries(
      duties.flatMap((id) => [
        [`${id}ClientId`, idOf(id, "clientId")],
        [`${id}PrincipalId`, idOf(id, "principalId")],
      ]),
    ),
  });
