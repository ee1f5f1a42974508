import { type Ids, RegionLease, type RegionLeaseStore } from "@skylane/core";
import type { TableCalls } from "../table-calls.ts";
import { conditional, readCoord } from "./coord-calls.ts";

const KEY = { pk: "REGION" };

/** The lease of the acting Region, one item of `skylane-coord`: strong consistency between Regions is what makes it one. */
export function regionLeaseStore(calls: TableCalls, tableName: string, ids: Ids): RegionLeaseStore {
  const update = async (
    UpdateExpression: string,
    ConditionExpression: string,
    ExpressionAttributeValues: Readonly<Record<string, unknown>>,
  ): Promise<RegionLease | undefined> => {
    const answer = await conditional(tableName, () =>
      calls.update({
        TableName: tableName,
        Key: KEY,
        UpdateExpression,
        ConditionExpression,
        ExpressionAttributeValues,
        ReturnValues: "ALL_NEW",
      }),
    );
    return answer && parse(answer.Attributes);
  };
  return {
    async read() {
      const item = await readCoord(calls, tableName, KEY.pk);
      return item && parse(item);
    },
    take: (regionId, seen) =>
      update(
        seen
          ? "SET regionId = :me, epoch = :epoch, rvn = :rvn, isTold = :no, fromRegionId = :from"
          : "SET regionId = :me, epoch = :epoch, rvn = :rvn, isTold = :no",
        seen ? "rvn = :seen" : "attribute_not_exists(pk)",
        {
          ":me": regionId,
          ":epoch": (seen?.epoch ?? 0) + 1,
          ":rvn": ids.next(),
          ":no": false,
          ...(seen && { ":seen": seen.rvn, ":from": seen.regionId }),
        },
      ),
    renew: (regionId) => update("SET rvn = :rvn", "regionId = :me", { ":rvn": ids.next(), ":me": regionId }),
    markTold: async (epoch) =>
      void (await update("SET isTold = :yes", "epoch = :epoch", { ":yes": true, ":epoch": epoch })),
  };
}

function parse({ pk: _, ...item }: Readonly<Record<string, unknown>> = {}): RegionLease {
  return RegionLease.parse(item);
}
