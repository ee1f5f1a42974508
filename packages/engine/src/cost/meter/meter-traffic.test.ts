import {
  type Charge,
  type FlowSlot,
  METER_SLOT_MS,
  type MeteredSlot,
  type MeteredVolumes,
  type MeterStore,
  type PriceRow,
  type TrafficMeter,
  tieredUsd,
} from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aFlow, aLink, anInventory, aTopology, places } from "../../../../../test/support/topologies.ts";
import { type MeterDeps, meterTraffic } from "./meter-traffic.ts";

const GB = 1e9;
const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 10, 1);
const { aws, azure, dc } = places;
const topology = aTopology([
  aLink({ id: "vpn", from: aws, to: dc, isPublic: true }),
  aLink({ id: "er", from: azure, to: dc, kind: "express-route" }),
]);
const row: PriceRow = {
  id: "aws/egress-internet/all",
  cloud: "aws",
  item: "egress-internet",
  regions: ["*"],
  unit: "GB",
  tiers: [{ upTo: 20, usd: 0.09 }, { usd: 0.05 }],
  source: "a list",
  asOf: "2026-11-01",
  trust: "vendor",
};
/** AWS asks for what leaves, a data centre for nothing, and what Azure asks is not known. */
const charges: MeterDeps["estimates"]["charges"] = ({ from, to }): readonly Charge[] =>
  from.cloud === "onprem"
    ? []
    : [
        {
          query: { cloud: from.cloud, item: row.item, regionId: from.regionId, to },
          row: from.cloud === "aws" ? row : undefined,
        },
      ];

interface Kept extends MeterStore {
  readonly slots: Map<string, MeteredSlot>;
  readonly flows: Map<string, FlowSlot>;
  readonly volumesOf: Map<string, MeteredVolumes>;
  putCount: number;
}

function store(): Kept {
  const [slots, flows, volumesOf] = [
    new Map<string, MeteredSlot>(),
    new Map<string, FlowSlot>(),
    new Map<string, MeteredVolumes>(),
  ];
  return {
    slots,
    flows,
    volumesOf,
    putCount: 0,
    async put(more, moreFlows) {
      this.putCount += 1;
      for (const one of more) slots.set(`${one.startMs} ${one.connectionId} ${one.fromKey}`, one);
      for (const one of moreFlows) flows.set(`${one.startMs} ${one.flowId}`, one);
    },
    async read({ fromMs, toMs }) {
      const isIn = ({ startMs }: { readonly startMs: number }): boolean => startMs >= fromMs && startMs < toMs;
      return { slots: [...slots.values()].filter(isIn), flows: [...flows.values()].filter(isIn) };
    },
    volumes: async (month) => volumesOf.get(month),
    putVolumes: async (volumes) => void volumesOf.set(volumes.month, volumes),
  };
}

/** A cloud's counters: bytes of a slot on `vpn` from AWS, or nothing; and how much of the slot is there at that moment. */
type Counters = (
  startMs: number,
  nowMs: number,
) => { readonly bytes: number; readonly coverageRatio: number } | undefined;

/** A meter at work: each run is at its own moment. */
function startMetering(
  counters: Counters,
  links: readonly (readonly [id: string, from: string, to: string])[] = [["vpn", aws[0], dc[0]]],
) {
  const kept = store();
  const asked: { readonly fromMs: number; readonly toMs: number }[] = [];
  let nowMs = START_MS;
  const meter: TrafficMeter = {
    async read(window) {
      asked.push(window);
      const slots = [];
      for (let startMs = window.fromMs; startMs < window.toMs; startMs += METER_SLOT_MS) {
        const counted = startMs < START_MS ? undefined : counters(startMs, nowMs);
        if (counted)
          for (const [connectionId, fromKey, toKey] of links)
            slots.push({ startMs, connectionId, fromKey, toKey, ...counted });
      }
      return { slots, gaps: ["azure: denied; allow it"] };
    },
  };
  const run = (atMs: number, more: Partial<MeterDeps> = {}) => {
    nowMs = atMs;
    return meterTraffic({
      meter,
      meterStore: kept,
      topologies: { latest: async () => ({ key: "k", topology }) },
      config: anInventory({ flows: [aFlow("f", "aws", "dc")] }),
      estimates: { charges },
      clock: { nowMs: () => atMs as ReturnType<MeterDeps["clock"]["nowMs"]> },
      ...more,
    });
  };
  return { kept, asked, run };
}
const usdIn = (kept: Kept): number => [...kept.slots.values()].reduce((sum, { usd = 0 }) => sum + usd, 0);
const whole =
  (bytes: number): Counters =>
  () => ({ bytes, coverageRatio: 1 });

