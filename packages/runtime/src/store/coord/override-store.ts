import type { OverrideStore } from "@skylane/core";
import { Override } from "@skylane/core";
import * as z from "zod";
import type { TableCalls } from "../table-calls.ts";
import { conditional, readCoord, scanCoord } from "./coord-calls.ts";

const OverrideItem = z.looseObject({ doc: Override });
const OVERRIDE = "OVERRIDE#";

/**
 * Moves that stand, in the coordination table: one item a group, `OVERRIDE#<group>`. The few items of the table are scanned for
 * their names, so none is left out that the configuration has forgotten.
 */
export const overrideStore = (calls: TableCalls, tableName: string): OverrideStore => ({
  listGroupIds: async () =>
    (await scanCoord(calls, tableName, OVERRIDE, "pk")).map(({ pk }) => String(pk).slice(OVERRIDE.length)),
  async find(groupId) {
    const item = await readCoord(calls, tableName, `${OVERRIDE}${groupId}`);
    return item && OverrideItem.parse(item).doc;
  },
  async put(next, seen) {
    const doc: Override = { ...next, version: (seen?.version ?? 0) + 1 };
    const { groupId, incidentId, version } = doc;
    const Item = { pk: `${OVERRIDE}${groupId}`, incidentId, version, doc };
    const answer = await conditional(tableName, () => calls.put({ TableName: tableName, Item, ...ifUnchanged(seen) }));
    return answer && doc;
  },
  async remove(seen) {
    const Key = { pk: `${OVERRIDE}${seen.groupId}` };
    const answer = await conditional(tableName, () =>
      calls.delete({ TableName: tableName, Key, ...ifUnchanged(seen) }),
    );
    return answer !== undefined;
  },
});

/** Holds if nobody has written since it was seen. */
const ifUnchanged = (seen: Override | undefined) =>
  seen
    ? {
        ConditionExpression: "incidentId = :incidentId AND version = :version",
        ExpressionAttributeValues: { ":incidentId": seen.incidentId, ":version": seen.version },
      }
    : { ConditionExpression: "attribute_not_exists(pk)" };
