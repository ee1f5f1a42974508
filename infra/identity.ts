import { deployBoundary, deployPolicies } from "./deploy-policies.ts";
import type { DeployedStage } from "./stage.ts";

/** Where GitHub Actions' tokens come from. @see GitHub Docs, OpenID Connect (read 2026-11) */
const ISSUER = "token.actions.githubusercontent.com";
const SESSION_SECONDS = 3_600;
/** Azure's built-in role Contributor: everything but giving rights. @see Azure built-in roles (read 2026-11) */
const CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c";
const GOOGLE_DEPLOY_ROLES = [
  "cloudfunctions.developer",
  "cloudscheduler.admin",
  "eventarc.developer",
  "iam.serviceAccountUser",
  "pubsub.editor",
  "run.developer",
  "storage.admin",
];

/**
 * Who deploys this stage without any key: a job of one repository in the environment of the stage's name, in each cloud by the
 * token GitHub gives it. The first deployment is a person's; the deployment itself may not change these identities.
 */
export function createDeployIdentities(stage: DeployedStage): void {
  const { deploy, azure, gcp: google } = stage.settings;
  if (deploy === undefined) return;
  const subject = `repo:${deploy.repository}:environment:${stage.stage}`;
  createAwsIdentity(stage, subject, deploy.isProviderThere);
  if (azure) createAzureIdentity(stage, subject, azure.location);
  if (google) createGoogleIdentity(stage, subject, google.projectId);
}

/** What an AWS account has once: the switch for tokens that other clouds take; answers who issues them. */
export const tokenIssuerOf = ({ settings }: DeployedStage): $util.Input<string> =>
  settings.aws.tokenIssuerUrl ??
  new aws.iam.OutboundWebIdentityFederation("TokensForOtherClouds", {}, { retainOnDelete: true }).issuerIdentifier;

function createAwsIdentity({ name, settings }: DeployedStage, subject: string, isProviderThere: boolean): void {
  const account = settings.aws.accountId;
  const provider = isProviderThere
    ? []
    : [new aws.iam.OpenIdConnectProvider("GitHub", { url: `https://${ISSUER}`, clientIdLists: ["sts.amazonaws.com"] })];
  const policies = deployPolicies(account, name).map(
    (Statement, i) =>
      new aws.iam.Policy(`DeployRights${i}`, {
        name: `${name}-deploy-${i}`,
        policy: JSON.stringify({ Version: "2012-10-17", Statement }),
      }),
  );
  const limit = new aws.iam.Policy("DeployBoundary", {
    name: `${name}-deploy-boundary`,
    description: "The most that a deployment can do: nothing to networks, people or keys of people",
    policy: JSON.stringify({ Version: "2012-10-17", Statement: deployBoundary(account, name) }),
  });
  const role = new aws.iam.Role(
    "DeployRole",
    {
      name: `${name}-deploy`,
      description: `Deploys ${name}`,
      maxSessionDuration: SESSION_SECONDS,
      permissionsBoundary: limit.arn,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${ISSUER}` },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: { StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com", [`${ISSUER}:sub`]: subject } },
          },
        ],
      }),
    },
    { dependsOn: provider },
  );
  for (const [i, policy] of policies.entries())
    new aws.iam.RolePolicyAttachment(`DeployRights${i}OfRole`, { role: role.name, policyArn: policy.arn });
}

/** An identity in a group of its own. It makes and changes resources; who may do what in Azure is a person's to say. */
function createAzureIdentity({ name, settings }: DeployedStage, subject: string, location: string): void {
  const group = new azurenative.resources.ResourceGroup("DeployGroup", {
    resourceGroupName: `${name}-deploy`,
    location,
  });
  const identity = new azurenative.managedidentity.UserAssignedIdentity("DeployIdentity", {
    resourceGroupName: group.name,
    resourceName: `${name}-deploy`,
    location,
  });
  new azurenative.managedidentity.FederatedIdentityCredential("DeployFromGitHub", {
    resourceGroupName: group.name,
    resourceName: identity.name,
    federatedIdentityCredentialResourceName: "github",
    issuer: `https://${ISSUER}`,
    subject,
    audiences: ["api://AzureADTokenExchange"],
  });
  const scope = `/subscriptions/${settings.azure?.subscriptionId}`;
  new azurenative.authorization.RoleAssignment("DeployToAzure", {
    scope,
    principalId: identity.principalId,
    principalType: "ServicePrincipal",
    roleDefinitionId: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${CONTRIBUTOR}`,
  });
}

/** A service account that one subject of GitHub's may be. It deploys functions and what calls them; it grants nothing. */
function createGoogleIdentity({ name }: DeployedStage, subject: string, project: string): void {
  const pool = new gcp.iam.WorkloadIdentityPool("DeployPool", { project, workloadIdentityPoolId: `${name}-deploy` });
  new gcp.iam.WorkloadIdentityPoolProvider("DeployFromGitHubToGoogle", {
    project,
    workloadIdentityPoolId: pool.workloadIdentityPoolId,
    workloadIdentityPoolProviderId: "github",
    attributeMapping: { "google.subject": "assertion.sub" },
    attributeCondition: `assertion.sub == '${subject}'`,
    oidc: { issuerUri: `https://${ISSUER}`, allowedAudiences: [`https://${ISSUER}/${name}`] },
  });
  const account = new gcp.serviceaccount.Account("DeployAccount", { project, accountId: `${name}-deploy` });
  new gcp.serviceaccount.IAMMember("DeployAsAccount", {
    serviceAccountId: account.name,
    role: "roles/iam.workloadIdentityUser",
    member: $interpolate`principal://iam.googleapis.com/${pool.name}/subject/${subject}`,
  });
  for (const role of GOOGLE_DEPLOY_ROLES)
    new gcp.projects.IAMMember(`DeployToGoogle-${role}`, {
      project,
      role: `roles/${role}`,
      member: $interpolate`serviceAccount:${account.email}`,
    });
}
