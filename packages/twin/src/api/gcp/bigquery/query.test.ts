import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Field, Row } from "./billing-export.ts";
import { parseQuery, QueryError } from "./parse-query.ts";
import { runQuery } from "./run-query.ts";

const schema: readonly Field[] = [
  { name: "at", type: "TIMESTAMP", mode: "NULLABLE" },
  { name: "invoice", type: "RECORD", mode: "NULLABLE", fields: [{ name: "month", type: "STRING", mode: "NULLABLE" }] },
];
const rows: readonly Row[] = [1, 2, 3].map((at) => ({
  _PARTITIONTIME: at * 10,
  at,
  invoice: { month: at < 3 ? "202610" : "202611" },
}));
const run = (sql: string, parameters: Readonly<Record<string, string | number>> = {}) =>
  runQuery(parseQuery(sql), schema, rows, parameters).rows;

describe("twin/api/gcp/bigquery", () => {
  it("answers columns, conditions and groups", () => {
    expect(run("SELECT at FROM `p.d.t` WHERE invoice.month = @m", { m: "202611" })).toEqual([[3]]);
    expect(
      run("select invoice.month AS month, COUNT(*) AS n, MIN(at), MAX(_PARTITIONTIME) from `p.d.t` group by month"),
    ).toEqual([
      ["202610", "2", 1, 20],
      ["202611", "1", 3, 30],
    ]);
  });

  it("reads only partitions that are asked for", () => {
    const bytes = (sql: string, parameters = {}): number => runQuery(parseQuery(sql), schema, rows, parameters).bytes;

    expect(bytes("SELECT at FROM `t` WHERE _PARTITIONTIME >= @from", { from: 30 })).toBeLessThan(
      bytes("SELECT at FROM `t` WHERE at >= @from", { from: 3 }),
    );
  });

  it.each([
    "SELECT * FROM `t`",
    "SELECT at FROM t",
    "SELECT at FROM `t`; DROP TABLE `t`",
    "SELECT at FROM `t` WHERE at >= 3",
    "SELECT at FROM `t` WHERE at >= @none",
    "SELECT none FROM `t`",
    "SELECT at, COUNT(*) FROM `t`",
    "SELECT at FROM `t` WHERE at >= @text",
    "",
  ])("refuses %j", (sql) => {
    expect(() => run(sql, { text: "a" })).toThrow(QueryError);
  });

  it("answers or refuses whatever is asked", () => {
    const word = fc.constantFrom(
      "SELECT",
      "at",
      "FROM",
      "`t`",
      "WHERE",
      "=",
      "@a",
      "(",
      ")",
      ",",
      ".",
      "COUNT",
      "*",
      "GROUP",
      "BY",
      "§",
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 14 }), (words) => {
        try {
          run(words.join(" "), { a: 1 });
        } catch (error) {
          expect(error).toBeInstanceOf(QueryError);
        }
      }),
    );
  });
});
