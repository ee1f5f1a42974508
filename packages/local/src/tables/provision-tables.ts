import { CreateTableCommand, DynamoDBClient, ResourceInUseException } from "@aws-sdk/client-dynamodb";
import { names } from "@skylane/core";

/** Makes the two tables if they are not there: `skylane-state` by partition and sort key, `skylane-coord` by partition key alone. */
export async function provisionTables(endpoint: string, regionId: string): Promise<void> {
  const client = new DynamoDBClient({ region: regionId, endpoint });
  const key = (AttributeName: string, KeyType: "HASH" | "RANGE") => ({ AttributeName, KeyType });
  const text = (AttributeName: string) => ({ AttributeName, AttributeType: "S" as const });
  const tables = [
    {
      TableName: names.stateTable,
      KeySchema: [key("pk", "HASH"), key("sk", "RANGE")],
      AttributeDefinitions: [text("pk"), text("sk")],
    },
    { TableName: names.coordTable, KeySchema: [key("pk", "HASH")], AttributeDefinitions: [text("pk")] },
  ];
  await Promise.all(
    tables.map(async (table) => {
      try {
        await client.send(new CreateTableCommand({ ...table, BillingMode: "PAY_PER_REQUEST" }));
      } catch (error) {
        if (!(error instanceof ResourceInUseException)) throw error;
      }
    }),
  );
  client.destroy();
}
