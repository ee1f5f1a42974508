import { estimatesOf } from "@skylane/clouds/estimates";
import { type CapacityWatchRecord, CostSettings, type MeteredSlot } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aBillLine, money } from "../../../../../test/support/bill-lines.ts";
import { aService } from "../../../../../test/support/intent-builders.ts";
import { aSighting } from "../../../../../test/support/sightings.ts";
import { aFlow, aLink, anInventory, aTopology, places } from "../../../../../test/support/topologies.ts";
import { type AdviceSources, gatherInputs } from "./gather-inputs.ts";
import { recommend } from "./recommend.ts";

const NOW_MS = Date.UTC(2026, 10, 22);
const DAY_MS = 86_400_000;
const NOW_DAY = NOW_MS / DAY_MS;
const SLOT_MS = 900_000;
const { aws, dc } = places;
const PORT_USD = estimatesOf().price({
  cloud: "aws",
  item: "dedicated-port",
  regionId: "us-east-1",
  bandwidthMbps: 10_000,
})?.tiers[0]?.usd;
const dx = aLink({
  id: "dx",
  from: aws,
  to: dc,
  kind: "direct-connect",
  bandwidthMbps: 10_000,
  sightings: [
    aSighting({
      key: "aws/dxcon-1",
      at: "aws/tgw",
      nativeId: "dxcon-1",
      listPrice: { monthlyUsd: (PORT_USD ?? 0) * 730, source: "AWS", asOf: "2026-09-20" },
    }),
  ],
});

const sources = (more: Partial<AdviceSources> = {}): AdviceSources => ({
  nowMs: NOW_MS,
  topology: aTopology([dx]),
  slots: [],
  flowSlots: [],
  lines: [],
  billedUntilDay: NOW_DAY - 1,
  onDemand: [],
  plans: [],
  capacities: [],
  config: anInventory(),
  estimates: estimatesOf(),
  machines: [],
  stores: [],
  requests: [],
  ...more,
});
/** Both directions of the link, all slots of the last days. */
const metered = (dayCount: number, bytes: number): readonly MeteredSlot[] =>
  Array.from({ length: dayCount * 96 }, (_, i) => NOW_MS - (i + 1) * SLOT_MS).flatMap((startMs) =>
    ["aws/tgw", "onprem/r1"].map((fromKey) => ({
      startMs,
      connectionId: "dx",
      fromKey,
      toKey: "x",
      bytes,
      coverageRatio: 1,
      usd: 0,
      priceRowIds: [],
    })),
  );
const linkOf = (more: Partial<AdviceSources>) => gatherInputs(sources(more)).links?.[0];
const dayBefore = (days: number): string => new Date(NOW_MS - days * DAY_MS).toISOString().slice(0, 10);

