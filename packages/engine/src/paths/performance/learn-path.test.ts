import { type PathHealth, PathHealthRecord, PathPerformanceRecord } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { learnPath, SLOT_MS } from "./learn-path.ts";
import { DAY_MS } from "./path-performance.ts";
import { addValues, emptySketch, quantileOf, weightOf } from "./quantile-sketch.ts";

const startMs = 20_000 * DAY_MS;
const slot = (minute: number): number => startMs + minute * SLOT_MS;
/** Twenty round trips that occur nowhere else. */
const window = (minute: number, baseMs = 10) => Array.from({ length: 20 }, (_, i) => baseMs + minute / 1_000 + i / 100);

function seen(minute: number, more: Partial<PathHealth> & { sampledAtMs?: number; sampleCount?: number } = {}) {
  const { sampledAtMs = slot(minute) + 57_000, sampleCount = 58, ...health } = more;
  return {
    slotMs: slot(minute),
    sampleCount,
    record: PathHealthRecord.parse({
      pathId: "dx",
      vantageId: "v1",
      sampledAtMs,
      health: {
        state: "up",
        sinceMs: 0,
        epoch: 1,
        learning: [],
        recent: window(minute),
        failuresInRowCount: 0,
        successesInRowCount: 20,
        blindInRowCount: 0,
        ...health,
      },
    }),
  };
}
const learn = (...snapshots: ReturnType<typeof seen>[]): PathPerformanceRecord => {
  let known: PathPerformanceRecord | undefined;
  for (const snapshot of snapshots) known = learnPath(known, snapshot);
  return PathPerformanceRecord.parse(known);
};

describe("engine/paths/performance/learn-path", () => {
  it("counts answers that are slower than is promised, from when something is promised", () => {
    const before = learn(seen(0));
    const first = learnPath(before, { ...seen(1, { recent: [10.5, 10.6, null, 30, 12] }), slowAboveMs: 12 });
    const second = learnPath(first, { ...seen(2, { recent: [13, 11] }), slowAboveMs: 12 });
    const third = learnPath(second, seen(3));

    expect(before.days[0]).not.toHaveProperty("slowCount");
    expect([first, second, third].map((one) => one?.days[0]?.slowCount)).toEqual([1, 2, 2]);
  });

  it("adds up the samples and minutes of a day", () => {
    const known = learn(seen(0), seen(1), seen(2));

    expect(known.days).toEqual([
      { day: 20_000, sentCount: 60, lostCount: 0, upMinutes: 3, degradedMinutes: 0, downMinutes: 0 },
    ]);
    expect(weightOf(known.rtt)).toBe(60);
    expect(Math.abs((quantileOf(known.rtt, 0.5) ?? 0) / 10.1 - 1)).toBeLessThan(0.011);
  });

  it("counts a snapshot once, however often and in whatever order it comes", () => {
    const inOrder = learn(seen(0), seen(1), seen(2), seen(3));
    const shuffled = learn(seen(0), seen(2), seen(2), seen(3), seen(1), seen(1), seen(0));

    expect(shuffled).toEqual(inOrder);
  });

  it("does not count what is older than all it remembers", () => {
    const known = learn(...Array.from({ length: 40 }, (_, i) => seen(i)));

    expect(known.slotsMs).toHaveLength(30);
    expect(learnPath(known, seen(5))).toBe(known);
  });

  it("counts no sample of the minute before again when a burst was short", () => {
    const first = window(0);
    const short = [...first.slice(8), ...window(1).slice(0, 8)];

    expect(learn(seen(0), seen(1, { recent: short, sampleCount: 8 })).days[0]?.sentCount).toBe(28);
    // the vantage could not send most of them: the count says 58, the window says 8
    expect(learn(seen(0), seen(1, { recent: short })).days[0]?.sentCount).toBe(28);
    expect(learn(seen(0), seen(1, { recent: first, sampleCount: 0 })).days[0]?.sentCount).toBe(20);
  });

  it("counts all of a window whose round trips are all alike", () => {
    const alike = Array.from({ length: 20 }, () => 5);

    expect(learn(seen(0, { recent: alike }), seen(1, { recent: alike })).days[0]?.sentCount).toBeGreaterThanOrEqual(37);
  });

  it("counts losses, and what is down as down", () => {
    const dead = seen(1, { state: "down", sinceMs: slot(0), recent: Array.from({ length: 20 }, () => null) });

    expect(
      learn(seen(0), dead, { ...dead, slotMs: slot(2), record: { ...dead.record, sampledAtMs: slot(2) } }).days[0],
    ).toEqual({
      day: 20_000,
      sentCount: 60,
      lostCount: 40,
      upMinutes: 1,
      degradedMinutes: 0,
      downMinutes: 2,
    });
  });

  it("gives the part of a minute before a change to the state before", () => {
    const down = seen(1, { state: "down", sinceMs: slot(1) + 45_000 });

    expect(learn(seen(0), down).days[0]).toMatchObject({ upMinutes: 1.75, downMinutes: 0.25 });
    // what was before the first look is not known
    expect(learn(down).days[0]).toMatchObject({ upMinutes: 0, downMinutes: 0.25 });
    // nor what was in a gap
    expect(learn(seen(0), seen(9, { state: "down", sinceMs: slot(9) + 45_000 })).days[0]).toMatchObject({
      upMinutes: 1,
      downMinutes: 0.25,
    });
  });

  it("learns nothing from a blind vantage, nor from a record of an earlier minute", () => {
    const blind = learn(seen(0), seen(1, { state: "unknown", sinceMs: slot(0) }));

    expect(blind.days[0]).toMatchObject({ sentCount: 20, upMinutes: 1, downMinutes: 0 });
    expect(learnPath(undefined, seen(5, { sampledAtMs: slot(4) }))).toBeUndefined();
  });

  it("weighs what is older less, late snapshots too, and keeps thirty days", () => {
    const minutesADay = DAY_MS / SLOT_MS;
    const week = learn(seen(0), seen(7 * minutesADay));
    const late = learn(seen(minutesADay - 1), seen(minutesADay + 1), seen(minutesADay), seen(minutesADay - 1));

    expect(weightOf(week.rtt)).toBeCloseTo(30, 1);
    expect(late.weighedDay).toBe(20_001);
    expect(weightOf(late.rtt)).toBeCloseTo(40 + 20 * 2 ** (-1 / 7), 1);
    expect(learn(...Array.from({ length: 45 }, (_, i) => seen(i * minutesADay))).days.map(({ day }) => day)).toEqual(
      Array.from({ length: 30 }, (_, i) => 20_015 + i),
    );
  });

  it("stays below 8 KB after months of wild round trips", () => {
    const known: PathPerformanceRecord = {
      ...learn(...Array.from({ length: 45 }, (_, i) => seen((i * DAY_MS) / SLOT_MS))),
      rtt: addValues(
        emptySketch,
        Array.from({ length: 300 }, (_, i) => 0.5 * 1.03 ** i),
        28_800.33,
      ),
    };

    expect(JSON.stringify(known).length).toBeLessThan(8_192);
  });
});
