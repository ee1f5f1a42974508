import { type FunctionName, type FunctionSpec, functions, rules, workflows } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { portsOf } from "../../infra/permissions.ts";
import { statementsOf } from "./harness/stack.ts";
import { stacks } from "./harness/stages.ts";

describe.each(stacks())("delivery of %s", (stage, stack) => {
  const queueArns = new Set(stack.ofType("aws:sqs/queue:Queue").map(({ inputs }) => String(inputs.name)));
  const isQueueOfThisStage = (arn: string) => queueArns.has(arn.split(":").at(-1) ?? "");

  it.each(Object.entries<FunctionSpec>(functions))(
    "function %s is made as the manifest says, in both Regions, or in each network that the stage names",
    (name, spec) => {
      const isProver = spec.where === "network";
      const made = isProver ? stack.provers() : stack.functionsOf(name as FunctionName);

      expect(made).toHaveLength(isProver && stage === "test" ? 0 : 2);
      for (const { inputs } of made) {
        expect(inputs).toMatchObject({
          runtime: "nodejs24.x",
          architectures: ["arm64"],
          memorySize: spec.memoryMb,
          timeout: spec.timeoutSeconds,
          loggingConfig: { logFormat: "JSON", logGroup: `/aws/lambda/${inputs.name}` },
          environment: { variables: { SKYLANE_CONFIG: "skylane.json" } },
        });
        // absent = no reservation
        expect(inputs.reservedConcurrentExecutions).toBe(spec.reservedConcurrency);
      }
    },
  );

  it("whoever judges rights or solves has what that takes beside it and is told where, and nobody else carries it", () => {
    const judging = (Object.keys(functions) as FunctionName[]).filter((name) => portsOf(name).includes("rights"));

    expect(judging).toContain("order-intent");
    for (const name of Object.keys(functions) as FunctionName[])
      for (const made of stack.functionsOf(name)) {
        const wanted = [
          ...(judging.includes(name) ? ["cedar.wasm"] : []),
          ...(["optimise-paths", "explain-flow"].includes(name) ? ["highs.wasm"] : []),
        ];
        const copied = stack.buildOf(made.name.replace(/Function$/, ""))?.copyFiles;

        expect([made.name, copied]).toEqual([
          made.name,
          [
            expect.objectContaining({ to: "skylane.json" }),
            ...wanted.map((to) => expect.objectContaining({ to, isDir: false })),
          ],
        ]);
        expect([made.name, made.inputs.environment.variables.SKYLANE_CEDAR_FILE]).toEqual([
          made.name,
          judging.includes(name) ? "cedar.wasm" : undefined,
        ]);
      }
  });

  it("no function is told a secret", () => {
    for (const { inputs, name } of stack.ofType("aws:lambda/function:Function"))
      for (const variable of Object.keys(inputs.environment?.variables ?? {}))
        expect(variable, name).not.toMatch(/TOKEN|PASSWORD|WEBHOOK|API_KEY|SKYLANE_SECRET_/);
  });

  it("every log ends: in a month that is looked into for production, in a week for what is tried out", () => {
    const groups = stack.ofType("aws:cloudwatch/logGroup:LogGroup");

    expect(groups.length).toBeGreaterThan(2 * (Object.keys(functions).length - 1));
    for (const { inputs, name } of groups) expect(inputs.retentionInDays, name).toBe(stage === "prod" ? 90 : 7);
  });

  it.each(Object.keys(functions) as FunctionName[])(
    "what %s does not do goes to a queue, and is tried for a time that is said",
    (name) => {
      const made = stack
        .ofType("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig")
        .filter(({ inputs }) =>
          inputs.functionName.match(`^skylane(-test)?-${name.replace("from-here", "vpc-[0-9a-f]+")}$`),
        );

      expect(made).toHaveLength(name === "prove-from-here" && stage === "test" ? 0 : 2);
      for (const { inputs } of made) {
        expect(isQueueOfThisStage(inputs.destinationConfig.onFailure.destination)).toBe(true);
        expect(inputs.maximumEventAgeInSeconds).toBeGreaterThanOrEqual(60);
        expect(inputs.maximumRetryAttempts).toBeGreaterThanOrEqual(0);
      }
    },
  );

  it("every target of a rule has a queue for what it did not get, and the age the manifest gives it", () => {
    const targets = stack.ofType("aws:cloudwatch/eventTarget:EventTarget");

    expect(targets.length).toBeGreaterThanOrEqual(2 * rules.length);
    for (const { inputs, name } of targets) {
      expect(isQueueOfThisStage(inputs.deadLetterConfig?.arn ?? ""), name).toBe(true);
      const rule = rules.find((one) => one.name === inputs.rule);
      if (rule) expect(inputs.retryPolicy.maximumEventAgeInSeconds, name).toBe(rule.maxEventAgeSeconds);
      else expect(inputs.retryPolicy.maximumEventAgeInSeconds, name).toBeGreaterThanOrEqual(60);
    }
  });

  it("a target's queue takes from its own rules only, and nothing without TLS", () => {
    for (const { inputs, name } of stack.ofType("aws:sqs/queuePolicy:QueuePolicy")) {
      const [deny, ...allows] = statementsOf(inputs.policy);
      expect(deny, name).toMatchObject({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": ["false"] } } });
      for (const { Principal, Condition } of allows) {
        expect(Principal, name).toEqual({ Service: ["events.amazonaws.com"] });
        expect(Condition?.ArnEquals?.["aws:SourceArn"]?.length, name).toBeGreaterThan(0);
      }
    }
    const senders = new Map(
      stack.ofType("aws:sqs/queuePolicy:QueuePolicy").map(({ inputs }) => {
        const [deny, ...allows] = statementsOf(inputs.policy);
        return [deny?.Resource?.[0], allows.flatMap(({ Condition }) => Condition?.ArnEquals?.["aws:SourceArn"] ?? [])];
      }),
    );
    for (const { inputs, name } of stack.ofType("aws:cloudwatch/eventTarget:EventTarget"))
      if (inputs.deadLetterConfig && rules.some((rule) => rule.name === inputs.rule))
        expect(
          senders.get(inputs.deadLetterConfig.arn)?.some((arn) => arn.endsWith(`/${inputs.rule}`)),
          name,
        ).toBe(true);
  });

  it("every queue is encrypted, and keeps what is in it for two weeks", () => {
    for (const { inputs, name } of stack.ofType("aws:sqs/queue:Queue"))
      expect(inputs, name).toMatchObject({ sqsManagedSseEnabled: true, messageRetentionSeconds: 1_209_600 });
  });

  it("a burst that is late is not sent again, and every schedule has a queue", () => {
    const schedules = stack.ofType("aws:scheduler/schedule:Schedule");
    const bursts = schedules.filter(({ inputs }) => inputs.name.startsWith("probe-burst-"));

    expect(bursts.map(({ inputs }) => inputs.name).sort()).toEqual(["probe-burst-us-east-1", "probe-burst-us-west-2"]);
    for (const { inputs, name } of schedules)
      expect(isQueueOfThisStage(inputs.target.deadLetterConfig?.arn ?? ""), name).toBe(true);
    for (const { inputs, name } of schedules.filter((one) => /minute/.test(one.inputs.scheduleExpression)))
      expect(inputs.target.retryPolicy, name).toEqual({ maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 });
  });

  it("a drill begins when its time zone says, in whichever Region acts", () => {
    const drills = stack
      .ofType("aws:scheduler/schedule:Schedule")
      .filter(({ inputs }) => inputs.name === "drill-everything");

    expect(drills).toHaveLength(2);
    for (const { inputs } of drills)
      expect(inputs).toMatchObject({
        scheduleExpression: "cron(0 3 ? 1/3 1#1 *)",
        scheduleExpressionTimezone: "America/New_York",
      });
  });

  it("workflows log every step without what flows through it, and are traced", () => {
    const machines = stack.ofType("aws:sfn/stateMachine:StateMachine");

    expect(machines).toHaveLength(2 * workflows.length);
    for (const { inputs, name } of machines) {
      expect(inputs, name).toMatchObject({
        type: "STANDARD",
        loggingConfiguration: {
          level: "ALL",
          includeExecutionData: false,
          logDestination: expect.stringMatching(/:\*$/),
        },
        tracingConfiguration: { enabled: true },
      });
      expect(inputs.definition, name).not.toContain("${");
    }
  });
});
