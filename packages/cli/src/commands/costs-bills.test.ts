import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { addCostBills } from "./costs-bills.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "costs-"));
  process.exitCode = undefined;
});
afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  await rm(folder, { recursive: true });
});

const HEADER =
  "lineItem/referenceNo,lineItem/tenantId,lineItem/intervalUsageStart,lineItem/intervalUsageEnd,product/service,usage/billedQuantity,cost/productSku,cost/myCost,cost/currencyCode,lineItem/isCorrection";
const row = (id: number, cost = "0.5"): string =>
  `r${id},t,2026-11-13T10:00Z,2026-11-13T11:00Z,NETWORK,1,B1,${cost},USD,false`;
const bill = (rows: readonly string[]): Promise<void> =>
  writeFile(join(folder, "bill.csv"), `${[HEADER, ...rows].join("\n")}\n`);

/** Runs a command, and what it said and with which code it ended. */
async function run(...asked: readonly string[]) {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const program = new Command("costs").exitOverride();
  addCostBills(program);
  await program.parseAsync(["node", "costs", ...asked]);
  const said = write.mock.calls.map(([text]) => String(text)).join("");
  write.mockRestore();
  const exitCode = process.exitCode;
  process.exitCode = undefined;
  return { said, exitCode };
}
const ingest = (...more: readonly string[]) =>
  run("ingest", "--from", folder, "--format", "oci-cost", "--data", join(folder, ".kept"), ...more);

/** Fields, or what belongs to them, in the order that a query selects them. */
function orderedAs<T>(query: string, fields: readonly { readonly name: string }[], own: readonly T[]) {
  const selected = /^SELECT (.+?) FROM/.exec(query)?.[1]?.split(", ") ?? [];
  return selected.map((name) => own[fields.findIndex((field) => field.name === name)]);
}

describe("cli/costs ingest and validate", () => {
  it("takes a bill once, and says what it comes to", async () => {
    await bill([row(1), row(2), row(3)]);
    const first = await ingest("--json");
    const again = await ingest("--json");

    expect(JSON.parse(first.said).reports).toMatchObject([
      { status: "taken", billingMonth: "2026-11", billed: { USD: "1.5" } },
    ]);
    expect(JSON.parse(again.said).reports).toMatchObject([{ status: "unchanged" }]);
    expect([first.exitCode, again.exitCode]).toEqual([undefined, undefined]);
  });

  it("asks where the environment says the cloud is, and says what that costs", async () => {
    const time = { name: "t", type: "TIMESTAMP" };
    const job = { jobComplete: true, jobReference: { jobId: "j" } };
    const columns = ["billing_account_id", "cost", "currency"].map((name) => ({ name, type: "STRING" }));
    const times = ["usage_start_time", "usage_end_time", "export_time"].map((name) => ({ ...time, name }));
    const month = { name: "invoice", type: "RECORD", fields: [{ name: "month", type: "STRING" }] };
    const fields = [month, ...columns, ...times];
    const micros = String(Date.UTC(2026, 10, 5) * 1_000);
    const server = createServer(async (request, response) => {
      const { query = "" } = JSON.parse((await request.setEncoding("utf8").toArray()).join("") || "{}") as {
        query?: string;
      };
      const isSummary = query.includes("GROUP BY");
      const values = isSummary
        ? ["202611", "1", micros, micros, micros]
        : [{ f: [{ v: "202611" }] }, "A", "2.5", "USD", micros, String(Date.UTC(2026, 10, 6) * 1_000), micros];
      response.end(
        JSON.stringify(
          query === ""
            ? { schema: { fields } }
            : {
                ...job,
                schema: {
                  fields: isSummary ? [...columns.slice(0, 2), time, time, time] : orderedAs(query, fields, fields),
                },
                rows: [
                  {
                    f: isSummary
                      ? values.map((v) => ({ v }))
                      : orderedAs<unknown>(query, fields, values).map((v) => ({ v })),
                  },
                ],
              },
        ),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    vi.stubEnv("SKYLANE_ENDPOINT_GCP", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    vi.stubEnv("GOOGLE_OAUTH_ACCESS_TOKEN", "any");
    const place = ["--from", "bigquery:globalcart-billing.billing.export", "--format", "gcp-billing"];
    const { said, exitCode } = await run("ingest", ...place, "--data", join(folder, ".kept")).finally(() => {
      vi.unstubAllEnvs();
      server.close();
    });

    expect(said).toMatch(/2026-11.* taken: 1 row, 2\.5 USD/);
    expect(said).toContain("Reading it costs less than 0.01 USD");
    expect(exitCode).toBeUndefined();
  });

  it("fails when more than one row in a hundred is set aside, and tells which", async () => {
    const rows = Array.from({ length: 199 }, (_, i) => row(i));
    await bill([...rows, row(1)]);
    const few = await ingest();
    await bill([...rows, row(1), row(2, "much"), row(3)]);
    const many = await ingest();

    expect(few).toMatchObject({ exitCode: undefined, said: expect.stringContaining("1 row set aside") });
    expect(many).toMatchObject({ exitCode: 1, said: expect.stringContaining("duplicate") });
  });

  it("validates strictly, and keeps nothing", async () => {
    await bill([row(1), row(2, "1,5")]);
    const file = join(folder, "bill.csv");
    const wrong = await run("validate", file, "--format", "oci-cost", "--json");
    const asFocus = await run("validate", file, "--month", "2026-11", "--json");

    expect(wrong.exitCode).toBe(1);
    expect(JSON.parse(wrong.said).reports).toMatchObject([{ takenCount: 1, setAsideCount: 1 }]);
    expect(asFocus.exitCode).toBe(1);
    expect(JSON.parse(asFocus.said).failures[0].says).toContain("no cost and usage table of FOCUS");
  });

  it("says what to do where there is no bill", async () => {
    await expect(ingest()).rejects.toThrow(/--month 2026-11/);
    await expect(run("ingest", "--from", `${folder}/nowhere`, "--format", "focus")).rejects.toMatchObject({
      name: "ERR_BILL_UNREADABLE",
    });
    await expect(run("ingest", "--from", folder, "--format", "xls")).rejects.toThrow();
  });
});
