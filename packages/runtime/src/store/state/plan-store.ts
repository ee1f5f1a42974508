import { FailoverPlan, type PlanStore } from "@skylane/core";
import type { DocumentTable } from "./document-table.ts";

/** The stored move of each group, in `skylane-state`. */
export const planStore = (table: DocumentTable): PlanStore => ({
  save: (plan) => table.put({ pk: "PLAN", sk: plan.groupId }, plan),
  find: (groupId) => table.get({ pk: "PLAN", sk: groupId }, FailoverPlan),
  list: async () => (await table.query("PLAN", FailoverPlan)).map(({ doc }) => doc),
  remove: (groupId) => table.remove({ pk: "PLAN", sk: groupId }),
});
