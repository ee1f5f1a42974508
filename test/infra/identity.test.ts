import { describe, expect, it } from "vitest";
import { boundaryActions } from "../../infra/boundary-actions.ts";
import { deployBoundary, deployPolicies } from "../../infra/deploy-policies.ts";
import { deployRights } from "../../infra/deploy-rights.ts";
import { statementsOf } from "./harness/stack.ts";
import { stackOf, stacks } from "./harness/stages.ts";

const prod = stackOf("prod");
const SUBJECT = "repo:globalcart/skylane:environment:prod";
const policies = deployPolicies("111122223333", "skylane") as {
  Effect: string;
  Action: string[];
  Resource: string[];
  Condition?: object;
}[][];
const allowed = policies.flat().filter(({ Effect }) => Effect === "Allow");

describe("deployment without a key", () => {
  it("AWS believes one environment of one repository, for one audience", () => {
    expect(prod.trustOf(prod.get("aws:iam/role:Role", "DeployRole"))).toEqual([
      {
        Effect: "Allow",
        Principal: { Federated: ["arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"] },
        Action: ["sts:AssumeRoleWithWebIdentity"],
        Condition: {
          StringEquals: {
            "token.actions.githubusercontent.com:aud": ["sts.amazonaws.com"],
            "token.actions.githubusercontent.com:sub": [SUBJECT],
          },
        },
      },
    ]);
  });

  it("so do Azure and Google", () => {
    expect(
      prod.get("azure-native:managedidentity:FederatedIdentityCredential", "DeployFromGitHub").inputs,
    ).toMatchObject({
      issuer: "https://token.actions.githubusercontent.com",
      subject: SUBJECT,
      audiences: ["api://AzureADTokenExchange"],
    });
    expect(
      prod.get("gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider", "DeployFromGitHubToGoogle").inputs,
    ).toMatchObject({
      attributeCondition: `assertion.sub == '${SUBJECT}'`,
      oidc: { allowedAudiences: [expect.any(String)] },
    });
    expect(prod.get("gcp:serviceaccount/iAMMember:IAMMember", "DeployAsAccount").inputs.member).toMatch(
      new RegExp(`/subject/${SUBJECT}$`),
    );
  });

  it("a stage that names no repository is deployed by people: there is no such role", () => {
    expect(
      stackOf("test")
        .roles()
        .filter(({ name }) => name.startsWith("Deploy")),
    ).toEqual([]);
  });

  it("may make every type of resource there is in a stage, and names no type that there is not", () => {
    const types = new Set(
      prod.resources
        .filter(({ isComponent, type }) => !isComponent && type.startsWith("aws:") && !type.startsWith("aws:iam/"))
        .map(({ type }) => type),
    );

    expect(Object.keys(deployRights).sort()).toEqual([...types].sort());
  });

  it("is granted whole actions, in policies that IAM takes", () => {
    expect(policies.length).toBeLessThanOrEqual(10); // IAM's limit for a role
    for (const Statement of policies)
      expect(JSON.stringify({ Version: "2012-10-17", Statement }).length).toBeLessThanOrEqual(6_144);
    expect(allowed.flatMap(({ Action }) => Action).filter((action) => action.includes("*"))).toEqual([]);
  });

  it("makes roles only within Skylane's boundary, and changes neither itself nor a boundary", () => {
    const making = allowed.filter(({ Action }) => Action.includes("iam:CreateRole"));
    expect(making).toMatchObject([
      {
        Condition: { StringEquals: { "iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/skylane-boundary" } },
      },
    ]);
    expect(policies.flat().filter(({ Effect }) => Effect === "Deny")).toMatchObject([
      {
        Action: expect.arrayContaining(["iam:PutRolePolicy", "iam:CreatePolicyVersion", "iam:AttachRolePolicy"]),
        Resource: [
          "arn:aws:iam::111122223333:role/skylane-deploy",
          "arn:aws:iam::111122223333:policy/skylane-deploy-*",
          "arn:aws:iam::111122223333:policy/skylane-boundary",
        ],
      },
    ]);
    expect(allowed.flatMap(({ Action }) => Action)).not.toContain("iam:AttachRolePolicy");
  });

  it("whatever is attached to it, it cannot touch networks or people", () => {
    const [first] = deployBoundary("111122223333", "skylane");
    expect(first).toMatchObject({
      NotAction: expect.arrayContaining(["ec2:*", "directconnect:*", "iam:*", "organizations:*", "sts:*"]),
    });
    expect(prod.get("aws:iam/role:Role", "DeployRole").inputs.permissionsBoundary).toMatch(
      /policy\/skylane-deploy-boundary$/,
    );
  });
});

describe.each(stacks())("boundary of %s", (stage, stack) => {
  const roles = stack.roles().filter(({ name }) => name !== "DeployRole");

  it("holds every role of Skylane's", () => {
    for (const { inputs, name } of roles)
      expect(inputs.permissionsBoundary, name).toMatch(/:policy\/skylane(-test)?-boundary$/);
  });

  it("allows what some role may do, and nothing besides", () => {
    const [boundary] = stack.ofType("aws:iam/policy:Policy").filter(({ name }) => name === "Boundary");
    const granted = new Set(roles.flatMap((role) => stack.permissionsOf(role).flatMap(({ Action }) => Action)));

    const allowed = statementsOf(boundary?.inputs.policy)[0]?.Action ?? [];
    const isProd = stage === "prod"; // the stage whose probes leave from subnets, and that builds
    expect(allowed).toEqual(
      boundaryActions({
        isInNetwork: isProd,
        builds: isProd,
        readsBills: true,
        asksForBill: !isProd,
        publishesStatus: true,
      }),
    );
    expect([...granted].filter((action) => !allowed.includes(action))).toEqual([]);
    expect(allowed.filter((action) => !granted.has(action))).toEqual([]);
    expect(allowed.filter((action) => /^(iam|ec2:.*(Route|Gateway)|directconnect|organizations)/.test(action))).toEqual(
      [],
    );
  });
});
