import { PathPlan, type PathPlanStore } from "@skylane/core";
import type { DocumentTable } from "./document-table.ts";
import { largeDocuments } from "./large-documents.ts";

const LATEST = "PATH-PLAN#LATEST";

/** The last plan of paths in `skylane-state`. */
export function pathPlanStore(table: DocumentTable): PathPlanStore {
  const { write, read } = largeDocuments(table);
  return {
    save: (plan) => write(LATEST, plan, plan.atMs),
    latest: () => read(LATEST, PathPlan),
  };
}
