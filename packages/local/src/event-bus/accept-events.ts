import type { DatabaseSync } from "node:sqlite";
import type { Log } from "../edge/log.ts";
import type { Timers } from "../time.ts";
import type { AddDeliveries, Pending } from "./delivery/pending.ts";
import type { Envelope } from "./envelope.ts";
import type { GroupCommit } from "./group-commit.ts";
import { matchesPattern } from "./patterns.ts";
import type { RuleBook } from "./rule-book.ts";

/** An event that passed the checks, and where it goes. */
export interface Accepted {
  readonly bus: string;
  readonly envelope: Envelope;
  /** Buses it has been forwarded over. */
  readonly hops: number;
}

/** Resolves when the events and their pending deliveries are on disk and, where there is room, on their way. */
export type AcceptEvents = (events: readonly Accepted[]) => Promise<void>;

export function eventAcceptor(options: {
  readonly db: DatabaseSync;
  readonly commit: GroupCommit;
  readonly rules: RuleBook;
  readonly timers: Timers;
  readonly log: Log;
  readonly addDeliveries: AddDeliveries;
  readonly begin: (pendings: readonly Pending[]) => void;
}): AcceptEvents {
  const { db, rules, timers, log } = options;
  const insert = db.prepare(
    "INSERT INTO events (bus, accepted_at_ms, event_time_ms, hops, envelope) VALUES (?, ?, ?, ?, ?)",
  );
  const archive = db.prepare("INSERT INTO archived (archive, sequence, event_time_ms, bytes) VALUES (?, ?, ?, ?)");
  const count = db.prepare("UPDATE tally SET count = count + ? WHERE name = ?");

  const store = ({ bus, envelope, hops }: Accepted, nowMs: number): readonly Pending[] => {
    const live = rules.bus(bus);
    if (!live) return [];
    const text = JSON.stringify(envelope);
    const eventTimeMs = Date.parse(envelope.time);
    const sequence = Number(insert.run(bus, nowMs, eventTimeMs, hops, text).lastInsertRowid);
    // A replayed event is in the archive already.
    const archives = envelope["replay-name"] === undefined ? live.archives : [];
    for (const { name, pattern } of archives)
      if (!pattern || matchesPattern(pattern, envelope))
        archive.run(name, sequence, eventTimeMs, Buffer.byteLength(text));
    return options.addDeliveries({ sequence, bus, envelope, nowMs });
  };

  return async (events) => {
    const known = events.filter(({ bus, envelope }) => {
      if (rules.bus(bus)) return true;
      log("warn", "event for an unknown bus dropped", {
        bus,
        eventId: envelope.id,
        detailType: envelope["detail-type"],
      });
      return false;
    });
    if (events.length === 0) return;
    const pendings = await options.commit(() => {
      const nowMs = timers.nowMs();
      count.run(events.length, "accepted");
      if (known.length < events.length) count.run(events.length - known.length, "dropped");
      return known.flatMap((event) => store(event, nowMs));
    });
    options.begin(pendings);
  };
}
