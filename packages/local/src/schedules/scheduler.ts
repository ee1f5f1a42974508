import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { openDatabase } from "../database.ts";
import { AwsError } from "../edge/aws-service.ts";
import type { RestService } from "../http/aws-edge.ts";
import type { LambdaHost } from "../lambda/lambda-host.ts";
import type { Timers } from "../time.ts";
import { nextAtMs, parseExpression, previousAtMs } from "./schedule-expression.ts";

const Target = z.looseObject({
  Arn: z.string().min(1),
  RoleArn: z.string().min(1).optional(),
  Input: z.string().optional(),
  RetryPolicy: z
    .looseObject({ MaximumEventAgeInSeconds: z.int().optional(), MaximumRetryAttempts: z.int().optional() })
    .optional(),
});
const ScheduleBody = z.looseObject({
  ScheduleExpression: z.string().min(1),
  State: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  Target,
});
type ScheduleBody = z.infer<typeof ScheduleBody>;

const DEFAULT_MAX_AGE_SECONDS = 60; // a burst that is a minute late is stale
const Row = z.looseObject({ name: z.string(), body: z.string() });
const SlotRow = z.looseObject({ schedule: z.string(), scheduled_at_ms: z.number() });

/** EventBridge Scheduler on this machine. Each firing is written down before the call and marked done after it. */
export interface Scheduler extends RestService {
  put(name: string, body: unknown): void;
  /** Fires what was cut off and is still young, fires once at once each rate schedule that has not run in its current period, and then keeps time. */
  start(): void;
  close(): void;
}

export function createScheduler(options: {
  readonly databaseFile: string;
  readonly lambda: LambdaHost;
  readonly timers: Timers;
}): Scheduler {
  const { lambda, timers } = options;
  const db = openDatabase(options.databaseFile);
  db.exec(`CREATE TABLE IF NOT EXISTS schedules (name TEXT PRIMARY KEY, body TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS slots (schedule TEXT NOT NULL, scheduled_at_ms INTEGER NOT NULL, is_done INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (schedule, scheduled_at_ms))`);
  const cancels = new Map<string, () => void>();
  let isStarted = false;

  const bodyOf = (name: string): ScheduleBody | undefined => {
    const row = Row.safeParse(db.prepare("SELECT name, body FROM schedules WHERE name = ?").get(name));
    return row.success ? ScheduleBody.parse(JSON.parse(row.data.body)) : undefined;
  };
  const fire = (name: string, body: ScheduleBody, scheduledAtMs: number): void => {
    db.prepare("INSERT OR IGNORE INTO slots (schedule, scheduled_at_ms) VALUES (?, ?)").run(name, scheduledAtMs);
    void lambda.invoke(body.Target.Arn, inputOf(body, scheduledAtMs)).then((result) => {
      if (db.isOpen) finish(db, name, scheduledAtMs);
      return result;
    });
  };
  const arm = (name: string): void => {
    cancels.get(name)?.();
    const body = bodyOf(name);
    if (!body || body.State === "DISABLED") return;
    const dueMs = nextAtMs(parseExpression(body.ScheduleExpression), timers.nowMs());
    if (dueMs === undefined) return;
    cancels.set(
      name,
      timers.after(dueMs - timers.nowMs(), () => {
        fire(name, body, dueMs);
        arm(name);
      }),
    );
  };
  const put = (name: string, raw: unknown): void => {
    const body = ScheduleBody.safeParse(raw);
    if (!body.success)
      throw new AwsError(
        "ValidationException",
        `schedule ${name}: ${body.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ")}`,
      );
    parseExpression(body.data.ScheduleExpression);
    db.prepare(
      "INSERT INTO schedules (name, body) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET body = excluded.body",
    ).run(name, JSON.stringify(raw));
    if (isStarted) arm(name);
  };
  const names = (): string[] =>
    db
      .prepare("SELECT name, body FROM schedules ORDER BY name")
      .all()
      .map((row) => Row.parse(row).name);

  return {
    put,
    start() {
      isStarted = true;
      for (const name of names()) {
        const body = bodyOf(name);
        if (body?.State === "ENABLED") catchUp(db, name, body, timers.nowMs(), fire);
        arm(name);
      }
    },
    close() {
      for (const cancel of cancels.values()) cancel();
      db.close();
    },
    async handle(method, url, body) {
      const name = /^\/schedules\/([\w.-]{1,64})$/.exec(url.pathname)?.[1];
      if (url.pathname === "/schedules" && method === "GET")
        return { statusCode: 200, body: { Schedules: names().map((one) => describe(one)) } };
      if (name === undefined) return undefined;
      const present = bodyOf(name);
      if (method === "POST" && present)
        throw new AwsError("ConflictException", `Schedule ${name} already exists.`, 409);
      if (method !== "POST" && !present)
        throw new AwsError("ResourceNotFoundException", `Schedule ${name} does not exist.`, 404);
      if (method === "POST" || method === "PUT") {
        put(name, body);
        return { statusCode: 200, body: { ScheduleArn: describe(name).Arn } };
      }
      if (method === "DELETE") {
        cancels.get(name)?.();
        db.prepare("DELETE FROM schedules WHERE name = ?").run(name);
        return { statusCode: 200, body: {} };
      }
      return { statusCode: 200, body: { ...describe(name), ...present } };
    },
  };
}

const describe = (name: string) => ({
  Name: name,
  GroupName: "default",
  Arn: `arn:aws:scheduler:us-east-1:000000000000:schedule/default/${name}`,
});

function finish(db: DatabaseSync, name: string, scheduledAtMs: number): void {
  db.prepare("UPDATE slots SET is_done = 1 WHERE schedule = ? AND scheduled_at_ms = ?").run(name, scheduledAtMs);
  db.prepare("DELETE FROM slots WHERE schedule = ? AND is_done = 1 AND scheduled_at_ms < ?").run(
    name,
    scheduledAtMs - 3_600_000,
  );
}

/** After a crash: slots that were begun and not finished, if still young; and the current period if it was never begun. */
function catchUp(
  db: DatabaseSync,
  name: string,
  body: ScheduleBody,
  nowMs: number,
  fire: (name: string, body: ScheduleBody, atMs: number) => void,
): void {
  const maxAgeMs = (body.Target.RetryPolicy?.MaximumEventAgeInSeconds ?? DEFAULT_MAX_AGE_SECONDS) * 1000;
  const open = db
    .prepare("SELECT schedule, scheduled_at_ms FROM slots WHERE schedule = ? AND is_done = 0")
    .all(name)
    .map((row) => SlotRow.parse(row));
  for (const { scheduled_at_ms: atMs } of open) {
    if (nowMs - atMs <= maxAgeMs) fire(name, body, atMs);
    else finish(db, name, atMs);
  }
  const currentMs = previousAtMs(parseExpression(body.ScheduleExpression), nowMs);
  if (currentMs === undefined) return;
  const isKnown =
    db.prepare("SELECT 1 FROM slots WHERE schedule = ? AND scheduled_at_ms = ?").get(name, currentMs) !== undefined;
  if (!isKnown) fire(name, body, currentMs);
}

function inputOf(body: ScheduleBody, scheduledAtMs: number): unknown {
  const text = (body.Target.Input ?? "{}")
    .replaceAll("<aws.scheduler.scheduled-time>", new Date(scheduledAtMs).toISOString())
    .replaceAll("<aws.scheduler.execution-id>", randomUUID());
  return JSON.parse(text);
}
