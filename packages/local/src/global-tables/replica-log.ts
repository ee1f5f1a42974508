import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { openDatabase } from "../database.ts";
import { claimSchema } from "../event-bus/schema-version.ts";

/** When and where an item was last written; the later one wins, and of the same moment the Region later in the alphabet. */
export const Stamp = z.strictObject({ atMs: z.number().nonnegative(), regionId: z.string() });
export type Stamp = z.infer<typeof Stamp>;

export const isNewer = (one: Stamp, other: Stamp | undefined): boolean =>
  other === undefined || one.atMs > other.atMs || (one.atMs === other.atMs && one.regionId > other.regionId);

/** Which items were written when and where, and which of them the other Region has not been sent. */
export interface ReplicaLog {
  stampOf(key: string): Stamp | undefined;
  /** Before a local write: whatever becomes of it, the item is sent. */
  begin(keys: readonly string[]): void;
  /** After it. */
  stamp(keys: readonly string[], nowMs: number): void;
  /** An item as the other Region wrote it. */
  record(key: string, stamp: Stamp): void;
  unsent(limitCount: number): readonly { readonly key: string; readonly stamp: Stamp }[];
  /** Unless it was written again meanwhile. */
  markSent(key: string, stamp: Stamp): void;
  isEmpty(): boolean;
  close(): void;
}

const Row = z.looseObject({ key: z.string(), at_ms: z.number(), region: z.string() });
const SCHEMA_VERSION = 1;

/** Opens the log; `regionId` is where local writes are made. */
export function openReplicaLog(file: string, regionId: string): ReplicaLog {
  const db = openDatabase(file);
  // as the tables themselves: safe against kill -9, not against a power cut
  db.exec("PRAGMA synchronous = NORMAL");
  claimSchema(db, file, SCHEMA_VERSION, makeTables);
  const find = db.prepare("SELECT key, at_ms, region FROM item WHERE key = ?");
  const begin = db.prepare(
    "INSERT INTO item (key, at_ms, region, is_sent) VALUES (?, 0, ?, 0) ON CONFLICT (key) DO UPDATE SET is_sent = 0",
  );
  const stamp = db.prepare("UPDATE item SET at_ms = max(?, at_ms + 1), region = ?, is_sent = 0 WHERE key = ?");
  const record = db.prepare(
    "INSERT INTO item (key, at_ms, region, is_sent) VALUES (?, ?, ?, 1) ON CONFLICT (key) DO UPDATE SET at_ms = excluded.at_ms, region = excluded.region, is_sent = 1",
  );
  const unsent = db.prepare("SELECT key, at_ms, region FROM item WHERE is_sent = 0 ORDER BY at_ms LIMIT ?");
  const sent = db.prepare("UPDATE item SET is_sent = 1 WHERE key = ? AND at_ms = ? AND region = ?");
  const any = db.prepare("SELECT 1 FROM item LIMIT 1");
  const rowOf = (raw: unknown) => {
    const { key, at_ms, region } = Row.parse(raw);
    return { key, stamp: { atMs: at_ms, regionId: region } };
  };
  const together = (run: () => void): void => {
    db.exec("BEGIN");
    run();
    db.exec("COMMIT");
  };
  return {
    stampOf(key) {
      const found = find.get(key);
      return found === undefined ? undefined : rowOf(found).stamp;
    },
    begin: (keys) => together(() => keys.forEach((key) => void begin.run(key, regionId))),
    stamp: (keys, nowMs) => together(() => keys.forEach((key) => void stamp.run(nowMs, regionId, key))),
    record: (key, { atMs, regionId: from }) => void record.run(key, atMs, from),
    unsent: (limitCount) => unsent.all(limitCount).map(rowOf),
    markSent: (key, { atMs, regionId: from }) => void sent.run(key, atMs, from),
    isEmpty: () => any.get() === undefined,
    close: () => db.close(),
  };
}

const makeTables = (db: DatabaseSync): void =>
  db.exec(
    "CREATE TABLE IF NOT EXISTS item (key TEXT PRIMARY KEY, at_ms REAL NOT NULL, region TEXT NOT NULL, is_sent INTEGER NOT NULL) STRICT; CREATE INDEX IF NOT EXISTS unsent ON item (at_ms) WHERE is_sent = 0",
  );
