import type { Ids, LeaseStore } from "@skylane/core";
import * as z from "zod";
import type { TableCalls } from "../table-calls.ts";
import { conditional, readCoord } from "./coord-calls.ts";

const LeaseItem = z.looseObject({ owner: z.string(), rvn: z.string(), fence: z.number() });

/**
 * Leases and fences in `skylane-coord` (global table, multi-Region strong consistency): conditional writes of single items only,
 * for a lease on an eventually consistent table can be won twice.
 */
export function leaseStore(calls: TableCalls, tableName: string, ids: Ids): LeaseStore {
  const update = (pk: string, input: Omit<Parameters<TableCalls["update"]>[0], "TableName" | "Key">) =>
    conditional(tableName, () => calls.update({ TableName: tableName, Key: { pk }, ...input }));
  return {
    async acquire(key, owner, seenRvn) {
      const answer = await update(`LEASE#${key}`, {
        UpdateExpression: "SET #owner = :me, rvn = :rvn, isReleased = :no ADD fence :one",
        ConditionExpression: "attribute_not_exists(pk) OR #owner = :me OR isReleased = :yes OR rvn = :seen",
        ExpressionAttributeNames: { "#owner": "owner" },
        ExpressionAttributeValues: {
          ":me": owner,
          ":rvn": ids.next(),
          ":no": false,
          ":yes": true,
          ":one": 1,
          ":seen": seenRvn ?? "never",
        },
        ReturnValues: "ALL_NEW",
      });
      if (answer) return { isHeld: true, fence: LeaseItem.parse(answer.Attributes).fence };
      const held = LeaseItem.parse(await readCoord(calls, tableName, `LEASE#${key}`));
      return { isHeld: false, seen: { owner: held.owner, rvn: held.rvn } };
    },
    async admit(key, fence) {
      const answer = await update(`FENCE#${key}`, {
        UpdateExpression: "SET lastFence = :fence",
        ConditionExpression: "attribute_not_exists(lastFence) OR lastFence <= :fence",
        ExpressionAttributeValues: { ":fence": fence },
      });
      return answer !== undefined;
    },
    async release(key, owner) {
      await update(`LEASE#${key}`, {
        UpdateExpression: "SET isReleased = :yes",
        ConditionExpression: "#owner = :me",
        ExpressionAttributeNames: { "#owner": "owner" },
        ExpressionAttributeValues: { ":yes": true, ":me": owner },
      });
    },
  };
}
