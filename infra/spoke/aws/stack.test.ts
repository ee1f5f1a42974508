import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import type { CfnPolicy } from "aws-cdk-lib/aws-iam";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { describe, expect, it } from "vitest";
import policies from "../../cloud-policies.gen.json" with { type: "json" };
import {
  askingForBill,
  boundary,
  building,
  buildingBoundary,
  observing,
  steering,
  steeringDirectConnect,
  testing,
} from "./rights.ts";
import { spokeStack } from "./stack.ts";

const stack = spokeStack();
const template = Template.fromStack(stack);
const file = join(import.meta.dirname, "template.json");

interface Document {
  readonly Statement: readonly {
    readonly Effect: string;
    readonly Action: string | readonly string[];
    readonly Principal?: unknown;
    readonly Condition?: Readonly<Record<string, unknown>>;
  }[];
}
interface Resource {
  readonly Condition?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}
const all = (type: string) => template.findResources(type) as Readonly<Record<string, Resource>>;
const trustOf = ({ Properties }: Resource): Document => Properties.AssumeRolePolicyDocument as Document;
const granted = (id: string): Document => all("AWS::IAM::Policy")[id]?.Properties.PolicyDocument as Document;

describe("infra/spoke/aws", () => {
  it("lets exactly the hub's roles in, and only with the ExternalId", () => {
    for (const [id, principals, limit] of [
      ["observer", "HubObserverRoleArns", "Boundary"],
      ["actuator", "HubActuatorRoleArns", "Boundary"],
      ["provisioner", "HubProvisionerRoleArns", "BuildingBoundary"],
    ] as const)
      template.hasResourceProperties("AWS::IAM::Role", {
        RoleName: { "Fn::Join": ["", [{ Ref: "Name" }, `-${id}`]] },
        PermissionsBoundary: { Ref: limit },
        MaxSessionDuration: 3_600,
        AssumeRolePolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { AWS: { Ref: principals } },
              Action: "sts:AssumeRole",
              Condition: { StringEquals: { "sts:ExternalId": { Ref: "ExternalId" } } },
            },
          ],
        },
      });
  });

  it("trusts nobody by a pattern or without a condition", () => {
    for (const role of Object.values(all("AWS::IAM::Role")))
      for (const { Condition, Principal } of trustOf(role).Statement) {
        expect(Object.keys(Condition ?? {})).not.toEqual([]);
        expect(JSON.stringify([Condition, Principal])).not.toMatch(/Like"|\*/);
      }
  });

  it("gives no role to steer or to build unless it is asked for, and none twice where the template is launched in many Regions", () => {
    const { Parameters, Conditions } = template.toJSON() as {
      readonly Parameters: Readonly<Record<string, { readonly Default?: string }>>;
      readonly Conditions: Readonly<Record<string, unknown>>;
    };
    const here = { "Fn::Equals": [{ Ref: "AWS::Region" }, { Ref: "IdentityRegion" }] };

    expect(Parameters.Steering?.Default).toBe("off");
    expect(Parameters.DirectConnectSteering?.Default).toBe("off");
    expect(Parameters.Provisioning?.Default).toBe("off");
    expect(Parameters.CostExplorer?.Default).toBe("off");
    expect(Parameters.HubProvisionerRoleArns?.Default).toBe("");
    expect(Parameters.TestedVirtualInterfaceArns?.Default).toBe("");
    expect(Conditions.IsIdentityRegion).toEqual(here);
    expect(Conditions.IsSteered).toEqual({ "Fn::And": [here, { "Fn::Equals": [{ Ref: "Steering" }, "on"] }] });
    expect(Conditions.IsBillRead).toEqual({ "Fn::And": [here, { "Fn::Equals": [{ Ref: "CostExplorer" }, "on"] }] });
    expect(Conditions.IsBuilt).toEqual({ "Fn::And": [here, { "Fn::Equals": [{ Ref: "Provisioning" }, "on"] }] });
    const { Observer, Actuator, Provisioner, Forwarder } = all("AWS::IAM::Role");
    expect([Observer, Actuator, Provisioner, Forwarder].map((role) => role?.Condition)).toEqual([
      "IsIdentityRegion",
      "IsSteered",
      "IsBuilt",
      undefined,
    ]);
    expect(Object.entries(all("AWS::IAM::Policy")).map(([id, { Condition }]) => [id, Condition])).toEqual([
      ["Observe", "IsIdentityRegion"],
      ["AskForBill", "IsBillRead"],
      ["Steer", "IsSteered"],
      ["SteerDirectConnect", "IsDirectConnectSteered"],
      ["TestFailover", "IsTested"],
      ["Build", "IsBuilt"],
      ["Forward", undefined],
    ]);
    for (const id of Object.keys(Conditions).slice(1))
      expect(Conditions[id]).toEqual({ "Fn::And": expect.arrayContaining([here]) });
  });

  it("looks without writing", () => {
    for (const action of granted("Observe").Statement.flatMap(({ Action }) => Action))
      expect(action).toMatch(/^\w+:(Describe|Get|List|Search)\w+$/);
  });

  it("names each action it allows, and writes only to what is tagged or named", () => {
    for (const { Effect, Action, Resource, Condition } of [
      ...observing,
      ...askingForBill,
      ...steering,
      ...testing(["arn:aws:directconnect:us-east-1:111122223333:dxvif/dxvif-1"]),
    ]) {
      expect(Effect).toBe("Allow");
      for (const action of Action) {
        expect(action).toMatch(/^\w+:\w+$/);
        if (/:(Describe|Get|List|Search)/.test(action)) continue;
        expect([action, Resource === "*"]).toEqual([action, false]);
        if (!action.startsWith("directconnect:"))
          expect(Condition).toEqual({ StringEquals: { "aws:ResourceTag/skylane:managed": "true" } });
      }
    }
    // the one knob whose objects have no tags: a parameter of its own turns it on
    expect(steeringDirectConnect.flatMap(({ Action }) => Action)).toContain(
      "directconnect:UpdateDirectConnectGatewayAssociation",
    );
  });

  it("keeps within a boundary that allows all of that, denies the rest, and is obeyed on tables that are protected", () => {
    const [allowed, ...denied] = boundary;
    const grants = [...observing, ...askingForBill, ...steering, ...steeringDirectConnect, ...testing([])].flatMap(
      ({ Action }) => Action,
    );
    expect(allowed?.Action).toEqual([...new Set(grants)].sort());
    const writes = steering.filter(({ Condition }) => Condition).flatMap(({ Action }) => Action);
    expect(denied.map(({ Effect }) => Effect)).toEqual(["Deny", "Deny"]);
    expect(denied[0]).toMatchObject({
      Action: [...writes].sort(),
      Condition: { StringEquals: { "aws:ResourceTag/skylane:protected": "true" } },
    });
    expect(denied[1]?.Action).toEqual(
      expect.arrayContaining(["iam:*", "organizations:*", "sts:AssumeRole", "ec2:CreateTags"]),
    );
  });

  it("builds what bears Skylane's tags, takes nothing else away, and writes routes and rules only where it is marked", () => {
    const writes = building.filter(({ Action }) =>
      Action.some((action) => !/:(Describe|Get|List|Search)/.test(action)),
    );
    const under = (condition: object) =>
      writes
        .filter(({ Condition }) => JSON.stringify(Condition) === JSON.stringify(condition))
        .flatMap(({ Action }) => Action);

    const takenAway = writes
      .flatMap(({ Action }) => Action)
      .filter((action) => /^ec2:Delete/.test(action) && !action.endsWith("Route"));
    expect(takenAway.length).toBeGreaterThan(5);
    expect(under({ Null: { "aws:ResourceTag/skylane:run": "false" } })).toEqual(takenAway.toSorted());
    expect(under({ StringEquals: { "aws:ResourceTag/skylane:managed": "true" } })).toEqual(
      expect.arrayContaining(["ec2:CreateRoute", "ec2:AuthorizeSecurityGroupIngress"]),
    );
    const anywhere = writes.filter(({ Resource }) => Resource === "*").flatMap(({ Action }) => Action);
    expect(anywhere.filter((action) => !/:(Describe|Get|List|Search)/.test(action))).toEqual([
      "route53:CreateHostedZone",
    ]);
    // every statement of every policy the adapters write is in it, and nothing else
    const asked = Object.values(policies.aws.provision).flatMap(({ Statement }) =>
      Statement.flatMap(({ Action }) => Action),
    );
    expect(new Set(building.flatMap(({ Action }) => Action))).toEqual(new Set(asked));
    expect(JSON.stringify(granted("Build")).length).toBeLessThan(10_240); // IAM's limit for what stands in a role
  });

  it("keeps what builds from marking what is there, from what is protected, and from rights", () => {
    const [allowed, ...denied] = buildingBoundary;

    expect(allowed?.Action).toEqual([...new Set(building.flatMap(({ Action }) => Action))].sort());
    expect(denied).toMatchObject([
      {
        Effect: "Deny",
        Action: expect.arrayContaining(["ec2:CreateRoute", "ec2:CreateVpnConnection", "ec2:DeleteTransitGateway"]),
        Condition: { StringEquals: { "aws:ResourceTag/skylane:protected": "true" } },
      },
      { Effect: "Deny", Action: expect.arrayContaining(["iam:*", "organizations:*", "ec2:DeleteTags"]), Resource: "*" },
      { Effect: "Deny", Action: ["ec2:CreateTags"], Condition: { Null: { "ec2:CreateAction": "true" } } },
    ]);
  });

  it("sends each kind of event to both of the hub's buses, and keeps what could not be sent", () => {
    const found = Object.values(all("AWS::Events::Rule"));
    expect(found).toHaveLength(5);
    for (const { Properties } of found) {
      expect(Properties.State).toBe("ENABLED");
      expect(Properties.EventBusName).toBeUndefined();
      expect(Properties.Targets).toEqual(
        ["HubBusArn", "HubStandbyBusArn"].map((bus) => ({
          Id: bus === "HubBusArn" ? "home" : "standby",
          Arn: { Ref: bus },
          RoleArn: { "Fn::GetAtt": ["Forwarder", "Arn"] },
          DeadLetterConfig: { Arn: { "Fn::GetAtt": ["Undelivered", "Arn"] } },
          RetryPolicy: { MaximumEventAgeInSeconds: 3_600, MaximumRetryAttempts: 185 },
        })),
      );
    }
    template.hasResourceProperties("AWS::SQS::Queue", { SqsManagedSseEnabled: true });
    template.hasResourceProperties("AWS::SQS::QueuePolicy", {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
        ]),
      },
    });
  });

  it("stands alone, and is small enough to be handed over with a command", () => {
    const { Parameters } = template.toJSON() as { readonly Parameters: object };
    expect(Parameters).not.toHaveProperty("BootstrapVersion");
    expect(JSON.stringify(template.toJSON())).not.toContain("AssetParameters");
    expect(readFileSync(file).length).toBeLessThan(51_200); // --template-body
    for (const { Properties } of Object.values(all("AWS::IAM::ManagedPolicy")))
      expect(JSON.stringify(Properties.PolicyDocument).length).toBeLessThan(6_144);
  });

  it("is what is committed", () => {
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(template.toJSON());
  });

  it("has no finding of cdk-nag but those that are answered for", () => {
    for (const pack of [new AwsSolutionsChecks(), new ServerlessChecks()])
      expect(pack.validateScope(stack).violations).toEqual([]);
  });

  it("would have one if a right were wider", () => {
    const wider = spokeStack(new App({ analyticsReporting: false }));
    const steer = wider.node.findChild("Steer") as CfnPolicy;
    steer.policyDocument = { Statement: [{ Effect: "Allow", Action: "ec2:*", Resource: "*" }] };

    const found = new AwsSolutionsChecks().validateScope(wider).violations.map(({ ruleName }) => ruleName);

    expect(found).toEqual(
      ["AwsSolutions-IAM5[Action::ec2:*]", "AwsSolutions-IAM5[Resource::*]"].slice(0, found.length),
    );
    expect(found).toContain("AwsSolutions-IAM5[Action::ec2:*]");
  });
});
