import {
  type BillDeviations,
  coreError,
  type FocusColumn,
  oneLine,
  type RowConverter,
  type RowFault,
} from "@skylane/core";

/** Values by column of FOCUS or of our own; what is not named is null. */
export type FocusFields = Readonly<Partial<Record<FocusColumn | `x_${string}`, string | undefined>>>;

/** A row of a vendor's own format, by the names its documentation uses. */
export interface NativeRow {
  /** "" where the row, or the file, does not have it. */
  text(name: string): string;
  /** Columns that are a tag each, without those that are empty. */
  readonly tags: () => Readonly<Record<string, string>>;
}

/** Counts what was not known: a column, and what is said of it. */
export type Tell = (column: FocusColumn, says: string) => void;

/** A vendor's own format, as data and one function from a row to a row. */
export interface NativeFormat {
  /** For messages, e.g. `Cost and Usage Report of AWS`. */
  readonly displayName: string;
  /** The name by which a column is asked for, of the one in the header: the same column has several spellings. */
  readonly nameOf: (column: string) => string;
  /** Without these the file is none of this format. */
  readonly needed: readonly string[];
  /** Of what it makes. */
  readonly columns: readonly (FocusColumn | `x_${string}`)[];
  /** The key of the tag that a column holds; absent = it holds none. */
  readonly tagKeyOf?: (column: string) => string | undefined;
  /** Columns that no two rows of a delivery have in common. */
  readonly identity?: readonly string[];
  readonly toFocus: (row: NativeRow, tell: Tell) => FocusFields | { readonly fault: RowFault; readonly says: string };
}

const MAX_TOLD = 500;

/** A converter for files with that header. @throws ERR_BILL_HEADER if the header is none of the format, or names a column twice without which it is none */
export function converterOf(format: NativeFormat, header: readonly string[]): RowConverter {
  const at = new Map<string, number>();
  const tagsAt: (readonly [key: string, index: number])[] = [];
  for (const [i, raw] of header.entries()) {
    const column = raw.replace(/^\uFEFF/, "").trim();
    const tagKey = format.tagKeyOf?.(column);
    if (tagKey !== undefined) {
      tagsAt.push([tagKey, i]);
      continue;
    }
    const name = format.nameOf(column);
    if (at.has(name) && format.needed.includes(name))
      throw coreError(
        "ERR_BILL_HEADER",
        `the header names "${oneLine(column, 100)}" twice; which of them counts cannot be told`,
        {},
      );
    // old and new spellings of what is not needed may stand side by side
    if (at.has(name)) continue;
    at.set(name, i);
  }
  const missing = format.needed.filter((name) => !at.has(name));
  if (missing.length > 0)
    throw coreError(
      "ERR_BILL_HEADER",
      `the header lacks ${missing.join(", ")}: it is no ${format.displayName}. Name the format the file is written in`,
      { missing: missing.join(", ") },
    );
  let fields: readonly string[] = [];
  const row: NativeRow = {
    text: (name) => {
      const index = at.get(name);
      return index === undefined ? "" : (fields[index] ?? "");
    },
    tags: () => Object.fromEntries(tagsAt.flatMap(([key, i]) => (fields[i] ? [[key, fields[i]] as const] : []))),
  };
  const deviations = new Map<string, { column: string; says: string; count: number }>();
  const tell: Tell = (column, says) => {
    const key = `${column} ${says}`;
    const known = deviations.get(key);
    if (known) known.count += 1;
    else if (deviations.size < MAX_TOLD) deviations.set(key, { column, says: oneLine(says, 300), count: 1 });
  };
  const identityAt = (format.identity ?? []).map((name) => at.get(name));
  return {
    header: format.columns,
    convert(native) {
      fields = native;
      const made = format.toFocus(row, tell);
      return "fault" in made ? made : format.columns.map((column) => (made as FocusFields)[column] ?? "");
    },
    identityOf(native) {
      const identity = identityAt.flatMap((index) => (index === undefined || !native[index] ? [] : [native[index]]));
      return identity.length > 0 && identity.length === format.identity?.length ? identity : undefined;
    },
    deviations: deviations satisfies BillDeviations,
  };
}
