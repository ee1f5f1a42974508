import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { bigQueryTable } from "./bigquery-table.ts";

let close: () => void = () => undefined;
afterEach(() => close());

interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>> & { readonly query?: string };
}
/** A BigQuery that answers as the test says; `undefined` = 404. */
async function serve(answer: (asked: Asked) => unknown) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const url = new URL(request.url ?? "", "http://bigquery");
    const one = { path: url.pathname, query: url.searchParams, body: JSON.parse(text || "{}") };
    asked.push(one);
    const said = answer(one);
    response.writeHead(said === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(said ?? { error: { message: "Not found: Table" } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  close = () => void server.close();
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const table = bigQueryTable(
    { project: "globalcart-billing", dataset: "billing", table: "gcp_billing_export_v1_X" },
    ["invoice", "cost", "labels", "usage", "usage_start_time", "price"],
    async () => "t",
    root,
  );
  return { table, asked };
}

const text = (name: string, more: object = {}) => ({ name, type: "STRING", mode: "NULLABLE", ...more });
const month = { name: "invoice", type: "RECORD", fields: [text("month")] };
const labels = { name: "labels", type: "RECORD", mode: "REPEATED", fields: [text("key"), text("value")] };
const usage = { name: "usage", type: "RECORD", fields: [{ name: "amount", type: "FLOAT" }, text("unit")] };
const start = { name: "usage_start_time", type: "TIMESTAMP" };
const columns = [month, { name: "cost", type: "FLOAT" }, labels, usage, start];
const about = (timePartitioning: object | undefined = { type: "DAY" }) => ({
  schema: { fields: [...columns, { name: "export_time", type: "TIMESTAMP" }] },
  ...(timePartitioning && { timePartitioning }),
  location: "EU",
});
const MICROS = "1793948645123456"; // 2026-11-06T07:04:05.123456Z
const job = { jobComplete: true, jobReference: { jobId: "job-1", location: "EU" }, totalBytesProcessed: "0" };
const summary = (rowCount: string) => ({
  ...job,
  schema: {
    fields: [
      text("month"),
      text("row_count"),
      ...["written_at", "first_partition", "last_partition"].map((name) => ({ ...start, name })),
    ],
  },
  rows: [
    { f: [{ v: "202611" }, { v: rowCount }, { v: MICROS }, { v: "1793577600000000" }, { v: "1793923200000000" }] },
  ],
});
const row = (cost: string) => ({
  f: [
    { v: { f: [{ v: "202611" }] } },
    { v: cost },
    { v: [{ v: { f: [{ v: "team" }, { v: 'a"b' }] } }] },
    { v: { f: [{ v: "3" }, { v: null }] } },
    { v: MICROS },
  ],
});
const rowsOf = (more: object) => ({ ...job, schema: { fields: columns }, ...more });
const isSummary = ({ body }: Asked): boolean => body.query?.includes("GROUP BY") === true;
const isTable = ({ path }: Asked): boolean => path.includes("/tables/");

describe("runtime/bills/bigquery-table", () => {
  it("reads a month by its partitions and those columns that are there, page by page", async () => {
    const { table, asked } = await serve((one) => {
      if (isTable(one)) return about();
      if (isSummary(one)) return summary("2");
      if (one.query.has("pageToken")) return rowsOf({ rows: [row("1E-3")] });
      return rowsOf({ rows: [row("2.5")], pageToken: "p" });
    });
    const months = await table.months("2026-11");
    const pages = await Array.fromAsync(table.rows("2026-11"));

    expect(months).toMatchObject([{ month: "2026-11", writtenAtMs: Date.parse("2026-11-06T07:04:05.123Z") }]);
    expect(months[0]?.version).toBe("2-2026-11-06T07:04:05.123456Z");
    expect(pages.flatMap(({ rows }) => rows.map(({ rowNumber, fields }) => [rowNumber, ...fields]))).toEqual([
      [
        1,
        '{"month":"202611"}',
        "2.5",
        '[{"key":"team","value":"a\\"b"}]',
        '{"amount":"3","unit":null}',
        "2026-11-06T07:04:05.123456Z",
      ],
      [
        2,
        '{"month":"202611"}',
        "1E-3",
        '[{"key":"team","value":"a\\"b"}]',
        '{"amount":"3","unit":null}',
        "2026-11-06T07:04:05.123456Z",
      ],
    ]);
    const [, , question, page] = asked;
    expect(question?.body).toMatchObject({
      location: "EU",
      useLegacySql: false,
      maximumBytesBilled: String(100 * 2 ** 30),
    });
    expect(question?.body.query).toBe(
      "SELECT invoice, cost, labels, usage, usage_start_time FROM `globalcart-billing.billing.gcp_billing_export_v1_X` WHERE _PARTITIONTIME >= @first AND _PARTITIONTIME <= @last AND export_time <= @written AND invoice.month = @month",
    );
    expect([page?.query.get("pageToken"), page?.query.get("location")]).toEqual(["p", "EU"]);
    // both questions, each at the least that is billed
    expect(pages.reduce((sum, { readUsd = 0 }) => sum + readUsd, 0)).toBeCloseTo((2 * 10 * 6.25) / 2 ** 20, 8);
  });

  it("waits for a question that takes long, and not for ever", async () => {
    let waits = 0;
    const { table } = await serve((one) => {
      if (isTable(one)) return about();
      waits += 1;
      return waits < 4 ? { ...job, jobComplete: false } : summary("0");
    });
    expect(await table.months("2026-11")).toHaveLength(1);
    expect(waits).toBe(4);
    close();

    const never = await serve((one) => (isTable(one) ? about() : { ...job, jobComplete: false }));
    await expect(never.table.months("2026-11")).rejects.toThrow(/after 10 minutes/);
  });

  it("takes nothing of a month of which rows are missing", async () => {
    const { table } = await serve((one) =>
      isTable(one) ? about() : isSummary(one) ? summary("3") : rowsOf({ rows: [row("1"), row("2")] }),
    );

    await expect(Array.fromAsync(table.rows("2026-11"))).rejects.toThrow(/2 of the 3 rows/);
  });

  it.each([
    [{ type: "DAY", field: "export_time" }, "export_time"],
    [{ type: "DAY" }, "_PARTITIONTIME"],
    [{ type: "DAY", field: "cost; DROP" }, "export_time"],
    [undefined, "export_time"],
  ])("of a table that is partitioned by %j it asks by %s", async (partitioning, column) => {
    const { table, asked } = await serve((one) =>
      isTable(one) ? { ...about(), timePartitioning: partitioning } : summary("0"),
    );
    await table.months("2026-11");

    expect(asked.at(-1)?.body.query).toContain(`WHERE ${column} >= @since GROUP BY month`);
  });

  it("says what it needs where it is refused, in Google's words", async () => {
    const { table } = await serve(() => undefined);

    await expect(table.months("2026-11")).rejects.toMatchObject({
      name: "ERR_BILL_UNREADABLE",
      message: expect.stringMatching(/404 Not Found \(Not found: Table\).*roles\/bigquery\.jobUser/),
    });
  });

  it("a table that is no billing export is told", async () => {
    const { table } = await serve(() => ({ schema: { fields: [text("a")] } }));

    await expect(table.months("2026-11")).rejects.toThrow(/no standard or detailed billing export/);
  });

  it("whatever is answered, it is read or refused with a code", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (rows, fields) => {
        const { table } = await serve((one) =>
          isTable(one) ? about() : isSummary(one) ? summary("1") : { ...job, schema: { fields }, rows },
        );
        const read = await Array.fromAsync(table.rows("2026-11")).catch((error: Error) => error);
        close();
        if (read instanceof Error) expect(read.name).toBe("ERR_BILL_UNREADABLE");
      }),
      { numRuns: 60 },
    );
  });
});
