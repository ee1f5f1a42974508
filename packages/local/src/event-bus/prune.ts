import type { DatabaseSync } from "node:sqlite";

const BATCH_EVENTS = 2_000; // some 10 ms of work: deliveries do not wait longer for it
const DAY_MS = 86_400_000;

/**
 * Deletes archived events past their archive's retention, and events older than `keepMs` that no delivery, dead letter or
 * archive needs. Works in batches; answers true if there may be more to do.
 */
export function prune(db: DatabaseSync, nowMs: number, keepMs: number): boolean {
  const archived = db
    .prepare(
      `DELETE FROM archived WHERE (archive, sequence) IN (
         SELECT archived.archive, archived.sequence FROM archived JOIN archives ON archives.name = archived.archive
         WHERE retention_days > 0 AND archived.event_time_ms < ? - retention_days * ${DAY_MS} LIMIT ${BATCH_EVENTS})`,
    )
    .run(nowMs);
  const events = db
    .prepare(
      `DELETE FROM events WHERE sequence IN (
         SELECT sequence FROM events WHERE accepted_at_ms < ?
           AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.sequence = events.sequence)
           AND NOT EXISTS (SELECT 1 FROM dead_letters WHERE dead_letters.sequence = events.sequence)
           AND NOT EXISTS (SELECT 1 FROM archived WHERE archived.sequence = events.sequence)
         LIMIT ${BATCH_EVENTS})`,
    )
    .run(nowMs - keepMs);
  return Number(archived.changes) === BATCH_EVENTS || Number(events.changes) === BATCH_EVENTS;
}
