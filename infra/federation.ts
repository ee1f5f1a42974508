import {
  BUILT_GROUP_PARTITION,
  eventSource,
  inboxPartition,
  type OutpostSpec,
  outposts,
  proofAnswerPartition,
  proofRequestPartition,
} from "@skylane/core";
import { dutiesIn, type HubDuty, hubRole } from "./duties.ts";
import { hubAudience, type OutpostCloud, outpostRole, type Posted, postedIn } from "./outposts.ts";
import type { DeployedStage } from "./stage.ts";

/** Who each workload in another cloud is there: what its tokens name as their subject. */
export type Subjects = Readonly<Record<string, $util.Input<string>>>;

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
  for (const posted of postedIn(stage, "azure"))
    createOutpostRole(stage, "azure", posted, provider.arn, {
      [`${issuer}:aud`]: audience,
      [`${issuer}:sub`]: subjectOf(subjects, posted),
    });
}

/** Roles in AWS of Google's workloads. IAM knows Google by itself, and takes the audience as `oaud`, the account as `aud`. */
export function createGoogleOutpostRoles(stage: DeployedStage, subjects: Subjects): void {
  for (const posted of postedIn(stage, "gcp"))
    createOutpostRole(stage, "gcp", posted, "accounts.google.com", {
      "accounts.google.com:oaud": hubAudience(stage, "gcp"),
      "accounts.google.com:aud": subjectOf(subjects, posted),
      "accounts.google.com:sub": subjectOf(subjects, posted),
    });
}

/** @throws if nobody has said who it is: a trust without a subject would let in the whole tenant */
function subjectOf(subjects: Subjects, { id }: Posted): $util.Input<string> {
  const subject = subjects[id];
  if (subject === undefined) throw new Error(`nobody has said who ${id} is`);
  return subject;
}

function createOutpostRole(
  stage: DeployedStage,
  cloud: OutpostCloud,
  posted: Posted,
  issuer: $util.Input<string>,
  claims: Readonly<Record<string, $util.Input<string>>>,
): void {
  const name = outpostRole(stage, cloud, posted.id);
  new aws.iam.Role(`Outpost-${cloud}-${posted.id}`, {
    name,
    description: `What ${posted.outpost} in ${cloud} may do at the hub`,
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
        policy: JSON.stringify({ Version: "2012-10-17", Statement: outpostStatements(stage, cloud, posted) }),
      },
    ],
  });
}

/**
 * What a workload in another cloud may do: say its own events, hand in what it saw of its own cloud, read which groups were built, read
 * what it is asked to measure from its network and answer.
 */
function outpostStatements(stage: DeployedStage, cloud: OutpostCloud, { outpost, network }: Posted): readonly object[] {
  const { says, looks, probes }: OutpostSpec = outposts[outpost];
  const { accountId } = stage.settings.aws;
  const regionIds = [stage.regions.home, stage.regions.standby];
  const items = (sid: string, actions: readonly string[], partition: string) => ({
    Sid: sid,
    Effect: "Allow",
    Action: actions,
    Resource: `arn:aws:dynamodb:${stage.regions.home}:${accountId}:table/${stage.name}-state`,
    // ForAllValues alone is also true where the key is missing
    Condition: {
      "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [partition] },
      Null: { "dynamodb:LeadingKeys": "false" },
    },
  });
  return [
    ...(says
      ? [
          {
            Sid: "SayWhatIsItsOwn",
            Effect: "Allow",
            Action: "events:PutEvents",
            Resource: regionIds.map((regionId) => `arn:aws:events:${regionId}:${accountId}:event-bus/${stage.name}`),
            Condition: {
              StringEquals: { "events:source": [...new Set(says.map(eventSource))], "events:detail-type": says },
            },
          },
        ]
      : []),
    ...(looks ? [items("HandInWhatItSaw", ["dynamodb:PutItem", "dynamodb:Query"], inboxPartition(cloud))] : []),
    ...(probes ? [items("ReadWhatWasBuilt", ["dynamodb:Query"], BUILT_GROUP_PARTITION)] : []),
    ...(network
      ? [
          items("ReadWhatItIsAsked", ["dynamodb:Query"], proofRequestPartition(network.key)),
          items("Answer", ["dynamodb:PutItem"], proofAnswerPartition(network.key)),
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
