import type { StorageTier } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aBillLine, money } from "../../../../../test/support/bill-lines.ts";
import type { AdviceInputs, ResourceUse } from "./inputs.ts";
import { recommend } from "./recommend.ts";

const NOW_MS = Date.UTC(2026, 10, 29);
const scope = { kind: "capability", id: "web-application" } as const;
const one = (inputs: Omit<AdviceInputs, "nowMs">) => recommend({ nowMs: NOW_MS, ...inputs })[0];
const day = (i: number): string => `2026-11-${String(i + 1).padStart(2, "0")}`;

describe("engine/cost/recommend: workloads", () => {
  it("knows the discount of spot capacity by the same bill only", () => {
    const faultTolerant = [{ tags: { interruptible: "yes" } }];
    const batch = (i: number) =>
      aBillLine({
        billed: money("100"),
        day: day(i),
        resourceId: "i-1",
        pricingCategory: "Standard",
        tags: { interruptible: "yes" },
      });
    const spotRow = (i: number, regionId = "us-east-1") =>
      aBillLine({
        billed: money("30"),
        list: money("100"),
        day: day(i),
        resourceId: "i-2",
        pricingCategory: "Dynamic",
        regionId,
      });
    const days = Array.from({ length: 10 }, (_, i) => i);
    const found = one({ faultTolerant, lines: [...days.map(batch), ...days.map((i) => spotRow(i))] });

    expect(found).toMatchObject({ kind: "spot", subjects: ["i-1"] });
    expect(found?.savingUsd).toBeCloseTo(1_000 * 0.7 * (730 / 24 / 30), 6);
    expect(
      one({ faultTolerant, lines: [...days.map(batch), ...days.map((i) => spotRow(i, "eu-west-1"))] }),
    ).toBeUndefined();
    expect(one({ lines: [...days.map(batch), ...days.map((i) => spotRow(i))] })).toBeUndefined();
  });

  const HOURS = 4 * 168;
  // from a Monday, 00:00 UTC
  const MONDAY_MS = Date.UTC(2026, 9, 26);
  const isOffice = (i: number): boolean => Math.floor(i / 24) % 7 < 5 && i % 24 >= 8 && i % 24 < 18;
  const staging: ResourceUse = {
    resourceId: "vm-1",
    scope,
    isNonProduction: true,
    usdPerHour: 1,
    startMs: MONDAY_MS,
    cpuRatio: Array.from({ length: HOURS }, (_, i) => (isOffice(i) ? 0.5 : 0.01)),
  };

  it("stops what is not production at hours that were idle in all weeks, less one at each end", () => {
    const found = one({ resources: [staging] });

    // four nights of 14 hours and a weekend of 62
    expect(found).toMatchObject({ kind: "schedule", title: expect.stringContaining("113 of 168 hours") });
    expect(found?.evidence[0]).toContain("Fri 18:00 to Mon 08:00");
    expect(found?.savingUsd).toBeCloseTo((113 * 730) / 168, 6);
    expect(one({ resources: [{ ...staging, isNonProduction: false }] })).toBeUndefined();
    const busyOnce = { ...staging, cpuRatio: staging.cpuRatio.with(168 + 3, 0.4).with(168 + 24 * 5 + 12, undefined) };
    expect(one({ resources: [busyOnce] })?.evidence[0]).toContain("Fri 18:00 to Sat 12:00");
  });

  it("makes smaller what used a fifth, where the busiest hours and its memory have room", () => {
    const sizes = [
      { name: "half", usdPerHour: 0.5, cpuOfNow: 0.5, memoryOfNow: 0.5 },
      { name: "quarter", usdPerHour: 0.25, cpuOfNow: 0.25, memoryOfNow: 0.25 },
      { name: "half-large-memory", usdPerHour: 0.7, cpuOfNow: 0.5, memoryOfNow: 1 },
    ];
    const used = (cpu: number, memory?: number): ResourceUse => ({
      ...staging,
      isNonProduction: false,
      cpuRatio: Array.from({ length: 336 }, () => cpu),
      ...(memory !== undefined && { memoryRatio: Array.from({ length: 336 }, () => memory) }),
      sizes,
    });
    const titleOf = (use: ResourceUse) => one({ resources: [use] })?.title;

    expect(titleOf(used(0.1, 0.2))).toBe("Make vm-1 a quarter");
    expect(titleOf(used(0.18, 0.2))).toBe("Make vm-1 a half");
    expect(titleOf(used(0.1, 0.4))).toBe("Make vm-1 a half");
    // memory that nobody measures is not taken away
    expect(titleOf(used(0.1))).toBe("Make vm-1 a half-large-memory");
    expect(titleOf(used(0.2, 0.2))).toBeUndefined();
    expect(titleOf({ ...used(0.1, 0.2), cpuRatio: Array.from({ length: 335 }, () => 0.1) })).toBeUndefined();
    expect(
      titleOf({ ...used(0.1, 0.2), cpuRatio: Array.from({ length: 336 }, (_, i) => (i % 10 ? 0.1 : undefined)) }),
    ).toBeUndefined();
  });

  it("moves old data to a tier where holding and reading it cost less", () => {
    const tier = (id: string, usdPerGbMonth: number, usdPerReadGb: number): StorageTier => ({
      id,
      usdPerGbMonth,
      usdPerReadGb,
      usdPerThousandMoves: 0.01,
      minDays: 30,
      minObjectBytes: 0,
    });
    const store = (readGb30d: number, objectCount = 1_000) => ({
      resourceId: "bucket",
      scope,
      tierId: "standard",
      tiers: [tier("standard", 0.023, 0), tier("infrequent", 0.0125, 0.01)],
      ages: [
        { minAgeDays: 0, gb: 1_000, objectCount, readGb30d: 5_000 },
        { minAgeDays: 30, gb: 10_000, objectCount, readGb30d },
      ],
    });
    const found = one({ storage: [store(100)] });

    expect(found).toMatchObject({ kind: "storage-tier", title: expect.stringContaining("older than 30 days") });
    expect(found?.savingUsd).toBeCloseTo(105 - (730 / 24 / 30) * 1, 6);
    // read as often as that, it stays; so it does where moving costs more than half a year saves
    expect(one({ storage: [store(20_000)] })).toBeUndefined();
    expect(one({ storage: [store(100, 100_000_000)] })).toBeUndefined();
  });

  it("computes what a cache takes off a flow of many small requests", () => {
    const flow = { flowId: "web-to-data", scope, requestCount30d: 50_000_000, bytes30d: 278e9, usdPerGb: 0.09 };
    const monthlyUsd = 278 * 0.09 * (730 / 24 / 30);

    expect(one({ flows: [flow] })).toMatchObject({
      kind: "chatty-flow",
      savingLowUsd: 0,
      savingUsd: monthlyUsd / 2,
      risk: "medium",
    });
    const measured = one({ flows: [{ ...flow, repeatedRatio: 0.5, overheadBytesPerRequest: 556 }] });
    expect(measured).toMatchObject({ risk: "low" });
    // a tenth of the bytes is overhead, nine tenths of that go with batches of ten, of what the cache does not answer
    expect(measured?.savingHighUsd).toBeCloseTo(monthlyUsd * (0.5 + 0.5 * 0.1 * 0.9), 6);
    expect(one({ flows: [{ ...flow, requestCount30d: 1_000_000 }] })).toBeUndefined();
    expect(one({ flows: [{ ...flow, requestCount30d: 0 }] })).toBeUndefined();
  });

  it("moves a workload to its data where that pays within a year, the move included", () => {
    const placement = {
      workload: "analytics",
      scope,
      from: "aws us-east-1",
      to: "azure eastus",
      transferUsd30d: 300,
      transferGb30d: 3_334,
      otherTransferMoreUsd30d: 20,
      hostingUsd30d: 500,
      hostingThereUsd30d: 480,
      move: { gb: 2_000, usdPerGb: 0.09 },
    };
    expect(one({ placements: [placement] })).toMatchObject({ kind: "move-workload", savingUsd: 300 * (730 / 24 / 30) });
    // data has gravity
    expect(one({ placements: [{ ...placement, move: { gb: 50_000, usdPerGb: 0.09 } }] })).toBeUndefined();
    expect(one({ placements: [{ ...placement, hostingThereUsd30d: 900 }] })).toBeUndefined();
  });

  it("says what of a move is not known as a risk, saves nothing at least then, and asks for no such work for little", () => {
    const placement = { workload: "i-1", scope, from: "aws us-east-1", to: "azure eastus", transferGb30d: 3_334 };
    const found = one({ placements: [{ ...placement, name: "analytics", transferUsd30d: 300, hostingUsd30d: 500 }] });

    expect(found).toMatchObject({
      title: expect.stringMatching(/^Move analytics .*if what is not known allows it$/),
      subjects: ["i-1"],
      savingUsd: 300 * (730 / 24 / 30),
      savingLowUsd: 0,
    });
    expect(found?.risks.filter((line) => line.includes("not known"))).toHaveLength(3);
    expect(found?.evidence.join()).not.toMatch(/there|carry/);
    expect(one({ placements: [{ ...placement, transferUsd30d: 90 }] })).toBeUndefined();
  });

  it("knows nothing of what it was told nothing of", () => {
    expect(recommend({ nowMs: NOW_MS })).toEqual([]);
  });
});
