import { billRules } from "@skylane/clouds/bills";
import type { BillCharge, BillingMonth, BillLine, IngestReport } from "@skylane/core";
import { takeDelivery } from "@skylane/engine";
import { billReader } from "@skylane/runtime/bills";
import { CliError } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";
import { firstMonth } from "./first-month.ts";

/** Bills of a folder: one delivery a month. */
export interface FolderBills {
  readonly lines: readonly BillLine[];
  readonly reports: readonly IngestReport[];
}

const SOURCE = "folder";
const EVER: BillingMonth = "0000-01";
const UNKNOWN: BillingMonth = "9999-12";

/**
 * All FOCUS files of a folder and its subfolders. Their month is that of a manifest or of their path, or else that which their first
 * row is billed in; of several deliveries of a month the newest complete one counts.
 * @throws CliError if there is none, ERR_BILL_UNREADABLE, ERR_BILL_HEADER if one is no such file
 */
export async function readBills(
  folder: string,
  rules: { readonly tagNames: ReadonlySet<string>; readonly onTaken: (charge: BillCharge) => void },
): Promise<FolderBills> {
  const own = billRules("focus");
  const reader = billReader(
    [{ id: SOURCE, format: "focus", at: `file:${folder}`, month: UNKNOWN }],
    () => own.jsonColumns,
  );
  const found = await reader.deliveries(SOURCE, EVER);
  const dated = found.filter(({ billingMonth }) => billingMonth !== UNKNOWN);
  for (const delivery of found.filter(({ billingMonth }) => billingMonth === UNKNOWN)) {
    const months = await Promise.all(
      delivery.files.map(async (file) => ({ file, month: await firstMonth(reader, delivery, file.name, own) })),
    );
    // where no row says a month, the header, or all rows, will be told to be wrong
    for (const [month = UNKNOWN, ofMonth] of Map.groupBy(months, (one) => one.month)) {
      const files = ofMonth.map(({ file }) => file);
      const at = dated.findIndex(({ billingMonth }) => billingMonth === month);
      const same = dated[at];
      // where nobody says which files are one delivery, all of a month are
      if (same) dated[at] = { ...same, files: [...same.files, ...files] };
      else dated.push({ ...delivery, billingMonth: month, files });
    }
  }
  if (dated.length === 0)
    throw new CliError(
      `There is no bill in ${folder}: no file ends in .csv, .csv.gz or .parquet. Name a folder with cost and usage files of FOCUS.`,
      exitCodes.badInput,
    );
  const lines: BillLine[] = [];
  const reports: IngestReport[] = [];
  for (const [, ofMonth] of [...Map.groupBy(dated, (one) => one.billingMonth)].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    const newest = ofMonth.find(({ lacks }) => lacks === undefined);
    if (!newest) continue;
    const taken = await takeDelivery(reader, newest, { ...own, ...rules, nowMs: 0 });
    for (const line of taken.lines) lines.push(line);
    reports.push(taken.report);
  }
  return { lines, reports };
}
