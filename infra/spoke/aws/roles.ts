import { Aws, type CfnCondition, CfnOutput, type CfnResource, type Stack, Validations } from "aws-cdk-lib";
import { CfnManagedPolicy, CfnPolicy, CfnRole } from "aws-cdk-lib/aws-iam";
import type { SpokeSettings } from "./parameters.ts";
import {
  askingForBill,
  boundary,
  building,
  buildingBoundary,
  observing,
  type Statement,
  steering,
  steeringDirectConnect,
  testing,
} from "./rights.ts";

/** An hour is the most that a role assumed by a role may last. */
const SESSION_SECONDS = 3_600;

/** The role that looks, and those that steer and build if they are asked for; each within a boundary. */
export function addRoles(stack: Stack, settings: SpokeSettings): void {
  const { name, isIdentityRegion, isSteered, isDirectConnectSteered, isTested, isBuilt, isBillRead } = settings;
  const limit = new CfnManagedPolicy(stack, "Boundary", {
    managedPolicyName: `${name}-boundary`,
    description: "The most that Skylane's roles in this account can do",
    policyDocument: documentOf(boundary),
  });
  made(limit, isIdentityRegion);
  acknowledge(limit, boundary);

  const observer = addRole(stack, "Observer", settings, settings.observedBy, limit, isIdentityRegion);
  grant(stack, "Observe", observer, observing, isIdentityRegion);
  grant(stack, "AskForBill", observer, askingForBill, isBillRead);
  const actuator = addRole(stack, "Actuator", settings, settings.steeredBy, limit, isSteered);
  grant(stack, "Steer", actuator, steering, isSteered);
  grant(stack, "SteerDirectConnect", actuator, steeringDirectConnect, isDirectConnectSteered);
  grant(stack, "TestFailover", actuator, testing(settings.testedInterfaceArns), isTested);

  const buildingLimit = new CfnManagedPolicy(stack, "BuildingBoundary", {
    managedPolicyName: `${name}-building-boundary`,
    description: "The most that Skylane's role that builds can do in this account",
    policyDocument: documentOf(buildingBoundary),
  });
  made(buildingLimit, isBuilt);
  acknowledge(buildingLimit, buildingBoundary);
  const provisioner = addRole(stack, "Provisioner", settings, settings.builtBy, buildingLimit, isBuilt);
  grant(stack, "Build", provisioner, building, isBuilt, JOINED);
}

const does = {
  Observer: "Skylane looks at the network",
  Actuator: "Skylane changes routes of what is marked",
  Provisioner: "Skylane builds connections, and takes away what it has built",
} as const;

function addRole(
  stack: Stack,
  id: keyof typeof does,
  { name, externalId }: SpokeSettings,
  principals: readonly string[],
  limit: CfnManagedPolicy,
  condition: CfnCondition,
): CfnRole {
  const role = new CfnRole(stack, id, {
    roleName: `${name}-${id.toLowerCase()}`,
    description: does[id],
    maxSessionDuration: SESSION_SECONDS,
    permissionsBoundary: limit.ref,
    assumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: principals },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "sts:ExternalId": externalId } },
        },
      ],
    },
  });
  made(role, condition);
  const output = new CfnOutput(stack, `${id}RoleArn`, { value: role.attrArn });
  output.condition = condition;
  return role;
}

function grant(
  stack: Stack,
  id: string,
  role: CfnRole,
  statements: readonly Statement[],
  condition: CfnCondition,
  unlimited: string = UNLIMITED,
): void {
  const policy = new CfnPolicy(stack, id, {
    policyName: id,
    roles: [role.ref],
    policyDocument: documentOf(statements),
  });
  made(policy, condition);
  acknowledge(policy, statements, unlimited);
}

const made = (resource: CfnResource, condition: CfnCondition): void => {
  resource.cfnOptions.condition = condition;
};

const inPartition = (arn: string): string => arn.replace(/^arn:aws:/, `arn:${Aws.PARTITION}:`);

const documentOf = (statements: readonly Statement[]): object => ({
  Version: "2012-10-17",
  Statement: statements.map(({ Resource, ...statement }) => ({
    ...statement,
    Resource: typeof Resource === "string" ? inPartition(Resource) : Resource.map(inPartition),
  })),
});

/** Says to cdk-nag, of each wildcard that is meant, why it is there; any other stays a finding. */
function acknowledge(resource: CfnResource, statements: readonly Statement[], unlimited: string = UNLIMITED): void {
  const wildcards = statements.flatMap(({ Effect, Action, Resource, Condition }) => [
    ...(Effect === "Deny" ? Action.filter((one) => one.endsWith(":*")).map((one) => [`Action::${one}`, DENIED]) : []),
    ...[Resource]
      .flat()
      .filter((one) => one.includes("*"))
      .map((one) => [`Resource::${one.replace(/^arn:aws:/, "arn:<AWS::Partition>:")}`, Condition ? MARKED : unlimited]),
  ]);
  for (const [what, reason = ""] of new Map(wildcards.map(([what = "", reason = ""]) => [what, reason])))
    Validations.of(resource).acknowledge({ id: `AwsSolutions-IAM5[${what}]`, reason });
}
const DENIED = "This statement denies; the more it names the less the role may do.";
const MARKED =
  "Which of them these are the condition says: a tag of their owner's or of Skylane's, or the call that makes them.";
const JOINED =
  "What is built is joined to networks, gateways and tables that are there, of which nobody knows beforehand which; zones have no tags when they are made.";
const UNLIMITED = "None of these actions can be limited to a resource, or this is a boundary, which grants nothing.";
