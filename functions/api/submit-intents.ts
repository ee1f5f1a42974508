import { IntentBatch } from "@skylane/core";
import { submitBatch } from "@skylane/engine";
import {
  builtGroups,
  intents,
  made,
  once,
  orderHandler,
  performance,
  ports,
  publisher,
  regionLease,
  topologies,
  workflows,
} from "@skylane/runtime";
import { readCsv, type TableReading } from "@skylane/runtime/intents";
import { estimates } from "@skylane/runtime/knowing";
import { names } from "@skylane/runtime/naming";
import { reader } from "@skylane/runtime/reading";
import { rights } from "@skylane/runtime/rights";

/** POST /v1/intents:bulk */
export const handler = orderHandler(
  ports(
    builtGroups,
    estimates,
    intents,
    made,
    names,
    once,
    performance,
    publisher,
    reader,
    regionLease,
    rights,
    topologies,
    workflows,
  ),
  { action: "ask-intent", at: "/v1/intents:bulk", body: IntentBatch, statusCode: 202 },
  async (deps, { body, by }) => submitBatch(deps, body, await tableOf(body), { id: by }),
);

async function tableOf({ csv, spreadsheetBase64 }: IntentBatch): Promise<TableReading | undefined> {
  if (csv !== undefined) return readCsv(Buffer.from(csv, "utf8"));
  if (spreadsheetBase64 === undefined) return undefined;
  // most send requests or CSV: what unpacks a spreadsheet is loaded by the first one
  const { readXlsx } = await import("@skylane/runtime/spreadsheets");
  return readXlsx(Buffer.from(spreadsheetBase64, "base64"));
}
