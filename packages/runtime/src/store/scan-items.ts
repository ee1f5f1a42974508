import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { guarded } from "./coord-calls.ts";

/** One attribute of every item whose key begins so, read strongly, all pages. The coordination table has few items. @throws ERR_STORE_UNAVAILABLE */
export async function scanItems(
  client: DynamoDBDocumentClient,
  tableName: string,
  prefix: string,
  attribute: "pk" | "doc",
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const items: Readonly<Record<string, unknown>>[] = [];
  let next: Record<string, unknown> | undefined;
  do {
    const page = await guarded(tableName, () =>
      client.send(
        new ScanCommand({
          TableName: tableName,
          ConsistentRead: true,
          FilterExpression: "begins_with(pk, :prefix)",
          ProjectionExpression: attribute,
          ExpressionAttributeValues: { ":prefix": prefix },
          ...(next && { ExclusiveStartKey: next }),
        }),
      ),
    );
    items.push(...(page.Items ?? []));
    next = page.LastEvaluatedKey;
  } while (next);
  return items;
}
