import { type ConnectionAlarms, PathPerformanceRecord, PathWatchRecord } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { anAlarm } from "../../../../../test/support/alarms.ts";
import { memoryTable } from "../../../../../test/support/memory-table.ts";
import { alarmStore } from "./alarm-store.ts";
import { performanceStore } from "./path-stores.ts";
import { watchStore } from "./watch-store.ts";

const learnt = (vantageId: string, pathId: string, sentCount: number): PathPerformanceRecord =>
  PathPerformanceRecord.parse({
    pathId,
    vantageId,
    rtt: { zeroCount: 0, indexes: [115], counts: [sentCount] },
    weighedDay: 20_000,
    days: [{ day: 20_000, sentCount, lostCount: 0, upMinutes: 1, degradedMinutes: 0, downMinutes: 0 }],
    slotsMs: [1_728_000_000_000],
    state: "up",
    lastSamples: [10],
  });

describe("runtime/store/state", () => {
  it("keeps what was learnt of a path by vantage, the latest of each", async () => {
    const performance = performanceStore(memoryTable());

    await performance.saveAll("v1", [learnt("v1", "dx", 20)]);
    await performance.saveAll("v2", [learnt("v2", "dx", 20)]);
    await performance.saveAll("v1", [learnt("v1", "dx", 40)]);

    expect(await performance.list("v1")).toEqual([learnt("v1", "dx", 40)]);
    expect(await performance.list()).toHaveLength(2);
    expect(await performance.list("v")).toEqual([]);
  });

  it("keeps the alarms of a connection, the last state of them", async () => {
    const table = memoryTable();
    const alarms = alarmStore({
      ...table,
      get: async ({ pk, sk }, schema) => (await table.query(pk, schema)).find((item) => item.sk === sk)?.doc,
    });
    const kept = (count: number): ConnectionAlarms => {
      const { connectionIds, ...alarm } = anAlarm();
      const [connectionId] = connectionIds as unknown as [ConnectionAlarms["connectionId"]];
      return { connectionId, alarms: Array.from({ length: count }, (_, i) => ({ ...alarm, alarmId: `a${i}` })) };
    };

    await alarms.save(kept(1));
    await alarms.save(kept(2));

    expect(await alarms.find("dx")).toEqual(kept(2));
    expect(await alarms.find("vpn")).toBeUndefined();
    expect(await alarms.list()).toEqual([kept(2)]);
  });

  it("keeps how a path develops apart from what was learnt of it, by vantage", async () => {
    const table = memoryTable();
    const performance = performanceStore(table);
    const watches = watchStore(table);
    const watched = (vantageId: string, slotMs: number) =>
      PathWatchRecord.parse({
        pathId: "dx",
        vantageId,
        slotMs,
        watch: {
          losses: { burstProbability: 0.01, quietLossRatio: 0.002 },
          lossGrowth: { count: 0, usualLossRatio: 0.002, evidence: 0 },
          roundTrips: { count: 0, valuesMs: [], numbers: [], references: [], sortedMs: [], priorMs: null },
          jitterNowMs: 0,
          jitterUsualMs: 0,
          day: [],
        },
        suspectCount: 0,
      });

    await watches.saveAll("v1", [watched("v1", 60_000)]);
    await watches.saveAll("v2", [watched("v2", 60_000)]);
    await watches.saveAll("v1", [watched("v1", 120_000)]);

    expect(await watches.list("v1")).toEqual([watched("v1", 120_000)]);
    expect(await watches.list()).toHaveLength(2);
    expect(await performance.list()).toEqual([]);
  });
});
