import type { CostPeriod } from "@skylane/clouds/aws/cost-explorer";
import { type BillPage, coreError, hasCode } from "@skylane/core";
import type { BillTable } from "./bill-table.ts";

const DAY_MS = 86_400_000;
/** Invoices are final in the first days of the next month; what is corrected later comes with a later month. */
const OPEN_MS = 15 * DAY_MS;
/** This month and those before it that Cost Explorer answers for. */
const MONTHS = 13;

/**
 * A bill that AWS answers by the day where nothing is exported. Each question costs, so no month is asked for that cannot have
 * changed: one is another each day until its invoice is final, and then once more. Days that are not over are left out.
 * @throws ERR_BILL_UNREADABLE
 */
export function costExplorerTable(
  accountId: string,
  ask: (period: CostPeriod) => AsyncIterable<BillPage>,
  nowMs: () => number,
): BillTable {
  const at = `cost-explorer:${accountId}`;
  return {
    async months(sinceMonth) {
      const today = midnight(nowMs());
      const newest = new Date(today - DAY_MS);
      return Array.from({ length: MONTHS }, (_, i) =>
        Date.UTC(newest.getUTCFullYear(), newest.getUTCMonth() - i, 1),
      ).flatMap((startMs) => {
        const month = dayOf(startMs).slice(0, 7);
        if (month < sinceMonth) return [];
        const finalMs = nextMonth(startMs) + OPEN_MS;
        return today < finalMs
          ? [{ month, version: dayOf(today), writtenAtMs: today }]
          : [{ month, version: "final", writtenAtMs: finalMs }];
      });
    },
    async *rows(month) {
      const startMs = Date.parse(`${month}-01T00:00:00Z`);
      const toMs = Math.min(nextMonth(startMs), midnight(nowMs()));
      try {
        yield* ask({ billingMonth: month, fromDay: dayOf(startMs), toDay: dayOf(toMs) });
      } catch (error) {
        if (hasCode(error, "ERR_BILL_UNREADABLE")) throw error;
        const { name, message } = error as Error;
        throw coreError(
          "ERR_BILL_UNREADABLE",
          `${at} cannot be read for ${month}: ${name === "Error" ? message : `${name}: ${message}`}. Check that Cost Explorer is switched on there and that ce:GetCostAndUsage is allowed, or let a data export write to S3, which costs nothing to read`,
          { at },
        );
      }
    },
  };
}

const midnight = (atMs: number): number => Math.floor(atMs / DAY_MS) * DAY_MS;
const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
function nextMonth(startMs: number): number {
  const start = new Date(startMs);
  return Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1);
}
