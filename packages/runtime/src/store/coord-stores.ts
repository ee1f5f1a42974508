import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { ActiveDrillStore, ApprovalStore, Ids, KillSwitch, LeaseStore } from "@skylane/core";
import * as z from "zod";
import { approvalStore } from "./approval-store.ts";
import { conditional, guarded } from "./coord-calls.ts";
import { activeDrillStore } from "./drill-stores.ts";
import { type OverrideStores, overrideStores } from "./override-stores.ts";

const LeaseItem = z.looseObject({ owner: z.string(), rvn: z.string(), fence: z.number() });
const KillSwitchItem = z.looseObject({ isStopped: z.boolean(), by: z.string(), reason: z.string() });

/**
 * Leases, overrides, approvals, drills that run and the kill switch in `skylane-coord` (global table, multi-Region strong consistency): single-item conditional
 * writes only, for a lease on an eventually consistent table can be won twice (serverless.md 4.3).
 */
export function coordStores(
  client: DynamoDBDocumentClient,
  tableName: string,
  ids: Ids,
): {
  leases: LeaseStore;
  killSwitch: KillSwitch;
  approvals: ApprovalStore;
  activeDrills: ActiveDrillStore;
} & OverrideStores {
  const read = async (pk: string): Promise<Record<string, unknown> | undefined> => {
    const answer = await guarded(tableName, () =>
      client.send(new GetCommand({ TableName: tableName, Key: { pk }, ConsistentRead: true })),
    );
    return answer.Item;
  };
  const update = (pk: string, input: Omit<ConstructorParameters<typeof UpdateCommand>[0], "TableName" | "Key">) =>
    conditional(tableName, () => client.send(new UpdateCommand({ TableName: tableName, Key: { pk }, ...input })));

  return {
    leases: {
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
        const held = LeaseItem.parse(await read(`LEASE#${key}`));
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
    },
    approvals: approvalStore(client, tableName, read),
    ...overrideStores(client, tableName, read),
    activeDrills: activeDrillStore(client, tableName, read),
    killSwitch: {
      async read() {
        const item = await read("KILLSWITCH");
        return item === undefined ? { isStopped: false } : KillSwitchItem.parse(item);
      },
      async set(isStopped, by, reason) {
        await guarded(tableName, () =>
          client.send(new PutCommand({ TableName: tableName, Item: { pk: "KILLSWITCH", isStopped, by, reason } })),
        );
      },
    },
  };
}
