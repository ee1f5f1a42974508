import type { DrillStore } from "@skylane/core";
import { DrillReport } from "@skylane/core";
import type { DocumentTable } from "./document-table.ts";

/** Runs of drills in the state table; without a time to live, for they are evidence. */
export function drillStore(table: DocumentTable): DrillStore {
  const keyOf = (runId: string) => ({ pk: "DRILL", sk: runId });
  const find = (runId: string) => table.get(keyOf(runId), DrillReport);
  return {
    async open(run) {
      return (await table.putNew(keyOf(run.runId), { run })) ? run : ((await find(run.runId))?.run ?? run);
    },
    save: (report) => table.put(keyOf(report.run.runId), report),
    find,
    list: async (limitCount) =>
      (await table.query("DRILL", DrillReport))
        .map(({ doc }) => doc)
        .sort((a, b) => b.run.orderedAtMs - a.run.orderedAtMs || a.run.runId.localeCompare(b.run.runId))
        .slice(0, limitCount),
  };
}