describe("engine/cost/recommend/gather-inputs", () => {
  it("finds what a link was billed by any name that bills give its objects, of 30 days that are whole", () => {
    const line = (day: string, resourceId: string) => aBillLine({ billed: money("1"), day, resourceId });
    const lines = [
      line(dayBefore(2), "dxcon-1"),
      line(dayBefore(3), "arn:aws:directconnect:us-east-1:1:dxcon/DXCON-1"),
      line(dayBefore(31), "dxcon-1"),
      line(dayBefore(1), "dxcon-1"),
      line(dayBefore(32), "dxcon-1"),
      line(dayBefore(2), "dxcon-11"),
      { ...line(dayBefore(2), "dxcon-1"), currency: "EUR" },
    ];

    expect(linkOf({ lines })?.billedUsd30d).toBe(3);
    expect(linkOf({ lines: [] })?.billedUsd30d).toBeUndefined();
    expect(linkOf({ lines, billedUntilDay: undefined })?.billedUsd30d).toBeUndefined();
  });

  it("counts bytes of 30 days by the meter only where it has counted each of them, and never over discovery", () => {
    expect(linkOf({ slots: metered(31, 10) })?.connection.bytes30d).toBe(30 * 96 * 2 * 10);
    expect(linkOf({ slots: metered(29, 10) })?.connection.bytes30d).toBeUndefined();
    const gap = metered(31, 10).filter(({ startMs }) => Math.floor(startMs / DAY_MS) !== NOW_DAY - 9);
    expect(linkOf({ slots: gap })?.connection.bytes30d).toBeUndefined();
    const known = aTopology([{ ...dx, bytes30d: 7 }]);
    expect(linkOf({ topology: known, slots: metered(31, 10) })?.connection.bytes30d).toBe(7);
  });

  it("knows other sizes of a port whose price is one of the lists', and of no other", () => {
    const sizes = linkOf({})?.sizes;

    expect(sizes?.map(({ bandwidthMbps }) => bandwidthMbps)).toContain(1_000);
    expect(sizes?.find(({ bandwidthMbps }) => bandwidthMbps === 10_000)?.monthlyUsd).toBeCloseTo(1_642.5);
    const dear = { ...dx, sightings: dx.sightings.map((one) => ({ ...one, listPrice: undefined })) };
    expect(linkOf({ topology: aTopology([dear]) })?.sizes).toBeUndefined();
  });

  it("gives grounds for a smaller port, from meter and price lists alone", () => {
    // 400 Mbps each way
    const found = recommend(gatherInputs(sources({ slots: metered(21, (400e6 / 8) * 900) })));

    expect(found).toMatchObject([
      { kind: "link-size", scope: { kind: "link", id: "dx" }, title: expect.stringContaining("1000 Mbps") },
    ]);
  });

  describe("dates a second port", () => {
    const filling = (more: Partial<CapacityWatchRecord> = {}): CapacityWatchRecord => ({
      connectionId: "dx",
      day: NOW_DAY - 1,
      dayCount: 20,
      bandwidthMbps: 10_000,
      utilisation: { day: [] },
      exhaustion: {
        utilisationRatio: 0.42,
        limitRatio: 0.5,
        probability: 0.9,
        exhaustedAtMs: NOW_MS + 80 * DAY_MS,
        soonestAtMs: NOW_MS + 70 * DAY_MS,
      },
      ...more,
    });
    const config = (portLeadDays?: number) => ({
      ...anInventory(),
      costs: CostSettings.parse({ savings: { portLeadDays } }),
    });
    const dated = (more: Partial<AdviceSources>) =>
      recommend(gatherInputs(sources({ config: config(45), capacities: [filling()], ...more })));

    it("by what the watch of capacity keeps, the price of the port and the lead time that is said", () => {
      expect(dated({})).toMatchObject([
        { kind: "second-port-date", subjects: ["dx"], title: expect.stringContaining("by 2026-12-17") },
      ]);
    });

    it.each<[string, Partial<AdviceSources>]>([
      ["no lead time is said", { config: config() }],
      ["the watch has no date in force", { capacities: [filling({ exhaustion: undefined })] }],
      ["it was counted too long ago", { capacities: [filling({ day: NOW_DAY - 8 })] }],
      ["the link has another size now", { capacities: [filling({ bandwidthMbps: 1_000 })] }],
      ["the link is gone", { topology: aTopology([]) }],
      ["the lists have no price of it", { topology: aTopology([{ ...dx, sightings: [] }]) }],
    ])("and not where %s", (_, more) => {
      expect(dated(more)).toEqual([]);
    });
  });

  it("moves a workload to its data by what flows between them cost, with what the bill says it runs for", () => {
    const services = [
      aService("web", { kind: "ec2-instance", nativeId: "i-1", addresses: ["10.1.0.1"] }),
      aService("db", { kind: "azure-sql", cloud: "azure", regionId: "eastus", addresses: ["10.2.0.1"] }),
    ];
    const flow = aFlow("orders", "aws", "azure", {
      source: { ip: "10.1.0.1" },
      destination: { ip: "10.2.0.1", port: 1433 },
    });
    const found = recommend(
      gatherInputs(
        sources({
          topology: { ...aTopology([]), services },
          config: { ...anInventory(), flows: [flow] },
          flowSlots: [{ startMs: NOW_MS - DAY_MS, flowId: "orders", connectionIds: ["vpn"], bytes: 5e12, usd: 400 }],
          lines: [
            aBillLine({ billed: money("70"), day: dayBefore(2), resourceId: "arn:aws:ec2:us-east-1:1:instance/i-1" }),
          ],
        }),
      ),
    );

    expect(found).toMatchObject([{ kind: "move-workload", subjects: ["i-1"], savingLowUsd: 0 }]);
    expect(found[0]?.evidence).toContain("it runs for $70 in 30 days");
  });

  it("says nothing of what nobody measures", () => {
    const { resources, storage, flows, placements, commitments, ports } = gatherInputs(sources());

    expect([resources, storage, flows, placements, commitments, ports]).toEqual(Array(6).fill(undefined));
  });
});
