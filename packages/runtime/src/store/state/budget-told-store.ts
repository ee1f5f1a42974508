import type { BudgetToldStore } from "@skylane/core";
import * as z from "zod";
import type { DocumentTable } from "./document-table.ts";

const PK = "BUDGET-TOLD";
/** Thresholds of this month and the last are remembered. */
const KEEP_SECONDS = 100 * 86_400;
const Told = z.strictObject({ keys: z.array(z.string()) });

/** Which thresholds of budgets were told, in `skylane-state`, an item a budget. */
export const budgetToldStore = (table: DocumentTable, nowMs: () => number): BudgetToldStore => ({
  told: async (budgetId) => (await table.get({ pk: PK, sk: budgetId }, Told))?.keys ?? [],
  putTold: (budgetId, keys) =>
    table.put({ pk: PK, sk: budgetId }, { keys }, Math.floor(nowMs() / 1_000) + KEEP_SECONDS),
});
