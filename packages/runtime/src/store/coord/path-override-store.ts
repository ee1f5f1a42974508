import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { PathOverrideStore } from "@skylane/core";
import { PathOverride } from "@skylane/core";
import * as z from "zod";
import { guarded, scanCoord } from "./coord-calls.ts";

const PathOverrideItem = z.looseObject({ doc: PathOverride });
const PATH_OVERRIDE = "PATH-OVERRIDE#";

/** People's orders for paths, in the coordination table: one item a path, `PATH-OVERRIDE#<path>`. */
export const pathOverrideStore = (client: DynamoDBDocumentClient, tableName: string): PathOverrideStore => ({
  list: async () =>
    (await scanCoord(client, tableName, PATH_OVERRIDE, "doc")).map((item) => PathOverrideItem.parse(item).doc),
  async save(doc) {
    const Item = { pk: `${PATH_OVERRIDE}${doc.pathId}`, doc };
    await guarded(tableName, () => client.send(new PutCommand({ TableName: tableName, Item })));
  },
  async remove(pathId) {
    const Key = { pk: `${PATH_OVERRIDE}${pathId}` };
    await guarded(tableName, () => client.send(new DeleteCommand({ TableName: tableName, Key })));
  },
});
