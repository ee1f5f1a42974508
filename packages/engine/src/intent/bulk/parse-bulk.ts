import type { IntentIssue, IntentRequest } from "@skylane/core";
import { takeRequest } from "../understand/take-request.ts";
import { BULK_COLUMNS, COLUMN_OF_FIELD, cloudOf, headerOf, kindOf, regionOf } from "./columns.ts";

/** A row of a table, numbered as the table's own program numbers it: the first is the header. */
export interface BulkRow {
  readonly row: number;
  readonly cells: readonly string[];
}

/** What is wrong with a row, and in which column. */
export interface BulkIssue extends IntentIssue {
  readonly row: number;
  readonly column: string;
}

/** Requests of a table, and what is wrong with its other rows. A row is in one of the two, never in both. */
export interface BulkRequests {
  readonly requests: readonly { readonly row: number; readonly request: IntentRequest }[];
  readonly issues: readonly BulkIssue[];
}

const ROWS_MAX = 1_000;
const COLUMNS: ReadonlySet<string> = new Set(BULK_COLUMNS);
const NUMBERS = new Set(["port", "max_rtt_ms", "monthly_gb", "bandwidth_mbps"]);
const EXAMPLES: Readonly<Record<string, string>> = {
  text: "Connect OrderProcessor to orderdb",
  source: "OrderProcessor",
  destination: "orderdb",
  port: "1433",
  max_rtt_ms: "20",
  monthly_gb: "500",
  bandwidth_mbps: "200",
  compliance: "pci-dss, gdpr",
  encryption: "required",
  public_internet: "forbidden",
  endpoint: "public",
  priority: "normal",
  optimise_for: "cost",
  needed_by: "2026-12-31",
  owner: "shop@example.com",
};

/** Makes one request of each row under a header. What a row breaks is said by row and column; the other rows are taken. */
export function parseBulk([header, ...rows]: readonly BulkRow[]): BulkRequests {
  if (!header)
    return { requests: [], issues: [wholeIssue(1, "must have a header and rows under it", "The table is empty.")] };
  const columns = header.cells.map(headerOf);
  const wrong = headerIssues(header.row, columns);
  if (wrong.length > 0) return { requests: [], issues: wrong };
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  if (filled.length === 0)
    return {
      requests: [],
      issues: [wholeIssue(header.row, "must have rows under its header", "The table has a header and nothing else.")],
    };
  if (filled.length > ROWS_MAX)
    return {
      requests: [],
      issues: [
        wholeIssue(header.row, `must have ${ROWS_MAX} rows at most`, `The table has ${filled.length} rows: split it.`),
      ],
    };
  const read = filled.map((row) => readRow(row, columns));
  return { requests: read.flatMap(({ request }) => request ?? []), issues: read.flatMap(({ issues }) => issues) };
}

/** The same for a JSON text: a list of request bodies; rows are counted from 1, and the column is the field. */
export function parseBulkJson(json: string): BulkRequests {
  const bodies = listOf(json);
  if (!bodies)
    return { requests: [], issues: [wholeIssue(1, "must be a JSON list of requests", "The text is no JSON list.")] };
  if (bodies.length === 0 || bodies.length > ROWS_MAX)
    return {
      requests: [],
      issues: [wholeIssue(1, `must have 1 to ${ROWS_MAX} requests`, `The list has ${bodies.length} requests.`)],
    };
  const read = bodies.map((body, i) => taken(body, i + 1, ({ field }) => field));
  return { requests: read.flatMap(({ request }) => request ?? []), issues: read.flatMap(({ issues }) => issues) };
}

