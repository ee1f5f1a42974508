import type { Deps } from "@skylane/engine";
import { billStore } from "../../packages/runtime/src/store/state/bill-store.ts";
import { budgetToldStore } from "../../packages/runtime/src/store/state/budget-told-store.ts";
import { costFindingStore } from "../../packages/runtime/src/store/state/cost-finding-store.ts";
import { meterStore } from "../../packages/runtime/src/store/state/meter-store.ts";
import { memoryTable } from "./memory-table.ts";

/** What is kept of costs, in a table in memory; no cloud lays down a bill, or measures a machine. */
export function memoryCosts(
  nowMs: () => number,
): Pick<Deps, "billReader" | "billStore" | "budgetsTold" | "costFindings" | "meterStore" | "usage"> {
  const table = memoryTable();
  return {
    billReader: {
      deliveries: async () => [],
      async *rows() {
        yield* [];
      },
    },
    billStore: billStore(table),
    budgetsTold: budgetToldStore(table, nowMs),
    costFindings: costFindingStore(table, nowMs),
    meterStore: meterStore(table),
    usage: {
      read: async () => ({ machines: [], gaps: [] }),
      readRequests: async () => ({ counts: [], gaps: [] }),
      readStores: async () => ({ stores: [], gaps: [] }),
    },
  };
}
