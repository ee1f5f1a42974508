import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { describe, expect, it } from "vitest";
import { startEdge } from "../edge/edge-server.ts";
import { PermanentTargetError } from "../event-bus/delivery/target-invoker.ts";
import { ACCOUNT, manualTimers, START_MS, settle, TARGET_ARN } from "../event-bus/fixture.ts";
import { createScheduler, type SchedulerOptions } from "./create-scheduler.ts";

const INPUT = '{"at":"<aws.scheduler.scheduled-time>","id":"<aws.scheduler.execution-id>"}';
const aBody = (more: Readonly<Record<string, unknown>> = {}, target: Readonly<Record<string, unknown>> = {}) => ({
  ScheduleExpression: "rate(1 minute)",
  FlexibleTimeWindow: { Mode: "OFF" as const },
  Target: { Arn: TARGET_ARN, RoleArn: "arn:aws:iam::000000000000:role/r", Input: INPUT, ...target },
  ...more,
});
const NO_RETRY = { RetryPolicy: { MaximumRetryAttempts: 0 } };

const aScheduler = (overrides: Partial<SchedulerOptions> & { answer?: () => Promise<void> | void } = {}) => {
  const { answer, ...options } = overrides;
  const timers = manualTimers();
  const calls: { at: string; id: string }[] = [];
  const scheduler = createScheduler({
    databaseFile: ":memory:",
    timers,
    random: () => 1,
    ...ACCOUNT,
    targets: {
      async invoke(_arn, input) {
        calls.push(input as { at: string; id: string });
        await answer?.();
      },
    },
    ...options,
  });
  return { scheduler, timers: (options.timers as typeof timers) ?? timers, calls };
};
const never = (): Promise<void> => new Promise(() => undefined);
const timesOf = (calls: readonly { at: string }[]): string[] => calls.map(({ at }) => at.slice(11));

