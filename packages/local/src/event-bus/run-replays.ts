import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import type { Log } from "../edge/log.ts";
import type { Timers } from "../time.ts";
import type { AddDeliveries, Pending } from "./delivery/pending.ts";
import type { Envelope } from "./envelope.ts";
import type { GroupCommit } from "./group-commit.ts";

/** Sends archived events again. */
export interface Replays {
  begin(name: string): void;
  /** Goes on with the replays that a former process did not finish. */
  resume(): void;
}

const PAGE_EVENTS = 100;
const ReplayRow = z.looseObject({
  archive: z.string(),
  bus: z.string(),
  rules: z.string().nullable(),
  from_ms: z.number(),
  to_ms: z.number(),
  after_sequence: z.number(),
});
const EventRow = z.looseObject({ sequence: z.number(), event_time_ms: z.number(), envelope: z.string() });
const RuleNames = z.array(z.string());

export function createReplays(options: {
  readonly db: DatabaseSync;
  readonly commit: GroupCommit;
  readonly timers: Timers;
  readonly log: Log;
  readonly addDeliveries: AddDeliveries;
  readonly begin: (pendings: readonly Pending[]) => void;
}): Replays {
  const { db, commit, timers } = options;
  const read = db.prepare("SELECT * FROM replays WHERE name = ? AND state IN ('STARTING', 'RUNNING')");
  const page = db.prepare(
    `SELECT events.sequence, events.event_time_ms, events.envelope FROM archived JOIN events USING (sequence)
     WHERE archived.archive = ? AND archived.sequence > ? AND archived.event_time_ms >= ? AND archived.event_time_ms < ?
     ORDER BY archived.sequence LIMIT ${PAGE_EVENTS}`,
  );
  const advance = db.prepare(
    "UPDATE replays SET state = 'RUNNING', after_sequence = ?, last_event_ms = ? WHERE name = ?",
  );
  const complete = db.prepare("UPDATE replays SET state = 'COMPLETED', ended_at_ms = ? WHERE name = ?");

  /** One page, whose deliveries and new position are written together: a crash neither loses nor doubles it. */
  const step = (name: string): readonly Pending[] | undefined => {
    const found = read.get(name);
    if (!found) return undefined; // cancelled
    const replay = ReplayRow.parse(found);
    const events = page
      .all(replay.archive, replay.after_sequence, replay.from_ms, replay.to_ms)
      .map((row) => EventRow.parse(row));
    const last = events.at(-1);
    if (!last) {
      complete.run(timers.nowMs(), name);
      return undefined;
    }
    advance.run(last.sequence, last.event_time_ms, name);
    const rules = replay.rules === null ? undefined : new Set(RuleNames.parse(JSON.parse(replay.rules)));
    return events.flatMap(({ sequence, envelope }) =>
      options.addDeliveries({
        sequence,
        bus: replay.bus,
        envelope: { ...(JSON.parse(envelope) as Envelope), "replay-name": name },
        nowMs: timers.nowMs(),
        replay: { name, rules },
      }),
    );
  };
  const run = async (name: string): Promise<void> => {
    for (;;) {
      const pendings = await commit(() => step(name));
      if (!pendings) return;
      options.begin(pendings);
    }
  };
  const begin = (name: string): void =>
    // A closed bus ends here too; the replay keeps its position and is resumed by the next start.
    void run(name).catch((error: unknown) =>
      options.log("warn", "replay stopped", { replay: name, reason: String(error) }),
    );

  return {
    begin,
    resume() {
      for (const { name } of db.prepare("SELECT name FROM replays WHERE state IN ('STARTING', 'RUNNING')").all())
        begin(String(name));
    },
  };
}
