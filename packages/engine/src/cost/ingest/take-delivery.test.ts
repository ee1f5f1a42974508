import {
  addMoney,
  type BillDelivery,
  type BillPage,
  focusColumnNames,
  type Money,
  moneyText,
  readMoney,
  ZERO,
} from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { takeDelivery } from "./take-delivery.ts";

const delivery: BillDelivery = {
  id: "aws-main/2026-11/1",
  source: "aws-main",
  cloud: "aws",
  format: "focus",
  billingMonth: "2026-11",
  files: [{ name: "1.csv", version: "v1", bytes: 1 }],
  writtenAtMs: 0,
};
const rules = { tagNames: new Set(["team"]), cloudOf: () => "aws" as const, nowMs: 1_000 };

const good: Readonly<Record<string, string>> = {
  BilledCost: "1.25",
  BillingAccountId: "111111111111",
  BillingCurrency: "USD",
  BillingPeriodStart: "2026-11-01T00:00:00Z",
  BillingPeriodEnd: "2026-12-01T00:00:00Z",
  ChargeCategory: "Usage",
  ChargePeriodStart: "2026-11-05T03:00:00Z",
  ChargePeriodEnd: "2026-11-05T04:00:00Z",
  EffectiveCost: "1.25",
  ListCost: "2",
  ContractedCost: "1.25",
  ProviderName: "AWS",
  PublisherName: "AWS",
  InvoiceIssuerName: "AWS",
  ServiceCategory: "Compute",
  ServiceName: "Amazon EC2",
  Tags: '{"team":"shop","secret":"x"}',
};
let unique = 0;
const row = (more: Readonly<Record<string, string>> = {}): readonly string[] => {
  unique += 1;
  const all: Readonly<Record<string, string>> = { ...good, ResourceId: `i-${unique}`, ...more };
  return focusColumnNames.map((name) => all[name] ?? "");
};
const readerOf = (rows: readonly (readonly string[])[], header: readonly string[] = focusColumnNames) => ({
  async *rows(): AsyncGenerator<BillPage> {
    yield { header, rows: rows.map((fields, i) => ({ fields, rowNumber: i + 2 })) };
  },
});
const take = (rows: readonly (readonly string[])[]) => takeDelivery(readerOf(rows), delivery, rules);

