import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { BillPage, RawBillRow } from "@skylane/core";

const ROWS_PER_PAGE = 2_000;
const MAX_CHARS = 1 << 20;

/** Lines of JSON, one object a row; fields are those columns, a record or list in one as JSON. Rows are counted from 1. */
export async function* jsonPages(
  bytes: AsyncIterable<Uint8Array>,
  columns: readonly string[],
): AsyncGenerator<BillPage> {
  let rows: RawBillRow[] = [];
  let rowNumber = 0;
  for await (const line of createInterface({ input: Readable.from(bytes), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === "") continue;
    rowNumber += 1;
    rows.push({ rowNumber, ...rowOf(line, columns) });
    if (rows.length < ROWS_PER_PAGE) continue;
    yield { header: columns, rows };
    rows = [];
  }
  yield { header: columns, rows };
}

function rowOf(line: string, columns: readonly string[]): Omit<RawBillRow, "rowNumber"> {
  if (line.length > MAX_CHARS) return { fields: [], fault: "is longer than any row of a bill" };
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) {
      const record = parsed as Readonly<Record<string, unknown>>;
      return { fields: columns.map((column) => fieldText(Object.hasOwn(record, column) ? record[column] : undefined)) };
    }
  } catch {
    // told below
  }
  return { fields: [], fault: "is no JSON object" };
}

/** A value as a field of CSV would say it. */
export function fieldText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
