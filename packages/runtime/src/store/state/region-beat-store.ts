import type { RegionBeatStore } from "@skylane/core";
import * as z from "zod";
import type { DocumentTable } from "./document-table.ts";

const PK = "REGION-BEAT";
const Beat = z.strictObject({ regionId: z.string(), atMs: z.number() });

/** Beats of the Regions, in `skylane-state`, an item each. */
export const regionBeatStore = (table: DocumentTable): RegionBeatStore => ({
  put: (regionId, atMs) => table.put({ pk: PK, sk: regionId }, { regionId, atMs }),
  list: async () => (await table.query(PK, Beat)).map(({ doc }) => doc),
});
