import { boundaryArn } from "./boundary-actions.ts";
import { deployStatements } from "./deploy-rights.ts";

/** IAM's limit of a managed policy, in characters without spaces. */
const MAX_POLICY_LENGTH = 6_144;

/** Services whose roles a deployment hands over. */
const TAKERS = ["events", "lambda", "scheduler", "states"].map((service) => `${service}.amazonaws.com`);

/** What a role that is made here may be given, and read of it. */
const ROLE_ACTIONS = [
  "iam:DeleteRole",
  "iam:DeleteRolePolicy",
  "iam:GetRole",
  "iam:GetRolePolicy",
  "iam:ListAttachedRolePolicies",
  "iam:ListInstanceProfilesForRole",
  "iam:ListRolePolicies",
  "iam:PutRolePolicy",
  "iam:TagRole",
  "iam:UntagRole",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateRole",
];

/** Lambda looks with the deployment's rights at the subnets it is to put a function into. */
const SUBNETS_OF_A_FUNCTION = ["ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"];

/** By which a deployment could give itself more. */
const SELF_SERVICE = [
  "iam:AttachRolePolicy",
  "iam:CreatePolicyVersion",
  "iam:DeletePolicy",
  "iam:DeletePolicyVersion",
  "iam:DeleteRole",
  "iam:DeleteRolePermissionsBoundary",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
  "iam:SetDefaultPolicyVersion",
  "iam:UpdateAssumeRolePolicy",
];

/** Roles of the deployment's name, each within Skylane's boundary; never the deployment's own, nor the boundaries. */
function roleStatements(account: string, name: string) {
  const iam = (what: string) => `arn:aws:iam::${account}:${what}`;
  return [
    {
      Effect: "Allow",
      Action: ["iam:CreateRole", "iam:PutRolePermissionsBoundary"],
      Resource: [iam(`role/${name}-*`)],
      Condition: { StringEquals: { "iam:PermissionsBoundary": boundaryArn(account, name) } },
    },
    { Effect: "Allow", Action: ROLE_ACTIONS, Resource: [iam(`role/${name}-*`)] },
    {
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: [iam(`role/${name}-*`)],
      Condition: { StringEquals: { "iam:PassedToService": TAKERS } },
    },
    {
      Effect: "Allow",
      Action: ["iam:GetOpenIDConnectProvider", "iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListPolicyVersions"],
      Resource: [iam("oidc-provider/*"), iam(`policy/${name}-*`)],
    },
    {
      Effect: "Allow",
      Action: ["iam:GetOutboundWebIdentityFederationInfo", ...SUBNETS_OF_A_FUNCTION],
      Resource: ["*"],
    },
    {
      Effect: "Deny",
      Action: SELF_SERVICE,
      Resource: [iam(`role/${name}-deploy`), iam(`policy/${name}-deploy-*`), iam(`policy/${name}-boundary`)],
    },
  ];
}

/** The most that a deployment can do, whatever is attached to it: nothing to networks, and of IAM only its roles. */
export const deployBoundary = (account: string, name: string) => [
  {
    Effect: "Allow",
    NotAction: ["account:*", "directconnect:*", "ec2:*", "iam:*", "networkmanager:*", "organizations:*", "sts:*"],
    Resource: "*",
  },
  ...roleStatements(account, name),
];

/** All that a deployment may do, as statements of as few managed policies as they fit into. */
export function deployPolicies(account: string, name: string): readonly (readonly object[])[] {
  const policies: object[][] = [[]];
  for (const statement of [...deployStatements(account, name), ...roleStatements(account, name)]) {
    const last = policies.at(-1) as object[];
    if (lengthOf([...last, statement]) <= MAX_POLICY_LENGTH) last.push(statement);
    else policies.push([statement]);
  }
  return policies;
}

const lengthOf = (statements: readonly object[]): number =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements }).length;
