import { type BillingMonth, type BillPage, coreError } from "@skylane/core";
import * as z from "zod";
import { bearerCall, understood } from "../folders/bearer-call.ts";
import { fieldText } from "../json-pages.ts";
import { bigQuery, type Cell, type Parameter } from "./bigquery.ts";
import type { BilledMonth, BillTable } from "./bill-table.ts";

/** A table with a billing export. Names are checked where they are read from the configuration, for they stand in the query. */
export interface BigQueryName {
  readonly project: string;
  readonly dataset: string;
  readonly table: string;
}

const Field = z.looseObject({ name: z.string().max(300), type: z.string().max(40) });
const About = z.looseObject({
  schema: z.looseObject({ fields: z.array(Field).max(10_000) }),
  timePartitioning: z.looseObject({ field: z.string().max(300).optional() }).optional(),
  location: z.string().max(100).optional(),
});

interface KnownTable {
  readonly columns: readonly string[];
  readonly partition: string;
  /** Where its data is; a query runs there and nowhere else. */
  readonly location: string | undefined;
}

/** Where a month's rows lie, and how many there are. */
interface Extent extends BilledMonth {
  readonly rowCount: number;
  readonly writtenAt: string;
  readonly firstPartition: string;
  readonly lastPartition: string;
}

/**
 * The standard or detailed export of Cloud Billing. Which months there are is asked of two columns; rows of a month by its
 * partitions, by those columns that a bill is made of. @throws ERR_BILL_UNREADABLE
 * @see https://cloud.google.com/billing/docs/how-to/export-data-bigquery-tables (read 2026-11)
 */
export function bigQueryTable(
  { project, dataset, table }: BigQueryName,
  columns: readonly string[],
  token: () => Promise<string>,
  root = "https://bigquery.googleapis.com/bigquery/v2",
): BillTable {
  const at = `bigquery:${project}.${dataset}.${table}`;
  const request = {
    token,
    at,
    todo: "Check the names, and that roles/bigquery.jobUser is granted in the project and roles/bigquery.dataViewer on the dataset",
  };
  const from = `FROM \`${project}.${dataset}.${table}\``;
  const query = bigQuery(`${root}/projects/${project}`, request);
  const extents = new Map<BillingMonth, Extent>();
  let summaryUsd = 0;
  let about: Promise<KnownTable> | undefined;
  const look = async (): Promise<KnownTable> => {
    const url = new URL(`${root}/projects/${project}/datasets/${dataset}/tables/${table}`);
    const answer = await bearerCall(url, request);
    const { schema, timePartitioning, location } = understood(About, await answer.json().catch(() => undefined), at);
    const types = new Map(schema.fields.map(({ name, type }) => [name, type]));
    const known = columns.filter((column) => types.has(column));
    if (!types.has("invoice") || !types.has("export_time"))
      throw coreError(
        "ERR_BILL_UNREADABLE",
        `${at} has no columns invoice and export_time: it is no standard or detailed billing export. Name the table gcp_billing_export_v1_… or gcp_billing_export_resource_v1_…`,
        { at },
      );
    const field = timePartitioning?.field;
    // without a column of its own, the day at which a row came
    if (timePartitioning && field === undefined) return { columns: known, partition: "_PARTITIONTIME", location };
    const isOwn = field !== undefined && /^\w+$/.test(field) && types.get(field) === "TIMESTAMP";
    return { columns: known, partition: isOwn ? field : "export_time", location };
  };
  const theTable = () => {
    about ??= look();
    return about;
  };

  async function measure(sinceMonth: BillingMonth): Promise<readonly Extent[]> {
    const { partition, location } = await theTable();
    const since = sinceMonth < "2010-01" ? "2010-01" : sinceMonth;
    const sql = `SELECT invoice.month AS month, COUNT(*) AS row_count, MAX(export_time) AS written_at, MIN(${partition}) AS first_partition, MAX(${partition}) AS last_partition ${from} WHERE ${partition} >= @since GROUP BY month`;
    const found: Extent[] = [];
    for await (const page of query(sql, [time("since", `${since}-01T00:00:00Z`)], location)) {
      summaryUsd += page.readUsd;
      for (const [month, rowCount, writtenAt, firstPartition, lastPartition] of page.rows) {
        const [, year, number] = /^(\d{4})(0[1-9]|1[0-2])$/.exec(fieldText(month)) ?? [];
        if (year === undefined || typeof writtenAt !== "string") continue;
        found.push({
          month: `${year}-${number}`,
          version: `${fieldText(rowCount)}-${writtenAt}`,
          writtenAtMs: Date.parse(writtenAt),
          rowCount: Number(rowCount),
          writtenAt,
          firstPartition: fieldText(firstPartition),
          lastPartition: fieldText(lastPartition),
        });
      }
    }
    for (const one of found) extents.set(one.month, one);
    return found;
  }

  return {
    months: measure,
    async *rows(month): AsyncGenerator<BillPage> {
      const extent = extents.get(month) ?? (await measure(month)).find((one) => one.month === month);
      const { columns: header, partition, location } = await theTable();
      if (!extent) return;
      const sql = `SELECT ${header.join(", ")} ${from} WHERE ${partition} >= @first AND ${partition} <= @last AND export_time <= @written AND invoice.month = @month`;
      let rowNumber = 0;
      const parameters: readonly Parameter[] = [
        time("first", extent.firstPartition),
        time("last", extent.lastPartition),
        time("written", extent.writtenAt),
        { name: "month", type: "STRING", value: month.replace("-", "") },
      ];
      for await (const page of query(sql, parameters, location)) {
        const rows = page.rows.map((cells: readonly Cell[]) => {
          rowNumber += 1;
          return { rowNumber, fields: cells.map(fieldText) };
        });
        yield { header, rows, readUsd: page.readUsd + summaryUsd };
        summaryUsd = 0;
      }
      if (rowNumber !== extent.rowCount)
        throw coreError(
          "ERR_BILL_UNREADABLE",
          `${at} answered with ${rowNumber} of the ${extent.rowCount} rows of ${month}. Nothing of the month is taken; it is read again with the next look`,
          { at },
        );
    },
  };
}

const time = (name: string, value: string): Parameter => ({ name, type: "TIMESTAMP", value });
