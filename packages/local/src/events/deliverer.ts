import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import type { Timers } from "../time.ts";
import { Target } from "./schemas.ts";
import { type Envelope, transformInput } from "./transform-input.ts";

/** Hands an event to a target. Throws `PermanentError` if trying again is of no use. */
export type InvokeTarget = (arn: string, input: unknown) => Promise<void>;

/** The target is not there, or will never take the event. */
export class PermanentError extends Error {}

const DeliveryRow = z.looseObject({
  id: z.number(),
  bus: z.string(),
  rule: z.string(),
  target: z.string(),
  envelope: z.string(),
  created_at_ms: z.number(),
  attempts: z.number(),
  next_at_ms: z.number(),
});
type DeliveryRow = z.infer<typeof DeliveryRow>;

const FIRST_PAUSE_MS = 200;
const MAX_PAUSE_MS = 60_000;

/** Delivers what is pending: at once, again with growing pauses, and at last to the dead letters. */
export interface Deliverer {
  /** Begins these deliveries now. */
  begin(ids: readonly number[]): void;
  /** Takes up every pending delivery, as after a restart. */
  resume(): void;
  stop(): void;
}

export function createDeliverer(options: {
  readonly db: DatabaseSync;
  readonly invoke: InvokeTarget;
  readonly timers: Timers;
  readonly random: () => number;
  readonly ruleArn: (bus: string, rule: string) => string;
}): Deliverer {
  const { db, timers } = options;
  const waits = new Map<number, () => void>();
  const read = db.prepare("SELECT * FROM deliveries WHERE id = ?");
  const readTarget = db.prepare("SELECT body FROM targets WHERE bus = ? AND rule = ? AND id = ?");
  const remove = db.prepare("DELETE FROM deliveries WHERE id = ?");
  const count = db.prepare(
    "INSERT INTO tally (name, count) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET count = count + 1",
  );
  let isStopped = false;

  const attempt = async (id: number): Promise<void> => {
    const row = DeliveryRow.safeParse(read.get(id));
    if (!row.success || isStopped) return;
    const body = readTarget.get(row.data.bus, row.data.rule, row.data.target);
    if (!body) return bury(row.data, "the target was removed");
    const target = Target.parse(JSON.parse(String(body.body)));
    const envelope = JSON.parse(row.data.envelope) as Envelope;
    const rule = { name: row.data.rule, arn: options.ruleArn(row.data.bus, row.data.rule) };
    try {
      await options.invoke(target.Arn, transformInput(target, envelope, rule, row.data.created_at_ms));
    } catch (error) {
      if (!isStopped) retry(row.data, target, error);
      return;
    }
    if (isStopped) return;
    write(() => {
      remove.run(id);
      count.run("delivered");
    });
  };

  const retry = (row: DeliveryRow, target: Target, error: unknown): void => {
    const attempts = row.attempts + 1;
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const { MaximumRetryAttempts, MaximumEventAgeInSeconds } = target.RetryPolicy;
    const pauseMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1)) * (0.5 + options.random() / 2);
    const nextAtMs = timers.nowMs() + pauseMs;
    const isTooOld = nextAtMs - row.created_at_ms > MaximumEventAgeInSeconds * 1000;
    if (error instanceof PermanentError || attempts > MaximumRetryAttempts || isTooOld)
      return bury({ ...row, attempts }, reason);
    db.prepare("UPDATE deliveries SET attempts = ?, next_at_ms = ? WHERE id = ?").run(
      attempts,
      Math.ceil(nextAtMs),
      row.id,
    );
    waitFor(row.id, pauseMs);
  };

  const bury = (row: DeliveryRow, reason: string): void =>
    write(() => {
      db.prepare(
        "INSERT INTO dead_letters (bus, rule, target, envelope, reason, attempts, died_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)",
      ).run(row.bus, row.rule, row.target, row.envelope, reason.slice(0, 1_000), row.attempts, timers.nowMs());
      remove.run(row.id);
    });

  const write = (run: () => void): void => {
    db.exec("BEGIN");
    run();
    db.exec("COMMIT");
  };
  const waitFor = (id: number, delayMs: number): void => {
    waits.set(
      id,
      timers.after(delayMs, () => {
        waits.delete(id);
        void attempt(id);
      }),
    );
  };
  return {
    begin: (ids) => {
      for (const id of ids) void attempt(id);
    },
    resume() {
      const pending = db.prepare("SELECT id, next_at_ms FROM deliveries ORDER BY id").all();
      for (const { id, next_at_ms: nextAtMs } of pending)
        waitFor(Number(id), Math.max(0, Number(nextAtMs) - timers.nowMs()));
    },
    stop() {
      isStopped = true;
      for (const cancel of waits.values()) cancel();
    },
  };
}
