import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import type { Envelope } from "./envelope.ts";
import { compileEventPattern, matchesPattern } from "./patterns.ts";

/** Counts over the life of the database file; `pending` and `deadLettered` are what is there now. */
export interface BusStats {
  readonly accepted: number;
  readonly delivered: number;
  readonly pending: number;
  readonly deadLettered: number;
  /** Accepted for a bus that does not exist. */
  readonly dropped: number;
}

/** An event the bus took. */
export interface StoredEvent {
  /** Grows with each event of this database file. */
  readonly sequence: number;
  readonly bus: string;
  readonly acceptedAtMs: number;
  readonly event: Envelope;
}

/** An event that could not be delivered, and why. */
export interface DeadLetter {
  readonly id: number;
  readonly bus: string;
  readonly rule: string;
  readonly targetId: string;
  /** Empty if the target had been removed. */
  readonly targetArn: string;
  readonly reason: string;
  /** Tries that failed. */
  readonly attempts: number;
  readonly diedAtMs: number;
  readonly event: Envelope;
}

const EventRow = z.looseObject({
  sequence: z.number(),
  bus: z.string(),
  accepted_at_ms: z.number(),
  envelope: z.string(),
});
const LetterRow = z.looseObject({
  id: z.number(),
  bus: z.string(),
  rule: z.string(),
  target: z.string(),
  target_arn: z.string(),
  replay: z.string().nullable(),
  reason: z.string(),
  attempts: z.number(),
  died_at_ms: z.number(),
  envelope: z.string(),
});
const SCAN_EVENTS = 5_000; // a pattern that matches little must not hold up the bus

export function readStats(db: DatabaseSync): BusStats {
  const count = (sql: string): number => Number(db.prepare(sql).get()?.count ?? 0);
  const tally = (name: string): number => count(`SELECT count FROM tally WHERE name = '${name}'`);
  return {
    accepted: tally("accepted"),
    delivered: tally("delivered"),
    pending: count("SELECT COUNT(*) AS count FROM deliveries"),
    deadLettered: count("SELECT COUNT(*) AS count FROM dead_letters"),
    dropped: tally("dropped"),
  };
}

/**
 * Up to `limit` events after a sequence, oldest first, and where to go on: `lastSequence` also moves over events that the
 * pattern left out.
 */
export function readEvents(
  db: DatabaseSync,
  { afterSequence, limit, pattern }: { afterSequence: number; limit: number; pattern?: string },
): { readonly events: readonly StoredEvent[]; readonly lastSequence: number } {
  const compiled = pattern === undefined ? undefined : compileEventPattern(pattern);
  const scan = db.prepare("SELECT * FROM events WHERE sequence > ? ORDER BY sequence LIMIT ?");
  const events: StoredEvent[] = [];
  let lastSequence = afterSequence;
  for (const raw of scan.iterate(afterSequence, compiled ? SCAN_EVENTS : limit)) {
    const row = EventRow.parse(raw);
    const event = JSON.parse(row.envelope) as Envelope;
    lastSequence = row.sequence;
    if (!compiled || matchesPattern(compiled, event))
      events.push({ sequence: row.sequence, bus: row.bus, acceptedAtMs: row.accepted_at_ms, event });
    if (events.length === limit) break;
  }
  return { events, lastSequence };
}

/** Every dead letter, oldest first. */
export const readDeadLetters = (db: DatabaseSync): readonly DeadLetter[] =>
  db
    .prepare("SELECT dead_letters.*, envelope FROM dead_letters JOIN events USING (sequence) ORDER BY id")
    .all()
    .map((raw) => {
      const row = LetterRow.parse(raw);
      const event = JSON.parse(row.envelope) as Envelope;
      return {
        id: row.id,
        bus: row.bus,
        rule: row.rule,
        targetId: row.target,
        targetArn: row.target_arn,
        reason: row.reason,
        attempts: row.attempts,
        diedAtMs: row.died_at_ms,
        event: row.replay === null ? event : { ...event, "replay-name": row.replay },
      };
    });
