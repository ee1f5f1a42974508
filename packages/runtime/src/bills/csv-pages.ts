import type { BillPage, RawBillRow } from "@skylane/core";
import Papa from "papaparse";

/** Exports have less; a row as long as this is a quote that was opened and not closed. */
const ROW_CHARS_MAX = 1 << 20;
const HEADER_FIELDS_MAX = 500;
const LINES_PER_ROW_MAX = 50;

/**
 * Rows of a CSV file (RFC 4180, UTF-8) as they come in. A row that is not well-formed is told as such and the next line is read
 * as if nothing had been: an open quote does not eat the rest of the bill. Rows are counted from the header, which is row 1.
 */
export async function* csvPages(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<BillPage> {
  const decoder = new TextDecoder("utf-8");
  let header: readonly string[] | undefined;
  let tail = "";
  let rowNumber = 1;
  const page = (text: string, isLast: boolean): BillPage | undefined => {
    if (!header) {
      const first = readHeader(text, isLast);
      tail = first.rest;
      header = first.header;
      return header && { header, rows: [] };
    }
    const { rows, rest } = readRows(text, header.length, isLast, rowNumber + 1);
    tail = rest;
    rowNumber += rows.length;
    return { header, rows };
  };
  for await (const portion of inPortions(bytes)) {
    const text = tail + decoder.decode(portion, { stream: true });
    const hadHeader = header !== undefined;
    const next = page(text, false);
    if (next && next.rows.length > 0) yield next;
    if (!hadHeader && header && tail.length > 0) {
      const after = page(tail, false);
      if (after && after.rows.length > 0) yield after;
    }
  }
  tail += decoder.decode();
  while (tail.length > 0) {
    const before = tail.length;
    const next = page(tail, true);
    if (next && (next.rows.length > 0 || !header)) yield next;
    if (tail.length === before) break;
  }
  // a file without any row still has a header to be judged
  if (header) yield { header, rows: [] };
}

/** Rows of larger portions live so long that the garbage collector takes them for lasting: a large bill takes half as long again. */
const PORTION_BYTES = 1 << 16;

async function* inPortions(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const portion of bytes)
    for (let at = 0; at < portion.length; at += PORTION_BYTES) yield portion.subarray(at, at + PORTION_BYTES);
}

/** A class, for V8 takes what a literal makes for lasting where some of it outlived a collection, and then keeps all that it points to. */
class Row implements RawBillRow {
  readonly rowNumber: number;
  readonly fields: readonly string[];
  constructor(rowNumber: number, fields: readonly string[]) {
    this.rowNumber = rowNumber;
    this.fields = fields;
  }
}

interface Rows {
  readonly rows: readonly RawBillRow[];
  readonly rest: string;
}

function readHeader(text: string, isLast: boolean): { header: readonly string[] | undefined; rest: string } {
  const clean = text.replace(/^\uFEFF/, "");
  const { data, rest } = parse(clean, isLast, 1);
  const [header] = data;
  return header && header.length <= HEADER_FIELDS_MAX
    ? { header, rest }
    : { header: undefined, rest: isLast ? "" : text };
}

function readRows(text: string, fieldCount: number, isLast: boolean, firstNumber: number): Rows {
  const { data, rest, isClean } = parse(text, isLast);
  if (!isClean || rest.length >= ROW_CHARS_MAX) return readByLine(text, fieldCount, isLast, firstNumber);
  const rows: RawBillRow[] = [];
  for (const fields of data) {
    if (isEmpty(fields)) continue;
    if (fields.length !== fieldCount && spansLines(fields)) return readByLine(text, fieldCount, isLast, firstNumber);
    rows.push(new Row(firstNumber + rows.length, fields));
  }
  return { rows, rest };
}

/** Line by line, where something is not well-formed: what can be read alone, or with some lines after it, is. */
function readByLine(text: string, fieldCount: number, isLast: boolean, firstNumber: number): Rows {
  const rows: RawBillRow[] = [];
  const lines = text.split(/\r?\n/);
  // the last line may go on in the next portion, and a row may go on in the next lines
  const end = isLast ? lines.length : Math.max(0, lines.length - LINES_PER_ROW_MAX);
  let at = 0;
  while (at < end) {
    const first = lines[at] ?? "";
    if (first === "") {
      at += 1;
      continue;
    }
    const taken = rowAt(lines, at, fieldCount);
    const rowNumber = firstNumber + rows.length;
    rows.push(
      taken
        ? { rowNumber, fields: taken.fields }
        : {
            rowNumber,
            fields: parse(first, true).data[0] ?? [],
            fault: "a quote is open, or stands inside a field",
          },
    );
    at += taken?.lineCount ?? 1;
  }
  return { rows, rest: isLast ? "" : lines.slice(at).join("\n") };
}

function rowAt(
  lines: readonly string[],
  at: number,
  fieldCount: number,
): { fields: readonly string[]; lineCount: number } | undefined {
  for (let lineCount = 1; lineCount <= LINES_PER_ROW_MAX && at + lineCount <= lines.length; lineCount += 1) {
    const { data, isClean } = parse(lines.slice(at, at + lineCount).join("\n"), true);
    const [fields] = data;
    if (isClean && data.length === 1 && fields && (fields.length === fieldCount || lineCount === 1))
      return { fields, lineCount };
  }
  return undefined;
}

const isEmpty = (fields: readonly string[]): boolean => fields.length === 1 && fields[0] === "";
const spansLines = (fields: readonly string[]): boolean => fields.some((field) => field.includes("\n"));

interface Parsed {
  readonly data: readonly (readonly string[])[];
  readonly rest: string;
  readonly isClean: boolean;
}

/** Whole rows of a text and what is left of it; with `isLast` the end of the text ends its last row. */
function parse(text: string, isLast: boolean, preview?: number): Parsed {
  const parser = new Papa.Parser({
    delimiter: ",",
    newline: text.includes("\r\n") ? "\r\n" : "\n",
    // the fast mode counts a row too many where it is stopped
    ...(preview !== undefined && { preview, fastMode: false }),
  });
  const { data, errors, meta } = parser.parse(text, 0, !isLast) as Papa.ParseResult<string[]>;
  return { data, rest: text.slice(meta.cursor), isClean: errors.length === 0 };
}
