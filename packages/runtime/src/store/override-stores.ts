import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { OverrideStore, PathOverrideStore } from "@skylane/core";
import { Override, PathOverride } from "@skylane/core";
import * as z from "zod";
import { conditional, guarded } from "./coord-calls.ts";
import { scanItems } from "./scan-items.ts";

const OverrideItem = z.looseObject({ doc: Override });
const PathOverrideItem = z.looseObject({ doc: PathOverride });
const OVERRIDE = "OVERRIDE#";
const PATH_OVERRIDE = "PATH-OVERRIDE#";

/** What holds traffic where Skylane would not have it by itself: moves that stand, and people's orders. */
export interface OverrideStores {
  readonly overrides: OverrideStore;
  readonly pathOverrides: PathOverrideStore;
}

type Item = Readonly<Record<string, unknown>>;

/**
 * Both kinds in the coordination table: one item a group, `OVERRIDE#<group>`, and one a path, `PATH-OVERRIDE#<path>`. The few
 * items of the table are scanned for their names, so none is left out that the configuration has forgotten.
 */
export function overrideStores(
  client: DynamoDBDocumentClient,
  tableName: string,
  read: (pk: string) => Promise<Item | undefined>,
): OverrideStores {
  const scan = (prefix: string, attribute: "pk" | "doc") => scanItems(client, tableName, prefix, attribute);
  return {
    overrides: {
      listGroupIds: async () => (await scan(OVERRIDE, "pk")).map(({ pk }) => String(pk).slice(OVERRIDE.length)),
      async find(groupId) {
        const item = await read(`${OVERRIDE}${groupId}`);
        return item && OverrideItem.parse(item).doc;
      },
      async put(next, seen) {
        const doc: Override = { ...next, version: (seen?.version ?? 0) + 1 };
        const { groupId, incidentId, version } = doc;
        const Item = { pk: `${OVERRIDE}${groupId}`, incidentId, version, doc };
        const answer = await conditional(tableName, () =>
          client.send(new PutCommand({ TableName: tableName, Item, ...ifUnchanged(seen) })),
        );
        return answer && doc;
      },
      async remove(seen) {
        const Key = { pk: `${OVERRIDE}${seen.groupId}` };
        const answer = await conditional(tableName, () =>
          client.send(new DeleteCommand({ TableName: tableName, Key, ...ifUnchanged(seen) })),
        );
        return answer !== undefined;
      },
    },
    pathOverrides: {
      list: async () => (await scan(PATH_OVERRIDE, "doc")).map((item) => PathOverrideItem.parse(item).doc),
      async save(doc) {
        const Item = { pk: `${PATH_OVERRIDE}${doc.pathId}`, doc };
        await guarded(tableName, () => client.send(new PutCommand({ TableName: tableName, Item })));
      },
      async remove(pathId) {
        const Key = { pk: `${PATH_OVERRIDE}${pathId}` };
        await guarded(tableName, () => client.send(new DeleteCommand({ TableName: tableName, Key })));
      },
    },
  };
}

/** Holds if nobody has written since it was seen. */
const ifUnchanged = (seen: Override | undefined) =>
  seen
    ? {
        ConditionExpression: "incidentId = :incidentId AND version = :version",
        ExpressionAttributeValues: { ":incidentId": seen.incidentId, ":version": seen.version },
      }
    : { ConditionExpression: "attribute_not_exists(pk)" };
