export { type DynamoDb, openDynamoDb } from "./open-dynamo-db.ts";
