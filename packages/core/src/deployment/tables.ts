/** A table of DynamoDB: its key, and how its replicas agree. Every attribute of a key is text. */
export interface TableSpec {
  readonly partitionKey: string;
  /** Absent = one item a partition. */
  readonly sortKey?: string;
  /** Attribute with the time, in seconds, from which an item may go. Tables with strong consistency take none. */
  readonly expiresAt?: string;
  /** `strong`: a condition is judged against the last write in either Region, for what must be one; `eventual`: in under a second. */
  readonly consistency: "strong" | "eventual";
}

/**
 * The two tables, by the last part of their names. What two Regions must agree on before they act is in `coord`.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html (read 2026-11)
 */
export const tables = {
  state: { partitionKey: "pk", sortKey: "sk", expiresAt: "expiresAtSeconds", consistency: "eventual" },
  coord: { partitionKey: "pk", consistency: "strong" },
} as const satisfies Readonly<Record<string, TableSpec>>;
