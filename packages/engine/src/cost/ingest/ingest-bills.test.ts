import {
  type BillDelivery,
  type BillPage,
  type BillReader,
  type BillStore,
  CostSettings,
  coreError,
  type IngestReport,
  type OnDemandBill,
} from "@skylane/core";
import { describe, expect, it } from "vitest";
import { ingestBills } from "./ingest-bills.ts";

const header = [
  "BilledCost",
  "BillingAccountId",
  "BillingCurrency",
  "BillingPeriodStart",
  "ChargeCategory",
  "ChargePeriodStart",
  "ChargePeriodEnd",
  "ProviderName",
  "ServiceName",
  "PricingCategory",
  "ListCost",
];
const row = (cost: string): readonly string[] => [
  cost,
  "1",
  "USD",
  "2026-11-01T00:00:00Z",
  "Usage",
  "2026-11-05T00:00:00Z",
  "2026-11-05T01:00:00Z",
  "AWS",
  "EC2",
  "Standard",
  cost,
];

interface Delivered extends BillDelivery {
  readonly costs: readonly string[];
}
const delivery = (run: number, costs: readonly string[], more: Partial<BillDelivery> = {}): Delivered => ({
  id: `aws/2026-11/${run}`,
  source: "aws",
  format: "focus",
  billingMonth: "2026-11",
  files: [{ name: `${run}.csv`, version: "1", bytes: 1 }],
  writtenAtMs: run,
  costs,
  ...more,
});

/** A bill store in memory, and what it was told. */
function memoryStore(): Pick<BillStore, "replace" | "taken"> & {
  readonly replaced: string[];
  readonly hours: (OnDemandBill | undefined)[];
} {
  const kept = new Map<string, IngestReport>();
  const replaced: string[] = [];
  const hours: (OnDemandBill | undefined)[] = [];
  return {
    replaced,
    hours,
    async replace({ id, source, billingMonth }, _, report, onDemand) {
      hours.push(onDemand);
      kept.set(`${source}/${billingMonth}`, report);
      replaced.push(id);
    },
    taken: async (source, month) => kept.get(`${source}/${month}`),
  };
}

const readerOf = (all: Readonly<Record<string, readonly Delivered[] | Error>>): BillReader => ({
  async deliveries(sourceId) {
    const found = all[sourceId] ?? [];
    if (found instanceof Error) throw found;
    return found;
  },
  async *rows(of): AsyncGenerator<BillPage> {
    const { costs } = of as Delivered;
    yield {
      header: costs[0] === "no header" ? ["Date"] : header,
      rows: costs.map((cost, i) => ({ fields: row(cost), rowNumber: i + 2 })),
    };
  },
});

const { offers } = CostSettings.parse({
  savings: { offers: [{ id: "ec2", match: [{ serviceName: "EC2" }], discountRatio: 0.2, termMonths: 12 }] },
}).savings;

const ingest = (store: Pick<BillStore, "replace" | "taken">, all: Parameters<typeof readerOf>[0]) =>
  ingestBills(
    { reader: readerOf(all), store, nowMs: () => 9 },
    {
      sourceIds: Object.keys(all),
      sinceMonth: "2026-01",
      tagNames: new Set(),
      offers,
      rulesFor: () => ({ cloudOf: () => "aws" }),
    },
  );

describe("engine/cost/ingest-bills", () => {
  it("takes the newest complete delivery, and says what became of the others", async () => {
    const store = memoryStore();
    const { reports } = await ingest(store, {
      aws: [delivery(1, ["1"]), delivery(3, ["3"], { lacks: "2 of 3 files" }), delivery(2, ["2"])],
    });

    expect(reports.map(({ deliveryId, status }) => [deliveryId, status])).toEqual([
      ["aws/2026-11/3", "incomplete"],
      ["aws/2026-11/2", "taken"],
      ["aws/2026-11/1", "older-than-taken"],
    ]);
    expect(reports[0]?.deviations[0]?.says).toContain("2 of 3 files");
    expect(store.replaced).toEqual(["aws/2026-11/2"]);
  });

  it("keeps the hours of use that offers cover beside the lines, of each delivery its own", async () => {
    const store = memoryStore();
    await ingest(store, { aws: [delivery(1, ["1", "2.5"])], more: [delivery(1, ["4"], { source: "more" })] });

    const startMs = Date.UTC(2026, 10, 5);
    expect(store.hours.map((bill) => bill?.pools)).toEqual([
      [{ offerIds: ["ec2"], startMs, hourlyUsd: [3.5] }],
      [{ offerIds: ["ec2"], startMs, hourlyUsd: [4] }],
    ]);
  });

  it("a second run changes nothing, a corrected bill takes the place of the first and says what it replaces", async () => {
    const store = memoryStore();
    const first = delivery(1, ["1", "2"]);
    await ingest(store, { aws: [first] });
    const again = await ingest(store, { aws: [first] });
    const corrected = await ingest(store, { aws: [delivery(2, ["1.5"]), first] });

    expect(again.reports).toMatchObject([{ status: "unchanged", rowCount: 0 }]);
    expect(corrected.reports[0]).toMatchObject({
      status: "taken",
      billed: { USD: "1.5" },
      replacedBilled: { USD: "3" },
    });
    expect(store.replaced).toEqual(["aws/2026-11/1", "aws/2026-11/2"]);
  });

  it("an older bill never takes the place of a newer one, also when the newer one is gone", async () => {
    const store = memoryStore();
    await ingest(store, { aws: [delivery(5, ["5"])] });
    const { reports } = await ingest(store, { aws: [delivery(4, ["4"])] });

    expect(reports).toMatchObject([{ status: "older-than-taken" }]);
    expect(store.replaced).toEqual(["aws/2026-11/5"]);
  });

  it("a source that cannot be read leaves the others, and what was taken, as they are", async () => {
    const store = memoryStore();
    await ingest(store, { aws: [delivery(1, ["1"])] });
    const { reports, failures } = await ingest(store, {
      gone: coreError("ERR_BILL_UNREADABLE", "s3://gone cannot be read", {}),
      aws: [delivery(2, ["no header"])],
      oci: [delivery(1, ["7"], { id: "oci/2026-11/1", source: "oci" })],
    });

    expect(failures).toMatchObject([
      { sourceId: "gone", says: expect.stringContaining("ERR_BILL_UNREADABLE") },
      { sourceId: "aws", deliveryId: "aws/2026-11/2", says: expect.stringContaining("ERR_BILL_HEADER") },
    ]);
    expect(reports).toMatchObject([{ status: "taken", billed: { USD: "7" } }]);
    expect(await store.taken("aws", "2026-11")).toMatchObject({ deliveryId: "aws/2026-11/1" });
  });

  it("does not hide a fault that is nobody's bill", async () => {
    await expect(ingest(memoryStore(), { aws: new TypeError("a bug") })).rejects.toThrow("a bug");
  });
});
