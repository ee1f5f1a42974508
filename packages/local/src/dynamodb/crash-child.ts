import { systemTimers } from "../time.ts";
import { openDynamoDb } from "./open-dynamo-db.ts";

// Writes items whose index key changes with each write, eight at a time, and prints `written <id> <version>` until it is killed.
const db = await openDynamoDb({ path: String(process.argv[2]), timers: systemTimers });

async function writeForever(writer: number): Promise<void> {
  for (let version = Number(process.argv[3]); ; version += 1) {
    const id = `${writer}-${version % 10}`;
    const Item = { id: { S: id }, version: { N: String(version) }, state: { S: `s${version}` } };
    await db.call("PutItem", { TableName: "crash-test", Item });
    process.stdout.write(`written ${id} ${version}\n`);
  }
}
await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(writeForever));
