import type { EventData, Topology } from "@skylane/core";
import { CapacityWatchRecord, eventRegistry } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { type MemoryDeps, memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { watchCapacity } from "./watch-capacity.ts";

const DAY_MS = 86_400_000;
const FIRST_DAY = 20_800;
/** 30 days of 1,000 Mbps. */
const FULL_BYTES = (1_000_000_000 / 8) * 30 * 86_400;

type Link = Readonly<{ ratio: number | undefined; bandwidthMbps?: number }>;

/** Looks at an estate of one link on these days after the first. */
async function look(deps: MemoryDeps, days: readonly number[], linkAt: (day: number) => Link): Promise<void> {
  for (const day of days) {
    const { ratio, bandwidthMbps = 1_000 } = linkAt(day);
    const bytes30d = ratio === undefined ? undefined : ratio * FULL_BYTES * (bandwidthMbps / 1_000);
    const topology = {
      estate: "test",
      atMs: (FIRST_DAY + day) * DAY_MS + 3_600_000,
      connections: [{ id: "aws/dx-1", bandwidthMbps, ...(bytes30d !== undefined && { bytes30d }) }],
    } as unknown as Topology;
    await watchCapacity(deps, { snapshotKey: await deps.topologies.saveSnapshot(topology), estate: "test" });
  }
}
const days = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
/** The mean of 30 days of a level that grows by half a percent of the bandwidth a day, as it is seen on that day. */
const growing = (day: number): Link => ({ ratio: 0.2 + 0.005 * (day - 15) + (((day * 7919) % 101) - 50) / 100_000 });
const told = (deps: MemoryDeps) =>
  deps.published
    .filter(({ type }) => type === "health.capacity-exhaustion-predicted.v1")
    .map(({ data }) => data as EventData<"health.capacity-exhaustion-predicted.v1">);

describe("engine/health/use-cases/watch-capacity", () => {
  it("publishes health.capacity-exhaustion-predicted.v1 once, with the day it is full and those around it", async () => {
    const deps = memoryDeps(aConfig());

    await look(deps, days(0, 40), growing);

    expect(told(deps)).toHaveLength(1);
    const [prediction] = told(deps);
    expect(eventRegistry["health.capacity-exhaustion-predicted.v1"].data.parse(prediction)).toEqual(prediction);
    // the level, not its mean of 30 days, is at 0.5 on day 60
    const dayOf = (ms = Number.NaN): number => ms / DAY_MS - FIRST_DAY;
    expect(Math.abs(dayOf(prediction?.exhaustedAtMs) - 60)).toBeLessThan(3);
    expect(dayOf(prediction?.soonestAtMs)).toBeLessThan(dayOf(prediction?.exhaustedAtMs));
    expect(dayOf(prediction?.latestAtMs)).toBeGreaterThan(dayOf(prediction?.exhaustedAtMs));
  });

  it("keeps what the last day makes of it, beside what was told, until it is not likely any more", async () => {
    const deps = memoryDeps(aConfig());
    const kept = () => deps.filling.get("aws/dx-1")?.exhaustion;
    await look(deps, days(0, 6), growing);
    expect(kept()).toBeUndefined();

    await look(deps, days(6, 40), growing);
    expect(kept()?.exhaustedAtMs).not.toBe(told(deps)[0]?.exhaustedAtMs);
    expect(kept()?.utilisationRatio).toBe(growing(39).ratio);
    expect(CapacityWatchRecord.parse(deps.filling.get("aws/dx-1"))).toEqual(deps.filling.get("aws/dx-1"));

    await look(deps, days(40, 140), () => ({ ratio: 0.1 }));
    expect(kept()).toBeUndefined();
  });

  it("says nothing within the first week, of what does not grow, and of what grows too slowly to be full in 90 days", async () => {
    const deps = memoryDeps(aConfig());
    await look(deps, days(0, 6), growing);
    expect(told(deps)).toEqual([]);

    for (const perDay of [0, 0.001, -0.005]) {
      const other = memoryDeps(aConfig());
      await look(other, days(0, 40), (day) => ({ ratio: 0.25 + perDay * day + (((day * 7919) % 101) - 50) / 10_000 }));
      expect(told(other)).toEqual([]);
    }
  });

  it("counts one look a day, and the same for a look that comes again or late", async () => {
    const once = memoryDeps(aConfig());
    const shaken = memoryDeps(aConfig());

    await look(once, days(0, 20), growing);
    await look(
      shaken,
      days(0, 20).flatMap((day) => [day, day, Math.max(0, day - 3)]),
      growing,
    );

    expect(shaken.filling).toEqual(once.filling);
    expect(told(shaken)).toEqual(told(once));
  });

  it("is told again when the day comes much nearer, and not for every day that goes by", async () => {
    const deps = memoryDeps(aConfig());
    const faster = (day: number): Link => ({ ratio: (growing(day).ratio ?? 0) + Math.max(0, day - 25) * 0.02 });

    await look(deps, days(0, 32), faster);

    expect(told(deps).length).toBeGreaterThan(1);
    const [first, ...later] = told(deps);
    for (const one of later) expect(one.exhaustedAtMs).toBeLessThan(first?.exhaustedAtMs ?? 0);
  });

  it("watches anew a connection that got more bandwidth, and not at all one of which nothing is known", async () => {
    const deps = memoryDeps(aConfig());
    await look(deps, days(0, 20), growing);
    await look(deps, [20], () => ({ ratio: 0.1, bandwidthMbps: 10_000 }));

    expect(deps.filling.get("aws/dx-1")).toMatchObject({ dayCount: 1, bandwidthMbps: 10_000 });
    expect(deps.filling.get("aws/dx-1")).not.toHaveProperty("toldExhaustedAtMs");
    const unknown = memoryDeps(aConfig());
    await look(unknown, days(0, 20), () => ({ ratio: undefined }));
    expect(unknown.filling.size).toBe(0);
    expect(await watchCapacity(unknown, { snapshotKey: "gone", estate: "test" })).toBe(0);
  });

  it("stores little, and what its schema takes", async () => {
    const deps = memoryDeps(aConfig());
    await look(deps, days(0, 200), growing);

    const [record] = deps.filling.values();
    expect(CapacityWatchRecord.parse(record)).toEqual(record);
    expect(JSON.stringify(record).length).toBeLessThan(1_500);
  });
});