describe("local/scheduler/create-scheduler", () => {
  it("fires at second 0 of each minute with the scheduled time and an id of its own", async () => {
    const { scheduler, timers, calls } = aScheduler();
    await timers.advance(12_345);
    scheduler.put("burst", aBody());
    scheduler.start();

    await timers.advance(3 * 60_000);

    expect(timesOf(calls)).toEqual(["22:01:00Z", "22:02:00Z", "22:03:00Z"]);
    expect(new Set(calls.map(({ id }) => id)).size).toBe(3);
  });

  it("fires again after a crash what was not done, with the same time and id, and nothing twice", async () => {
    const folder = mkdtempSync(join(tmpdir(), "scheduler-"));
    const databaseFile = join(folder, "schedules.sqlite");
    const timers = manualTimers();
    const first = aScheduler({ databaseFile, timers, answer: never });
    first.scheduler.put("burst", aBody({}, NO_RETRY));
    first.scheduler.start();
    await timers.advance(60_000);
    first.scheduler.close();

    await timers.advance(20_000);
    const second = aScheduler({ databaseFile, timers });
    second.scheduler.start();
    await settle();
    second.scheduler.close();
    const third = aScheduler({ databaseFile, timers });
    third.scheduler.start();
    await settle();

    expect(timesOf(first.calls)).toEqual(["22:01:00Z"]);
    expect(second.calls).toEqual(first.calls);
    expect(third.calls).toEqual([]);
    third.scheduler.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("does not fire again after a crash what is older than its maximum age", async () => {
    const folder = mkdtempSync(join(tmpdir(), "scheduler-"));
    const databaseFile = join(folder, "schedules.sqlite");
    const timers = manualTimers();
    const first = aScheduler({ databaseFile, timers, answer: never });
    first.scheduler.put("burst", aBody({}, NO_RETRY));
    first.scheduler.start();
    await timers.advance(60_000);
    first.scheduler.close();

    await timers.advance(61_000);
    const second = aScheduler({ databaseFile, timers });
    second.scheduler.start();
    await settle();

    expect(second.calls).toEqual([]);
    second.scheduler.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("fires once although the machine's timer goes off a moment too early", async () => {
    const timers = manualTimers();
    const hasty = {
      ...timers,
      after: (delayMs: number, run: () => void) => timers.after(delayMs > 1 ? delayMs - 1 : delayMs, run),
    };
    const { scheduler, calls } = aScheduler({ timers: hasty });
    scheduler.put("burst", aBody());
    scheduler.start();

    await timers.advance(150_000);

    expect(timesOf(calls)).toEqual(["22:01:00Z", "22:02:00Z"]);
  });

  it("fires the current period at start if that is wanted and it has not been fired", async () => {
    const { scheduler, timers, calls } = aScheduler({ fireOnStart: true });
    await timers.advance(10_000);
    scheduler.put("burst", aBody());
    scheduler.put("daily", aBody({ ScheduleExpression: "rate(1 day)" }));
    scheduler.start();
    await settle();
    scheduler.put("burst", aBody({ Description: "changed" }));

    await timers.advance(50_000);

    expect(timesOf(calls)).toEqual(["22:00:00Z", "00:00:00Z", "22:01:00Z"]);
  });

  it("calls a function that had no room for the call when it has some, also where nothing is tried again, unless it is too late", async () => {
    const seen: string[] = [];
    const log: SchedulerOptions["log"] = (_level, message) => seen.push(message);
    const throttled = Object.assign(new Error("no room"), { name: "Lambda.TooManyRequestsException" });
    let refusals = 3;
    const busy = aScheduler({
      log,
      answer: () => (refusals-- > 0 ? Promise.reject(throttled) : Promise.resolve()),
    });
    const full = aScheduler({ log, answer: () => Promise.reject(throttled) });
    for (const { scheduler } of [busy, full]) {
      scheduler.put("burst", aBody({}, { RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 } }));
      scheduler.start();
    }

    await busy.timers.advance(70_000);
    await full.timers.advance(119_000);

    expect(timesOf(busy.calls)).toEqual(["22:01:00Z", "22:01:00Z", "22:01:00Z", "22:01:00Z"]);
    expect(new Set(timesOf(full.calls))).toEqual(new Set(["22:01:00Z"]));
    expect(seen).toEqual(["scheduled call given up"]);
  });

  it("tries a failed call again, and gives up after the last try or at once if it can never succeed", async () => {
    const seen: string[] = [];
    const log: SchedulerOptions["log"] = (_level, message) => seen.push(message);
    const down = aScheduler({ log, answer: () => Promise.reject(new Error("down")) });
    down.scheduler.put("burst", aBody({}, { RetryPolicy: { MaximumRetryAttempts: 2 } }));
    down.scheduler.start();
    const gone = aScheduler({ log, answer: () => Promise.reject(new PermanentTargetError("no function")) });
    gone.scheduler.put("burst", aBody());
    gone.scheduler.start();

    await down.timers.advance(90_000);
    await gone.timers.advance(90_000);

    expect(timesOf(down.calls)).toEqual(["22:01:00Z", "22:01:00Z", "22:01:00Z"]);
    expect(new Set(down.calls.map(({ id }) => id)).size).toBe(1);
    expect(gone.calls).toHaveLength(1);
    expect(seen).toEqual(["scheduled call given up", "scheduled call given up"]);
  });

  it("skips what fell due while the machine slept too long", async () => {
    const timers = manualTimers();
    let sleptMs = 0;
    const { scheduler, calls } = aScheduler({ timers: { ...timers, nowMs: () => timers.nowMs() + sleptMs } });
    scheduler.put("burst", aBody({}, NO_RETRY));
    scheduler.start();

    sleptMs = 3 * 3_600_000;
    await timers.advance(60_000);
    await timers.advance(60_000);

    expect(timesOf(calls)).toEqual(["01:02:00Z"]);
  });

  it("fires a single moment once, and deletes the schedule after it if asked to", async () => {
    const { scheduler, timers, calls } = aScheduler();
    const ScheduleExpression = "at(2026-11-20T22:00:30)";
    scheduler.put("once", aBody({ ScheduleExpression, ActionAfterCompletion: "DELETE" }));
    scheduler.start();

    await timers.advance(120_000);

    expect(timesOf(calls)).toEqual(["22:00:30Z"]);
    const gone = scheduler.handle({
      method: "GET",
      path: "/schedules/once",
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.alloc(0),
    });
    await expect(gone).rejects.toMatchObject({ name: "ResourceNotFoundException", statusCode: 404 });
  });

  it("keeps within the start and end of a schedule, and rests while it is disabled", async () => {
    const { scheduler, timers, calls } = aScheduler();
    scheduler.put("window", aBody({ StartDate: START_MS / 1000 + 120, EndDate: START_MS / 1000 + 180 }));
    scheduler.put("off", aBody({ State: "DISABLED" }));
    scheduler.start();

    await timers.advance(10 * 60_000);

    expect(timesOf(calls)).toEqual(["22:02:00Z", "22:03:00Z"]);
  });

  it("names its schedules and forgets one", async () => {
    const { scheduler, timers, calls } = aScheduler();
    scheduler.put("b", aBody());
    scheduler.put("a", aBody());
    scheduler.start();

    const names = scheduler.names();
    for (const name of names) scheduler.remove(name);
    scheduler.remove("never there");
    await timers.advance(120_000);

    expect(names).toEqual(["a", "b"]);
    expect(calls).toEqual([]);
  });

  it("serves AWS's own Scheduler client", async () => {
    const { scheduler, timers, calls } = aScheduler();
    scheduler.start();
    const edge = await startEdge({ port: 0, host: "127.0.0.1", services: [], restServices: [scheduler] });
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    const client = new SchedulerClient({ region: "us-east-1", endpoint: edge.url, credentials, maxAttempts: 1 });
    const StartDate = new Date(START_MS);

    const created = await client.send(new CreateScheduleCommand({ Name: "burst", ...aBody({ StartDate }) }));
    await timers.advance(60_000);
    await client.send(
      new UpdateScheduleCommand({ Name: "burst", ...aBody({ ScheduleExpression: "rate(5 minutes)" }) }),
    );
    const read = await client.send(new GetScheduleCommand({ Name: "burst" }));
    await expect(client.send(new CreateScheduleCommand({ Name: "burst", ...aBody() }))).rejects.toMatchObject({
      name: "ConflictException",
    });
    await expect(
      client.send(new CreateScheduleCommand({ Name: "bad", ...aBody({ ScheduleExpression: "rate(5)" }) })),
    ).rejects.toMatchObject({ name: "ValidationException" });
    await client.send(new CreateScheduleCommand({ Name: "audit", ...aBody() }));
    const first = await client.send(new ListSchedulesCommand({ MaxResults: 1 }));
    const rest = await client.send(new ListSchedulesCommand({ NextToken: first.NextToken }));
    await client.send(new DeleteScheduleCommand({ Name: "burst" }));

    expect(created.ScheduleArn).toBe("arn:aws:scheduler:us-east-1:000000000000:schedule/default/burst");
    expect(timesOf(calls)).toEqual(["22:01:00Z"]);
    expect(read).toMatchObject({ Name: "burst", ScheduleExpression: "rate(5 minutes)", GroupName: "default" });
    expect(read.CreationDate).toEqual(new Date(START_MS));
    expect([first.Schedules, rest.Schedules]).toMatchObject([[{ Name: "audit" }], [{ Name: "burst" }]]);
    await expect(client.send(new GetScheduleCommand({ Name: "burst" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    client.destroy();
    await edge.close(0);
  });
});
