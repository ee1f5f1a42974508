/** What a query selects: a column or a field of a record, a count, the least or the largest. */
export interface Item {
  readonly name: string;
  readonly take: "value" | "COUNT" | "MIN" | "MAX";
  readonly path: readonly string[];
}
export interface Condition {
  readonly path: readonly string[];
  readonly operator: "=" | ">=" | "<=" | ">" | "<";
  readonly parameter: string;
}
export interface Query {
  readonly items: readonly Item[];
  readonly table: string;
  readonly conditions: readonly Condition[];
  /** Absent = rows are not grouped. */
  readonly groupBy?: readonly string[];
}

/** The query is none that is understood; in BigQuery's words. */
export class QueryError extends Error {
  override readonly name = "QueryError";
}

const TOKEN = /\s*(?:(`[^`]*`)|(@?\w+)|(>=|<=|[=<>,().*]))/y;

/**
 * The part of BigQuery's SQL that the twin answers: `SELECT a, b.c AS d, COUNT(*), MIN(x), MAX(x) FROM \`t\` WHERE a >= @p AND …
 * GROUP BY d`. @throws QueryError for any other
 */
export function parseQuery(sql: string): Query {
  const tokens = tokensOf(sql);
  let at = 0;
  const peek = (): string => tokens[at] ?? "end of input";
  const isNext = (word: string): boolean => peek().toUpperCase() === word;
  const skip = (word: string): boolean => {
    if (!isNext(word)) return false;
    at += 1;
    return true;
  };
  const need = (word: string): void => {
    if (!skip(word)) throw new QueryError(`Syntax error: Expected ${word} but got "${peek()}"`);
  };
  const word = (): string => {
    if (!/^[A-Za-z_]\w*$/.test(peek())) throw new QueryError(`Syntax error: Unexpected "${peek()}"`);
    at += 1;
    return tokens[at - 1] ?? "";
  };
  const path = (): readonly string[] => {
    const parts = [word()];
    while (skip(".")) parts.push(word());
    return parts;
  };
  const list = <T>(one: () => T): readonly T[] => {
    const all = [one()];
    while (skip(",")) all.push(one());
    return all;
  };
  const item = (): Item => {
    const take = /^(COUNT|MIN|MAX)$/i.test(peek()) && tokens[at + 1] === "(" ? word().toUpperCase() : "value";
    if (take !== "value") need("(");
    if (take === "COUNT") need("*");
    const own = take === "COUNT" ? [] : path();
    if (take !== "value") need(")");
    const name = skip("AS") ? word() : (own.at(-1) ?? "f0_");
    return { name, take: take as Item["take"], path: own };
  };

  need("SELECT");
  const items = list(item);
  need("FROM");
  const table = /^`(.+)`$/.exec(peek())?.[1];
  if (table === undefined) throw new QueryError(`Syntax error: Unexpected "${peek()}"`);
  at += 1;
  const conditions: Condition[] = [];
  if (skip("WHERE"))
    do {
      const own = path();
      const operator = peek();
      if (!/^(=|>=|<=|>|<)$/.test(operator)) throw new QueryError(`Syntax error: Unexpected "${operator}"`);
      at += 1;
      const parameter = /^@(\w+)$/.exec(peek())?.[1];
      if (parameter === undefined) throw new QueryError(`Syntax error: Unexpected "${peek()}"`);
      at += 1;
      conditions.push({ path: own, operator: operator as Condition["operator"], parameter });
    } while (skip("AND"));
  const isGrouped = skip("GROUP");
  if (isGrouped) need("BY");
  const groupBy = isGrouped ? list(word) : undefined;
  if (at < tokens.length) throw new QueryError(`Syntax error: Unexpected "${peek()}"`);
  return { items, table, conditions, ...(groupBy && { groupBy }) };
}

function tokensOf(sql: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < sql.trimEnd().length) {
    const from = TOKEN.lastIndex;
    const found = TOKEN.exec(sql);
    if (!found) throw new QueryError(`Syntax error: Unexpected "${sql.slice(from).trimStart().charAt(0)}"`);
    tokens.push(found[1] ?? found[2] ?? found[3] ?? "");
  }
  return tokens;
}
