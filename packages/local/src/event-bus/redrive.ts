import type { DatabaseSync } from "node:sqlite";
import { AwsError } from "../edge/aws-service.ts";
import { type Pending, readPending } from "./delivery/pending.ts";

/**
 * Makes a dead letter a pending delivery again, as new as an event of now; to be called inside a transaction.
 * @throws AwsError ResourceNotFoundException
 */
export function redriveLetter(db: DatabaseSync, id: number, nowMs: number): readonly Pending[] {
  const { lastInsertRowid, changes } = db
    .prepare(
      `INSERT INTO deliveries (sequence, bus, rule, target, replay, accepted_at_ms, next_at_ms)
       SELECT sequence, bus, rule, target, replay, ?, ? FROM dead_letters WHERE id = ?`,
    )
    .run(nowMs, nowMs, id);
  if (changes === 0) throw new AwsError("ResourceNotFoundException", `There is no dead letter ${id}.`);
  db.prepare("DELETE FROM dead_letters WHERE id = ?").run(id);
  return readPending(db, Number(lastInsertRowid));
}
