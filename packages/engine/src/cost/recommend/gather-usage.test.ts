import type { BillLine, ChargeMatch, MachineUse, SeenService } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aBillLine, money } from "../../../../../test/support/bill-lines.ts";
import { anInventory, aTopology } from "../../../../../test/support/topologies.ts";
import { gatherUsage } from "./gather-usage.ts";

const HOUR_MS = 3_600_000;
const FIRST_DAY = Date.UTC(2026, 10, 2) / (24 * HOUR_MS);
const UNTIL_DAY = FIRST_DAY + 14;
const service: SeenService = {
  key: "aws/i-1",
  kind: "ec2-instance",
  cloud: "aws",
  accountId: "111111111111",
  regionId: "us-east-1",
  nativeId: "i-1",
  name: "web",
  tags: {},
  subnetIds: [],
  addresses: [],
  isPublic: false,
  guards: [],
};
const use: MachineUse = {
  serviceKey: service.key,
  billedAs: service.nativeId,
  startMs: FIRST_DAY * 24 * HOUR_MS,
  cpuRatio: Array.from({ length: 336 }, () => 0.1),
  smallerSizes: [{ name: "m6i.large", ofNowRatio: 0.5 }],
};
const bill = (dayCount: number, more: Partial<BillLine> = {}): readonly BillLine[] =>
  Array.from({ length: dayCount }, (_, i) =>
    aBillLine({
      billed: money("24"),
      day: new Date((FIRST_DAY + i) * 24 * HOUR_MS).toISOString().slice(0, 10),
      subAccountId: "111111111111",
      resourceId: "arn:aws:ec2:us-east-1:111111111111:instance/i-1",
      tags: { env: "test" },
      ...more,
    }),
  );
const gathered = (
  lines: readonly BillLine[],
  {
    machine = use,
    seen = service,
    nonProduction = [],
    untilDay = UNTIL_DAY,
  }: { machine?: MachineUse; seen?: SeenService; nonProduction?: ChargeMatch[]; untilDay?: number | undefined } = {},
) => {
  const { costs, ...config } = anInventory();
  return gatherUsage({
    topology: { ...aTopology([]), services: [seen] },
    lines,
    billedUntilDay: untilDay,
    config: { ...config, costs: { ...costs, savings: { ...costs.savings, nonProduction } } },
    machines: [machine],
  });
};

describe("engine/cost/recommend/gather-usage", () => {
  it("takes what an hour costs from the bill, over the hours that it ran, and sizes in proportion to it", () => {
    expect(gathered(bill(14))).toMatchObject([
      { resourceId: "i-1", usdPerHour: 1, sizes: [{ name: "m6i.large", usdPerHour: 0.5, memoryOfNow: 0.5 }] },
    ]);
    const halfDays = { ...use, cpuRatio: use.cpuRatio.map((ratio, i) => (i % 24 < 12 ? ratio : undefined)) };
    expect(gathered(bill(14), { machine: halfDays })?.[0]?.usdPerHour).toBe(2);
    expect(gathered(bill(14, { resourceId: "I-1" }))).toHaveLength(1);
  });

  it("knows nothing of what is billed on fewer than seven whole days", () => {
    expect(gathered(bill(7))).toHaveLength(1);
    expect(gathered(bill(6))).toEqual([]);
    expect(gathered(bill(14), { untilDay: FIRST_DAY + 6 })).toEqual([]);
    // its first day was not measured from the first hour on
    expect(gathered(bill(7), { machine: { ...use, startMs: use.startMs + HOUR_MS } })).toEqual([]);
  });

  it.each<[string, Partial<BillLine>]>([
    ["another machine", { resourceId: "i-11" }],
    ["one whose id ends alike", { resourceId: "xi-1" }],
    ["another account", { subAccountId: "222222222222" }],
    ["another cloud", { cloud: "azure" }],
    ["its disks", { serviceCategory: "Storage" }],
    ["what it sends", { transfer: { kind: "internet" } }],
    ["what is paid in advance", { commitment: { id: "sp-1", category: "Spend" } }],
    ["another currency", { currency: "EUR" }],
    ["nothing", { billed: money("0") }],
  ])("takes no price from %s", (_, more) => {
    expect(gathered(bill(14, more))).toEqual([]);
  });

  it("says that it may stand still where all of its bill is meant", () => {
    const nonProduction = [{ tags: { env: "test" } }];

    expect(gathered(bill(14), { nonProduction })).toMatchObject([{ isNonProduction: true }]);
    expect(gathered(bill(14))).toMatchObject([{ isNonProduction: false }]);
    const retagged = [...bill(13), ...bill(14, { tags: { env: "prod" } }).slice(13)];
    expect(gathered(retagged, { nonProduction })).toMatchObject([{ isNonProduction: false }]);
  });

  it("keeps machines of the same name in two places apart by their whole ids", () => {
    const id = "/subscriptions/111111111111/resourceGroups/a/providers/Microsoft.Compute/virtualMachines/i-1";
    const seen: SeenService = { ...service, cloud: "azure", nativeId: id };
    const machine = { ...use, billedAs: id };

    expect(gathered(bill(14, { cloud: "azure", resourceId: id.toUpperCase() }), { machine, seen })).toHaveLength(1);
    expect(gathered(bill(14, { cloud: "azure", resourceId: id.replace("/a/", "/b/") }), { machine, seen })).toEqual([]);
  });
});
