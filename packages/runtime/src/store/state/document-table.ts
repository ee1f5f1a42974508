import { coreError } from "@skylane/core";
import type * as z from "zod";
import { isConditionFailure, type TableCalls } from "../table-calls.ts";

/** Key of an item in a single-table design. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** One table of documents: each item is `{ pk, sk, doc, expiresAtSeconds? }`, and `doc` is parsed by its schema on the way out. */
export interface DocumentTable {
  put(key: ItemKey, doc: object, expiresAtSeconds?: number): Promise<void>;
  /** False if an item of that key exists. */
  putNew(key: ItemKey, doc: object, expiresAtSeconds?: number): Promise<boolean>;
  /** Writes a document that has a `version`; false if the one that is there has not this version (`undefined` = there is none, or it has none). */
  putOver(key: ItemKey, doc: object, seenVersion: number | undefined, expiresAtSeconds?: number): Promise<boolean>;
  /** Writes a document that has an `atMs`, unless the one that is there is of a later time; then nothing happens. */
  putNewer(key: ItemKey, doc: { readonly atMs: number }): Promise<void>;
  /** Adds to a count, which begins at 0, and says what it is then. */
  count(key: ItemKey, amount: number, expiresAtSeconds: number): Promise<number>;
  remove(key: ItemKey): Promise<void>;
  putMany(items: readonly { readonly key: ItemKey; readonly doc: object }[]): Promise<void>;
  get<T>(key: ItemKey, schema: z.ZodType<T>): Promise<T | undefined>;
  /** Items of one partition in key order, all pages, or the first `limitCount`. Strongly consistent, unless half the price is worth a second. */
  query<T>(
    pk: string,
    schema: z.ZodType<T>,
    range?: {
      readonly prefix?: string;
      readonly after?: string;
      readonly isReverse?: boolean;
      readonly limitCount?: number;
      readonly isEventual?: boolean;
    },
  ): Promise<readonly { readonly sk: string; readonly doc: T }[]>;
}

/** A document table on DynamoDB. @throws ERR_STORE_UNAVAILABLE for whatever the table does not answer */
export function documentTable(calls: TableCalls, tableName: string): DocumentTable {
  const put = (key: ItemKey, doc: object, expiresAtSeconds: number | undefined, condition?: string) =>
    calls.put({
      TableName: tableName,
      Item: { ...key, doc, ...(expiresAtSeconds !== undefined && { expiresAtSeconds }) },
      ...(condition !== undefined && { ConditionExpression: condition }),
    });
  return {
    put: async (key, doc, expiresAtSeconds) => void (await translate(tableName, put(key, doc, expiresAtSeconds))),
    async putNew(key, doc, expiresAtSeconds) {
      try {
        await put(key, doc, expiresAtSeconds, "attribute_not_exists(pk)");
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw unavailable(tableName, error);
      }
    },
    async putOver(key, doc, seenVersion, expiresAtSeconds) {
      try {
        await calls.put({
          TableName: tableName,
          Item: { ...key, doc, ...(expiresAtSeconds !== undefined && { expiresAtSeconds }) },
          ExpressionAttributeNames: { "#doc": "doc", "#version": "version" },
          ...(seenVersion === undefined
            ? { ConditionExpression: "attribute_not_exists(#doc.#version)" }
            : { ConditionExpression: "#doc.#version = :seen", ExpressionAttributeValues: { ":seen": seenVersion } }),
        });
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw unavailable(tableName, error);
      }
    },
    async putNewer(key, doc) {
      try {
        await calls.put({
          TableName: tableName,
          Item: { ...key, doc },
          ConditionExpression: "attribute_not_exists(pk) OR #doc.#atMs <= :atMs",
          ExpressionAttributeNames: { "#doc": "doc", "#atMs": "atMs" },
          ExpressionAttributeValues: { ":atMs": doc.atMs },
        });
      } catch (error) {
        if (!isConditionFailure(error)) throw unavailable(tableName, error);
      }
    },
    async count(key, amount, expiresAtSeconds) {
      const { Attributes } = await translate(
        tableName,
        calls.update({
          TableName: tableName,
          Key: key,
          UpdateExpression: "ADD #count :amount SET #expiresAt = :expiresAt",
          ExpressionAttributeNames: { "#count": "count", "#expiresAt": "expiresAtSeconds" },
          ExpressionAttributeValues: { ":amount": amount, ":expiresAt": expiresAtSeconds },
          ReturnValues: "UPDATED_NEW",
        }),
      );
      return Number(Attributes?.count ?? 0);
    },
    remove: async (key) => void (await translate(tableName, calls.delete({ TableName: tableName, Key: key }))),
    async putMany(items) {
      for (let i = 0; i < items.length; i += BATCH_SIZE) {
        let left: Requests = items
          .slice(i, i + BATCH_SIZE)
          .map(({ key, doc }) => ({ PutRequest: { Item: { ...key, doc } } }));
        while (left.length > 0) {
          const sent: Requests = left;
          const answer = await translate(tableName, calls.batchWrite({ RequestItems: { [tableName]: sent } }));
          left = (answer.UnprocessedItems?.[tableName] as Requests | undefined) ?? [];
        }
      }
    },
    async get(key, schema) {
      const { Item } = await translate(tableName, calls.get({ TableName: tableName, Key: key, ConsistentRead: true }));
      return Item && schema.parse(Item.doc);
    },
    async query(pk, schema, range = {}) {
      const found: { sk: string; doc: z.infer<typeof schema> }[] = [];
      const { prefix, after, isReverse = false, limitCount = Number.POSITIVE_INFINITY, isEventual = false } = range;
      const condition =
        prefix !== undefined
          ? "pk = :pk AND begins_with(sk, :sk)"
          : after !== undefined
            ? "pk = :pk AND sk > :sk"
            : "pk = :pk";
      const bound = prefix ?? after;
      let next: Record<string, unknown> | undefined;
      do {
        const page = await translate(
          tableName,
          calls.query({
            TableName: tableName,
            KeyConditionExpression: condition,
            ExpressionAttributeValues: { ":pk": pk, ...(bound !== undefined && { ":sk": bound }) },
            ScanIndexForward: !isReverse,
            ConsistentRead: !isEventual,
            ...(Number.isFinite(limitCount) && { Limit: limitCount - found.length }),
            ...(next && { ExclusiveStartKey: next }),
          }),
        );
        for (const item of page.Items ?? []) found.push({ sk: String(item.sk), doc: schema.parse(item.doc) });
        next = page.LastEvaluatedKey;
      } while (next && found.length < limitCount);
      return found;
    },
  };
}

const BATCH_SIZE = 25; // BatchWriteItem's limit
type Requests = { PutRequest: { Item: Record<string, unknown> } }[];

const unavailable = (tableName: string, cause: unknown) =>
  coreError(
    "ERR_STORE_UNAVAILABLE",
    `table ${tableName}: ${cause instanceof Error ? cause.message : String(cause)}`,
    { tableName },
    cause,
  );

async function translate<T>(tableName: string, sent: Promise<T>): Promise<T> {
  try {
    return await sent;
  } catch (error) {
    throw unavailable(tableName, error);
  }
}
