import { coreError, type SpendStore } from "@skylane/core";
import { isConditionFailure, type TableCalls } from "../store/table-calls.ts";

/** A day's spend in this process alone: for the CLI, which asks once and ends. */
export function memorySpendStore(): SpendStore {
  const spent = new Map<string, number>();
  return {
    async reserve(day, microUsd, limitMicroUsd) {
      const sum = (spent.get(day) ?? 0) + microUsd;
      if (sum > limitMicroUsd) return false;
      spent.set(day, sum);
      return true;
    },
    async settle(day, reservedMicroUsd, spentMicroUsd) {
      spent.set(day, (spent.get(day) ?? 0) + spentMicroUsd - reservedMicroUsd);
    },
  };
}

/**
 * A day's spend as one item `SPEND#<day>` of the coordination table: conditional updates of one item, so that however many ask
 * at once, the sum set aside never passes the limit. One small item a day stays there. @throws ERR_STORE_UNAVAILABLE
 */
export function tableSpendStore(calls: TableCalls, tableName: string): SpendStore {
  const add = async (day: string, microUsd: number, roomMicroUsd?: number): Promise<boolean> => {
    try {
      await calls.update({
        TableName: tableName,
        Key: { pk: `SPEND#${day}` },
        UpdateExpression: "ADD microUsd :amount",
        ...(roomMicroUsd !== undefined && {
          ConditionExpression: "attribute_not_exists(microUsd) OR microUsd <= :room",
        }),
        ExpressionAttributeValues: {
          ":amount": microUsd,
          ...(roomMicroUsd !== undefined && { ":room": roomMicroUsd }),
        },
      });
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      const reason = error instanceof Error ? error.message : String(error);
      throw coreError("ERR_STORE_UNAVAILABLE", `table ${tableName}: ${reason}`, { tableName }, error);
    }
  };
  return {
    async reserve(day, microUsd, limitMicroUsd) {
      return microUsd <= limitMicroUsd && (await add(day, microUsd, limitMicroUsd - microUsd));
    },
    async settle(day, reservedMicroUsd, spentMicroUsd) {
      if (spentMicroUsd !== reservedMicroUsd) await add(day, spentMicroUsd - reservedMicroUsd);
    },
  };
}