describe("engine/cost/ingest", () => {
  it("takes a row for what it means, and keeps no tag that no rule asks for", async () => {
    const { lines, report } = await take([row({ ResourceId: "i-1" }), row({ ResourceId: "i-1", BilledCost: "0.75" })]);

    expect(report).toMatchObject({ rowCount: 2, takenCount: 2, setAsideCount: 0, billed: { USD: "2" } });
    expect(lines).toMatchObject([
      { day: "2026-11-05", cloud: "aws", resourceId: "i-1", rowCount: 2, tags: { team: "shop" } },
    ]);
    expect(lines[0]?.tags).not.toHaveProperty("secret");
  });

  it.each([
    ["missing-value", "BilledCost", { BilledCost: "" }],
    ["missing-value", "BilledCost", { BilledCost: "NULL" }],
    ["bad-value", "BilledCost", { BilledCost: "1,25" }],
    ["bad-value", "BilledCost", { BilledCost: "$1.25" }],
    ["bad-value", "ListUnitPrice", { ListUnitPrice: "-3" }],
    ["bad-value", "ChargePeriodStart", { ChargePeriodStart: "5 Nov 2026" }],
    ["bad-value", "ChargePeriodEnd", { ChargePeriodEnd: "2026-11-31T00:00:00Z" }],
    ["bad-value", "ChargeCategory", { ChargeCategory: "usage" }],
    ["contradiction", "ChargePeriodEnd", { ChargePeriodEnd: "2026-11-05T03:00:00Z" }],
    ["outside-billing-period", "BillingPeriodStart", { BillingPeriodStart: "2026-10-01T00:00:00Z" }],
    [
      "outside-billing-period",
      "ChargePeriodStart",
      { ChargePeriodStart: "2027-01-05T03:00:00Z", ChargePeriodEnd: "2027-01-06T03:00:00Z" },
    ],
  ] as const)("sets a row aside for %s of %s", async (fault, column, more) => {
    const { report } = await take([row(), row(more as Readonly<Record<string, string>>)]);

    expect(report).toMatchObject({ takenCount: 1, setAsideCount: 1, byFault: { [fault]: 1 } });
    expect(report.setAside[0]).toMatchObject({ file: "1.csv", rowNumber: 3, fault, column });
  });

  it("says what rows set aside would have cost", async () => {
    const twice = row({ BilledCost: "10" });
    const { report } = await take([twice, twice, row({ ChargeCategory: "?", BilledCost: "4.5" })]);

    expect(report).toMatchObject({
      billed: { USD: "10" },
      setAsideBilled: { USD: "14.5" },
      byFault: { duplicate: 1, "bad-value": 1 },
    });
  });

  it("tells where a row that it takes keeps to FOCUS less strictly than asked", async () => {
    const { report } = await take([
      row({ ServiceCategory: "Cloud Stuff", Tags: "team=shop", ChargePeriodStart: "2026-11-05 03:00:00" }),
    ]);

    expect(report.takenCount).toBe(1);
    expect(report.deviations.map(({ column }) => column)).toEqual(expect.arrayContaining(["ServiceCategory", "Tags"]));
  });

  it("counts each row that deviates, also where the row before said the same, and each that is set aside", async () => {
    const odd = { ServiceCategory: "Cloud Stuff" };
    const wrong = { ListUnitPrice: "-3" };
    const { report } = await take([odd, odd, {}, odd, { ...odd, ...wrong }, { ...odd, ...wrong }, odd].map(row));

    expect(report).toMatchObject({ takenCount: 5, byFault: { "bad-value": 2 } });
    expect(report.deviations.find(({ column }) => column === "ServiceCategory")).toMatchObject({ count: 4 });
  });

  it("takes nothing of a file that is no table of FOCUS", async () => {
    await expect(takeDelivery(readerOf([], ["Date", "Cost"]), delivery, rules)).rejects.toMatchObject({
      name: "ERR_BILL_HEADER",
      message: expect.stringContaining("BilledCost"),
    });
    await expect(
      takeDelivery(readerOf([], [...focusColumnNames, "BilledCost"]), delivery, rules),
    ).rejects.toMatchObject({ name: "ERR_BILL_HEADER", message: expect.stringContaining("twice") });
  });

  it("rows of a vendor's own format are converted, and two of one identity are one, over all files", async () => {
    const native = (id: string, cost: string, says = "x"): readonly string[] => [id, cost, says];
    const converterFor = () => ({
      header: focusColumnNames,
      convert: ([, cost = ""]: readonly string[]) =>
        cost === "?" ? { fault: "bad-value" as const, says: "no cost" } : row({ BilledCost: cost }),
      identityOf: ([id]: readonly string[]) => (id ? [id] : undefined),
      deviations: new Map([["k", { column: "ServiceCategory", says: "is not known", count: 2 }]]),
    });
    const files = [
      { name: "1.csv", version: "v1", bytes: 1 },
      { name: "2.csv", version: "v1", bytes: 1 },
    ];
    const { report } = await takeDelivery(
      readerOf([native("a", "1"), native("b", "?"), native("", "4"), ["a", "1"]], ["Id", "Cost", "Says"]),
      { ...delivery, files },
      { ...rules, converterFor },
    );
    const other = await takeDelivery(
      readerOf([native("a", "1"), native("a", "1", "y")], ["Id", "Cost", "Says"]),
      delivery,
      { ...rules, converterFor },
    );

    // the second file says the same rows once more
    expect(report.byFault).toEqual({ "bad-value": 1, "too-few-fields": 2, duplicate: 3 });
    expect(report).toMatchObject({ billed: { USD: "5" }, setAsideBilled: { USD: "5" } });
    expect(report.deviations).toContainEqual({ column: "ServiceCategory", says: "is not known", count: 4 });
    expect(other.report).toMatchObject({ takenCount: 1, byFault: { duplicate: 1 }, billed: { USD: "1" } });
    expect(other.report.setAside[0]?.says).toContain("identity");
  });

  it("asks where bytes went by the meter, in a column of FOCUS 1.2 or in the provider's own", async () => {
    const header = [...focusColumnNames, "x_UsageType"];
    const rows = [
      [...row(), "EU-AWS-Out-Bytes"],
      [...row({ SkuMeter: "USE1-AWS-Out-Bytes" }), ""],
    ];
    const asked: (string | undefined)[] = [];
    const { lines } = await takeDelivery(readerOf(rows, header), delivery, {
      ...rules,
      transferOf: ({ meter }) => {
        asked.push(meter);
        return { kind: "internet" };
      },
    });

    expect(asked).toEqual(["EU-AWS-Out-Bytes", "USE1-AWS-Out-Bytes"]);
    expect(lines.map(({ transfer }) => transfer?.kind)).toEqual(["internet", "internet"]);
    expect(lines[0]).not.toHaveProperty("meter");
  });

  it("whatever the order, what is taken and what is set aside are all rows, and the lines add up to what is taken", async () => {
    const one = fc.record({
      billed: fc.oneof(
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).map(String),
        fc.constantFrom("", "x", "1e-9"),
      ),
      day: fc.integer({ min: 1, max: 30 }),
      category: fc.constantFrom("Usage", "Credit", "Tax", "nonsense"),
      fields: fc.constantFrom(0, 0, 0, 1, -1),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(one, { maxLength: 30 }), async (all) => {
        const rows = all.map(({ billed, day, category, fields }) => {
          const date = `2026-11-${String(day).padStart(2, "0")}`;
          const whole = row({
            BilledCost: billed,
            ChargeCategory: category,
            ChargePeriodStart: `${date}T00:00:00Z`,
            ChargePeriodEnd: `${date}T01:00:00Z`,
          });
          return fields === 0 ? whole : fields > 0 ? [...whole, "more"] : whole.slice(1);
        });
        const { lines, report } = await take(rows);
        const backwards = await take(rows.toReversed());

        expect(report.takenCount + report.setAsideCount).toBe(rows.length);
        const total = readMoney(report.billed.USD ?? "0") ?? ZERO;
        expect(addMoney(...lines.map(({ billed }): Money => billed))).toBe(total);
        expect(moneyText(total)).toBe(backwards.report.billed.USD ?? "0");
        expect(backwards.report.byFault).toEqual(report.byFault);
      }),
      { numRuns: 60 },
    );
  });
});
