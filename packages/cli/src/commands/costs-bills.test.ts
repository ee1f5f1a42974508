import { mkdtemp, rm, writeFile } from "node:fs/promises";
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
