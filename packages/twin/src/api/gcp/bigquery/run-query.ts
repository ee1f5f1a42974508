import type { Field, Row, Value } from "./billing-export.ts";
import { type Condition, type Item, type Query, QueryError } from "./parse-query.ts";

/** Bytes that a value counts for, whatever it is: the twin only has to tell large queries from small ones. */
const BYTES_PER_VALUE = 16;

/** Parameters by name: text, or a moment in microseconds. */
export type Parameters = Readonly<Record<string, string | number>>;

export interface Result {
  readonly fields: readonly Field[];
  readonly rows: readonly (readonly Value[])[];
  readonly bytes: number;
}

/** Answers a query from rows. What partitions are left out by is not read. @throws QueryError for what is not in the table */
export function runQuery(
  { items, conditions, groupBy }: Query,
  schema: readonly Field[],
  rows: readonly Row[],
  parameters: Parameters,
): Result {
  const fieldOf = (path: readonly string[]): Field => fieldAt(schema, path);
  const values = new Map(conditions.map((one) => [one, operandOf(one, fieldOf(one.path), parameters)]));
  const isMet = (row: Row, condition: Condition): boolean =>
    compare(valueAt(row, condition.path), condition.operator, values.get(condition) ?? null);
  const pruning = conditions.filter(({ path }) => path[0] === "_PARTITIONTIME");
  const read = rows.filter((row) => pruning.every((condition) => isMet(row, condition)));
  const wanted = read.filter((row) => conditions.every((condition) => isMet(row, condition)));
  const columns = new Set([...items, ...conditions].map(({ path }) => path[0]).filter(Boolean));
  const fields = items.map((item): Field => ({ ...fieldOfItem(item, fieldOf), name: item.name }));
  const plain = items.filter(({ take }) => take === "value");
  const isGrouped = groupBy !== undefined || plain.length < items.length;
  for (const { name, path } of plain)
    if (isGrouped && !groupBy?.includes(name))
      throw new QueryError(
        `SELECT list expression references column ${path.join(".")} which is neither grouped nor aggregated`,
      );
  const groups = isGrouped
    ? [...Map.groupBy(wanted, (row) => JSON.stringify(plain.map(({ path }) => valueAt(row, path)))).values()]
    : wanted.map((row) => [row]);
  return {
    fields,
    rows: groups.map((group) => items.map((item) => taken(item, group))),
    bytes: read.length * columns.size * BYTES_PER_VALUE,
  };
}

function fieldAt(schema: readonly Field[], path: readonly string[]): Field {
  const known: readonly Field[] = [...schema, { name: "_PARTITIONTIME", type: "TIMESTAMP", mode: "NULLABLE" }];
  let fields: readonly Field[] = known;
  let found: Field | undefined;
  for (const part of path) {
    found = fields.find(({ name }) => name === part);
    if (!found) throw new QueryError(`Unrecognized name: ${path.join(".")}`);
    fields = found.mode === "REPEATED" ? [] : (found.fields ?? []);
  }
  if (!found) throw new QueryError("Syntax error: Unexpected end of input");
  return found;
}

const fieldOfItem = ({ take, path }: Item, fieldOf: (path: readonly string[]) => Field): Field =>
  take === "COUNT" ? { name: "", type: "STRING", mode: "NULLABLE" } : fieldOf(path);

function operandOf({ parameter }: Condition, { type }: Field, parameters: Parameters): string | number {
  const value = parameters[parameter];
  if (value === undefined) throw new QueryError(`Query parameter '${parameter}' not found`);
  if ((type === "TIMESTAMP") !== (typeof value === "number"))
    throw new QueryError(`No matching signature for operator for argument types: ${type} and parameter '${parameter}'`);
  return value;
}

const valueAt = (row: Row, path: readonly string[]): Value =>
  path.reduce<Value>((value, part) => (value === null ? null : ((value as Row)[part] ?? null)), row as Value);

function compare(value: Value, operator: Condition["operator"], wanted: string | number | null): boolean {
  if (value === null || wanted === null || typeof value !== typeof wanted) return false;
  switch (operator) {
    case "=":
      return value === wanted;
    case ">=":
      return value >= wanted;
    case "<=":
      return value <= wanted;
    case ">":
      return value > wanted;
    case "<":
      return value < wanted;
  }
}

function taken({ take, path }: Item, group: readonly Row[]): Value {
  if (take === "COUNT") return String(group.length);
  if (take === "value") return group[0] ? valueAt(group[0], path) : null;
  return group.reduce<Value>((best, row) => {
    const value = valueAt(row, path);
    if (best === null || value === null) return best ?? value;
    return take === "MIN" ? (value < best ? value : best) : value > best ? value : best;
  }, null);
}
