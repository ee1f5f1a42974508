import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { ScheduleBody } from "./requests.ts";

/** A stored schedule. */
export interface Schedule {
  readonly name: string;
  readonly body: ScheduleBody;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
}

/** One firing of one schedule. */
export interface Slot {
  readonly schedule: string;
  readonly scheduledAtMs: number;
  readonly executionId: string;
}

/** Schedules and their slots on disk. */
export interface ScheduleStore {
  put(name: string, body: ScheduleBody, nowMs: number): void;
  get(name: string): Schedule | undefined;
  all(): readonly Schedule[];
  delete(name: string): void;
  /** False if this slot was recorded before: it must not be fired twice. */
  begin(slot: Slot): boolean;
  finish(slot: Slot, outcome: "done" | "failed"): void;
  isRecorded(schedule: string, scheduledAtMs: number): boolean;
  /** Slots that were begun and not finished, oldest first. */
  unfinished(): readonly Slot[];
  close(): void;
}

const KEEP_SLOTS_MS = 3_600_000;
const ScheduleRow = z.looseObject({
  name: z.string(),
  body: z.string(),
  created_at_ms: z.number(),
  changed_at_ms: z.number(),
});
const SlotRow = z.looseObject({ schedule: z.string(), scheduled_at_ms: z.number(), execution_id: z.string() });

/** Makes the scheduler's tables if they are not there. */
export const makeScheduleTables = (db: DatabaseSync): void =>
  db.exec(`
    CREATE TABLE IF NOT EXISTS schedules (
      name TEXT PRIMARY KEY, body TEXT NOT NULL, created_at_ms INTEGER NOT NULL, changed_at_ms INTEGER NOT NULL
    );
    CREATE TABLE IF NOT EXISTS slots (
      schedule TEXT NOT NULL, scheduled_at_ms INTEGER NOT NULL, execution_id TEXT NOT NULL, state TEXT NOT NULL,
      PRIMARY KEY (schedule, scheduled_at_ms)
    ) WITHOUT ROWID;
  `);

/** The store on tables that are there. */
export function createScheduleStore(db: DatabaseSync): ScheduleStore {
  const scheduleOf = (raw: unknown): Schedule => {
    const row = ScheduleRow.parse(raw);
    const body = ScheduleBody.parse(JSON.parse(row.body));
    return { name: row.name, body, createdAtMs: row.created_at_ms, changedAtMs: row.changed_at_ms };
  };
  const upsert = db.prepare(
    `INSERT INTO schedules VALUES (?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET body = excluded.body, changed_at_ms = excluded.changed_at_ms`,
  );
  const read = db.prepare("SELECT * FROM schedules WHERE name = ?");
  const insert = db.prepare("INSERT OR IGNORE INTO slots VALUES (?, ?, ?, 'begun')");
  const finish = db.prepare("UPDATE slots SET state = ? WHERE schedule = ? AND scheduled_at_ms = ?");
  // The newest slot stays whatever its age: it says that its period has had its firing.
  const prune = db.prepare(
    `DELETE FROM slots WHERE schedule = ?1 AND state <> 'begun' AND scheduled_at_ms < ?2
       AND scheduled_at_ms < (SELECT MAX(scheduled_at_ms) FROM slots WHERE schedule = ?1)`,
  );
  const find = db.prepare("SELECT 1 FROM slots WHERE schedule = ? AND scheduled_at_ms = ?");
  return {
    put: (name, body, nowMs) => void upsert.run(name, JSON.stringify(body), nowMs, nowMs),
    get(name) {
      const row = read.get(name);
      return row && scheduleOf(row);
    },
    all: () => db.prepare("SELECT * FROM schedules ORDER BY name").all().map(scheduleOf),
    delete(name) {
      db.prepare("DELETE FROM schedules WHERE name = ?").run(name);
      db.prepare("DELETE FROM slots WHERE schedule = ?").run(name);
    },
    begin: ({ schedule, scheduledAtMs, executionId }) => insert.run(schedule, scheduledAtMs, executionId).changes === 1,
    finish({ schedule, scheduledAtMs }, outcome) {
      finish.run(outcome, schedule, scheduledAtMs);
      prune.run(schedule, scheduledAtMs - KEEP_SLOTS_MS);
    },
    isRecorded: (schedule, scheduledAtMs) => find.get(schedule, scheduledAtMs) !== undefined,
    unfinished: () =>
      db
        .prepare("SELECT * FROM slots WHERE state = 'begun' ORDER BY scheduled_at_ms")
        .all()
        .map((raw) => {
          const row = SlotRow.parse(raw);
          return { schedule: row.schedule, scheduledAtMs: row.scheduled_at_ms, executionId: row.execution_id };
        }),
    close: () => db.close(),
  };
}
