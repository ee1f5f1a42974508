import * as z from "zod";
import { DynamoDbError } from "../dynamodb/index.ts";
import type { Metrics } from "./metrics.ts";

/** One operation of the tables. */
export type TableCall = (operation: string, input: unknown) => Promise<unknown>;

const Consumed = z.object({ TableName: z.string(), CapacityUnits: z.number().nonnegative() });
const Answer = z.looseObject({ ConsumedCapacity: z.union([Consumed, z.array(Consumed)]).optional() });
const Request = z.looseObject({
  TableName: z.string().optional(),
  ConsistentRead: z.boolean().optional(),
  ReturnConsumedCapacity: z.string().optional(),
  Item: z.unknown().optional(),
});

const READS = new Set(["GetItem", "BatchGetItem", "Query", "Scan"]);
const WRITES = new Set(["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"]);
const UNIT_BYTES = 1_024;

/**
 * The same tables, their units counted: by the size of the items read or written, as they say themselves. A read that finds
 * nothing takes one unit (half of one, if it may be stale), and a write whose condition fails takes those of the item it asked for.
 */
export const meterTables =
  (call: TableCall, metrics: Pick<Metrics, "add">): TableCall =>
  async (operation, input) => {
    const isRead = READS.has(operation);
    const request = Request.safeParse(input);
    if (!request.success || (!isRead && !WRITES.has(operation))) return call(operation, input);
    const { TableName = "", ConsistentRead = false, ReturnConsumedCapacity, Item } = request.data;
    const count = (table: string, units: number): void =>
      metrics.add(
        {
          namespace: "AWS/DynamoDB",
          name: isRead ? "ConsumedReadCapacityUnits" : "ConsumedWriteCapacityUnits",
          dimensions: { TableName: table },
        },
        units,
      );
    const asked = ReturnConsumedCapacity ?? "NONE";
    try {
      const answer = Answer.parse(
        (await call(operation, {
          ...(input as object),
          ReturnConsumedCapacity: asked === "NONE" ? "TOTAL" : asked,
        })) ?? {},
      );
      const { ConsumedCapacity, ...rest } = answer;
      const leastUnits = isRead && !ConsistentRead ? 0.5 : 1;
      for (const { TableName: table, CapacityUnits } of [ConsumedCapacity ?? []].flat())
        count(table, Math.max(CapacityUnits, leastUnits));
      return asked === "NONE" ? rest : answer;
    } catch (error) {
      if (error instanceof DynamoDbError && error.code === "ConditionalCheckFailedException")
        count(TableName, Math.max(1, Math.ceil(bytesOf(Item) / UNIT_BYTES)));
      throw error;
    }
  };

/** Bytes of an item, near enough: names and values without the letters of their types. */
function bytesOf(item: unknown): number {
  if (item === null || typeof item !== "object") return Buffer.byteLength(String(item ?? ""));
  return Object.entries(item).reduce(
    (sum, [name, value]) =>
      sum + (/^(S|N|B|M|L|BOOL|NULL|SS|NS|BS)$/.test(name) ? 0 : Buffer.byteLength(name)) + bytesOf(value),
    0,
  );
}
