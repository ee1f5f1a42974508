import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { openDatabase } from "../database.ts";
import type { Item } from "../dynamodb/index.ts";
import { claimSchema } from "../event-bus/schema-version.ts";
import { Ballot, isBefore } from "./ballot.ts";

/** An item on the wire; `null` = it was deleted. */
export const StoredItem = z.record(z.string(), z.record(z.string(), z.unknown())).nullable();

/** A version of an item that an acceptor has taken. */
export const Accepted = z.strictObject({ ballot: Ballot, item: StoredItem });
export type Accepted = z.infer<typeof Accepted>;

const Refused = z.strictObject({ ok: z.literal(false), promised: Ballot });
/** To a prepare: the newest version it has taken, if any; or the ballot that came first. */
export const Promised = z.union([z.strictObject({ ok: z.literal(true), accepted: Accepted.optional() }), Refused]);
export type Promised = z.infer<typeof Promised>;
/** To a look. */
export const Seen = z.strictObject({ ok: z.literal(true), accepted: Accepted.optional() });
export type Seen = z.infer<typeof Seen>;
/** To an accept. */
export const Taken = z.union([z.strictObject({ ok: z.literal(true) }), Refused]);
export type Taken = z.infer<typeof Taken>;

/** One of the three that keep a strongly consistent table: a replica, or the witness. */
export interface Acceptor {
  /** The newest version it has taken; promises nothing, so that it is in no writer's way. */
  look(key: string): Promise<Seen>;
  prepare(key: string, ballot: Ballot): Promise<Promised>;
  accept(key: string, accepted: Accepted): Promise<Taken>;
  /** Every key it has taken a version of. */
  keys(): Promise<readonly string[]>;
}

/** An acceptor on this machine's disk. */
export interface DurableAcceptor extends Acceptor {
  close(): void;
}

const Row = z.looseObject({ promised: z.string(), accepted: z.string().nullable() });
const SCHEMA_VERSION = 1;

/**
 * An acceptor of single-decree Paxos per item, without a log (Rystsov, CASPaxos, 2018). What it promises and takes is on
 * disk before it answers: after a crash it keeps its word.
 */
export function openAcceptor(file: string): DurableAcceptor {
  const db = openDatabase(file);
  claimSchema(db, file, SCHEMA_VERSION, makeTables);
  const find = db.prepare("SELECT promised, accepted FROM register WHERE key = ?");
  const write = db.prepare(
    "INSERT INTO register (key, promised, accepted) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET promised = excluded.promised, accepted = excluded.accepted",
  );
  const list = db.prepare("SELECT key FROM register WHERE accepted IS NOT NULL ORDER BY key");
  const read = (key: string): { readonly promised?: Ballot; readonly accepted?: Accepted } => {
    const found = find.get(key);
    if (!found) return {};
    const row = Row.parse(found);
    return {
      promised: Ballot.parse(JSON.parse(row.promised)),
      ...(row.accepted !== null && { accepted: Accepted.parse(JSON.parse(row.accepted)) }),
    };
  };
  return {
    async look(key) {
      const { accepted } = read(key);
      return { ok: true, ...(accepted && { accepted }) };
    },
    async prepare(key, ballot) {
      const { promised, accepted } = read(key);
      if (promised && !isBefore(promised, ballot)) return { ok: false, promised };
      write.run(key, JSON.stringify(ballot), accepted ? JSON.stringify(accepted) : null);
      return { ok: true, ...(accepted && { accepted }) };
    },
    async accept(key, accepted) {
      const { promised } = read(key);
      if (promised && isBefore(accepted.ballot, promised)) return { ok: false, promised };
      write.run(key, JSON.stringify(accepted.ballot), JSON.stringify(accepted));
      return { ok: true };
    },
    keys: async () => list.all().map(({ key }) => String(key)),
    close: () => db.close(),
  };
}

const makeTables = (db: DatabaseSync): void =>
  db.exec("CREATE TABLE IF NOT EXISTS register (key TEXT PRIMARY KEY, promised TEXT NOT NULL, accepted TEXT) STRICT");

/** The item as DynamoDB's engine has it; `undefined` if there is none. */
export const itemOf = (accepted: Accepted | undefined): Item | undefined =>
  (accepted?.item ?? undefined) as Item | undefined;
