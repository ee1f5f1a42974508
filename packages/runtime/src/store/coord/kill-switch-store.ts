import type { KillSwitch } from "@skylane/core";
import * as z from "zod";
import type { TableCalls } from "../table-calls.ts";
import { guarded, readCoord } from "./coord-calls.ts";

const KillSwitchItem = z.looseObject({ isStopped: z.boolean(), by: z.string(), reason: z.string() });

/** The kill switch, one item of `skylane-coord`; absent = nobody has ever stopped anything. */
export const killSwitchStore = (calls: TableCalls, tableName: string): KillSwitch => ({
  async read() {
    const item = await readCoord(calls, tableName, "KILLSWITCH");
    return item === undefined ? { isStopped: false } : KillSwitchItem.parse(item);
  },
  async set(isStopped, by, reason) {
    await guarded(tableName, () =>
      calls.put({ TableName: tableName, Item: { pk: "KILLSWITCH", isStopped, by, reason } }),
    );
  },
});
