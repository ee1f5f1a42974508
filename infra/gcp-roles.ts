import policies from "./cloud-policies.gen.json" with { type: "json" };
import { dutiesIn, type HubDuty, hubRoleArn } from "./duties.ts";
import { gcpProvisionRole } from "./provision-roles.ts";
import type { DeployedStage } from "./stage.ts";

/** Part of a name, in the letters that ids of Google's custom roles may have. */
const roleIdOf = (words: string): string => words.replaceAll(/[^a-zA-Z0-9]+/g, "_");

/** A custom role of the project: exactly these permissions. */
export function createRole(
  logicalName: string,
  { name }: DeployedStage,
  role: { readonly title: string; readonly description: string; readonly includedPermissions: string[] },
) {
  return new gcp.projects.IAMCustomRole(logicalName, {
    roleId: roleIdOf(`${name}_${logicalName}`),
    title: `${role.title} (${name})`,
    description: role.description,
    stage: "GA",
    permissions: role.includedPermissions,
  });
}

/** Gives a role in the project to a service account. */
export const grant = (
  logicalName: string,
  project: string,
  role: $util.Input<string>,
  account: gcp.serviceaccount.Account,
) => new gcp.projects.IAMMember(logicalName, { project, role, member: $interpolate`serviceAccount:${account.email}` });

/** What reads the networks may do: list, and nothing else. */
export function createGcpReadRole(
  stage: DeployedStage,
  project: string,
  readers: Readonly<Record<string, gcp.serviceaccount.Account>>,
): void {
  const role = createRole("GcpRead", stage, policies.gcp.read);
  for (const [name, account] of Object.entries(readers)) grant(`GcpRead-${name}`, project, role.name, account);
}

/** What the actuator may do: turn the knobs that the configuration names. */
export function createGcpSteerRoles(stage: DeployedStage, project: string, actuator: gcp.serviceaccount.Account): void {
  const known: Readonly<Record<string, (typeof policies.gcp.steer)["gcp.route-priority"]>> = policies.gcp.steer;
  const used = new Set(
    stage.config.groups.flatMap(({ sides }) => sides.flatMap(({ steering }) => steering?.actuator ?? [])),
  );
  for (const id of used) {
    const policy = known[id];
    if (policy) grant(`Gcp-${id}`, project, createRole(`Gcp-${id}-Role`, stage, policy).name, actuator);
  }
}

/** What the provisioner may do: build what connections are made of. Google limits none of it to a network, so it is the project's. */
export function createGcpProvisionRole(
  stage: DeployedStage,
  project: string,
  provisioner: gcp.serviceaccount.Account,
): void {
  const role = createRole("GcpProvision", stage, gcpProvisionRole);
  grant("GcpProvision-provisioner", project, role.name, provisioner);
}

/** The service accounts that the hub takes on, and the pool that takes its tokens: one subject a duty, one audience, no others. */
export function createHubAccounts(stage: DeployedStage, projectNumber: string, issuerUrl: $util.Input<string>) {
  const pool = new gcp.iam.WorkloadIdentityPool("GcpPool", {
    workloadIdentityPoolId: stage.name,
    displayName: stage.name,
    description: "The hub of Skylane in AWS",
  });
  const poolName = `projects/${projectNumber}/locations/global/workloadIdentityPools/${stage.name}`;
  const providerName = `${poolName}/providers/skylane-aws`;
  const subjects = dutiesIn(stage).map((duty) => hubRoleArn(stage, duty));
  new gcp.iam.WorkloadIdentityPoolProvider("GcpProvider", {
    workloadIdentityPoolId: pool.workloadIdentityPoolId,
    workloadIdentityPoolProviderId: "skylane-aws",
    oidc: { issuerUri: issuerUrl, allowedAudiences: [`//iam.googleapis.com/${providerName}`] },
    attributeMapping: { "google.subject": "assertion.sub" },
    attributeCondition: `assertion.sub in [${subjects.map((subject) => `"${subject}"`).join(", ")}]`,
  });
  const accountOf = (duty: HubDuty) => {
    const account = new gcp.serviceaccount.Account(`Gcp-${duty}-Account`, {
      accountId: `${stage.name}-${duty}`,
      displayName: `The hub as ${duty}`,
    });
    new gcp.serviceaccount.IAMMember(`Gcp-${duty}-Trust`, {
      serviceAccountId: account.name,
      role: "roles/iam.workloadIdentityUser",
      member: `principal://iam.googleapis.com/${poolName}/subject/${hubRoleArn(stage, duty)}`,
    });
    return account;
  };
  const accounts = Object.fromEntries(dutiesIn(stage).map((duty) => [duty, accountOf(duty)]));
  return { providerName, ...(accounts as Record<HubDuty, gcp.serviceaccount.Account>) };
}
