import { type BillDelivery, type BillReader, coreError } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { memoryDeps } from "../../../../../../test/support/memory-deps.ts";
import { anInventory } from "../../../../../../test/support/topologies.ts";
import { takeBills } from "./take-bills.ts";

const NOW_MS = Date.UTC(2026, 10, 22, 6);
const HEADER =
  "BilledCost,BillingAccountId,BillingCurrency,BillingPeriodStart,ChargeCategory,ChargePeriodStart,ChargePeriodEnd,ProviderName,ServiceName,Tags".split(
    ",",
  );
const row = (cost: string, capability = "web") => [
  cost,
  "1",
  "USD",
  "2026-11-01T00:00:00Z",
  "Usage",
  "2026-11-05T00:00:00Z",
  "2026-11-05T01:00:00Z",
  "AWS",
  "EC2",
  JSON.stringify({ capability, secret: "x" }),
];
const delivery = (source: string, run: number): BillDelivery => ({
  id: `${source}/2026-11/${run}`,
  source,
  format: "focus",
  billingMonth: "2026-11",
  files: [{ name: `${run}.csv`, version: "1", bytes: 1 }],
  writtenAtMs: run,
});
const readerOf = (bills: Readonly<Record<string, readonly (readonly string[])[] | Error>>, run = 1): BillReader => ({
  async deliveries(source) {
    const found = bills[source];
    if (found instanceof Error) throw found;
    return found ? [delivery(source, run)] : [];
  },
  async *rows({ source }) {
    const found = bills[source];
    if (found === undefined || found instanceof Error) return;
    yield { header: HEADER, rows: found.map((fields, i) => ({ rowNumber: i + 2, fields })) };
  },
});
const config = anInventory({
  costs: {
    bills: [
      { id: "broken", format: "focus", at: "s3://gone/x" },
      { id: "aws", format: "focus", at: "s3://bills/x" },
    ],
    scopes: [{ kind: "capability", id: "web", match: [{ tags: { capability: "web" } }] }],
  },
});

describe("engine/cost/check/take-bills", () => {
  it("takes what is new, keeps the tags that rules ask for, tells it once and not again", async () => {
    const deps = { ...memoryDeps(config), billReader: readerOf({ aws: [row("1.25"), row("2")] }) };

    expect(await takeBills(deps, { atMs: NOW_MS })).toEqual({ takenCount: 1, unchangedCount: 0, setAsideCount: 0 });
    expect(await takeBills(deps, { atMs: NOW_MS })).toEqual({ takenCount: 0, unchangedCount: 1, setAsideCount: 0 });

    expect(deps.published).toMatchObject([
      { type: "cost.rows-ingested.v1", data: { sourceId: "aws", billingMonth: "2026-11", billed: { USD: "3.25" } } },
    ]);
    expect((await deps.billStore.lines("2026-11")).map(({ tags }) => tags)).toEqual([{ capability: "web" }]);
  });

  it("tells what a corrected bill replaced", async () => {
    const deps = memoryDeps(config);
    await takeBills({ ...deps, billReader: readerOf({ aws: [row("5")] }) }, { atMs: NOW_MS });
    await takeBills({ ...deps, billReader: readerOf({ aws: [row("4")] }, 2) }, { atMs: NOW_MS });

    expect(deps.published.at(-1)?.data).toMatchObject({ billed: { USD: "4" }, replacedBilled: { USD: "5" } });
  });

  it("takes the other bills if one cannot be read, and then says which", async () => {
    const gone = coreError("ERR_BILL_UNREADABLE", "s3://gone/x cannot be read: NoSuchBucket", {});
    const deps = { ...memoryDeps(config), billReader: readerOf({ broken: gone, aws: [row("1")] }) };

    await expect(takeBills(deps, { atMs: NOW_MS })).rejects.toThrow(/broken: ERR_BILL_UNREADABLE: .*NoSuchBucket/);

    expect(await deps.billStore.lines("2026-11")).toHaveLength(1);
    expect(deps.published).toHaveLength(1);
  });

  it("does nothing where no bill is configured", async () => {
    const deps = memoryDeps(anInventory());

    expect(await takeBills(deps, { atMs: NOW_MS })).toEqual({ takenCount: 0, unchangedCount: 0, setAsideCount: 0 });
    expect(deps.published).toEqual([]);
  });
});
