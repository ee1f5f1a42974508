import type { ActiveDrillStore } from "@skylane/core";
import { ActiveDrill } from "@skylane/core";
import * as z from "zod";
import type { TableCalls } from "../table-calls.ts";
import { conditional, readCoord, scanCoord } from "./coord-calls.ts";

const ActiveItem = z.looseObject({ doc: ActiveDrill });
const ACTIVE = "DRILL#";

/** Drills that hold a group, in the coordination table: one item a group, `DRILL#<group>`. */
export const activeDrillStore = (calls: TableCalls, tableName: string): ActiveDrillStore => ({
  async listGroupIds() {
    const items = await scanCoord(calls, tableName, ACTIVE, "pk");
    return items.map(({ pk }) => String(pk).slice(ACTIVE.length));
  },
  async find(groupId) {
    const item = await readCoord(calls, tableName, `${ACTIVE}${groupId}`);
    return item && ActiveItem.parse(item).doc;
  },
  async put(next, seen) {
    const doc: ActiveDrill = { ...next, version: (seen?.version ?? 0) + 1 };
    const Item = { pk: `${ACTIVE}${doc.groupId}`, runId: doc.runId, version: doc.version, doc };
    const answer = await conditional(tableName, () => calls.put({ TableName: tableName, Item, ...ifUnchanged(seen) }));
    return answer && doc;
  },
  async remove(seen) {
    const Key = { pk: `${ACTIVE}${seen.groupId}` };
    const answer = await conditional(tableName, () =>
      calls.delete({ TableName: tableName, Key, ...ifUnchanged(seen) }),
    );
    return answer !== undefined;
  },
});

/** Holds if nobody has written since it was seen. */
const ifUnchanged = (seen: ActiveDrill | undefined) =>
  seen
    ? {
        ConditionExpression: "runId = :runId AND version = :version",
        ExpressionAttributeValues: { ":runId": seen.runId, ":version": seen.version },
      }
    : { ConditionExpression: "attribute_not_exists(pk)" };
