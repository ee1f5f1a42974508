import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { KillSwitch } from "@skylane/core";
import * as z from "zod";
import { guarded, readCoord } from "./coord-calls.ts";

const KillSwitchItem = z.looseObject({ isStopped: z.boolean(), by: z.string(), reason: z.string() });

/** The kill switch, one item of `skylane-coord`; absent = nobody has ever stopped anything. */
export const killSwitchStore = (client: DynamoDBDocumentClient, tableName: string): KillSwitch => ({
  async read() {
    const item = await readCoord(client, tableName, "KILLSWITCH");
    return item === undefined ? { isStopped: false } : KillSwitchItem.parse(item);
  },
  async set(isStopped, by, reason) {
    await guarded(tableName, () =>
      client.send(new PutCommand({ TableName: tableName, Item: { pk: "KILLSWITCH", isStopped, by, reason } })),
    );
  },
});
