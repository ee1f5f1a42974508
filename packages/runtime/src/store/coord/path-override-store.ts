import type { PathOverrideStore } from "@skylane/core";
import { PathOverride } from "@skylane/core";
import * as z from "zod";
import type { TableCalls } from "../table-calls.ts";
import { guarded, scanCoord } from "./coord-calls.ts";

const PathOverrideItem = z.looseObject({ doc: PathOverride });
const PATH_OVERRIDE = "PATH-OVERRIDE#";

/** People's orders for paths, in the coordination table: one item a path, `PATH-OVERRIDE#<path>`. */
export const pathOverrideStore = (calls: TableCalls, tableName: string): PathOverrideStore => ({
  list: async () =>
    (await scanCoord(calls, tableName, PATH_OVERRIDE, "doc")).map((item) => PathOverrideItem.parse(item).doc),
  async save(doc) {
    const Item = { pk: `${PATH_OVERRIDE}${doc.pathId}`, doc };
    await guarded(tableName, () => calls.put({ TableName: tableName, Item }));
  },
  async remove(pathId) {
    const Key = { pk: `${PATH_OVERRIDE}${pathId}` };
    await guarded(tableName, () => calls.delete({ TableName: tableName, Key }));
  },
});
