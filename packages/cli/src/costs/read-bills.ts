import { createReadStream, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import type { BillCharge, BillLine, CloudId, IngestReport } from "@skylane/core";
import { takeDelivery } from "@skylane/engine";
import { csvPages } from "@skylane/runtime/bills";
import { CliError } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";

/** Bills of a folder: one delivery a month. */
export interface FolderBills {
  readonly lines: readonly BillLine[];
  readonly reports: readonly IngestReport[];
}

/** As FOCUS exports of these clouds name them. */
const CLOUDS: Readonly<Record<string, CloudId>> = {
  AWS: "aws",
  "Amazon Web Services": "aws",
  Microsoft: "azure",
  "Google Cloud": "gcp",
  Oracle: "oci",
};

/**
 * All FOCUS files of a folder and its subfolders, `.csv` or `.csv.gz`, each of the month that its first row is billed in.
 * @throws CliError if there is none, ERR_BILL_HEADER if one is no such file
 */
export async function readBills(
  folder: string,
  rules: { readonly tagNames: ReadonlySet<string>; readonly onTaken: (charge: BillCharge) => void },
): Promise<FolderBills> {
  const names = filesIn(folder);
  if (names.length === 0)
    throw new CliError(
      `There is no bill in ${folder}: no file ends in .csv or .csv.gz. Name a folder with cost and usage files of FOCUS.`,
      exitCodes.badInput,
    );
  const months = await Promise.all(names.map(async (name) => ({ name, month: await monthOf(join(folder, name)) })));
  const lines: BillLine[] = [];
  const reports: IngestReport[] = [];
  for (const [month, files] of [...Map.groupBy(months, (one) => one.month)].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const delivery = {
      id: `folder/${month}`,
      source: "folder",
      format: "focus" as const,
      billingMonth: month,
      files: files.map(({ name }) => ({ name, version: "1", bytes: statSync(join(folder, name)).size })),
      writtenAtMs: 0,
    };
    const taken = await takeDelivery({ rows: (_, name) => pagesOf(join(folder, name)) }, delivery, {
      ...rules,
      cloudOf: (provider) => (Object.hasOwn(CLOUDS, provider) ? CLOUDS[provider] : undefined),
      nowMs: 0,
    });
    for (const line of taken.lines) lines.push(line);
    reports.push(taken.report);
  }
  return { lines, reports };
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.csv(\.gz)?$/i.test(name) && statSync(join(folder, name)).isFile())
      .toSorted();
  } catch (cause) {
    throw new CliError(
      `${folder} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}. Name a folder with bills.`,
      exitCodes.badInput,
    );
  }
}

function pagesOf(file: string) {
  const bytes = createReadStream(file, { highWaterMark: 1 << 19 });
  if (!/\.gz$/i.test(file)) return csvPages(bytes);
  const plain = createGunzip();
  // what goes wrong with the file would not reach who reads what is unpacked
  bytes.on("error", (error) => plain.destroy(error));
  return csvPages(bytes.pipe(plain));
}

async function monthOf(file: string): Promise<string> {
  for await (const { header, rows } of pagesOf(file)) {
    const at = header.findIndex((name) => name.replace(/^\uFEFF/, "").trim() === "BillingPeriodStart");
    const month = rows.map(({ fields }) => fields[at]?.slice(0, 7) ?? "").find((text) => /^\d{4}-\d{2}$/.test(text));
    if (month !== undefined) return month;
    if (at < 0) break;
  }
  // its header, or its rows, will be told to be wrong
  return "1970-01";
}
