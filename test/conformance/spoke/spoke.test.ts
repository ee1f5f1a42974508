import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from "@aws-sdk/client-eventbridge";
import { discoverClouds, scopesOf } from "@skylane/clouds";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { anInventory } from "../../support/topologies.ts";
import { ec2Query } from "../aws-discovery/ec2-query.ts";
import { findMoto, type Moto } from "../aws-discovery/moto.ts";
import { awsQuery } from "./aws-query.ts";

const found = findMoto();
if ("reason" in found) console.log(`skipped, because ${found.reason}`);

const ACCOUNT = "123456789012";
const EXTERNAL_ID = "6f0c1c1f9b7e4d52";
const template = readFileSync(join(import.meta.dirname, "../../../infra/spoke/aws/template.json"), "utf8");
const hubRole = (name: string) => `arn:aws:iam::111122223333:role/skylane-${name}`;
const busArns = ["us-east-1", "us-west-2"].map((one) => `arn:aws:events:${one}:111122223333:event-bus/skylane`);
const parameters = {
  ExternalId: EXTERNAL_ID,
  HubObserverRoleArns: [hubRole("discover-cloud"), hubRole("discover-on-change")].join(","),
  HubActuatorRoleArns: hubRole("apply-change"),
  HubBusArn: busArns[0] ?? "",
  HubStandbyBusArn: busArns[1] ?? "",
};

interface Document {
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}
interface IamRole {
  readonly AssumeRolePolicyDocument: string;
  readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn: string };
  readonly MaxSessionDuration: string;
}

