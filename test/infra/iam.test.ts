import { type FunctionName, functions } from "@skylane/core";
import { describe, expect, it } from "vitest";
import functionPorts from "../../infra/function-ports.gen.json" with { type: "json" };
import { knownPorts } from "../../infra/permissions.ts";
import { loadSettings } from "../../packages/runtime/src/settings.ts";
import { type Resource, type Stack, type Statement, statementsOf } from "./harness/stack.ts";
import { stacks } from "./harness/stages.ts";

/** Actions that know no resource; each is held by a condition, or does no more than tell how a workflow went. */
const WITHOUT_RESOURCE =
  /^(sts:GetWebIdentityToken|ce:GetCostAndUsage|ec2:(CreateNetworkInterface|DescribeNetworkInterfaces|DescribeSubnets|DeleteNetworkInterface|AssignPrivateIpAddresses|UnassignPrivateIpAddresses)|logs:(CreateLogDelivery|GetLogDelivery|UpdateLogDelivery|DeleteLogDelivery|ListLogDeliveries|PutResourcePolicy|DescribeResourcePolicies|DescribeLogGroups)|xray:(PutTraceSegments|PutTelemetryRecords|GetSamplingRules|GetSamplingTargets))$/;

const rolesOf = (stack: Stack, functionName: FunctionName): readonly Resource[] =>
  stack
    .roles()
    .filter(({ inputs }) => String(inputs.name).match(`^skylane(-test)?-${functionName}-us-(east-1|west-2)$`));
const proversOf = (stack: Stack): readonly Resource[] =>
  stack.roles().filter(({ inputs }) => /^skylane(-test)?-prove-vpc-/.test(String(inputs.name)));
const actionsOf = (statements: readonly Statement[]): string[] => statements.flatMap(({ Action }) => Action);
const keysOf = (statements: readonly Statement[]): string[] =>
  statements.flatMap(({ Condition }) => Condition?.["ForAllValues:StringLike"]?.["dynamodb:LeadingKeys"] ?? []);

describe("permissions by port", () => {
  it("are known for every port that a handler names", () => {
    const named = new Set(Object.values(functionPorts).flat());

    expect([...named].filter((port) => !knownPorts.includes(port))).toEqual([]);
  });

  it("are asked for by every function of the manifest", () => {
    expect(Object.keys(functions).filter((name) => !(name in functionPorts))).toEqual([]);
  });
});

