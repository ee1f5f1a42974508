import type { BulkIssue, BulkRow } from "@skylane/engine";

/** Rows of a file, or why it cannot be read. */
export type TableReading = { readonly rows: readonly BulkRow[] } | { readonly issues: readonly BulkIssue[] };

/** A file may be this long: a thousand rows of words are a tenth of it. */
export const FILE_BYTES_MAX = 2_000_000;
export const COLUMNS_MAX = 64;
export const CELL_CHARS_MAX = 4_000;

/** The one thing that is wrong with a file as a whole. */
export const unreadable = (rule: string, message: string): TableReading => ({
  issues: [
    {
      row: 1,
      column: "(table)",
      field: "(table)",
      rule,
      message,
      example: "source,destination\nOrderProcessor,orderdb",
    },
  ],
});
