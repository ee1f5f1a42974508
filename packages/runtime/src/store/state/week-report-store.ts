import { WeekReport, type WeekReportStore } from "@skylane/core";
import type { DocumentTable } from "./document-table.ts";
import { packed, packText } from "./packed.ts";

/** A thousand paths and their days. */
const MAX_BYTES = 16_000_000;
const Kept = packed(WeekReport, MAX_BYTES);

/** Reports of weeks in `skylane-state`, packed, without a time to live. What was kept of a week first stays. */
export const weekReportStore = (table: DocumentTable): WeekReportStore => ({
  save: async (report) =>
    void (await table.putNew({ pk: "WEEK-REPORT", sk: report.week }, packText(JSON.stringify(report)))),
  find: (week) => table.get({ pk: "WEEK-REPORT", sk: week }, Kept),
});
