import { createHash } from "node:crypto";
import { SpanBatch, type TraceStore } from "@skylane/core";
import type { DocumentTable } from "./document-table.ts";
import { packed, packText } from "./packed.ts";

const KEEP_SECONDS = 90 * 86_400;
const Kept = packed(SpanBatch);

/** Spans in `skylane-state`, packed: one partition an incident, one item an invocation. */
export const traceStore = (table: DocumentTable): TraceStore => ({
  async keep(incidentId, batch) {
    const last = batch.spans.at(-1);
    if (!last) return;
    const json = JSON.stringify(batch);
    const at = new Date(last.startMs).toISOString();
    const key = {
      pk: `TRACE#${incidentId}`,
      sk: `${at}#${createHash("sha256").update(json).digest("hex").slice(0, 16)}`,
    };
    await table.put(key, packText(json), Math.floor(last.startMs / 1_000) + KEEP_SECONDS);
  },
  list: async (incidentId) => (await table.query(`TRACE#${incidentId}`, Kept)).map(({ doc }) => doc),
});
