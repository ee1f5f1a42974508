import type { DatabaseSync } from "node:sqlite";
import type { Pending } from "./pending.ts";

/** How the end of a try is written down; each is called inside a transaction. */
export interface Outcomes {
  delivered(id: number): void;
  retry(id: number, attempts: number, nextAtMs: number): void;
  /** Takes a delivery out and keeps it with the reason. */
  bury(pending: Pending, targetArn: string, attempts: number, reason: string, nowMs: number): void;
}

const MAX_REASON_CHARS = 1_000;

export function createOutcomes(db: DatabaseSync): Outcomes {
  const remove = db.prepare("DELETE FROM deliveries WHERE id = ?");
  const count = db.prepare("UPDATE tally SET count = count + 1 WHERE name = 'delivered'");
  const postpone = db.prepare("UPDATE deliveries SET attempts = ?, next_at_ms = ? WHERE id = ?");
  const keep = db.prepare(
    `INSERT INTO dead_letters (sequence, bus, rule, target, target_arn, replay, reason, attempts, died_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return {
    delivered(id) {
      remove.run(id);
      count.run();
    },
    retry(id, attempts, nextAtMs) {
      postpone.run(attempts, nextAtMs, id);
    },
    bury({ id, sequence, bus, rule, targetId, replay }, targetArn, attempts, reason, nowMs) {
      const text = reason.slice(0, MAX_REASON_CHARS);
      keep.run(sequence, bus, rule, targetId, targetArn, replay ?? null, text, attempts, nowMs);
      remove.run(id);
    },
  };
}
