import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import type { Envelope } from "../envelope.ts";
import { matchingRules, type RuleBook } from "../rule-book.ts";

/** One event on its way to one target. */
export interface Pending {
  readonly id: number;
  readonly sequence: number;
  readonly bus: string;
  readonly rule: string;
  readonly targetId: string;
  readonly replay: string | undefined;
  readonly acceptedAtMs: number;
  /** Tries that failed so far. */
  readonly attempts: number;
  readonly nextAtMs: number;
  /** Absent when it is to be read from disk again, as after a restart. */
  readonly envelope?: Envelope;
}

const PendingRow = z.looseObject({
  id: z.number(),
  sequence: z.number(),
  bus: z.string(),
  rule: z.string(),
  target: z.string(),
  replay: z.string().nullable(),
  accepted_at_ms: z.number(),
  attempts: z.number(),
  next_at_ms: z.number(),
});

/** Every delivery that is not done, oldest first; those from `firstId` on. */
export const readPending = (db: DatabaseSync, firstId = 0): readonly Pending[] =>
  db
    .prepare("SELECT * FROM deliveries WHERE id >= ? ORDER BY id")
    .all(firstId)
    .map((raw) => {
      const row = PendingRow.parse(raw);
      return {
        id: row.id,
        sequence: row.sequence,
        bus: row.bus,
        rule: row.rule,
        targetId: row.target,
        replay: row.replay ?? undefined,
        acceptedAtMs: row.accepted_at_ms,
        attempts: row.attempts,
        nextAtMs: row.next_at_ms,
      };
    });

/** Writes a pending delivery of a stored event for each target that it matches, inside the caller's transaction. */
export type AddDeliveries = (event: {
  readonly sequence: number;
  readonly bus: string;
  readonly envelope: Envelope;
  readonly nowMs: number;
  readonly replay?: { readonly name: string; readonly rules: ReadonlySet<string> | undefined };
}) => Pending[];

export function deliveryAdder(
  db: DatabaseSync,
  rules: RuleBook,
  onMatch: (bus: string, rule: string) => void = () => undefined,
): AddDeliveries {
  const insert = db.prepare(
    "INSERT INTO deliveries (sequence, bus, rule, target, replay, accepted_at_ms, next_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  return ({ sequence, bus, envelope, nowMs, replay }) => {
    const live = rules.bus(bus);
    const matching = live ? matchingRules(live, envelope) : [];
    for (const { name } of matching) onMatch(bus, name);
    return matching
      .filter(({ name }) => replay?.rules?.has(name) ?? true)
      .flatMap((rule) =>
        rule.targets.map(({ Id }) => ({
          id: Number(insert.run(sequence, bus, rule.name, Id, replay?.name ?? null, nowMs, nowMs).lastInsertRowid),
          sequence,
          bus,
          rule: rule.name,
          targetId: Id,
          replay: replay?.name,
          acceptedAtMs: nowMs,
          attempts: 0,
          nextAtMs: nowMs,
          envelope,
        })),
      );
  };
}
