import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, it } from "vitest";
import {
  create,
  describeExecution,
  type Functions,
  LAMBDA,
  lambdaTask,
  type ManualTimers,
  manualTimers,
  named,
  only,
  openWorld,
  RUN_ARN,
  settle,
  untilEnded,
  type World,
} from "./fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "skylane-resume-"));
afterAll(() => rmSync(folder, { recursive: true }));
let fileCount = 0;
const never = (): Promise<never> => new Promise(() => undefined);
const CALLBACK = {
  Type: "Task",
  Resource: `${LAMBDA}.waitForTaskToken`,
  Arguments: { FunctionName: "ask", Payload: "{% $states.context.Task.Token %}" },
};

/** Starts a workflow, lets it come to rest, stops the service, and opens it again after `downMs`. */
async function restarted(
  definition: object,
  functions: Functions,
  beforeMs: number,
  downMs: number,
): Promise<World & { timers: ManualTimers }> {
  const databaseFile = join(folder, `${fileCount++}.sqlite`);
  const timers = manualTimers();
  const first = openWorld({ databaseFile, timers, functions });
  await first.service.startExecution(await create(first.service, definition), {}, "run");
  await settle();
  timers.advance(beforeMs);
  await settle();
  first.service.close();
  timers.advance(downMs);
  const second = openWorld({ databaseFile, timers, functions });
  second.service.resumeAll();
  return second;
}

/** The types of the records another process would find in the file. */
function recordTypesOnDisk(databaseFile: string): string[] {
  const reader = new DatabaseSync(databaseFile, { readOnly: true });
  const rows = reader.prepare("SELECT json_extract(record, '$.type') AS type FROM journal ORDER BY seq").all();
  reader.close();
  return rows.map(({ type }) => String(type));
}

describe("local/step-functions/resume", () => {
  it("a Wait ends at its old deadline", async () => {
    const world = await restarted(
      only({ Type: "Wait", Timestamp: "{% $fromMillis($millis() + 60000) %}" }),
      {},
      20_000,
      30_000,
    );
    await settle();

    world.timers.advance(9_999);
    await settle();
    expect(await describeExecution(world.service, RUN_ARN)).toMatchObject({ status: "RUNNING" });
    world.timers.advance(1);
    expect(await untilEnded(world, RUN_ARN)).toMatchObject({ status: "SUCCEEDED" });
  });

  it("a retry waits for what is left of its delay and keeps its count", async () => {
    const functions: Functions = {
      flaky: () => {
        throw named("Busy");
      },
    };
    const state = { ...lambdaTask("flaky"), Retry: [{ ErrorEquals: ["Busy"], IntervalSeconds: 100, MaxAttempts: 1 }] };

    const world = await restarted(only(state), functions, 40_000, 50_000);
    await settle();
    world.timers.advance(9_999);
    await settle();

    expect(world.lambda.calls).toHaveLength(0);
    world.timers.advance(1);
    expect(await untilEnded(world, RUN_ARN)).toMatchObject({ status: "FAILED", error: "Busy" });
    expect(world.lambda.calls).toHaveLength(1);
  });

  it("a task that was in flight is asked again with the same parameters", async () => {
    const seen: unknown[] = [];
    const functions: Functions = {
      work: (payload) => {
        seen.push(payload);
        return seen.length === 1 ? never() : "done";
      },
    };

    const world = await restarted(only(lambdaTask("work", { id: "{% $uuid() %}" })), functions, 0, 0);

    expect(await untilEnded(world, RUN_ARN)).toMatchObject({ status: "SUCCEEDED", output: "done" });
    expect(seen).toHaveLength(2);
    expect(seen[1]).toEqual(seen[0]);
  });

  it("a callback task is not asked again, and its token works before the replay has come to it", async () => {
    let taskToken = "";
    const functions: Functions = {
      ask: (payload) => {
        taskToken = String(payload);
      },
    };
    const world = await restarted(only(CALLBACK), functions, 0, 0);

    await world.service.call("SendTaskSuccess", { taskToken, output: '"yes"' });

    await expect(world.service.call("SendTaskSuccess", { taskToken, output: '"no"' })).rejects.toMatchObject({
      code: "TaskTimedOut",
    });
    expect(await untilEnded(world, RUN_ARN)).toMatchObject({ status: "SUCCEEDED", output: "yes" });
    expect(world.lambda.calls).toHaveLength(0);
  });

  it("an execution stopped before its replay began takes no callback any more", async () => {
    let taskToken = "";
    const functions: Functions = {
      ask: (payload) => {
        taskToken = String(payload);
      },
    };
    const world = await restarted(only(CALLBACK), functions, 0, 0);

    await world.service.call("StopExecution", { executionArn: RUN_ARN });

    const late = world.service.call("SendTaskSuccess", { taskToken, output: '"yes"' });
    await expect(late).rejects.toMatchObject({ code: "TaskTimedOut" });
    await settle();
    expect(await describeExecution(world.service, RUN_ARN)).toMatchObject({ status: "ABORTED" });
  });

  it("a callback task that was accepted waits on without being asked again", async () => {
    const world = await restarted(only(CALLBACK), { ask: () => "asked" }, 0, 0);

    await settle();

    expect(world.lambda.calls).toHaveLength(0);
    expect(await describeExecution(world.service, RUN_ARN)).toMatchObject({ status: "RUNNING" });
  });

  it("the timeout of a callback task runs on while the process is down", async () => {
    const world = await restarted(only({ ...CALLBACK, TimeoutSeconds: 100 }), { ask: () => "asked" }, 30_000, 60_000);
    await settle();

    world.timers.advance(10_000);

    expect(await untilEnded(world, RUN_ARN)).toMatchObject({ status: "FAILED", error: "States.Timeout" });
  });

  it("an execution whose time ran out while the process was down is TIMED_OUT", async () => {
    const world = await restarted({ ...only({ Type: "Wait", Seconds: 500 }), TimeoutSeconds: 100 }, {}, 0, 200_000);

    expect(await untilEnded(world, RUN_ARN)).toMatchObject({ status: "TIMED_OUT" });
  });

  it("a function is called only when its parameters are on disk", async () => {
    const databaseFile = join(folder, `${fileCount++}.sqlite`);
    const onDisk: string[][] = [];
    const look = (): void => {
      onDisk.push(recordTypesOnDisk(databaseFile));
    };
    const world = openWorld({ databaseFile, functions: { look } });

    await world.service.startExecution(await create(world.service, only(lambdaTask("look"))), {}, "run");
    await untilEnded(world, RUN_ARN);

    expect(onDisk).toEqual([["entered", "scheduled"]]);
  });

  it("SendTaskSuccess answers only when the result is on disk", async () => {
    const databaseFile = join(folder, `${fileCount++}.sqlite`);
    const world = openWorld({ databaseFile, functions: { ask: () => "asked" } });
    await world.service.startExecution(await create(world.service, only(CALLBACK)), {}, "run");
    await settle();

    await world.service.call("SendTaskSuccess", { taskToken: world.lambda.calls[0]?.payload, output: "1" });

    expect(recordTypesOnDisk(databaseFile)).toContain("succeeded");
  });

  it("an ended execution and its name are forgotten after 90 days", async () => {
    const days = 24 * 60 * 60 * 1_000;
    const world = await restarted(only({ Type: "Pass" }), {}, 0, 91 * days);

    await expect(describeExecution(world.service, RUN_ARN)).rejects.toMatchObject({ code: "ExecutionDoesNotExist" });
  });
});
