import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchesError } from "../asl/state-error.ts";
import {
  create,
  describeExecution,
  type Functions,
  lambdaTask,
  named,
  only,
  openWorld,
  runOnce,
  settle,
} from "../fixture.ts";
import { retryDelayMs } from "./attempts.ts";

const failing = (times: number, error: string): Functions => {
  let left = times;
  return {
    flaky: () => {
      if (left-- > 0) throw named(error);
      return "done";
    },
  };
};

describe("local/step-functions/attempts", () => {
  it("waits interval × backoff between attempts, at most MaxDelaySeconds", async () => {
    const world = openWorld({ functions: failing(4, "Busy") });
    const retry = { ErrorEquals: ["Busy"], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 4, MaxDelaySeconds: 20 };
    const startedMs = world.timers.nowMs();

    const ended = await runOnce(
      world,
      only({ ...lambdaTask("flaky"), Retry: [retry], Output: "{% $states.context.State.RetryCount %}" }),
    );

    expect(ended).toMatchObject({ status: "SUCCEEDED", output: 4 });
    expect(world.timers.nowMs() - startedMs).toBe((2 + 6 + 18 + 20) * 1_000);
  });

  it("gives up after MaxAttempts, counted for each retrier by itself", async () => {
    const errors = ["A", "B", "A", "A"];
    const world = openWorld({
      functions: {
        flaky: () => {
          throw named(errors.shift() ?? "Z");
        },
      },
    });
    const Retry = [
      { ErrorEquals: ["A"], MaxAttempts: 2 },
      { ErrorEquals: ["B"], MaxAttempts: 1 },
    ];

    const ended = await runOnce(world, only({ ...lambdaTask("flaky"), Retry }));

    expect(ended).toMatchObject({ status: "FAILED", error: "A" });
    expect(world.lambda.calls).toHaveLength(4);
  });

  it("a Catch hands on what failed, with its own Assign and Output", async () => {
    const definition = {
      StartAt: "Try",
      States: {
        Try: {
          ...lambdaTask("flaky"),
          End: true,
          Catch: [
            { ErrorEquals: ["Other"], Next: "No" },
            { ErrorEquals: ["States.ALL"], Next: "Yes", Assign: { error: "{% $states.errorOutput.Error %}" } },
          ],
        },
        No: { Type: "Fail" },
        Yes: {
          Type: "Pass",
          Output: { error: "{% $error %}", cause: "{% $parse($states.input.Cause).errorType %}" },
          End: true,
        },
      },
    };

    expect((await runOnce(openWorld({ functions: failing(9, "Down") }), definition)).output).toEqual({
      error: "Down",
      cause: "Down",
    });
  });

  it("a failed Output can be caught too, and the history says so", async () => {
    const definition = {
      StartAt: "Try",
      States: {
        Try: {
          ...lambdaTask("flaky"),
          Output: "{% $nothing %}",
          End: true,
          Catch: [{ ErrorEquals: ["States.QueryEvaluationError"], Next: "Yes" }],
        },
        Yes: { Type: "Succeed", Output: "caught" },
      },
    };
    const world = openWorld({ functions: failing(0, "") });

    expect(await runOnce(world, definition)).toMatchObject({ output: "caught" });
  });

  it("an execution stopped while it waits for a retry never tries again", async () => {
    const world = openWorld({ functions: failing(9, "Busy") });
    const arn = await create(world.service, only({ ...lambdaTask("flaky"), Retry: [{ ErrorEquals: ["States.ALL"] }] }));
    const { executionArn } = await world.service.startExecution(arn, {});
    await settle();

    await world.service.call("StopExecution", { executionArn });
    world.timers.advance(60_000);
    await settle();

    expect(world.lambda.calls).toHaveLength(1);
    expect(await describeExecution(world.service, executionArn)).toMatchObject({ status: "ABORTED" });
  });

  it.each([
    [["States.ALL"], "Anything", true],
    [["States.ALL"], "States.Runtime", false],
    [["States.ALL"], "States.DataLimitExceeded", false],
    [["States.DataLimitExceeded"], "States.DataLimitExceeded", true],
    [["States.Runtime"], "States.Runtime", false],
    [["States.TaskFailed"], "ERR_LINK_DOWN", true],
    [["States.TaskFailed"], "States.Timeout", false],
    [["States.Timeout"], "States.HeartbeatTimeout", true],
    [["States.HeartbeatTimeout"], "States.Timeout", false],
    [["A", "B"], "B", true],
    [["A"], "B", false],
  ])("%j takes %s: %s", (errorEquals, error, expected) => {
    expect(matchesError(errorEquals, error)).toBe(expected);
  });

  it("FULL jitter stays between nothing and the plain delay", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 0, max: 12 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (interval, used, random) => {
          const retrier = { ErrorEquals: ["A"], IntervalSeconds: interval, MaxDelaySeconds: 900 };
          const plainMs = retryDelayMs(retrier, used, () => random);
          const jitteredMs = retryDelayMs({ ...retrier, JitterStrategy: "FULL" }, used, () => random);
          expect(jitteredMs).toBe(Math.round(plainMs * random));
          expect(plainMs).toBeLessThanOrEqual(900_000);
        },
      ),
    );
  });
});
