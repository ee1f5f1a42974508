import { describe, expect, it } from "vitest";
import { create, type Described, historyOf, only, openWorld, runOnce, settle } from "../fixture.ts";

const succeeded = (output: unknown): Partial<Described> => ({ status: "SUCCEEDED", output });

describe("local/step-functions/flow-states", () => {
  const cases: [string, object, unknown, Partial<Described>][] = [
    ["Pass hands its input on", only({ Type: "Pass" }), { a: 1 }, succeeded({ a: 1 })],
    [
      "Pass evaluates Output deeply",
      only({ Type: "Pass", Output: { b: ["{% $states.input.a + 1 %}", "x"] } }),
      { a: 1 },
      succeeded({ b: [2, "x"] }),
    ],
    ["a false Output is kept", only({ Type: "Pass", Output: false }), {}, succeeded(false)],
    ["Succeed evaluates Output", only({ Type: "Succeed", Output: "{% $sum($states.input) %}" }), [1, 2], succeeded(3)],
    [
      "Fail evaluates Error and Cause",
      only({ Type: "Fail", Error: "{% $states.input.e %}", Cause: "why" }),
      { e: "Boom" },
      { status: "FAILED", error: "Boom", cause: "why" },
    ],
    [
      "Assign sees the variables as they were, the next state sees the new ones",
      {
        StartAt: "A",
        States: {
          A: { Type: "Pass", Assign: { n: 1 }, Next: "B" },
          B: { Type: "Pass", Assign: { n: "{% $n + 1 %}", old: "{% $n %}" }, Output: "{% $n %}", Next: "C" },
          C: { Type: "Pass", Output: ["{% $n %}", "{% $old %}", "{% $states.input %}"], End: true },
        },
      },
      {},
      succeeded([2, 1, 1]),
    ],
    [
      "a Choice takes the first true Condition with its own Assign and Output",
      {
        StartAt: "C",
        States: {
          C: {
            Type: "Choice",
            Choices: [
              { Condition: "{% $states.input.n > 5 %}", Next: "E" },
              {
                Condition: "{% $states.input.n > 2 %}",
                Assign: { size: "mid" },
                Output: { was: "{% $states.input.n %}" },
                Next: "E",
              },
            ],
            Default: "E",
            Output: "default",
          },
          E: { Type: "Pass", Output: ["{% $states.input %}", "{% $exists($size) ? $size : 'none' %}"], End: true },
        },
      },
      { n: 3 },
      succeeded([{ was: 3 }, "mid"]),
    ],
    [
      "a Choice without a match takes Default with the state's Output",
      {
        StartAt: "C",
        States: {
          C: { Type: "Choice", Choices: [{ Condition: false, Next: "E" }], Default: "E", Output: "default" },
          E: { Type: "Succeed" },
        },
      },
      {},
      succeeded("default"),
    ],
    [
      "a Choice without a match and Default fails",
      {
        StartAt: "C",
        States: { C: { Type: "Choice", Choices: [{ Condition: false, Next: "E" }] }, E: { Type: "Succeed" } },
      },
      {},
      { status: "FAILED", error: "States.NoChoiceMatched" },
    ],
    [
      "a Condition that is no boolean fails",
      {
        StartAt: "C",
        States: { C: { Type: "Choice", Choices: [{ Condition: "{% 1 %}", Next: "E" }] }, E: { Type: "Succeed" } },
      },
      {},
      { status: "FAILED", error: "States.QueryEvaluationError" },
    ],
    [
      "an expression without a value fails",
      only({ Type: "Pass", Output: "{% $states.input.nothing %}" }),
      {},
      { status: "FAILED", error: "States.QueryEvaluationError" },
    ],
    [
      "an output above 256 KiB fails",
      only({ Type: "Pass", Output: "{% $pad('', 262145, 'x') %}" }),
      {},
      { status: "FAILED", error: "States.DataLimitExceeded" },
    ],
    [
      "the 256 KiB are bytes, not characters",
      only({ Type: "Pass", Output: "{% $pad('', 131072, 'é') %}" }),
      {},
      { status: "FAILED", error: "States.DataLimitExceeded" },
    ],
    [
      "Wait with a wrong Timestamp fails",
      only({ Type: "Wait", Timestamp: "{% 'tomorrow' %}" }),
      {},
      { status: "FAILED", error: "States.QueryEvaluationError" },
    ],
    [
      "the context object describes execution, machine and state",
      only({ Type: "Pass", Output: "{% $states.context %}" }),
      { a: 1 },
      succeeded({
        Execution: {
          Id: "arn:aws:states:us-east-1:000000000000:execution:flow:run",
          Input: { a: 1 },
          Name: "run",
          RoleArn: "arn:aws:iam::000000000000:role/workflow",
          StartTime: "2026-11-20T12:00:00.000Z",
        },
        StateMachine: { Id: "arn:aws:states:us-east-1:000000000000:stateMachine:flow", Name: "flow" },
        State: { Name: "Only", EnteredTime: "2026-11-20T12:00:00.000Z", RetryCount: 0 },
      }),
    ],
  ];
  it.each(cases)("%s", async (_, definition, input, expected) => {
    expect(await runOnce(openWorld(), definition, input)).toMatchObject(expected);
  });

  it.each([
    ["Seconds", { Seconds: "{% $states.input.s %}" }, 90_000],
    ["Timestamp", { Timestamp: "2026-11-20T12:05:00Z" }, 300_000],
    ["a Timestamp in the past", { Timestamp: "2020-01-01T00:00:00+01:00" }, 0],
  ])("Wait by %s ends at its deadline", async (_, wait, waitedMs) => {
    const world = openWorld();
    const startedMs = world.timers.nowMs();

    const ended = await runOnce(world, only({ Type: "Wait", ...wait }), { s: 90 });

    expect(ended).toMatchObject(succeeded({ s: 90 }));
    expect(world.timers.nowMs() - startedMs).toBe(waitedMs);
  });

  it("nothing happens after an abort, however busy the workflow is", async () => {
    const loop = {
      StartAt: "A",
      States: { A: { Type: "Pass", Output: "{% 1 %}", Next: "B" }, B: { Type: "Pass", Next: "A" } },
    };
    const world = openWorld();
    const { executionArn } = await world.service.startExecution(await create(world.service, loop), {}, "run");
    await settle(2);

    await world.service.call("StopExecution", { executionArn });
    await settle();

    const types = (await historyOf(world.service, executionArn)).map(({ type }) => type);
    expect(types.filter((type) => type.startsWith("Execution"))).toEqual(["ExecutionStarted", "ExecutionAborted"]);
    expect(types.at(-1)).toBe("ExecutionAborted");
  });

  it("ends an endless loop at 25,000 history events", async () => {
    const loop = {
      StartAt: "A",
      States: { A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "A" } },
    };

    const world = openWorld();
    const arn = await create(world.service, loop);
    const { executionArn } = await world.service.startExecution(arn, {});
    let status = "RUNNING";
    while (status === "RUNNING") {
      await new Promise((resolve) => setImmediate(resolve));
      status = ((await world.service.call("DescribeExecution", { executionArn })) as Described).status;
    }

    expect(await world.service.call("DescribeExecution", { executionArn })).toMatchObject({ error: "States.Runtime" });
  });
});
