import type { OnceStore } from "@skylane/core";
import type { DocumentTable } from "./document-table.ts";

/**
 * Keys that were claimed, in `skylane-state`, gone by themselves some time after they no longer count. Within one Region the
 * first wins for certain; who calls Skylane by a signature does so in one Region.
 */
export const onceStore = (table: DocumentTable, nowMs: () => number): OnceStore => ({
  claim: (key, keepMs) => table.putNew({ pk: `ONCE#${key}`, sk: "-" }, {}, Math.ceil((nowMs() + keepMs) / 1_000)),
});
