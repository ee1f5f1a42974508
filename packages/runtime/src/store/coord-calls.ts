import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { coreError } from "@skylane/core";

/** The answer, or `undefined` if the condition did not hold. @throws ERR_STORE_UNAVAILABLE */
export async function conditional<T>(tableName: string, send: () => Promise<T>): Promise<T | undefined> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
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

const storeError = (tableName: string, cause: unknown) =>
  coreError(
    "ERR_STORE_UNAVAILABLE",
    `table ${tableName}: ${cause instanceof Error ? cause.message : String(cause)}`,
    { tableName },
    cause,
  );