describe.each(stacks())("roles of %s", (stage, stack) => {
  const roles = stack.roles().map((role) => [role.name, role] as const);

  it.each(roles)("%s is granted whole actions, none by a pattern", (_name, role) => {
    expect(actionsOf(stack.permissionsOf(role)).filter((action) => action.includes("*"))).toEqual([]);
  });

  it.each(roles)("%s has no policy that somebody else writes", (_name, role) => {
    expect(role.inputs.managedPolicyArns ?? []).toEqual([]);
  });

  it.each(roles)("%s reaches every resource only by actions that know none", (_name, role) => {
    const wide = stack.permissionsOf(role).filter(({ Resource }) => Resource?.includes("*"));

    expect(actionsOf(wide).filter((action) => !WITHOUT_RESOURCE.test(action))).toEqual([]);
  });

  it.each(roles)("%s is trusted to exactly one service or federation, by equality", (_name, role) => {
    for (const { Principal, Condition } of stack.trustOf(role)) {
      const principals = Object.values(Principal ?? {}).flat();
      expect(principals).not.toEqual([]);
      for (const one of principals) expect(one).not.toMatch(/\*|:root$/);
      for (const operator of Object.keys(Condition ?? {})) expect(operator).not.toMatch(/Like/);
    }
  });

  it("every role has a name that says its Region, and no two the same", () => {
    const names = stack.roles().map(({ inputs }) => String(inputs.name));

    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(64);
  });

  it.each(Object.keys(functions) as FunctionName[])("%s may do what its ports need, and nothing else", (name) => {
    const ports: readonly string[] = functionPorts[name];
    const has = (...some: string[]) => some.some((port) => ports.includes(port));
    const builds = stage === "prod";
    const expected = {
      "events:PutEvents": has("publisher"),
      "states:StartExecution": has("workflows"),
      "lambda:InvokeFunction": builds && has("provers"),
      // bills in Google's storage are read as who looks there, where the stage is there
      "sts:AssumeRole":
        has("steering", "faultTests", "surveyor", "meter", "usage", "billReader") || (builds && has("provisioning")),
      "s3:GetObject": has("billReader"),
      "s3:ListBucket": has("billReader"),
      "s3:PutObject": has("site"),
      "ssm:PutParameter": builds && has("vault"),
      "ssm:DeleteParameter": builds && has("vault"),
      "ssm:GetParameter": builds && has("provisioning"),
      // only the two roles that other clouds trust may ask for tokens: test/infra/clouds.test.ts
      "sts:GetWebIdentityToken": false,
    };

    const isProver = name === "prove-from-here";
    const made = isProver ? proversOf(stack) : rolesOf(stack, name);
    expect(made).toHaveLength(isProver && !builds ? 0 : 2);
    for (const role of made) {
      const actions = actionsOf(stack.permissionsOf(role));
      for (const [action, isExpected] of Object.entries(expected))
        expect(actions.includes(action), action).toBe(isExpected);
    }
  });

  it("each item of a table is named in a condition, but for lists of what a table with few items holds", () => {
    for (const role of stack.roles())
      for (const { Action, Condition, Resource } of stack.permissionsOf(role)) {
        const touched = Action.filter((action) => action.startsWith("dynamodb:"));
        if (touched.length === 0) continue;
        if (touched.includes("dynamodb:Scan")) {
          expect(touched).toEqual(["dynamodb:Scan"]);
          expect(Resource?.every((arn) => arn.endsWith("-coord"))).toBe(true);
        } else {
          const keys = { ...Condition?.["ForAllValues:StringEquals"], ...Condition?.["ForAllValues:StringLike"] };
          expect(keys["dynamodb:LeadingKeys"]).not.toHaveLength(0);
        }
      }
  });

  it("bills are read where the configuration says they lie, and nothing beside them", () => {
    for (const role of rolesOf(stack, "take-bills")) {
      const about = stack.permissionsOf(role).filter(({ Action }) => Action.some((action) => action.startsWith("s3:")));

      expect(about.map(({ Action, Resource, Condition }) => ({ Action, Resource, Condition }))).toEqual([
        {
          Action: ["s3:ListBucket"],
          Resource: ["arn:aws:s3:::globalcart-billing"],
          Condition: { StringLike: { "s3:prefix": ["focus/*"] } },
        },
        { Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::globalcart-billing/focus/*"], Condition: undefined },
      ]);
    }
  });

  it("the status page is one object of the Region's own bucket: who writes it reads, lists and takes away none", () => {
    for (const role of stack.roles()) {
      const about = stack.permissionsOf(role).filter(({ Action }) => Action.includes("s3:PutObject"));
      const region = /^skylane(?:-test)?-publish-status-(us-(?:east-1|west-2))$/.exec(String(role.inputs.name))?.[1];

      expect(about.map(({ Action, Resource }) => ({ Action, Resource }))).toEqual(
        region === undefined
          ? []
          : [
              {
                Action: ["s3:PutObject"],
                Resource: [expect.stringMatching(`^arn:aws:s3:::skylane(-test)?-site-[0-9]{12}-${region}/status$`)],
              },
            ],
      );
      if (region === undefined) continue;
      expect(keysOf(stack.permissionsOf(role)).sort()).toEqual([
        "BUILT-GROUP",
        "HEALTH",
        "INCIDENT",
        "INCIDENT-ACTIVE",
        "INCIDENT-AT",
        "PERFORMANCE",
        "PLAN",
      ]);
    }
  });

  it("Cost Explorer is asked as the role of the account that is named, or of the stage's own account, and by nobody else", () => {
    for (const role of stack.roles()) {
      const asks = actionsOf(stack.permissionsOf(role)).includes("ce:GetCostAndUsage");
      const isTakeBills = /-take-bills-us-(east-1|west-2)$/.test(String(role.inputs.name));
      // the account 444455556666 is the one that this stage is deployed into
      expect([role.inputs.name, asks]).toEqual([role.inputs.name, isTakeBills && stage === "test"]);
      if (isTakeBills)
        expect(
          stack
            .permissionsOf(role)
            .filter(({ Action }) => Action.includes("sts:AssumeRole"))
            .flatMap(({ Resource }) => Resource),
        ).toContain("arn:aws:iam::111122223333:role/skylane-observer");
    }
  });

  it.each(["slack-command", "slack-interaction"] as const)(
    "%s, which anybody can call, puts orders away and begins nothing",
    (name) => {
      for (const role of rolesOf(stack, name)) {
        const statements = stack.permissionsOf(role);

        expect(keysOf(statements).sort()).toEqual(["CHAT#*", "ONCE#*"]);
        expect(actionsOf(statements)).not.toContain("states:StartExecution");
      }
    },
  );

  it("the watchdog judges health it cannot change, and has no key to plans, incidents, leases or the kill switch", () => {
    for (const role of rolesOf(stack, "watch-overrides")) {
      const statements = stack.permissionsOf(role);
      const health = statements.filter((one) => keysOf([one]).includes("HEALTH"));

      expect(actionsOf(health).sort()).toEqual(["dynamodb:GetItem", "dynamodb:Query"]);
      for (const key of [
        "PLAN",
        "INCIDENT",
        "INCIDENT-ACTIVE",
        "INCIDENT-AT",
        "LEASE#*",
        "FENCE#*",
        "KILLSWITCH",
        "APPROVAL#*",
      ])
        expect(keysOf(statements)).not.toContain(key);
      expect(actionsOf(statements)).not.toContain("states:StartExecution");
    }
  });

  it("groups that were built are written by those who look after them, and only read by the others", () => {
    for (const name of Object.keys(functions) as FunctionName[]) {
      const ports: readonly string[] = functionPorts[name];
      for (const role of rolesOf(stack, name)) {
        const about = stack.permissionsOf(role).filter((one) => keysOf([one]).includes("BUILT-GROUP"));

        expect(actionsOf(about).includes("dynamodb:Query"), name).toBe(
          ports.includes("builtGroups") || ports.includes("built"),
        );
        expect(actionsOf(about).includes("dynamodb:PutItem"), name).toBe(ports.includes("built"));
      }
    }
  });

  it("spans are kept by those who move traffic or order it; of them one reads the secret of the collector, and moves nothing", () => {
    for (const name of Object.keys(functions) as FunctionName[]) {
      const ports: readonly string[] = functionPorts[name];
      for (const role of rolesOf(stack, name))
        expect(keysOf(stack.permissionsOf(role)).includes("TRACE#*"), name).toBe(ports.includes("traces"));
    }
    expect(functionPorts["export-trace"]).toEqual(["once", "spanExporter", "traces"]);
    for (const role of rolesOf(stack, "export-trace"))
      expect(keysOf(stack.permissionsOf(role)).sort()).toEqual(["ONCE#*", "TRACE#*"]);
    const exporting = Object.entries(functionPorts).filter(([, ports]) => (ports as string[]).includes("spanExporter"));
    expect(exporting.map(([name]) => name)).toEqual(["export-trace"]);
  });

  it("only what must is told where the secrets are, and may read them there", () => {
    for (const name of Object.keys(functions) as FunctionName[]) {
      const [, variables] =
        Object.entries(stack.functionsOf(name)[0]?.inputs.environment ?? {}).find(([key]) => key === "variables") ?? [];
      const isTold = "SKYLANE_SECRETS_PATH" in ((variables as object | undefined) ?? {});

      for (const role of rolesOf(stack, name)) {
        const mayRead = actionsOf(stack.permissionsOf(role)).some((action) => action.startsWith("ssm:"));
        expect(mayRead, name).toBe(isTold);
      }
    }
  });

  it("what asks a model is told what that may cost in a day, as the stage says it, and no other is", () => {
    for (const name of Object.keys(functions) as FunctionName[]) {
      const own = (functionPorts as Record<string, readonly string[]>)[name] ?? [];
      const asks = own.includes("reader") || own.includes("queryReader");

      for (const one of stack.functionsOf(name)) {
        const { variables = {} } = (one.inputs.environment ?? {}) as { variables?: Record<string, string> };
        expect(variables.SKYLANE_MODEL_BUDGET_USD_PER_DAY, name).toBe(asks && stage === "prod" ? "0.29" : undefined);
        if (asks) expect(loadSettings(variables).model.dailyBudgetUsd).toBe(stage === "prod" ? 0.29 : 1);
      }
    }
  });

  it("pre-shared keys lie at a path of their own under the stage's key, and no function that people call reaches them", () => {
    const touching = stack.roles().filter((role) =>
      stack.permissionsOf(role).some(({ Action, Resource }) => {
        const isKeys = Action.some((action) => /^ssm:\w+Parameter$/.test(action));
        if (isKeys) for (const arn of Resource ?? []) expect(arn).toMatch(/:parameter\/skylane\/preshared-keys\/\*$/);
        return isKeys;
      }),
    );
    const expected = ["advance-provisioning", "withdraw-provisioning"].flatMap((one) =>
      rolesOf(stack, one as FunctionName),
    );

    expect(touching.map(({ name }) => name).sort()).toEqual(
      stage === "prod" ? expected.map(({ name }) => name).sort() : [],
    );
    for (const role of touching)
      for (const { Action, Condition } of stack.permissionsOf(role))
        if (Action.some((action) => action.startsWith("kms:"))) {
          expect(Condition?.["ForAnyValue:StringEquals"]?.["kms:ResourceAliases"]).toEqual(["alias/skylane"]);
          expect(Condition?.StringEquals?.["kms:ViaService"]?.[0]).toMatch(/^ssm\..*\.amazonaws\.com$/);
        }
  });

  it("nothing builds unless the stage says so", () => {
    const building = stack
      .roles()
      .filter((role) =>
        stack
          .permissionsOf(role)
          .some(({ Action, Resource }) => Action.includes("sts:AssumeRole") && /provisioner/.test(String(Resource))),
      );
    const functionsThatMay = ["advance-provisioning", "withdraw-provisioning"] as const;

    expect(building.map(({ name }) => name).sort()).toEqual(
      stage === "prod" ? functionsThatMay.flatMap((one) => rolesOf(stack, one).map(({ name }) => name)).sort() : [],
    );
  });

  it("only a prober is put into a network, and its code cannot use what Lambda needs for that", () => {
    const inNetwork = stack.ofType("aws:lambda/function:Function").filter(({ inputs }) => inputs.vpcConfig);
    const probers = Object.entries<readonly string[]>(functionPorts).filter(
      ([name, ports]) => ports.includes("prober") && name !== "prove-from-here",
    );
    const ofRoles = stack.roles().flatMap((role) => stack.permissionsOf(role));
    const about = (effect: string) =>
      ofRoles.filter(({ Effect, Action }) => Effect === effect && Action.includes("ec2:CreateNetworkInterface"));

    expect(inNetwork).toHaveLength(stage === "prod" ? 2 * probers.length + stack.provers().length : 0);
    expect(about("Allow")).toHaveLength(inNetwork.length);
    const denied = about("Deny").map(({ Condition }) => Condition?.ArnEquals?.["lambda:SourceFunctionArn"]?.[0]);
    expect(denied.map((arn) => arn?.split(":").at(-1)).sort()).toEqual(
      inNetwork.map(({ inputs }) => inputs.name).sort(),
    );
  });

  it("a prover reads what it measures by and changes nothing, and one function alone may call it", () => {
    const provers = proversOf(stack);
    for (const role of provers) {
      const allowed = stack.permissionsOf(role).filter(({ Effect }) => Effect === "Allow");
      const touched = new Set(actionsOf(allowed).filter((action) => !/^(ec2|logs|sqs|xray):/.test(action)));
      expect([...touched].sort()).toEqual(["dynamodb:GetItem", "dynamodb:Query"]);
    }
    const callers = stack
      .roles()
      .filter((role) => stack.permissionsOf(role).some(({ Resource }) => String(Resource).includes("-prove-vpc-")))
      .filter((role) => actionsOf(stack.permissionsOf(role)).includes("lambda:InvokeFunction"));

    expect(callers).toEqual(stage === "prod" ? rolesOf(stack, "prove-connections") : []);
    for (const role of callers) {
      const [{ Resource = [] } = {}, ...others] = stack
        .permissionsOf(role)
        .filter(({ Action }) => Action.includes("lambda:InvokeFunction"));
      expect(others).toEqual([]);
      expect(Resource.map((arn) => arn.replace(/^arn:aws:lambda:/, "")).sort()).toEqual([
        "us-east-1:111122223333:function:skylane-prove-vpc-0a1b2c3d4e5f60718",
        "us-west-2:111122223333:function:skylane-prove-vpc-0a1b2c3d4e5f60719",
      ]);
    }
    const invited = stack
      .ofType("aws:lambda/permission:Permission")
      .filter(({ inputs }) => String(inputs.function).includes("-prove-vpc-"));
    expect(invited).toEqual([]);
  });

  it("what a service does for another is bound to the account and the thing it does it for", () => {
    const services = ["scheduler.amazonaws.com", "states.amazonaws.com", "events.amazonaws.com"];
    const bound = stack
      .roles()
      .flatMap((role) =>
        stack.trustOf(role).filter(({ Principal }) => Principal?.Service?.some((one) => services.includes(one))),
      );

    expect(bound.length).toBeGreaterThanOrEqual(8);
    for (const { Condition } of bound) {
      const equal = Condition?.StringEquals ?? {};
      expect(equal["aws:SourceAccount"]?.[0]).toMatch(/^\d{12}$/);
      expect(equal["aws:SourceArn"]?.[0]).toMatch(/^arn:aws:(scheduler|states|events):us-(east-1|west-2):\d{12}:/);
    }
  });

  it("a workflow calls the functions of its own steps only", () => {
    for (const machine of stack.ofType("aws:sfn/stateMachine:StateMachine")) {
      const role = stack.roles().find(({ inputs }) => machine.inputs.roleArn.endsWith(`/${inputs.name}`));
      const called = stack
        .permissionsOf(role as Resource)
        .filter(({ Action }) => Action.includes("lambda:InvokeFunction"))
        .flatMap(({ Resource }) => Resource ?? []);

      expect(called.length).toBeGreaterThan(0);
      expect(called.every((arn) => machine.inputs.definition.includes(`"${arn}"`))).toBe(true);
      const inDefinition: string[] = machine.inputs.definition.match(/arn:aws:lambda:[^"]+/g) ?? [];
      expect([...new Set(inDefinition)].sort()).toEqual([...called].sort());
    }
  });

  it("nobody but the hub's account speaks as Skylane on a bus, and who may send is named", () => {
    const policies = stack.ofType("aws:cloudwatch/eventBusPolicy:EventBusPolicy");
    expect(policies).toHaveLength(2);
    for (const { inputs } of policies) {
      const [deny, ...allows] = statementsOf(inputs.policy);
      expect(deny).toMatchObject({
        Effect: "Deny",
        Condition: {
          StringNotEquals: { "aws:PrincipalAccount": [expect.stringMatching(/^\d{12}$/)] },
          "ForAnyValue:StringLike": { "events:source": ["skylane.*"] },
        },
      });
      for (const { Effect, Principal } of allows) {
        expect(Effect).toBe("Allow");
        for (const one of Principal?.AWS ?? ["*"]) expect(one).toMatch(/^arn:aws:iam::\d{12}:/);
      }
    }
  });
});
