import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import type { TableCalls } from "../store/table-calls.ts";
import { memorySpendStore, tableSpendStore } from "./spend-stores.ts";

/** A table that does to one number what the update says: adds, if the condition holds. */
function tableOfSums() {
  const sums = new Map<string, number>();
  const update: TableCalls["update"] = async (input) => {
    const { Key, ConditionExpression, ExpressionAttributeValues: values = {} } = input;
    const pk = String(Key?.pk);
    const sum = sums.get(pk);
    if (ConditionExpression !== undefined && sum !== undefined && sum > values[":room"])
      throw new ConditionalCheckFailedException({ message: "no", $metadata: {} });
    sums.set(pk, (sum ?? 0) + values[":amount"]);
    return {};
  };
  return { sums, client: { update } as TableCalls };
}

describe.each([
  ["in memory", () => memorySpendStore()],
  ["in a table", () => tableSpendStore(tableOfSums().client, "skylane-coord")],
])("runtime/narrate/spend-stores, %s", (_, make) => {
  it("sets aside up to the limit and not a micro-dollar more", async () => {
    const spend = make();

    expect(await spend.reserve("2026-11-20", 600, 1_000)).toBe(true);
    expect(await spend.reserve("2026-11-20", 401, 1_000)).toBe(false);
    expect(await spend.reserve("2026-11-20", 400, 1_000)).toBe(true);
    expect(await spend.reserve("2026-11-20", 1, 1_000)).toBe(false);
  });

  it("gives back what was set aside and not spent", async () => {
    const spend = make();
    await spend.reserve("2026-11-20", 1_000, 1_000);

    await spend.settle("2026-11-20", 1_000, 300);

    expect(await spend.reserve("2026-11-20", 701, 1_000)).toBe(false);
    expect(await spend.reserve("2026-11-20", 700, 1_000)).toBe(true);
  });

  it("begins each day with the whole budget, and never sets aside more than that at once", async () => {
    const spend = make();
    await spend.reserve("2026-11-20", 1_000, 1_000);

    expect(await spend.reserve("2026-11-21", 1_001, 1_000)).toBe(false);
    expect(await spend.reserve("2026-11-21", 1_000, 1_000)).toBe(true);
  });
});

describe("runtime/narrate/spend-stores", () => {
  it("keeps a day's sum in one item", async () => {
    const { sums, client } = tableOfSums();
    const spend = tableSpendStore(client, "skylane-coord");

    await spend.reserve("2026-11-20", 1_000, 5_000);
    await spend.settle("2026-11-20", 1_000, 250);

    expect([...sums]).toEqual([["SPEND#2026-11-20", 250]]);
  });

  it("says that the table does not answer", async () => {
    const client = { update: (_) => Promise.reject(new Error("socket hang up")) } as TableCalls;

    await expect(tableSpendStore(client, "skylane-coord").reserve("2026-11-20", 1, 2)).rejects.toMatchObject({
      code: "ERR_STORE_UNAVAILABLE",
      kind: "unavailable",
    });
  });
});
