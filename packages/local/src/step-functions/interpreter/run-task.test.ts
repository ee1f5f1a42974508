import { describe, expect, it } from "vitest";
import { AwsError } from "../../edge/aws-service.ts";
import {
  create,
  type Described,
  describeExecution,
  type Functions,
  historyOf,
  LAMBDA,
  lambdaTask,
  named,
  only,
  openWorld,
  RUN_ARN,
  runOnce,
  settle,
  untilEnded,
} from "../fixture.ts";

const never = (): Promise<never> => new Promise(() => undefined);
const CALLBACK = `${LAMBDA}.waitForTaskToken`;

describe("local/step-functions/run-task", () => {
  const functions: Functions = {
    double: (payload) => ({ n: (payload as { n: number }).n * 2 }),
    boom: () => {
      throw named("ERR_LINK_DOWN", "no light");
    },
    nothing: () => undefined,
    big: () => "x".repeat(262_144),
  };
  const arn = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
  const cases: [string, Record<string, unknown>, Partial<Described>][] = [
    [
      "lambda:invoke answers in the shape of the Lambda API",
      { Type: "Task", Resource: LAMBDA, Arguments: { FunctionName: "double", Payload: { n: 4 } } },
      { output: { ExecutedVersion: "$LATEST", Payload: { n: 8 }, StatusCode: 200 } },
    ],
    [
      "a function ARN answers the payload itself and gets the input",
      { Type: "Task", Resource: arn("double") },
      { output: { n: 42 } },
    ],
    ["a function without a value answers null", { Type: "Task", Resource: arn("nothing") }, { output: null }],
    [
      "Output and Assign see $states.result",
      { ...lambdaTask("double"), Output: "{% $states.result.Payload.n + $states.input.n %}" },
      { output: 63 },
    ],
    [
      "a thrown error is its errorType, the cause Lambda's JSON",
      lambdaTask("boom"),
      { status: "FAILED", error: "ERR_LINK_DOWN", cause: '{"errorType":"ERR_LINK_DOWN","errorMessage":"no light"}' },
    ],
    [
      "an unknown function is a Lambda error",
      lambdaTask("missing"),
      { status: "FAILED", error: "Lambda.ResourceNotFoundException" },
    ],
    ["a result above 256 KiB fails", lambdaTask("big"), { status: "FAILED", error: "States.DataLimitExceeded" }],
    [
      "arguments the call does not take fail at once",
      { Type: "Task", Resource: LAMBDA, Arguments: { Payload: 1 } },
      { status: "FAILED", error: "States.Runtime" },
    ],
  ];
  it.each(cases)("%s", async (_, state, expected) => {
    expect(await runOnce(openWorld({ functions }), only(state), { n: 21 })).toMatchObject(expected);
  });

  it("putEvents sends Detail as text and names the execution; a failed entry fails the task", async () => {
    const sent: unknown[] = [];
    let FailedEntryCount = 0;
    const integrations = {
      putEvents: async (entries: unknown) => {
        sent.push(entries);
        return { FailedEntryCount, Entries: [] };
      },
      dynamodb: async () => ({}),
    };
    const state = {
      Type: "Task",
      Resource: "arn:aws:states:::events:putEvents",
      Arguments: { Entries: [{ Source: "skylane", Detail: { a: "{% $states.input.a %}" } }] },
    };

    const ended = await runOnce(openWorld({ integrations }), only(state), { a: 1 });
    FailedEntryCount = 1;
    const failed = await runOnce(openWorld({ integrations }), only(state), { a: 1 });

    expect(ended).toMatchObject({ status: "SUCCEEDED", output: { FailedEntryCount: 0 } });
    expect(sent[0]).toMatchObject([{ Source: "skylane", Detail: '{"a":1}', Resources: [RUN_ARN, expect.any(String)] }]);
    expect(failed).toMatchObject({ status: "FAILED", error: "EventBridge.FailedEntry" });
  });

  it("dynamodb operations reach the service by their API name; its errors keep their code", async () => {
    const integrations = {
      putEvents: async () => ({}),
      dynamodb: async (operation: string, input: unknown) => {
        if (operation === "PutItem") throw new AwsError("ConditionalCheckFailedException", "taken");
        return { operation, input };
      },
    };
    const task = (name: string) =>
      only({
        Type: "Task",
        Resource: `arn:aws:states:::dynamodb:${name}`,
        Arguments: { Key: { pk: { S: "{% $states.input.k %}" } } },
      });

    const read = await runOnce(openWorld({ integrations }), task("getItem"), { k: "x" });
    const refused = await runOnce(openWorld({ integrations }), task("putItem"), { k: "x" });

    expect(read.output).toEqual({ operation: "GetItem", input: { Key: { pk: { S: "x" } } } });
    expect(refused).toMatchObject({ error: "DynamoDB.ConditionalCheckFailedException", cause: "taken" });
  });

  it("TimeoutSeconds ends a slow task and tells the function", async () => {
    let aborted = false;
    const world = openWorld({
      functions: {
        slow: (_, signal) => {
          signal?.addEventListener("abort", () => {
            aborted = true;
          });
          return never();
        },
      },
    });
    const startedMs = world.timers.nowMs();

    const ended = await runOnce(world, only({ ...lambdaTask("slow"), TimeoutSeconds: "{% $states.input.t %}" }), {
      t: 30,
    });

    expect(ended).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    expect(world.timers.nowMs() - startedMs).toBe(30_000);
    expect(aborted).toBe(true);
    const types = (await historyOf(world.service, RUN_ARN)).map(({ type }) => type);
    expect(types.slice(-2)).toEqual(["TaskTimedOut", "ExecutionFailed"]);
  });

  it("the execution's TimeoutSeconds ends it as TIMED_OUT", async () => {
    const world = openWorld({ functions: { slow: never } });

    const ended = await runOnce(world, { ...only(lambdaTask("slow")), TimeoutSeconds: 60 });

    expect(ended).toMatchObject({ status: "TIMED_OUT", error: "States.Timeout" });
  });

  describe("with a task token", () => {
    const ask = {
      Type: "Task",
      Resource: CALLBACK,
      Arguments: { FunctionName: "ask", Payload: { token: "{% $states.context.Task.Token %}" } },
    };
    const waiting = async (state: Record<string, unknown> = ask) => {
      let token = "";
      const world = openWorld({
        functions: {
          ask: (payload) => {
            token = (payload as { token: string }).token;
            return "asked";
          },
        },
      });
      const machine = await create(world.service, only(state));
      await world.service.startExecution(machine, {}, "run");
      await settle();
      return {
        world,
        token,
        send: (operation: string, body: object = {}) => world.service.call(operation, { taskToken: token, ...body }),
      };
    };

    it("SendTaskSuccess gives the result", async () => {
      const { world, send } = await waiting();

      await send("SendTaskSuccess", { output: '{"approved":true}' });

      expect(await untilEnded(world, RUN_ARN)).toMatchObject({ status: "SUCCEEDED", output: { approved: true } });
      const types = (await historyOf(world.service, RUN_ARN)).map(({ type }) => type);
      expect(types).toContain("TaskSubmitted");
    });

    it("SendTaskFailure gives the error", async () => {
      const { world, send } = await waiting();

      await send("SendTaskFailure", { error: "Rejected", cause: "not tonight" });

      expect(await untilEnded(world, RUN_ARN)).toMatchObject({
        status: "FAILED",
        error: "Rejected",
        cause: "not tonight",
      });
    });

    it("heartbeats keep it open, a missed one ends it and States.Timeout catches that", async () => {
      const state = {
        ...ask,
        HeartbeatSeconds: 10,
        TimeoutSeconds: 600,
        Catch: [{ ErrorEquals: ["States.Timeout"], Next: "Late", Output: "{% $states.errorOutput.Error %}" }],
      };
      const definition = only(state);
      const { world } = await waiting();
      const machine = await create(
        world.service,
        { ...definition, States: { ...definition.States, Late: { Type: "Succeed" } } },
        "late",
      );
      const { executionArn } = await world.service.startExecution(machine, {}, "run");
      await settle();

      const [, token = ""] = world.lambda.calls.map(({ payload }) => (payload as { token: string }).token);
      for (let beat = 0; beat < 5; beat++) {
        world.timers.advance(9_000);
        await world.service.call("SendTaskHeartbeat", { taskToken: token });
      }
      expect(await describeExecution(world.service, executionArn)).toMatchObject({ status: "RUNNING" });
      world.timers.advance(10_000);

      expect(await untilEnded(world, executionArn)).toMatchObject({
        status: "SUCCEEDED",
        output: "States.HeartbeatTimeout",
      });
    });

    it("a token can be used once, only with JSON, and only if it was given out", async () => {
      const { world, token, send } = await waiting();
      const elsewhere = Buffer.from(Buffer.from(token, "base64url").toString().replace("[1,", "[99,")).toString(
        "base64url",
      );

      await expect(send("SendTaskSuccess", { output: "{" })).rejects.toMatchObject({ code: "InvalidOutput" });
      await send("SendTaskSuccess", { output: "1" });
      await expect(send("SendTaskSuccess", { output: "1" })).rejects.toMatchObject({ code: "TaskTimedOut" });
      await expect(send("SendTaskHeartbeat")).rejects.toMatchObject({ code: "TaskTimedOut" });
      await expect(send("SendTaskFailure", { taskToken: elsewhere })).rejects.toMatchObject({
        code: "TaskDoesNotExist",
      });
      await expect(send("SendTaskFailure", { taskToken: "made-up" })).rejects.toMatchObject({ code: "InvalidToken" });
      await untilEnded(world, RUN_ARN);
    });

    it("a stopped execution closes its tokens", async () => {
      const { world, send } = await waiting();

      await world.service.call("StopExecution", { executionArn: RUN_ARN, error: "Operator", cause: "drill over" });

      await expect(send("SendTaskSuccess", { output: "1" })).rejects.toMatchObject({ code: "TaskTimedOut" });
      expect(await describeExecution(world.service, RUN_ARN)).toMatchObject({
        status: "ABORTED",
        error: "Operator",
        cause: "drill over",
      });
    });
  });
});
