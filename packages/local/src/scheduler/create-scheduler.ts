import { randomUUID } from "node:crypto";
import { openDatabase } from "../database.ts";
import { type Log, silentLog } from "../edge/log.ts";
import type { RestService } from "../edge/rest-service.ts";
import type { TargetInvoker } from "../event-bus/delivery/target-invoker.ts";
import { claimSchema } from "../event-bus/schema-version.ts";
import type { Timers } from "../time.ts";
import { type Expression, parseExpression } from "./expression.ts";
import { createSlotRunner } from "./fire-slots.ts";
import { parseSchedule, patienceOf, type ScheduleBody } from "./requests.ts";
import { createScheduleStore, makeScheduleTables, type Schedule } from "./schedule-store.ts";
import { schedulerRest } from "./scheduler-rest.ts";

/** EventBridge Scheduler on this machine. Each firing is on disk before its target is called, and marked done after. */
export interface Scheduler extends RestService {
  /** Creates or replaces a schedule; `body` is what CreateSchedule takes. @throws AwsError ValidationException */
  put(name: string, body: unknown): void;
  /** Names of all schedules, sorted. */
  names(): readonly string[];
  /** Forgets a schedule and its slots; nothing happens if it is not there. */
  remove(name: string): void;
  /** Fires again what was cut off and is young enough, with the same scheduled time, and keeps time from now on. */
  start(): void;
  /** Aborts running calls and closes the file; slots that are not done are fired again by the next start. */
  close(): void;
}

export interface SchedulerOptions {
  /** SQLite file, or `:memory:`. */
  readonly databaseFile: string;
  readonly targets: TargetInvoker;
  readonly timers: Timers;
  /** Uniform in [0, 1); spreads retries. */
  readonly random: () => number;
  readonly region: string;
  readonly accountId: string;
  readonly log?: Log;
  /** Whether a rate schedule that has not fired in its current period fires at once at start; false if not given. */
  readonly fireOnStart?: boolean;
}

const SCHEMA_VERSION = 1;

/** Opens the database and answers the service; nothing fires before `start`. */
export function createScheduler(options: SchedulerOptions): Scheduler {
  const { timers, log = silentLog } = options;
  const db = openDatabase(options.databaseFile);
  claimSchema(db, options.databaseFile, SCHEMA_VERSION, makeScheduleTables);
  const store = createScheduleStore(db);
  const arnOf = (name: string): string =>
    `arn:aws:scheduler:${options.region}:${options.accountId}:schedule/default/${name}`;
  const armed = new Map<string, () => void>();
  let isStarted = false;

  const remove = (name: string): void => {
    armed.get(name)?.();
    armed.delete(name);
    store.delete(name);
  };
  const runner = createSlotRunner({
    ...options,
    store,
    log,
    arnOf,
    onDone({ name, body }) {
      const isOver = body.ActionAfterCompletion === "DELETE" && nextOf(body, timers.nowMs()) === undefined;
      if (isOver) remove(name);
    },
  });

  const begin = (schedule: Schedule, scheduledAtMs: number): void => {
    const lateMs = timers.nowMs() - scheduledAtMs;
    if (lateMs > patienceOf(schedule.body).maxAgeMs) {
      log("warn", "scheduled call missed", { schedule: schedule.name, lateMs }); // the machine slept
      return;
    }
    const slot = { schedule: schedule.name, scheduledAtMs, executionId: randomUUID() };
    if (store.begin(slot)) runner.fire(schedule, slot);
  };
  const arm = (name: string): void => {
    armed.get(name)?.();
    armed.delete(name);
    const schedule = store.get(name);
    if (!schedule || schedule.body.State === "DISABLED") return;
    const dueMs = nextOf(schedule.body, timers.nowMs());
    if (dueMs === undefined) return;
    armed.set(
      name,
      timers.after(dueMs - timers.nowMs(), () => {
        begin(schedule, dueMs);
        arm(name);
      }),
    );
  };
  const put = (name: string, body: unknown): void => {
    const parsed = parseSchedule(name, body);
    expressionOf(parsed);
    store.put(name, parsed, timers.nowMs());
    if (!isStarted) return;
    catchUp(name);
    arm(name);
  };

  const resumeUnfinished = (): void => {
    for (const slot of store.unfinished()) {
      const schedule = store.get(slot.schedule);
      const isYoung = schedule && timers.nowMs() - slot.scheduledAtMs <= patienceOf(schedule.body).maxAgeMs;
      if (isYoung) runner.fire(schedule, slot);
      else store.finish(slot, "failed");
    }
  };
  /** Fires what fell due while nobody was there: the current period of a rate, if that is wanted, or a moment just missed. */
  const catchUp = (name: string): void => {
    const schedule = store.get(name);
    if (!schedule || schedule.body.State === "DISABLED") return;
    const nowMs = timers.nowMs();
    const expression = expressionOf(schedule.body);
    const missedMs =
      expression.kind === "at"
        ? expression.nextAfter(schedule.createdAtMs)
        : options.fireOnStart
          ? expression.periodStart(nowMs)
          : undefined;
    if (missedMs === undefined || missedMs > nowMs || !isWithin(schedule.body, nowMs)) return;
    // A period that began long ago, as a day's, is fired for all that: its own start is not what makes it stale.
    if (expression.kind === "rate" && !store.isRecorded(name, missedMs)) {
      const slot = { schedule: name, scheduledAtMs: missedMs, executionId: randomUUID() };
      if (store.begin(slot)) runner.fire(schedule, slot);
    } else if (expression.kind === "at") begin(schedule, missedMs);
  };

  return {
    ...schedulerRest({ store, arnOf, put, remove }),
    put,
    remove,
    names: () => store.all().map(({ name }) => name),
    start() {
      isStarted = true;
      resumeUnfinished();
      for (const { name } of store.all()) {
        catchUp(name);
        arm(name);
      }
    },
    close() {
      runner.stop();
      for (const cancel of armed.values()) cancel();
      store.close();
    },
  };
}

const expressionOf = (body: ScheduleBody): Expression =>
  parseExpression(body.ScheduleExpression, body.ScheduleExpressionTimezone);

const isWithin = ({ StartDate = 0, EndDate = Number.POSITIVE_INFINITY }: ScheduleBody, atMs: number): boolean =>
  atMs >= StartDate * 1000 && atMs <= EndDate * 1000;

/** The next firing after `nowMs` between the schedule's start and end. */
function nextOf(body: ScheduleBody, nowMs: number): number | undefined {
  const startMs = (body.StartDate ?? 0) * 1000;
  const nextMs = expressionOf(body).nextAfter(Math.max(nowMs, startMs - 1));
  return nextMs !== undefined && isWithin(body, nextMs) ? nextMs : undefined;
}
