export type { Item } from "./dynalite-modules.ts";
export { DynamoDbError, invalid } from "./dynamodb-error.ts";
export { type DynamoDb, openDynamoDb } from "./open-dynamo-db.ts";
export { dynamoDbListener } from "./request-listener.ts";