describe.runIf("start" in found)(
  "the template of an AWS account on a server of other people's making",
  { timeout: 60_000 },
  () => {
    let moto: Moto;

    const stack = async (action: string, regionId: string, more: Readonly<Record<string, string>> = {}) =>
      awsQuery(moto.url, "cloudformation", regionId, action, {
        StackName: "skylane-spoke",
        ...(action === "DeleteStack" || action === "DescribeStacks" ? {} : launch(more)),
      });
    const roleOf = async (name: string): Promise<{ readonly trust: Document; readonly role: IamRole } | undefined> => {
      try {
        const { Role } = await awsQuery(moto.url, "iam", "us-east-1", "GetRole", { RoleName: name });
        const role = Role as unknown as IamRole;
        return { role, trust: JSON.parse(decodeURIComponent(role.AssumeRolePolicyDocument)) as Document };
      } catch (error) {
        if (String(error).includes("NoSuchEntity")) return undefined;
        throw error;
      }
    };
    const policyOf = async (RoleName: string, PolicyName: string): Promise<Document> => {
      const { PolicyDocument } = await awsQuery(moto.url, "iam", "us-east-1", "GetRolePolicy", {
        RoleName,
        PolicyName,
      });
      return JSON.parse(decodeURIComponent(String(PolicyDocument))) as Document;
    };
    const eventsIn = (region: string) =>
      new EventBridgeClient({
        region,
        endpoint: moto.url,
        credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
      });

    beforeAll(async () => {
      if (!("start" in found)) return;
      moto = await found.start();
      await stack("CreateStack", "us-east-1");
      await stack("CreateStack", "eu-west-1");
    }, 300_000);
    afterAll(async () => {
      vi.unstubAllEnvs();
      await moto?.stop();
    });

    it("is launched in two Regions, and makes the roles once", async () => {
      for (const regionId of ["us-east-1", "eu-west-1"]) {
        const { Stacks } = await stack("DescribeStacks", regionId);
        const [made] = (Stacks as { readonly member: readonly { readonly StackStatus: string }[] }).member;
        expect(made?.StackStatus).toBe("CREATE_COMPLETE");
      }
    });

    it("lets the hub's roles look with the ExternalId, within the boundary, and makes no role to steer", async () => {
      const observer = await roleOf("skylane-observer");

      expect(observer?.trust.Statement).toEqual([
        {
          Effect: "Allow",
          Principal: { AWS: parameters.HubObserverRoleArns.split(",") },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "sts:ExternalId": EXTERNAL_ID } },
        },
      ]);
      expect(observer?.role.MaxSessionDuration).toBe("3600");
      expect(observer?.role.PermissionsBoundary?.PermissionsBoundaryArn).toBe(
        `arn:aws:iam::${ACCOUNT}:policy/skylane-boundary`,
      );
      const { Statement } = await policyOf("skylane-observer", "Observe");
      expect(Statement).toMatchObject([{ Effect: "Allow", Resource: "*" }]);
      expect(JSON.stringify(Statement[0]?.Action)).toContain("ec2:DescribeVpcs");
      expect(await roleOf("skylane-actuator")).toBeUndefined();
    });

    it.each(["us-east-1", "eu-west-1"])(
      "forwards events of links from %s to both buses of the hub",
      async (regionId) => {
        const events = eventsIn(regionId);
        const { Rules = [] } = await events.send(new ListRulesCommand({}));

        expect(Rules.map(({ Name }) => Name).sort()).toEqual([
          "skylane-link-alarms",
          "skylane-link-changes",
          "skylane-link-health",
          "skylane-link-states",
          "skylane-network-changes",
        ]);
        for (const { Name: Rule, State } of Rules) {
          expect(State).toBe("ENABLED");
          const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule }));
          expect(Targets.map(({ Arn }) => Arn)).toEqual(busArns);
          for (const { RoleArn, DeadLetterConfig, RetryPolicy } of Targets) {
            expect(RoleArn).toMatch(new RegExp(`^arn:aws:iam::${ACCOUNT}:role/`));
            expect(DeadLetterConfig?.Arn).toMatch(new RegExp(`^arn:aws:sqs:${regionId}:${ACCOUNT}:`));
            expect(RetryPolicy?.MaximumEventAgeInSeconds).toBe(3_600);
          }
        }
        const { EventPattern = "" } = await events.send(new DescribeRuleCommand({ Name: "skylane-link-states" }));
        expect(JSON.parse(EventPattern)).toEqual({
          source: ["aws.networkmanager"],
          "detail-type": ["Network Manager Status Update"],
        });
      },
    );

    it("is looked into by that role, as the configuration names it", async () => {
      const vpc = await ec2Query(moto.url, "CreateVpc", { CidrBlock: "10.7.0.0/16" }, "vpcId");
      vi.stubEnv("AWS_ENDPOINT_URL", moto.url);
      vi.stubEnv("AWS_ACCESS_KEY_ID", "testing");
      vi.stubEnv("AWS_SECRET_ACCESS_KEY", "testing");
      vi.stubEnv("AWS_REGION", "us-east-1");
      const config = anInventory({
        clouds: {
          aws: { roles: { externalId: EXTERNAL_ID }, accounts: [{ id: ACCOUNT, regions: ["us-east-1"] }] },
        },
      });
      const [seen] = await discoverClouds({ routerGatewayUrl: undefined }, scopesOf(config), {
        concurrency: 8,
        nowMs: () => 1_795_000_000_000,
      });

      expect(seen?.networks.map(({ nativeId }) => nativeId)).toContain(vpc);
      expect(seen?.gaps.filter(({ operation }) => operation.startsWith("sts:"))).toEqual([]);
    });

    it("makes the role to steer once it is asked for, with no more than its knobs", async () => {
      const vif = `arn:aws:directconnect:us-west-2:${ACCOUNT}:dxvif/dxvif-1`;
      // another stage, with names of its own beside those that are there
      await stack("CreateStack", "us-west-2", {
        Name: "skylane-test",
        IdentityRegion: "us-west-2",
        Steering: "on",
        TestedVirtualInterfaceArns: vif,
      });
      const actuator = await roleOf("skylane-test-actuator");

      expect(actuator?.trust.Statement).toMatchObject([
        {
          Principal: { AWS: [parameters.HubActuatorRoleArns] },
          Condition: { StringEquals: { "sts:ExternalId": EXTERNAL_ID } },
        },
      ]);
      const { PolicyNames } = await awsQuery(moto.url, "iam", "us-east-1", "ListRolePolicies", {
        RoleName: "skylane-test-actuator",
      });
      expect(PolicyNames).toEqual({ member: ["Steer", "TestFailover"] });
      expect((await policyOf("skylane-test-actuator", "TestFailover")).Statement[1]?.Resource).toEqual([vif]);
      const { Statement } = await policyOf("skylane-test-actuator", "Steer");
      const [, ...writes] = Statement;
      expect(writes.length).toBeGreaterThan(0);
      for (const { Condition } of writes)
        expect(Condition).toEqual({ StringEquals: { "aws:ResourceTag/skylane:managed": "true" } });
    });

    it("leaves nothing behind when it is taken away", async () => {
      for (const regionId of ["eu-west-1", "us-east-1", "us-west-2"]) await stack("DeleteStack", regionId);

      expect(await roleOf("skylane-observer")).toBeUndefined();
      expect(await roleOf("skylane-test-actuator")).toBeUndefined();
      expect((await eventsIn("eu-west-1").send(new ListRulesCommand({}))).Rules).toEqual([]);
    });
  },
);

const launch = (more: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  TemplateBody: template,
  "Capabilities.member.1": "CAPABILITY_NAMED_IAM",
  ...Object.fromEntries(
    Object.entries({ ...parameters, ...more }).flatMap(([key, value], i) => [
      [`Parameters.member.${i + 1}.ParameterKey`, key],
      [`Parameters.member.${i + 1}.ParameterValue`, value],
    ]),
  ),
});
