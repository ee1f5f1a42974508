import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import {
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { MARSHALLING, type TableCalls } from "./table-calls.ts";

/** By the SDK's document client, which fails rather than hangs. */
export function sdkTables(
  regionId: string,
  more: { readonly credentials?: NonNullable<DynamoDBClientConfig["credentials"]> } = {},
): TableCalls {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: regionId, maxAttempts: 4, ...more }), {
    // a copy: the client writes into it
    marshallOptions: { ...MARSHALLING },
  });
  return {
    get: (input) => client.send(new GetCommand(input)),
    put: (input) => client.send(new PutCommand(input)),
    update: (input) => client.send(new UpdateCommand(input)),
    delete: (input) => client.send(new DeleteCommand(input)),
    query: (input) => client.send(new QueryCommand(input)),
    scan: (input) => client.send(new ScanCommand(input)),
    batchWrite: (input) => client.send(new BatchWriteCommand(input)),
  };
}