describe("engine/cost/meter/meter-traffic", () => {
  it("keeps what links carried, what it cost and which flow it was, once the last points have settled", async () => {
    const { kept, run } = startMetering(whole(GB));

    const report = await run(START_MS + HOUR_MS + 4 * 60_000);

    // the last of four slots ended four minutes ago: too young
    expect(report).toMatchObject({ toMs: START_MS + 3 * METER_SLOT_MS, slotCount: 3, flowSlotCount: 3, bytes: 3 * GB });
    expect(report.usd).toBeCloseTo(0.27, 9);
    expect(report.gaps).toContain("azure: denied; allow it");
    expect([...kept.slots.values()][0]).toEqual({
      startMs: START_MS,
      connectionId: "vpn",
      fromKey: "aws/tgw",
      toKey: "onprem/r1",
      bytes: GB,
      coverageRatio: 1,
      usd: 0.09,
      priceRowIds: ["aws/egress-internet/all"],
    });
    expect([...kept.flows.values()][0]).toEqual({
      startMs: START_MS,
      flowId: "f",
      connectionIds: ["vpn"],
      bytes: GB,
      usd: 0.09,
    });
  });

  it("changes nothing when it runs again at the same moment", async () => {
    const { kept, run } = startMetering(whole(GB));
    const atMs = START_MS + 10 * HOUR_MS;
    await run(atMs);
    const before = structuredClone(kept.slots);

    const again = await run(atMs);

    expect(kept.putCount).toBe(1);
    expect(kept.slots).toEqual(before);
    // the last hour is read again, and found as it was
    expect(again).toMatchObject({ fromMs: again.toMs - HOUR_MS, slotCount: 4, flowSlotCount: 0 });
  });

  it("reads a slot that lacks points again until it is whole, for six hours and no longer", async () => {
    const lateMs = START_MS + 2 * HOUR_MS;
    const { kept, asked, run } = startMetering((startMs, nowMs) => {
      if (startMs !== lateMs) return { bytes: GB, coverageRatio: 1 };
      return nowMs - startMs < 4 * HOUR_MS ? { bytes: GB / 3, coverageRatio: 1 / 3 } : { bytes: GB, coverageRatio: 1 };
    });
    for (let hours = 3; hours <= 12; hours += 0.5) await run(START_MS + hours * HOUR_MS);
    const late = [...kept.slots.values()].find(({ startMs }) => startMs === lateMs);

    expect(late).toMatchObject({ bytes: GB, coverageRatio: 1 });
    expect(kept.slots.size).toBe(47);
    // as long as it was not whole it was asked for; then the last hour alone
    expect(asked.filter(({ fromMs }) => fromMs <= lateMs).length).toBe(7);
    expect(asked.at(-1)).toEqual({ fromMs: START_MS + 10.75 * HOUR_MS, toMs: START_MS + 11.75 * HOUR_MS });
  });

  it("never takes less of a slot for more", async () => {
    const { kept, run } = startMetering((_, nowMs) =>
      nowMs < START_MS + 2 * HOUR_MS ? { bytes: GB, coverageRatio: 1 } : { bytes: 1, coverageRatio: 0.5 },
    );
    await run(START_MS + 1.5 * HOUR_MS);
    await run(START_MS + 2 * HOUR_MS);

    expect(kept.slots.get(`${START_MS} vpn aws/tgw`)).toMatchObject({ bytes: GB, coverageRatio: 1 });
  });

  it("adds up to the price of the month's volume, however late points come and however often it runs", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 3 * GB }), fc.integer({ min: 0, max: 20 })), {
          minLength: 60,
          maxLength: 60,
        }),
        fc.array(fc.constantFrom(0.25, 0.5, 1, 3), { minLength: 10, maxLength: 40 }),
        async (world, steps) => {
          const { kept, run } = startMetering((startMs, nowMs) => {
            const [bytes = 0, lateSlots = 0] = world[(startMs - START_MS) / METER_SLOT_MS] ?? [];
            return nowMs - startMs < (lateSlots + 1) * METER_SLOT_MS
              ? { bytes: bytes / 3, coverageRatio: 1 / 3 }
              : { bytes, coverageRatio: 1 };
          });
          let atMs = START_MS + HOUR_MS;
          for (const step of [...steps, 3, 0.25]) {
            atMs += step * HOUR_MS;
            await run(atMs);
          }
          const gb = [...kept.slots.values()].reduce((sum, { bytes }) => sum + bytes, 0) / GB;

          expect(usdIn(kept)).toBeCloseTo(tieredUsd(row, gb), 6);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("prices each month by its own volume", async () => {
    const monthEndMs = Date.UTC(2026, 11, 1);
    const { kept, run } = startMetering((startMs) =>
      startMs < monthEndMs - HOUR_MS || startMs >= monthEndMs + HOUR_MS
        ? undefined
        : { bytes: 10 * GB, coverageRatio: 1 },
    );

    const { gaps } = await run(monthEndMs + 2 * HOUR_MS);

    expect(usdIn(kept)).toBeCloseTo(2 * (20 * 0.09 + 20 * 0.05), 9);
    // what was sent before the last hour of November is not known
    expect(gaps).toContainEqual(expect.stringContaining("2026-11 is metered from 2026-11-30T23:00Z on"));
  });

  it("goes back a day where nothing was metered for six hours, and not into what is closed", async () => {
    const { kept, asked, run } = startMetering(whole(GB));
    await run(START_MS + 5 * HOUR_MS);
    await run(START_MS + 18 * HOUR_MS);

    expect(asked.at(-1)?.fromMs).toBeLessThanOrEqual(START_MS + 5 * HOUR_MS);
    expect(kept.slots.size).toBe((18 * HOUR_MS) / METER_SLOT_MS - 1);
    expect(usdIn(kept)).toBeCloseTo(tieredUsd(row, 71), 6);
  });

  it("says what has no price, and counts it all the same", async () => {
    const { kept, run } = startMetering(whole(GB), [["er", azure[0], dc[0]]]);

    const { unpriced, usd, bytes } = await run(START_MS + HOUR_MS);

    expect(unpriced).toEqual(["data over er: no row for azure/egress-internet in eastus, to onprem:dc1"]);
    expect({ usd, bytes }).toEqual({ usd: 0, bytes: 3 * GB });
    expect([...kept.slots.values()].every((slot) => slot.usd === undefined)).toBe(true);
  });

  it("reads nothing where nothing is known of the estate, and says what to do", async () => {
    const { asked, run } = startMetering(whole(GB));

    const report = await run(START_MS + HOUR_MS, { topologies: { latest: async () => undefined } });

    expect(asked).toEqual([]);
    expect(report).toMatchObject({ slotCount: 0, gaps: [expect.stringContaining("first look")] });
  });

  it("does not forget what was sent when the sums of a month are lost", async () => {
    const { kept, run } = startMetering(whole(GB));
    await run(START_MS + 10 * HOUR_MS);
    await run(START_MS + 11 * HOUR_MS);
    kept.volumesOf.clear();
    await run(START_MS + 12 * HOUR_MS);

    expect(usdIn(kept)).toBeCloseTo(tieredUsd(row, kept.slots.size), 6);
  });
});
