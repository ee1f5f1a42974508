import { coreError } from "@skylane/core";
import { isConditionFailure, type TableCalls } from "../table-calls.ts";

/** The answer, or `undefined` if the condition did not hold. @throws ERR_STORE_UNAVAILABLE */
export async function conditional<T>(tableName: string, send: () => Promise<T>): Promise<T | undefined> {
  try {
    return await send();
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw storeError(tableName, error);
  }
}

/** The answer. @throws ERR_STORE_UNAVAILABLE */
export async function guarded<T>(tableName: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw storeError(tableName, error);
  }
}

/** One item, read strongly. @throws ERR_STORE_UNAVAILABLE */
export async function readCoord(
  calls: TableCalls,
  tableName: string,
  pk: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { Item } = await guarded(tableName, () =>
    calls.get({ TableName: tableName, Key: { pk }, ConsistentRead: true }),
  );
  return Item;
}

/** One attribute of every item whose key begins so, read strongly: the table holds few. @throws ERR_STORE_UNAVAILABLE */
export async function scanCoord(
  calls: TableCalls,
  tableName: string,
  prefix: string,
  attribute: "pk" | "doc",
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const items: Readonly<Record<string, unknown>>[] = [];
  let next: Record<string, unknown> | undefined;
  do {
    const page = await guarded(tableName, () =>
      calls.scan({
        TableName: tableName,
        ConsistentRead: true,
        FilterExpression: "begins_with(pk, :prefix)",
        ProjectionExpression: attribute,
        ExpressionAttributeValues: { ":prefix": prefix },
        ...(next && { ExclusiveStartKey: next }),
      }),
    );
    items.push(...(page.Items ?? []));
    next = page.LastEvaluatedKey;
  } while (next);
  return items;
}

const storeError = (tableName: string, cause: unknown) =>
  coreError(
    "ERR_STORE_UNAVAILABLE",
    `table ${tableName}: ${cause instanceof Error ? cause.message : String(cause)}`,
    { tableName },
    cause,
  );
