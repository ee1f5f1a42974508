import { CsvError, parse } from "csv-parse/sync";
import { CELL_CHARS_MAX, COLUMNS_MAX, FILE_BYTES_MAX, type TableReading, unreadable } from "./table-reading.ts";

/** Rows of a CSV file (RFC 4180) in UTF-8. What its header line has most of divides: comma, semicolon or tab. */
export function readCsv(bytes: Uint8Array): TableReading {
  if (bytes.length > FILE_BYTES_MAX)
    return unreadable(`must have ${FILE_BYTES_MAX} bytes at most`, "The file is too large: split it.");
  const text = utf8(bytes);
  if (text === undefined) return unreadable("must be UTF-8", "The file is not in UTF-8: save it as CSV UTF-8.");
  try {
    const records: readonly (readonly string[])[] = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      relax_column_count: true,
      max_record_size: COLUMNS_MAX * CELL_CHARS_MAX,
    });
    if (records.some((cells) => cells.length > COLUMNS_MAX || cells.some((cell) => cell.length > CELL_CHARS_MAX)))
      return unreadable(
        `must have ${COLUMNS_MAX} columns and ${CELL_CHARS_MAX} characters a cell at most`,
        "A row of the file is too long.",
      );
    return { rows: records.map((cells, i) => ({ row: i + 1, cells })) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return unreadable(
      "must be CSV",
      "The file is no CSV: a quote is open, or stands inside a cell that does not begin with one.",
    );
  }
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function delimiterOf(text: string): string {
  const header = text.slice(0, CELL_CHARS_MAX).split(/\r?\n/)[0] ?? "";
  const count = (sign: string): number => header.split(sign).length;
  return [",", ";", "\t"].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}
