import * as z from "zod";
import type { Timers } from "../time.ts";
import type { Item, Store } from "./dynalite-modules.ts";
import { invalid } from "./dynamodb-error.ts";
import { itemRange, ttlRange } from "./key-ranges.ts";

type Call = (operation: string, input: unknown) => Promise<unknown>;

const TableInput = z.object({ TableName: z.string() });
const UpdateInput = z.object({
  TableName: z.string(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string().min(1).max(255), Enabled: z.boolean() }),
});
const FIVE_YEARS_SECONDS = 5 * 365 * 86_400; // what is further back is taken for an error and kept, as on AWS
const EXPIRY = /^\d+$/;

/** Which attribute of a table says when an item expires; dynalite knows nothing of it. */
export interface TimeToLive {
  update(input: unknown): Promise<unknown>;
  describe(input: unknown): Promise<unknown>;
  /** Forgets a deleted table. */
  forget(input: unknown): Promise<void>;
  /** Deletes the items that have expired; answers how many. */
  sweep(): Promise<number>;
}

/** `call` carries out an operation of the table API: deletions go through it, so that the indexes follow. */
export function createTimeToLive(store: Store, timers: Timers, call: Call): TimeToLive {
  const attributeOf = async (table: string): Promise<string | undefined> => {
    const attribute = await store.db.get(ttlRange.gte + table);
    return attribute === undefined ? undefined : String(attribute);
  };

  const sweepTable = async (table: string, attribute: string): Promise<number> => {
    const described = (await call("DescribeTable", { TableName: table })) as {
      Table: { KeySchema: readonly { AttributeName: string }[] };
    };
    const nowSeconds = Math.floor(timers.nowMs() / 1000);
    let count = 0;
    for await (const [, value] of store.db.iterator(itemRange(table))) {
      const item = value as Item;
      const expiry = item[attribute]?.N;
      if (typeof expiry !== "string" || !EXPIRY.test(expiry)) continue;
      const isExpired = Number(expiry) < nowSeconds && Number(expiry) > nowSeconds - FIVE_YEARS_SECONDS;
      if (!isExpired) continue;
      const Key = Object.fromEntries(
        described.Table.KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName]]),
      );
      if (await deleteIfSame(table, Key, attribute, expiry)) count += 1;
    }
    return count;
  };
  /** False if the item was given a new expiry, or deleted, meanwhile. */
  const deleteIfSame = async (TableName: string, Key: unknown, attribute: string, expiry: string): Promise<boolean> => {
    try {
      await call("DeleteItem", {
        TableName,
        Key,
        ConditionExpression: "#ttl = :seen",
        ExpressionAttributeNames: { "#ttl": attribute },
        ExpressionAttributeValues: { ":seen": { N: expiry } },
      });
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === "ConditionalCheckFailedException") return false;
      throw error;
    }
  };

  return {
    async update(input) {
      const { TableName, TimeToLiveSpecification: wanted } = parse(UpdateInput, input);
      await call("DescribeTable", { TableName });
      const present = await attributeOf(TableName);
      if (wanted.Enabled === (present !== undefined))
        throw invalid(`TimeToLive is already ${wanted.Enabled ? "enabled" : "disabled"}`);
      if (!wanted.Enabled && present !== wanted.AttributeName)
        throw invalid(`TimeToLive is active on a different AttributeName: current AttributeName is ${present}`);
      if (wanted.Enabled) await store.db.put(ttlRange.gte + TableName, wanted.AttributeName);
      else await store.db.del(ttlRange.gte + TableName);
      return { TimeToLiveSpecification: wanted };
    },
    async describe(input) {
      const { TableName } = parse(TableInput, input);
      await call("DescribeTable", { TableName });
      const AttributeName = await attributeOf(TableName);
      return {
        TimeToLiveDescription:
          AttributeName === undefined
            ? { TimeToLiveStatus: "DISABLED" }
            : { TimeToLiveStatus: "ENABLED", AttributeName },
      };
    },
    async forget(input) {
      await store.db.del(ttlRange.gte + parse(TableInput, input).TableName);
    },
    async sweep() {
      let count = 0;
      for await (const [key, attribute] of store.db.iterator(ttlRange))
        count += await sweepTable(key.slice(ttlRange.gte.length), String(attribute));
      return count;
    },
  };
}

function parse<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
}
