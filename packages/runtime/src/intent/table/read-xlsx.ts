import type { BulkRow } from "@skylane/engine";
import { XMLParser } from "fast-xml-parser";
import * as z from "zod";
import { CELL_CHARS_MAX, COLUMNS_MAX, FILE_BYTES_MAX, type TableReading, unreadable } from "./table-reading.ts";
import { unzipParts } from "./unzip-parts.ts";

const ROWS_MAX = 5_000;
const LISTS = new Set(["sheet", "Relationship", "row", "c", "si", "r", "xf", "numFmt"]);
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  removeNSPrefix: true,
  isArray: (name) => LISTS.has(name),
});

/** Text of a cell: plain, or in an element that says that its blanks count. */
const Text = z.union([z.string(), z.object({ "#text": z.string().default("") }).transform((one) => one["#text"])]);
const Runs = z
  .object({ t: Text.optional(), r: z.array(z.object({ t: Text.optional() })).optional() })
  .transform(({ t, r }) => t ?? (r ?? []).map((run) => run.t ?? "").join(""));
const Rich = z.union([z.string(), Runs]);
const Cell = z.object({
  "@r": z
    .string()
    .regex(/^[A-Z]{1,3}\d{1,7}$/)
    .optional(),
  "@t": z.string().default("n"),
  "@s": z.coerce.number().int().default(0),
  v: Text.optional(),
  is: Rich.optional(),
  f: z.unknown().optional(),
});
type Cell = z.infer<typeof Cell>;
const Sheet = z.object({
  worksheet: z.object({
    sheetData: z.union([
      z.string().transform(() => []),
      z
        .object({
          row: z
            .array(
              z.union([
                z.string().transform(() => ({ "@r": undefined, c: [] })),
                z.object({ "@r": z.coerce.number().int().positive().optional(), c: z.array(Cell).default([]) }),
              ]),
            )
            .default([]),
        })
        .transform(({ row }) => row),
    ]),
  }),
});
const Workbook = z.object({
  workbook: z.object({
    workbookPr: z.union([z.string(), z.object({ "@date1904": z.string().optional() })]).optional(),
    sheets: z.object({ sheet: z.array(z.object({ "@id": z.string() })).min(1) }),
  }),
});
const Links = z.object({
  Relationships: z.object({ Relationship: z.array(z.object({ "@Id": z.string(), "@Target": z.string() })) }),
});
const Strings = z.object({
  sst: z.union([z.string().transform(() => []), z.object({ si: z.array(Rich).default([]) }).transform(({ si }) => si)]),
});
const Styles = z.object({
  styleSheet: z.object({
    numFmts: z
      .object({ numFmt: z.array(z.object({ "@numFmtId": z.coerce.number(), "@formatCode": z.string() })).default([]) })
      .optional(),
    cellXfs: z
      .object({
        xf: z
          .array(
            z.union([
              z.string().transform(() => ({ "@numFmtId": 0 })),
              z.object({ "@numFmtId": z.coerce.number().default(0) }),
            ]),
          )
          .default([]),
      })
      .optional(),
  }),
});

const NO_SHEET = unreadable(
  "must be a spreadsheet (.xlsx)",
  "The file is no spreadsheet that can be read, or it unpacks to more than 16 MB. Save it as .xlsx or CSV.",
);

/**
 * Rows of the first sheet of an .xlsx file (ECMA-376, part 1, §18). Dates are read as `2026-12-31`; a cell with a formula is
 * read as one, whatever it shows, so that it is turned away; nothing in the file is computed or followed.
 */
export function readXlsx(bytes: Uint8Array): TableReading {
  if (bytes.length > FILE_BYTES_MAX)
    return unreadable(`must have ${FILE_BYTES_MAX} bytes at most`, "The file is too large: split it.");
  const parts = unzipParts(bytes);
  const workbook = Workbook.safeParse(xmlOf(parts?.get("xl/workbook.xml")));
  const links = Links.safeParse(xmlOf(parts?.get("xl/_rels/workbook.xml.rels")));
  if (!parts || !workbook.success || !links.success) return NO_SHEET;
  const { sheets, workbookPr } = workbook.data.workbook;
  const target =
    links.data.Relationships.Relationship.find((link) => link["@Id"] === sheets.sheet[0]?.["@id"])?.["@Target"] ?? "";
  const sheet = Sheet.safeParse(xmlOf(parts.get(target.startsWith("/") ? target.slice(1) : `xl/${target}`)));
  if (!sheet.success) return NO_SHEET;
  const strings = Strings.safeParse(xmlOf(parts.get("xl/sharedStrings.xml")));
  const is1904 = typeof workbookPr === "object" && /^(1|true)$/.test(workbookPr["@date1904"] ?? "");
  const show = cellText(strings.data?.sst ?? [], datedStyles(parts.get("xl/styles.xml")), is1904);
  return rowsOf(sheet.data.worksheet.sheetData, show);
}

