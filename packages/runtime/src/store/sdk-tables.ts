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
  {
    tryCount = 4,
    timeoutMs,
    endpoint,
    credentials,
  }: {
    readonly credentials?: NonNullable<DynamoDBClientConfig["credentials"]>;
    /** Absent = where the environment says, else the public address. */
    readonly endpoint?: string | undefined;
    readonly tryCount?: number;
    /** For one try; absent = as long as the SDK waits. */
    readonly timeoutMs?: number;
  } = {},
): TableCalls {
  const patience = timeoutMs !== undefined && {
    requestHandler: { connectionTimeout: timeoutMs, requestTimeout: timeoutMs, throwOnRequestTimeout: true },
  };
  const options: DynamoDBClientConfig = {
    region: regionId,
    maxAttempts: tryCount,
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials && { credentials }),
    ...patience,
  };
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(options), {
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
