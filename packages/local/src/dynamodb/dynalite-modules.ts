import { createRequire } from "node:module";

// dynalite 4.0.0 ships no types and its package only exports an HTTP server. Its actions and its store are reached by their
// paths, which is why its version is pinned exactly.
const require = createRequire(import.meta.url);

/** An attribute value on the wire, e.g. `{ N: "1" }`. */
export type AttributeValue = Readonly<Record<string, unknown>>;
/** An item on the wire. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** A secondary index in a table's description. */
export interface Index {
  readonly IndexName: string;
  IndexStatus?: string;
}

/** A table's description as dynalite stores it. */
export interface Table {
  readonly TableName: string;
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
  TableStatus: string;
  readonly LocalSecondaryIndexes?: readonly Index[];
  readonly GlobalSecondaryIndexes?: readonly Index[];
}

/** LevelDB with JSON values. */
interface Level {
  open(): Promise<void>;
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
  del(key: string): Promise<void>;
  batch(
    operations: readonly ({ type: "put"; key: string; value: unknown } | { type: "del"; key: string })[],
  ): Promise<void>;
  iterator(range: { gte: string; lt: string }): AsyncIterable<[key: string, value: unknown]>;
  close(): Promise<void>;
}

/** dynalite's store: every table in one LevelDB. */
export interface Store {
  readonly db: Level;
}

type Callback = (error: DynaliteError | null, result?: unknown) => void;

/** Failures that DynamoDB would answer carry the body of the answer. */
export interface DynaliteError extends Error {
  readonly statusCode?: number;
  readonly body?: Readonly<Record<string, unknown>> & { readonly __type: string; readonly message?: string };
}

interface Validation {
  readonly types: unknown;
  readonly custom?: unknown;
}

interface StoreModule {
  create(options: { path?: string; createTableMs: number; deleteTableMs: number; updateTableMs: number }): Store;
  createKey(item: Item, table: Table): string;
  getIndexActions(
    indexes: readonly Index[],
    existing: Item | null,
    item: Item | null,
    table: Table,
  ): { readonly puts: readonly { readonly key: string; readonly item: Item }[] };
}

/** dynalite's store and key functions. */
export const storeModule = require("dynalite/db") as StoreModule;

const validations = require("dynalite/validations") as {
  checkTypes(data: unknown, types: unknown): unknown;
  checkValidations(data: unknown, types: unknown, custom: unknown, store: Store): void;
};

const OPERATIONS = [
  "BatchGetItem",
  "BatchWriteItem",
  "CreateTable",
  "DeleteItem",
  "DeleteTable",
  "DescribeTable",
  "GetItem",
  "ListTables",
  "ListTagsOfResource",
  "PutItem",
  "Query",
  "Scan",
  "TagResource",
  "UntagResource",
  "UpdateItem",
  "UpdateTable",
] as const;

/** Checks a request as DynamoDB does and carries it out. @throws DynaliteError */
export type Action = (store: Store, input: unknown) => Promise<unknown>;

/** What dynalite can do, by operation name. */
export const actions: ReadonlyMap<string, Action> = new Map(
  OPERATIONS.map((operation) => {
    const file = operation.charAt(0).toLowerCase() + operation.slice(1);
    const run = require(`dynalite/actions/${file}`) as (store: Store, data: unknown, done: Callback) => void;
    const { types, custom } = require(`dynalite/validations/${file}`) as Validation;
    const action: Action = (store, input) =>
      new Promise((resolve, reject) => {
        const data = validations.checkTypes(input, types);
        validations.checkValidations(data, types, custom, store);
        run(store, data, (error, result) => (error ? reject(error) : resolve(result)));
      });
    return [operation, action];
  }),
);