/** XML that is whole and has no document type: nothing in a spreadsheet declares entities. */
function xmlOf(text: string | undefined): unknown {
  if (text === undefined || /<!DOCTYPE/i.test(text) || !/<\/[\w:.-]+>\s*$|\/>\s*$/.test(text)) return undefined;
  try {
    return parser.parse(text);
  } catch {
    return undefined;
  }
}

function rowsOf(rows: z.infer<typeof Sheet>["worksheet"]["sheetData"], show: (cell: Cell) => string): TableReading {
  if (rows.length > ROWS_MAX)
    return unreadable(`must have ${ROWS_MAX} rows at most`, "The sheet has too many rows: split it.");
  const read: BulkRow[] = [];
  for (const [i, row] of rows.entries()) {
    const cells: string[] = [];
    for (const cell of row.c) {
      const at = cell["@r"] === undefined ? cells.length : columnOf(cell["@r"]);
      const text = show(cell);
      if (text === "") continue;
      if (at >= COLUMNS_MAX || text.length > CELL_CHARS_MAX)
        return unreadable(
          `must have ${COLUMNS_MAX} columns and ${CELL_CHARS_MAX} characters a cell at most`,
          "A row of the sheet is too long.",
        );
      while (cells.length < at) cells.push("");
      cells[at] = text;
    }
    read.push({ row: row["@r"] ?? i + 1, cells });
  }
  return { rows: read.filter(({ cells }) => cells.some((cell) => cell.trim() !== "")) };
}

/** `A1` → 0, `AB7` → 27. */
const columnOf = (reference: string): number =>
  [...reference.replace(/\d+$/, "")].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

const cellText =
  (strings: readonly string[], dated: ReadonlySet<number>, is1904: boolean) =>
  (cell: Cell): string => {
    if (cell.f !== undefined) return "=formula";
    if (cell["@t"] === "s") return strings[Number(cell.v)] ?? "";
    if (cell["@t"] === "inlineStr") return cell.is ?? "";
    if (cell["@t"] === "b") return cell.v === "1" ? "true" : "false";
    const value = cell.v ?? "";
    return cell["@t"] === "n" && dated.has(cell["@s"]) && value !== "" ? dayOf(Number(value), is1904) : value;
  };

/** Formats 14 to 22 and 45 to 47 are days and times (ECMA-376, part 1, §18.8.30); of the file's own, those with `y` or `d`. */
function datedStyles(text: string | undefined): ReadonlySet<number> {
  const styles = Styles.safeParse(xmlOf(text));
  if (!styles.success) return new Set();
  const { numFmts, cellXfs } = styles.data.styleSheet;
  const own = new Set(
    (numFmts?.numFmt ?? [])
      .filter((one) => /[yd]/i.test(one["@formatCode"].replaceAll(/"[^"]*"|\[[^\]]*\]/g, "")))
      .map((one) => one["@numFmtId"]),
  );
  const isDated = (id: number): boolean => (id >= 14 && id <= 22) || (id >= 45 && id <= 47) || own.has(id);
  return new Set((cellXfs?.xf ?? []).flatMap((xf, i) => (isDated(xf["@numFmtId"]) ? [i] : [])));
}

/** A day of the 1900 or 1904 system: day 0 is 1899-12-30, or 1904-01-01. */
function dayOf(serial: number, is1904: boolean): string {
  const day = Date.UTC(is1904 ? 1904 : 1899, is1904 ? 0 : 11, is1904 ? 1 : 30) + Math.floor(serial) * 86_400_000;
  return Number.isFinite(day) && Math.abs(day) < 4e12 ? new Date(day).toISOString().slice(0, 10) : String(serial);
}
