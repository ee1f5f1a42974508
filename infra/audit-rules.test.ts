import { describe, expect, it } from "vitest";
import { compilePattern, matchesPattern } from "../packages/local/src/patterns/index.ts";
import { auditRules, routeChanges } from "./audit-rules.ts";

const rules = auditRules({
  actuators: ["skylane-actuator", "skylane-apply-change"],
  tokenAskers: ["skylane-discover-cloud"],
  assumedByToken: ["arn:aws:iam::111122223333:role/skylane-deploy"],
}).map(({ name, pattern }) => ({ name, pattern: compilePattern(JSON.stringify(pattern)) }));
const foundBy = (event: object): string[] =>
  rules.filter(({ pattern }) => matchesPattern(pattern, event)).map(({ name }) => name);

const by = (roleName: string) => ({
  type: "AssumedRole",
  sessionContext: { sessionIssuer: { type: "Role", userName: roleName } },
});
const aUser = { type: "IAMUser", userName: "somebody" };
const call = (service: string, eventName: string, userIdentity: object, more: object = {}) => ({
  source: `aws.${service}`,
  "detail-type": "AWS API Call via CloudTrail",
  detail: { eventSource: `${service}.amazonaws.com`, eventName, userIdentity, ...more },
});
const deploying = { requestParameters: { roleArn: "arn:aws:iam::111122223333:role/skylane-deploy" } };

describe("infra/audit-rules", () => {
  it("knows every call by which the adapters of AWS change a route, and none that only looks", () => {
    expect(routeChanges).toEqual(
      expect.arrayContaining(["CreateRoute", "ReplaceRoute", "CreateTransitGatewayRoute", "EnableVgwRoutePropagation"]),
    );
    expect(routeChanges.filter((name) => /^(Describe|Get|List|Search)/.test(name))).toEqual([]);
  });

  it.each([
    ["a route changed by another role", call("ec2", "ReplaceRoute", by("deployer")), "foreign-route-change"],
    ["a route changed by a user without a role", call("ec2", "DeleteRoute", aUser), "foreign-route-change"],
    [
      "a token for another cloud, for a role that has no business there",
      call("sts", "GetWebIdentityToken", by("skylane-show-overview")),
      "foreign-token-request",
    ],
    ["a token for another cloud, for a user", call("sts", "GetWebIdentityToken", aUser), "foreign-token-request"],
    [
      "another role assumed by a token",
      call(
        "sts",
        "AssumeRoleWithWebIdentity",
        { type: "WebIdentityUser" },
        {
          requestParameters: { roleArn: "arn:aws:iam::111122223333:role/other" },
        },
      ),
      "foreign-token-login",
    ],
    [
      "a token that was refused, for one of Skylane's roles",
      call(
        "sts",
        "AssumeRoleWithWebIdentity",
        { type: "WebIdentityUser" },
        { ...deploying, errorCode: "AccessDenied" },
      ),
      "foreign-token-login",
    ],
    [
      "a refusal that does not even say for which role",
      call("sts", "AssumeRoleWithWebIdentity", { type: "Unknown" }, { requestParameters: null }),
      "foreign-token-login",
    ],
  ])("finds %s", (_, event, rule) => {
    expect(foundBy(event)).toEqual([rule]);
  });

  it.each([
    ["Skylane's own change of a route", call("ec2", "ReplaceRoute", by("skylane-actuator"))],
    [
      "a change that was refused",
      call("ec2", "ReplaceRoute", by("deployer"), { errorCode: "Client.UnauthorizedOperation" }),
    ],
    ["a look at routes", call("ec2", "DescribeRouteTables", by("deployer"))],
    [
      "a token for a function that looks at other clouds",
      call("sts", "GetWebIdentityToken", by("skylane-discover-cloud")),
    ],
    ["a deployment", call("sts", "AssumeRoleWithWebIdentity", { type: "WebIdentityUser" }, deploying)],
    ["a role assumed by a role", call("sts", "AssumeRole", by("deployer"))],
  ])("leaves %s alone", (_, event) => {
    expect(foundBy(event)).toEqual([]);
  });
});