function listOf(json: string): readonly unknown[] | undefined {
  try {
    const parsed: unknown = JSON.parse(json);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

interface RowReading {
  readonly request?: { readonly row: number; readonly request: IntentRequest };
  readonly issues: readonly BulkIssue[];
}

function taken(body: unknown, row: number, columnOf: (issue: IntentIssue) => string): RowReading {
  const result = takeRequest(body);
  return "request" in result
    ? { request: { row, request: result.request }, issues: [] }
    : { issues: result.issues.map((issue) => ({ ...issue, row, column: columnOf(issue) })) };
}

function readRow({ row, cells }: BulkRow, columns: readonly string[]): RowReading {
  const values = new Map(
    columns.flatMap((column, i): [string, string][] => {
      const cell = cells[i]?.trim() ?? "";
      return cell === "" ? [] : [[column, cell]];
    }),
  );
  const formulas = [...values]
    .filter(([, cell]) => isFormula(cell))
    .map(([column]) =>
      issueOf(
        row,
        column,
        "must be a value, not a formula",
        "The cell begins as a formula does. Write the value itself.",
      ),
    );
  if (formulas.length > 0) return { issues: formulas };
  const notNumbers = [...values]
    .filter(([column, cell]) => NUMBERS.has(column) && !/^\d+(\.\d+)?$/.test(cell))
    .map(([column]) =>
      issueOf(
        row,
        column,
        "must be a number",
        "The cell is no number. Write digits without a unit or a group sign; the header says the unit.",
      ),
    );
  if (notNumbers.length > 0) return { issues: notNumbers };
  return taken(
    bodyOf(values),
    row,
    ({ field }) => COLUMN_OF_FIELD[fieldOf(field)] ?? (values.has("text") ? "text" : "source"),
  );
}

/** Cells that a spreadsheet would compute (OWASP, CSV injection): nobody's name begins so. */
const isFormula = (cell: string): boolean => /^[=+@\t\r]/.test(cell) || /^-(?!\d+(?:\.\d+)?$)/.test(cell);

/** A field's path without the index in a list. */
const fieldOf = (path: string): string => path.replace(/\.\d+$/, "");

function bodyOf(values: ReadonlyMap<string, string>): unknown {
  const text = values.get("text");
  const common = { ...pick(values, "owner", "owner"), ...pick(values, "cost_centre", "costCentre") };
  const hasSlots = [...values.keys()].some((column) => !["text", "owner", "cost_centre"].includes(column));
  return {
    ...common,
    ...(text !== undefined && { text }),
    ...((hasSlots || text === undefined) && { slots: slotsOf(values) }),
  };
}

function slotsOf(values: ReadonlyMap<string, string>): unknown {
  const number = (column: string, field: string) => (values.has(column) ? { [field]: Number(values.get(column)) } : {});
  const internet = values.get("public_internet")?.toLowerCase();
  const compliance = values.get("compliance");
  return {
    ...endOf(values, "source"),
    ...endOf(values, "destination"),
    ...number("port", "port"),
    requirements: {
      ...number("max_rtt_ms", "maxRttMs"),
      ...number("monthly_gb", "monthlyGb"),
      ...number("bandwidth_mbps", "bandwidthMbps"),
      ...(compliance !== undefined && { compliance: tagsOf(compliance) }),
      ...lower(values, "encryption", "encryption"),
      ...(internet !== undefined && {
        isPublicForbidden: internet === "forbidden" ? true : internet === "allowed" ? false : internet,
      }),
      ...lower(values, "endpoint", "endpoint"),
      ...pick(values, "data_class", "dataClass"),
      ...lower(values, "priority", "priority"),
      ...lower(values, "optimise_for", "optimiseFor"),
      ...pick(values, "needed_by", "neededBy"),
    },
  };
}

function endOf(values: ReadonlyMap<string, string>, end: "source" | "destination"): object {
  const name = values.get(end);
  const [cloudCell, regionCell, kindCell] = ["_cloud", "_region", "_kind"].map((column) =>
    values.get(`${end}${column}`),
  );
  const cloud = cloudCell === undefined ? undefined : cloudOf(cloudCell);
  const mention = {
    ...(cloud !== undefined && { cloud }),
    ...(regionCell !== undefined && { regionId: regionOf(regionCell, cloud) }),
    ...pick(values, `${end}_account`, "accountId"),
    ...(kindCell !== undefined && { kind: kindOf(kindCell, cloud) }),
    ...(name !== undefined && { name }),
  };
  return Object.keys(mention).length === 0 ? {} : { [end]: mention };
}

/** `PCI-DSS; GDPR` as tags; "none" and an empty cell are none. */
const tagsOf = (cell: string): readonly string[] =>
  cell
    .toLowerCase()
    .split(/[,;|]/)
    .map((tag) =>
      tag
        .trim()
        .replace(/^soc[ -]2$/, "soc2")
        .replaceAll(/[\s_]/g, "-")
        .replace(/^pci$/, "pci-dss"),
    )
    .filter((tag) => tag !== "" && tag !== "none");

const pick = (values: ReadonlyMap<string, string>, column: string, field: string): object =>
  values.has(column) ? { [field]: values.get(column) } : {};
const lower = (values: ReadonlyMap<string, string>, column: string, field: string): object =>
  values.has(column) ? { [field]: values.get(column)?.toLowerCase() } : {};

function headerIssues(row: number, columns: readonly string[]): readonly BulkIssue[] {
  const used = columns.filter((column) => column !== "");
  return used.flatMap((column, i): readonly BulkIssue[] => {
    if (!COLUMNS.has(column))
      return [
        issueOf(
          row,
          columnName(columns.indexOf(column)),
          "must be a header that is known",
          `Headers are ${BULK_COLUMNS.join(", ")}.`,
          "source",
        ),
      ];
    return used.indexOf(column) === i
      ? []
      : [issueOf(row, column, "must be there once", "Two columns have this header: which of them counts?", column)];
  });
}

/** The letter of a column, as spreadsheets show it: what was written there is not repeated. */
const columnName = (index: number): string =>
  index < 26
    ? String.fromCharCode(65 + index)
    : `${String.fromCharCode(64 + Math.floor(index / 26))}${String.fromCharCode(65 + (index % 26))}`;

const issueOf = (
  row: number,
  column: string,
  rule: string,
  message: string,
  example = EXAMPLES[column] ?? "checkout",
): BulkIssue => ({
  row,
  column,
  field: column,
  rule,
  message: message.slice(0, 500),
  example,
});

const wholeIssue = (row: number, rule: string, message: string): BulkIssue =>
  issueOf(row, "(table)", rule, message, "source,destination\nOrderProcessor,orderdb");
