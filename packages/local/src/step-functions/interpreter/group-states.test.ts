import { describe, expect, it } from "vitest";
import { create, historyOf, LAMBDA, lambdaTask, named, only, openWorld, RUN_ARN, runOnce, settle } from "../fixture.ts";

const inner = (state: Record<string, unknown>): Record<string, unknown> => only(state);
const types = async (world: ReturnType<typeof openWorld>): Promise<string[]> =>
  (await historyOf(world.service, RUN_ARN)).map(({ type }) => type);

describe("local/step-functions/group-states", () => {
  it("Map runs each item and keeps their order", async () => {
    const map = {
      Type: "Map",
      Items: "{% $states.input.links %}",
      ItemSelector: {
        id: "{% $states.context.Map.Item.Value.id %}",
        at: "{% $states.context.Map.Item.Index %}",
        all: "{% $count($states.input.links) %}",
      },
      ItemProcessor: {
        ProcessorConfig: { Mode: "INLINE" },
        ...inner({
          Type: "Pass",
          Output: {
            in: "{% $states.input %}",
            index: "{% $states.context.Map.Item.Index %}",
            run: "{% $states.context.Execution.Input.run %}",
          },
        }),
      },
    };

    const ended = await runOnce(openWorld(), only(map), { run: 7, links: [{ id: "a" }, { id: "b" }] });

    expect(ended.output).toEqual([
      { in: { id: "a", at: 0, all: 2 }, index: 0, run: 7 },
      { in: { id: "b", at: 1, all: 2 }, index: 1, run: 7 },
    ]);
  });

  it("Map of nothing succeeds with nothing; Map of no array fails", async () => {
    const map = only({ Type: "Map", ItemProcessor: inner({ Type: "Pass" }) });

    expect(await runOnce(openWorld(), map, [])).toMatchObject({ status: "SUCCEEDED", output: [] });
    expect(await runOnce(openWorld(), map, { a: 1 })).toMatchObject({
      status: "FAILED",
      error: "States.QueryEvaluationError",
    });
  });

  it("Map with MaxConcurrency 0 runs 40 items at once, and Task.Token is unique to each", async () => {
    const tokens = new Set<unknown>();
    const world = openWorld({ functions: { ask: (token) => void tokens.add(token) } });
    const ask = {
      Type: "Task",
      Resource: `${LAMBDA}.waitForTaskToken`,
      Arguments: { FunctionName: "ask", Payload: "{% $states.context.Task.Token %}" },
    };
    const map = { Type: "Map", Items: "{% [1..100] %}", MaxConcurrency: 0, ItemProcessor: inner(ask) };

    await world.service.startExecution(await create(world.service, only(map)), {}, "run");
    await settle();

    expect(tokens.size).toBe(40);
  });

  it("Map never runs more than MaxConcurrency items at once", async () => {
    let running = 0;
    let most = 0;
    const world = openWorld({
      functions: {
        work: async () => {
          most = Math.max(most, ++running);
          await settle(2);
          running--;
        },
      },
    });

    await runOnce(
      world,
      only({ Type: "Map", MaxConcurrency: 3, ItemProcessor: inner(lambdaTask("work")) }),
      [1, 2, 3, 4, 5, 6, 7],
    );

    expect(most).toBe(3);
  });

  it("Parallel runs its branches on the same input and keeps their order", async () => {
    const parallel = {
      Type: "Parallel",
      Arguments: { n: "{% $states.input.n + 1 %}" },
      Branches: [inner({ Type: "Wait", Seconds: 9 }), inner({ Type: "Pass", Output: "{% $states.input.n * 2 %}" })],
    };

    expect((await runOnce(openWorld(), only(parallel), { n: 1 })).output).toEqual([{ n: 2 }, 4]);
  });

  it("branches see outer variables, and what they assign stays inside", async () => {
    const definition = {
      StartAt: "Set",
      States: {
        Set: { Type: "Pass", Assign: { base: 10 }, Next: "Both" },
        Both: {
          Type: "Parallel",
          Branches: [
            {
              StartAt: "A",
              States: {
                A: { Type: "Pass", Assign: { own: "{% $base + 1 %}" }, Next: "B" },
                B: { Type: "Pass", Output: "{% $own %}", End: true },
              },
            },
            { StartAt: "C", States: { C: { Type: "Pass", Output: "{% $exists($own) %}", End: true } } },
          ],
          Next: "After",
        },
        After: { Type: "Pass", Output: { branches: "{% $states.input %}", leaked: "{% $exists($own) %}" }, End: true },
      },
    };

    expect((await runOnce(openWorld(), definition)).output).toEqual({ branches: [11, false], leaked: false });
  });

  it("the first failure aborts the other items, and the Map can be retried and caught", async () => {
    let attempts = 0;
    const world = openWorld({
      functions: {
        work: (payload) => {
          if (payload !== "bad") return new Promise(() => undefined);
          attempts++;
          throw named("Broken");
        },
      },
    });
    const map = {
      Type: "Map",
      ItemProcessor: inner(lambdaTask("work")),
      Retry: [{ ErrorEquals: ["Broken"], MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }],
      Next: "Caught",
    };
    const definition = {
      StartAt: "Each",
      States: { Each: map, Caught: { Type: "Succeed", Output: "{% $states.input.Error %}" } },
    };

    const ended = await runOnce(world, definition, ["slow", "bad"]);

    expect(ended).toMatchObject({ status: "SUCCEEDED", output: "Broken" });
    expect(attempts).toBe(2);
    const seen = await types(world);
    expect(seen.filter((type) => type === "MapIterationAborted")).toHaveLength(2);
    expect(seen.filter((type) => type === "MapStateFailed")).toHaveLength(2);
  });

  it("the history follows AWS: ids count up, previousEventId leads back within the iteration", async () => {
    const world = openWorld({ functions: { work: () => 1 } });

    await runOnce(world, only({ Type: "Map", MaxConcurrency: 1, ItemProcessor: inner(lambdaTask("work")) }), [1]);

    const events = await historyOf(world.service, RUN_ARN);
    expect(events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, "ExecutionStarted"],
      [2, 1, "MapStateEntered"],
      [3, 2, "MapStateStarted"],
      [4, 3, "MapIterationStarted"],
      [5, 4, "TaskStateEntered"],
      [6, 5, "TaskScheduled"],
      [7, 6, "TaskStarted"],
      [8, 7, "TaskSucceeded"],
      [9, 8, "TaskStateExited"],
      [10, 9, "MapIterationSucceeded"],
      [11, 10, "MapStateSucceeded"],
      [12, 11, "MapStateExited"],
      [13, 12, "ExecutionSucceeded"],
    ]);
    expect(events[4]).toMatchObject({ stateEnteredEventDetails: { name: "Only", input: "1" } });
    expect(events[5]).toMatchObject({
      taskScheduledEventDetails: {
        resourceType: "lambda",
        resource: "invoke",
        region: "us-east-1",
        parameters: '{"FunctionName":"work","Payload":1}',
      },
    });
  });

  it("a variable of an outer machine may not be assigned inside", async () => {
    const definition = {
      StartAt: "Set",
      States: {
        Set: { Type: "Pass", Assign: { a: 1 }, Next: "Each" },
        Each: { Type: "Map", ItemProcessor: inner({ Type: "Pass", Assign: { a: 2 } }), End: true },
      },
    };

    await expect(create(openWorld().service, definition)).rejects.toMatchObject({
      code: "InvalidDefinition",
      message: expect.stringContaining('state "Only": Assign sets $a'),
    });
  });
});
