import type { Reconciliation } from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { showReconciliation } from "../../use-cases/show-costs.ts";
import { monthsBefore } from "../months.ts";

/** Invoices are final by then, and the meter still has the first of a month: it keeps 40 days. */
const DAYS_OF_MONTH = { first: 6, last: 8 } as const;
/** What list prices and rounding make of a bill is less. */
const MAX_RESIDUAL_RATIO = 0.1;
const DAYS_A_MONTH = 30;
const LINKS_TOLD = 5;

/** How the meter did beside the bill; `undefined` = it is not the time to ask. */
export interface ReconciledCosts {
  readonly linkCount: number;
  readonly outOfBoundsCount: number;
}

/**
 * Holds the meter of the last month against its bill once the invoice is final, and tells, once a month, of links whose residual is more than
 * a tenth of what is billed and more than an anomaly would have to cost to be told.
 */
export async function reconcileCosts(
  deps: Parameters<typeof showReconciliation>[0] & Pick<Deps, "log" | "publisher">,
  { atMs }: { readonly atMs: number },
): Promise<ReconciledCosts | undefined> {
  const day = new Date(atMs).getUTCDate();
  if (day < DAYS_OF_MONTH.first || day > DAYS_OF_MONTH.last) return undefined;
  const month = monthsBefore(atMs, 1);
  const { rows } = await showReconciliation(deps, { month });
  const minUsd = deps.config.costs.anomalies.minUsdPerDay * DAYS_A_MONTH;
  const wrong = rows.filter((row) => isOutOfBounds(row, minUsd));
  if (wrong.length > 0)
    await deps.publisher.publish([
      {
        type: "cost.residual-found.v1",
        subject: month,
        epoch: atMs,
        seq: 0,
        idempotencyKey: `cost-residual:${month}`,
        data: {
          billingMonth: month,
          linkCount: wrong.length,
          residualUsd: wrong.reduce((sum, { residualUsd }) => sum + residualUsd, 0),
          // the largest come first
          links: wrong.slice(0, LINKS_TOLD).map(({ connectionId, meteredUsd, billedUsd, reasons }) => ({
            connectionId,
            meteredUsd,
            billedUsd,
            ...(reasons[0] !== undefined && { reason: reasons[0] }),
          })),
        },
      },
    ]);
  const counts = { linkCount: rows.length, outOfBoundsCount: wrong.length };
  deps.log.info("meter held against the bill", { month, ...counts });
  return counts;
}

const isOutOfBounds = ({ residualUsd, billedUsd }: Reconciliation, minUsd: number): boolean =>
  Math.abs(residualUsd) > Math.max(minUsd, MAX_RESIDUAL_RATIO * Math.abs(billedUsd));
