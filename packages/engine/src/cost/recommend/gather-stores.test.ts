import type { BillLine, StorageTier, StoreUse } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aBillLine, money } from "../../../../../test/support/bill-lines.ts";
import { anInventory } from "../../../../../test/support/topologies.ts";
import { gatherStores } from "./gather-stores.ts";
import { recommend } from "./recommend.ts";

const tier = (id: string, usdPerGbMonth: number, minObjectBytes = 0): StorageTier => ({
  id,
  usdPerGbMonth,
  usdPerReadGb: 0,
  usdPerThousandMoves: 0.01,
  minDays: 30,
  minObjectBytes,
});
const store: StoreUse = {
  cloud: "aws",
  accountId: "111111111111",
  regionId: "us-east-1",
  billedAs: "logs",
  bytesByTier: { standard: 10_000e9, infrequent: 50e9 },
  objectCount: 10_000,
  readBytes: 20e9,
  writtenBytes: 1_000e9,
  tiers: [tier("standard", 0.023), tier("infrequent", 0.0125, 131_072)],
};
const line = (more: Partial<BillLine> = {}): BillLine =>
  aBillLine({
    billed: money("230"),
    serviceCategory: "Storage",
    serviceName: "Amazon S3",
    subAccountId: "111111111111",
    resourceId: "arn:aws:s3:::logs",
    ...more,
  });
const gathered = (more: Partial<StoreUse> = {}, lines: readonly BillLine[] = [line()], config = anInventory()) =>
  gatherStores({ stores: [{ ...store, ...more }], lines, config });

describe("engine/cost/recommend/gather-stores", () => {
  it("takes for old what lies there beyond what came in 30 days, and for read all that was", () => {
    const [found] = gathered() ?? [];

    expect(found).toMatchObject({
      resourceId: "logs",
      scope: { kind: "service", id: "Amazon S3" },
      tierId: "standard",
      ages: [
        { minAgeDays: 0, gb: 1_000, readGb30d: 0 },
        { minAgeDays: 30, gb: 9_000, readGb30d: 20 },
      ],
    });
    expect(gathered({ writtenBytes: 20_000e9 })?.[0]?.ages[1]?.gb).toBe(0);
  });

  it("advises to move what is old, for what its list says", () => {
    const [advice] = recommend({ nowMs: 0, storage: gathered() });

    expect(advice).toMatchObject({ kind: "storage-tier", subjects: ["logs"] });
    expect(advice?.title).toBe("Move what is older than 30 days in logs to infrequent");
    expect(advice?.savingUsd).toBeCloseTo(9_000 * (0.023 - 0.0125), 6);
  });

  it("looks at no tier that bills small objects as larger ones, where objects are small", () => {
    const found = gathered({ objectCount: 1_000_000_000 });

    expect(found?.[0]?.tiers.map(({ id }) => id)).toEqual(["standard"]);
    expect(recommend({ nowMs: 0, storage: found })).toEqual([]);
  });

  it.each<[string, readonly BillLine[]]>([
    ["another store", [line({ resourceId: "arn:aws:s3:::old-logs" })]],
    ["another cloud", [line({ cloud: "gcp" })]],
    ["another account", [line({ subAccountId: "2" })]],
    ["no storage", [line({ serviceCategory: "Compute" })]],
    ["another currency", [line(), line({ currency: "EUR" })]],
  ])("says nothing where the bill names %s", (_, lines) => {
    expect(gathered({}, lines)).toEqual([]);
  });

  it("knows nothing without a bill, a measure, or a tier that something lies in", () => {
    expect(gathered({}, [])).toBeUndefined();
    expect(gatherStores({ stores: [], lines: [line()], config: anInventory() })).toBeUndefined();
    expect(gathered({ bytesByTier: {} })).toEqual([]);
    expect(gathered({ bytesByTier: { standard: 0 } })).toEqual([]);
    const { costs, ...config } = anInventory();
    expect(gathered({}, [line()], { ...config, costs: { ...costs, currency: "EUR" } })).toBeUndefined();
  });

  it("never finds more old data than lies there, whatever was written", () => {
    fc.assert(
      fc.property(fc.nat({ max: 1e15 }), fc.nat({ max: 1e15 }), (bytes, writtenBytes) => {
        const ages = gathered({ bytesByTier: { standard: bytes }, writtenBytes })?.[0]?.ages ?? [];
        const gb = ages.reduce((sum, age) => sum + age.gb, 0);
        if (ages.length > 0) expect(gb).toBeCloseTo(bytes / 1e9, 3);
        for (const age of ages) expect(age.gb).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
