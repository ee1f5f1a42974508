import type { Store, Table } from "./dynalite-modules.ts";

/** A range of dynalite's keys. */
export interface KeyRange {
  readonly gte: string;
  readonly lt: string;
}

// dynalite begins the keys of each part of its store with the part's name and a tilde; what follows is plain ASCII.
const below = (part: string): KeyRange => ({ gte: `${part}~`, lt: `${part}~\u00ff` });

/** Where the descriptions of all tables are. */
export const tableRange = below("table");
/** Where our own note is which attribute of a table is its time to live. */
export const ttlRange = below("skylane-ttl");
/** Where the items of a table are. */
export const itemRange = (table: string): KeyRange => below(`item-${table}`);
/** Where the entries of a secondary index are. */
export const indexRange = (kind: "local" | "global", table: string, index: string): KeyRange =>
  below(`index-${kind}~${table}~${index}`);

/** Every table that the store describes. */
export async function tablesIn({ db }: Store): Promise<readonly Table[]> {
  const tables: Table[] = [];
  for await (const [, value] of db.iterator(tableRange)) tables.push(value as Table);
  return tables;
}
