import type { DatabaseSync } from "node:sqlite";
import { AwsError } from "../../edge/aws-service.ts";
import type { Timers } from "../../time.ts";
import type { Account, Arns } from "../arns.ts";
import type { RuleBook } from "../rule-book.ts";

/** What the operations share. */
export interface Service {
  readonly db: DatabaseSync;
  readonly account: Account;
  readonly arns: Arns;
  readonly timers: Timers;
  readonly rules: RuleBook;
}

/** One API operation: takes the decoded body, answers the JSON result. */
export type Operation = (service: Service, body: unknown) => unknown;

export const notFound = (what: string): AwsError =>
  new AwsError("ResourceNotFoundException", `${what} does not exist.`);

/** @throws AwsError ResourceNotFoundException */
export function needBus({ db }: Service, bus: string): void {
  if (!db.prepare("SELECT 1 FROM buses WHERE name = ?").get(bus)) throw notFound(`Event bus ${bus}`);
}

/** @throws AwsError ResourceNotFoundException */
export function needRule(service: Service, bus: string, rule: string): Record<string, unknown> {
  needBus(service, bus);
  const row = service.db.prepare("SELECT * FROM rules WHERE bus = ? AND name = ?").get(bus, rule);
  if (!row) throw notFound(`Rule ${rule} on EventBus ${bus}`);
  return row;
}

/** Runs several writes as one. */
export function atomically<T>(db: DatabaseSync, write: () => T): T {
  db.exec("BEGIN IMMEDIATE");
  try {
    const result = write();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    db.exec("ROLLBACK");
    throw error;
  }
}

/** One page of rows that are ordered by name. The token is the last name of the page before. */
export function pageOf<Row>(
  rows: readonly Row[],
  nameOfRow: (row: Row) => string,
  { Limit, NextToken, NamePrefix }: { Limit: number; NextToken?: string | undefined; NamePrefix: string },
): { readonly page: readonly Row[]; readonly token: { readonly NextToken?: string } } {
  const after = NextToken === undefined ? undefined : Buffer.from(NextToken, "base64url").toString("utf8");
  const left = rows.filter((row) => {
    const name = nameOfRow(row);
    return name.startsWith(NamePrefix) && (after === undefined || name > after);
  });
  const page = left.slice(0, Limit);
  const last = page.at(-1);
  const hasMore = left.length > page.length && last !== undefined;
  return { page, token: hasMore ? { NextToken: Buffer.from(nameOfRow(last), "utf8").toString("base64url") } : {} };
}

/** Leaves out what is null in a row, as AWS leaves absent fields out. */
export const present = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
