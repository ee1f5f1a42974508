import { PathWatchRecord } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryTable } from "../../../../../test/support/memory-table.ts";
import { watchStore } from "./watch-store.ts";

const MINUTE_MS = 60_000;
const DAY = Array.from({ length: 96 }, (_, i) => 20 + Math.sin(i));

/** A path in a slot; what was learnt of it is `levelMs`, and a day. */
const watched = (pathId: string, slotMs: number, levelMs = 20, vantageId = "v1"): PathWatchRecord =>
  PathWatchRecord.parse({
    pathId,
    vantageId,
    slotMs,
    watch: {
      losses: { burstProbability: 0.01, quietLossRatio: 0.002 },
      lossGrowth: { count: 0, usualLossRatio: 0.002, evidence: 0 },
      roundTrips: { count: 1, valuesMs: [levelMs], numbers: [0], references: [null], sortedMs: [], priorMs: null },
      jitterNowMs: 0,
      jitterUsualMs: 0,
      day: DAY,
    },
    suspectCount: 0,
  });
const paths = (slotMs: number, levelMs = 20) => ["dx", "vpn"].map((pathId) => watched(pathId, slotMs, levelMs));
const bytesOf = (table: ReturnType<typeof memoryTable>, pk: string): number =>
  [...table.items]
    .filter(([key]) => key.startsWith(`${pk}\n`))
    .reduce((sum, [, doc]) => {
      const { bytes, paths: packed } = doc as { bytes?: Uint8Array; paths?: { bytes: Uint8Array } };
      return sum + (bytes ?? packed?.bytes ?? []).length;
    }, 0);

describe("runtime/store/state/watch-store", () => {
  it("what was saved last is read, by the one who saved it and by another", async () => {
    const table = memoryTable();
    const writer = watchStore(table);
    for (const minute of [0, 1, 2, 11, 12, 40]) {
      const all = paths(minute * MINUTE_MS, 20 + minute);
      await writer.saveAll("v1", all);

      expect(await writer.list("v1")).toEqual(all);
      expect(await watchStore(table).list()).toEqual(all);
    }
  });

  it("writes all of it every ten minutes, and between these a small part", async () => {
    const table = memoryTable();
    const store = watchStore(table);
    const wholeAt: number[] = [];
    const put = table.putNewer;
    table.putNewer = async (key, doc) => {
      if (key.pk === "WATCH") wholeAt.push(doc.atMs / MINUTE_MS);
      await put(key, doc);
    };
    for (let minute = 0; minute <= 25; minute += 1) await store.saveAll("v1", paths(minute * MINUTE_MS, 20 + minute));

    expect(wholeAt).toEqual([0, 10, 20]);
    expect(bytesOf(table, "WATCH-SINCE")).toBeLessThan(bytesOf(table, "WATCH") / 2);
  });

  it("another process goes on where one left off, without writing all of it", async () => {
    const table = memoryTable();
    await watchStore(table).saveAll("v1", paths(0));
    const other = watchStore(table);
    await other.list("v1");
    const whole = table.items.get("WATCH\nv1#~0");

    await other.saveAll("v1", paths(MINUTE_MS, 21));

    expect(table.items.get("WATCH\nv1#~0")).toBe(whole);
    expect(await watchStore(table).list("v1")).toEqual(paths(MINUTE_MS, 21));
  });

  it("a whole that came without what was said against it counts by itself, and so does one whose change came first", async () => {
    const table = memoryTable();
    const store = watchStore(table);
    await store.saveAll("v1", paths(0));
    await store.saveAll("v1", paths(MINUTE_MS, 21));
    const [whole, since] = [table.items.get("WATCH\nv1#~0") ?? {}, table.items.get("WATCH-SINCE\nv1") ?? {}];
    await store.saveAll("v1", paths(10 * MINUTE_MS, 22));

    expect(await watchStore(table).list("v1")).toEqual(paths(10 * MINUTE_MS, 22)); // died before it said anything against it

    await store.saveAll("v1", paths(11 * MINUTE_MS, 23));
    table.items.set("WATCH\nv1#~0", whole); // the other Region hears of the whole later
    expect(await watchStore(table).list("v1")).toEqual(paths(0));
    table.items.set("WATCH-SINCE\nv1", since);
    expect(await watchStore(table).list("v1")).toEqual(paths(MINUTE_MS, 21));
  });

  it("a save that is late undoes nothing", async () => {
    const table = memoryTable();
    const late = watchStore(table);
    await late.saveAll("v1", paths(0));
    await watchStore(table).saveAll("v1", paths(20 * MINUTE_MS, 22));

    await late.saveAll("v1", paths(MINUTE_MS, 99));

    expect(await watchStore(table).list("v1")).toEqual(paths(20 * MINUTE_MS, 22));
  });

  it("nothing is left of a path that was removed, and the others are what they were when all was stored", async () => {
    const table = memoryTable();
    const store = watchStore(table);
    await store.saveAll("v1", paths(0));
    await store.saveAll("v1", paths(MINUTE_MS, 21));

    await store.remove(paths(0).slice(0, 1));

    expect(await store.list()).toEqual(paths(0).slice(1));
    expect(JSON.stringify([...table.items.keys()])).not.toContain("SINCE");
    await store.saveAll("v1", paths(2 * MINUTE_MS, 22).slice(1));
    expect(await watchStore(table).list()).toEqual(paths(2 * MINUTE_MS, 22).slice(1));
  });

  it("reads those of one vantage, and no other's whose id begins alike", async () => {
    const table = memoryTable();
    const store = watchStore(table);
    for (const minute of [0, 1])
      for (const id of ["v1", "v10"]) await store.saveAll(id, [watched("dx", minute * MINUTE_MS, 20 + minute, id)]);

    expect(await watchStore(table).list("v1")).toEqual([watched("dx", MINUTE_MS, 21, "v1")]);
    expect(await watchStore(table).list()).toHaveLength(2);
  });

  it("whatever comes when, what is read is what was saved last", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            minutes: fc.integer({ min: 1, max: 15 }),
            levelMs: fc.double({ min: 0.1, max: 900, noNaN: true }),
            isOther: fc.boolean(),
          }),
          { minLength: 1, maxLength: 12 },
        ),
        async (saves) => {
          const table = memoryTable();
          let store = watchStore(table);
          let slotMs = 0;
          for (const { minutes, levelMs, isOther } of saves) {
            slotMs += minutes * MINUTE_MS;
            if (isOther) {
              store = watchStore(table);
              await store.list("v1");
            }
            await store.saveAll("v1", paths(slotMs, levelMs));
            expect(await watchStore(table).list("v1")).toEqual(paths(slotMs, levelMs));
          }
        },
      ),
      { numRuns: 60, seed: 23 },
    );
  });
});
