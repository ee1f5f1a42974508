import { eventSource, inboxPartition, type OutpostName, outposts } from "@skylane/core";
import { dutiesIn, type HubDuty, hubRole } from "./duties.ts";
import { hubAudience, type OutpostCloud, outpostNames, outpostRole } from "./outposts.ts";
import type { DeployedStage } from "./stage.ts";

/** Who a workload in another cloud is there: what its tokens name as their subject. */
export type Subjects = Readonly<Record<OutpostName, $util.Input<string>>>;

/** What a token of the hub must be made out to, for another cloud to take it. */
export interface HubAudiences {
  readonly azure: "api://AzureADTokenExchange" | undefined;
  /** Name of the provider in the workload identity pool. */
  readonly gcp: string | undefined;
}

/**
 * Roles in AWS of Azure's workloads. The tenant's issuer is private in IAM's terms, so nothing but these conditions names the
 * subject: any principal of the tenant may ask for a token for this audience.
 */
export function createAzureOutpostRoles(stage: DeployedStage, tenantId: string, subjects: Subjects): void {
  const issuer = `sts.windows.net/${tenantId}/`; // v1 tokens; the slash belongs to it
  const audience = hubAudience(stage, "azure");
  const provider = new aws.iam.OpenIdConnectProvider("AzureTenant", {
    url: `https://${issuer}`,
    clientIdLists: [audience],
  });
  for (const outpost of outpostNames)
    createOutpostRole(stage, "azure", outpost, provider.arn, {
      [`${issuer}:aud`]: audience,
      [`${issuer}:sub`]: subjects[outpost],
    });
}

/** Roles in AWS of Google's workloads. IAM knows Google by itself, and takes the audience as `oaud`, the account as `aud`. */
export function createGoogleOutpostRoles(stage: DeployedStage, subjects: Subjects): void {
  for (const outpost of outpostNames)
    createOutpostRole(stage, "gcp", outpost, "accounts.google.com", {
      "accounts.google.com:oaud": hubAudience(stage, "gcp"),
      "accounts.google.com:aud": subjects[outpost],
      "accounts.google.com:sub": subjects[outpost],
    });
}

function createOutpostRole(
  stage: DeployedStage,
  cloud: OutpostCloud,
  outpost: OutpostName,
  issuer: $util.Input<string>,
  claims: Readonly<Record<string, $util.Input<string>>>,
): void {
  const name = outpostRole(stage, cloud, outpost);
  new aws.iam.Role(`Outpost-${cloud}-${outpost}`, {
    name,
    description: `What ${outpost} in ${cloud} may do at the hub`,
    maxSessionDuration: 3_600,
    assumeRolePolicy: $jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: issuer },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: { StringEquals: { ...claims, "sts:RoleSessionName": name } },
        },
      ],
    }),
    inlinePolicies: [
      {
        name: "hub",
        policy: JSON.stringify({ Version: "2012-10-17", Statement: outpostStatements(stage, cloud, outpost) }),
      },
    ],
  });
}

/** What a workload in another cloud may do: say its own events, and hand in what it saw of its own cloud. */
function outpostStatements(stage: DeployedStage, cloud: OutpostCloud, outpost: OutpostName): readonly object[] {
  const { says, ...spec } = outposts[outpost];
  const { accountId } = stage.settings.aws;
  const regionIds = [stage.regions.home, stage.regions.standby];
  const partition = inboxPartition(cloud);
  return [
    {
      Sid: "SayWhatIsItsOwn",
      Effect: "Allow",
      Action: "events:PutEvents",
      Resource: regionIds.map((regionId) => `arn:aws:events:${regionId}:${accountId}:event-bus/${stage.name}`),
      Condition: {
        StringEquals: { "events:source": [...new Set(says.map(eventSource))], "events:detail-type": says },
      },
    },
    ...("looks" in spec
      ? [
          {
            Sid: "HandInWhatItSaw",
            Effect: "Allow",
            Action: ["dynamodb:PutItem", "dynamodb:Query"],
            Resource: `arn:aws:dynamodb:${stage.regions.home}:${accountId}:table/${stage.name}-state`,
            // ForAllValues alone is also true where the key is missing
            Condition: {
              "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [partition] },
              Null: { "dynamodb:LeadingKeys": "false" },
            },
          },
        ]
      : []),
  ];
}

/**
 * The two roles that the hub is known by in other clouds. Each is assumed by exactly the functions with that duty, and all it
 * may do is to ask for short-lived tokens made out to those clouds.
 */
export function createHubRoles(
  stage: DeployedStage,
  callers: Readonly<Record<HubDuty, readonly $util.Input<string>[]>>,
  { azure, gcp }: HubAudiences,
): void {
  const audiences = [azure, ...(gcp === undefined ? [] : [`//iam.googleapis.com/${gcp}`])].filter(
    (one) => one !== undefined,
  );
  for (const duty of dutiesIn(stage)) {
    if (callers[duty].length === 0 || audiences.length === 0) continue;
    new aws.iam.Role(`Hub-${duty}`, {
      name: hubRole(stage, duty),
      description: `The hub as ${duty} in other clouds`,
      maxSessionDuration: 3_600,
      assumeRolePolicy: $jsonStringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { AWS: callers[duty] }, Action: "sts:AssumeRole" }],
      }),
      inlinePolicies: [
        {
          name: "tokens",
          policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              {
                Sid: "TokensForOtherClouds",
                Effect: "Allow",
                Action: "sts:GetWebIdentityToken",
                Resource: "*", // the action knows no resource; its audience is what limits it
                Condition: {
                  "ForAllValues:StringEquals": { "sts:IdentityTokenAudience": audiences },
                  Null: { "sts:IdentityTokenAudience": "false" },
                  NumericLessThanEquals: { "sts:DurationSeconds": "300" },
                },
              },
            ],
          }),
        },
      ],
    });
  }
}
