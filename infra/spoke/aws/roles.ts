import { Aws, type CfnCondition, CfnOutput, type CfnResource, type Stack, Validations } from "aws-cdk-lib";
import { CfnManagedPolicy, CfnPolicy, CfnRole } from "aws-cdk-lib/aws-iam";
import type { SpokeSettings } from "./parameters.ts";
import { boundary, observing, type Statement, steering, steeringDirectConnect, testing } from "./rights.ts";

/** An hour is the most that a role assumed by a role may last. */
const SESSION_SECONDS = 3_600;

/** The role that looks, and the one that steers if it is asked for; both within one boundary. */
export function addRoles(stack: Stack, settings: SpokeSettings): void {
  const { name, isIdentityRegion, isSteered, isDirectConnectSteered, isTested } = settings;
  const limit = new CfnManagedPolicy(stack, "Boundary", {
    managedPolicyName: `${name}-boundary`,
    description: "The most that Skylane's roles in this account can do",
    policyDocument: documentOf(boundary),
  });
  made(limit, isIdentityRegion);
  acknowledge(limit, boundary);

  const observer = addRole(stack, "Observer", settings, settings.observedBy, limit, isIdentityRegion);
  grant(stack, "Observe", observer, observing, isIdentityRegion);
  const actuator = addRole(stack, "Actuator", settings, settings.steeredBy, limit, isSteered);
  grant(stack, "Steer", actuator, steering, isSteered);
  grant(stack, "SteerDirectConnect", actuator, steeringDirectConnect, isDirectConnectSteered);
  grant(stack, "TestFailover", actuator, testing(settings.testedInterfaceArns), isTested);
}

function addRole(
  stack: Stack,
  id: "Observer" | "Actuator",
  { name, externalId }: SpokeSettings,
  principals: readonly string[],
  limit: CfnManagedPolicy,
  condition: CfnCondition,
): CfnRole {
  const role = new CfnRole(stack, id, {
    roleName: `${name}-${id.toLowerCase()}`,
    description: id === "Observer" ? "Skylane looks at the network" : "Skylane changes routes of what is marked",
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
): void {
  const policy = new CfnPolicy(stack, id, {
    policyName: id,
    roles: [role.ref],
    policyDocument: documentOf(statements),
  });
  made(policy, condition);
  acknowledge(policy, statements);
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
function acknowledge(resource: CfnResource, statements: readonly Statement[]): void {
  const wildcards = statements.flatMap(({ Effect, Action, Resource, Condition }) => [
    ...(Effect === "Deny" ? Action.filter((one) => one.endsWith(":*")).map((one) => [`Action::${one}`, DENIED]) : []),
    ...[Resource]
      .flat()
      .filter((one) => one.includes("*"))
      .map((one) => [`Resource::${one.replace(/^arn:aws:/, "arn:<AWS::Partition>:")}`, Condition ? MARKED : UNLIMITED]),
  ]);
  for (const [what, reason = ""] of new Map(wildcards.map(([what = "", reason = ""]) => [what, reason])))
    Validations.of(resource).acknowledge({ id: `AwsSolutions-IAM5[${what}]`, reason });
}
const DENIED = "This statement denies; the more it names the less the role may do.";
const MARKED = "Which tables and attachments these are their owner says by a tag, which the statement asks for.";
const UNLIMITED = "None of these actions can be limited to a resource, or this is a boundary, which grants nothing.";
