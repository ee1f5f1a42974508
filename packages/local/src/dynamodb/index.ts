export { DynamoDbError } from "./dynamodb-error.ts";
export type { DynamoDb, DynamoDbOptions } from "./open-dynamo-db.ts";
export { openDynamoDb } from "./open-dynamo-db.ts";
