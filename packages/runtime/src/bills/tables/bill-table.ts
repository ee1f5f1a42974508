import type { BillingMonth, BillPage } from "@skylane/core";

/** A month of a table: another version is another content. */
export interface BilledMonth {
  readonly month: BillingMonth;
  readonly version: string;
  readonly writtenAtMs: number;
}

/** Where bills are asked for by the month, and no files lie. */
export interface BillTable {
  months(sinceMonth: BillingMonth): Promise<readonly BilledMonth[]>;
  rows(month: BillingMonth): AsyncIterable<BillPage>;
}
