import { createReadStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { billRules } from "@skylane/clouds/bills";
import type { BillFormat } from "@skylane/core";
import { csvPages } from "@skylane/runtime/bills";
import type { Row } from "./check-functions.ts";
import type { Dataset } from "./interpret.ts";
import { RequirementsModel } from "./model.ts";

/** Real exports and the requirements model, which are not part of this repository. */
export const folder = join(import.meta.dirname, "../../../../shared/data/focus");
export const isThere = existsSync(folder);

export const readModel = (): RequirementsModel =>
  RequirementsModel.parse(JSON.parse(readFileSync(join(folder, "focus_requirements_model_1.2.json"), "utf8")));

export const exportsThere = [
  { format: "aws-cur", file: "native-exports/aws_cur_anonymous_2023-11.csv", month: "2023-11" },
  { format: "azure-cost", file: "native-exports/azure_ea_sample_2023-09.csv", month: "2023-09" },
  { format: "oci-cost", file: "native-exports/oci_cost_report_2023-11.csv", month: "2023-11" },
] as const satisfies readonly { format: BillFormat; file: string; month: string }[];

/** What no export of these clouds has; the same for all of them but Azure, which prices in a currency of its own. */
export const unsupportedBy = (format: BillFormat): ReadonlySet<string> =>
  new Set([
    "CAPACITY_RESERVATION_SUPPORTED",
    "VIRTUAL_CURRENCY_SUPPORTED",
    ...(format === "azure-cost" ? [] : ["PRICING_BILLING_CURRENCY_DIFFERENCES_SUPPORTED"]),
    ...(format === "oci-cost" ? ["COMMITMENT_DISCOUNT_SUPPORTED"] : []),
  ]);

export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export async function readTable(file: string): Promise<Table> {
  const pages = await Array.fromAsync(csvPages(createReadStream(file)));
  return { header: pages[0]?.header ?? [], rows: pages.flatMap(({ rows }) => rows.map(({ fields }) => fields)) };
}

/** Rows by column, with null for what is empty or says NULL. */
export const datasetOf = ({ header, rows }: Table): Dataset => ({
  columns: header,
  rows: rows.map(
    (fields): Row =>
      Object.fromEntries(
        header.map((name, i) => [name, fields[i] === "" || fields[i] === "NULL" ? null : (fields[i] ?? null)]),
      ),
  ),
});

/** A native table as our converter makes FOCUS of it. @throws Error if a row is none */
export function converted(format: BillFormat, { header, rows }: Table): Dataset {
  const converter = billRules(format).converterFor?.(header);
  if (!converter) throw new Error(`${format} has no converter`);
  return datasetOf({
    header: converter.header,
    rows: rows.map((fields) => {
      const row = converter.convert(fields);
      if ("fault" in row) throw new Error(`${row.fault}: ${row.says}`);
      return row;
    }),
  });
}
