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
import { readCsv, readXlsx } from "@skylane/runtime/intents";
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
  (deps, { body, by }) => {
    const { csv, spreadsheetBase64 } = body;
    const table =
      csv !== undefined
        ? readCsv(Buffer.from(csv, "utf8"))
        : spreadsheetBase64 !== undefined
          ? readXlsx(Buffer.from(spreadsheetBase64, "base64"))
          : undefined;
    return submitBatch(deps, body, table, { id: by });
  },
);
