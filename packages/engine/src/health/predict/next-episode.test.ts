import type { DegradationEpisode } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EpisodeInput, nextEpisode, type Told } from "./next-episode.ts";

const minuteMs = 60_000;
type Slot = Partial<Omit<EpisodeInput, "risk" | "slotMs">> & {
  readonly probability?: number;
  readonly leadTimeMs?: number;
};

/** What is told, slot by slot, `undefined` where nothing is. */
function tellAll(slots: readonly Slot[]): { told: (Told | undefined)[]; last: DegradationEpisode | undefined } {
  let last: DegradationEpisode | undefined;
  const told = slots.map(({ probability = 0.9, leadTimeMs, ...slot }, at) => {
    const risk = { probability, signs: ["drift" as const], ...(leadTimeMs !== undefined && { leadTimeMs }) };
    const suspectCount = probability >= 0.7 ? 2 : 0;
    const next = nextEpisode(last, { slotMs: at * minuteMs, state: "up", suspectCount, isStorm: false, ...slot, risk });
    last = next.episode;
    return next.told;
  });
  return { told, last };
}
const times = (count: number, slot: Slot): Slot[] => Array<Slot>(count).fill(slot);
const calm: Slot = { probability: 0.1 };

describe("engine/health/predict/next-episode", () => {
  it("tells nobody of a path that looked bad for one minute", () => {
    expect(tellAll([{ suspectCount: 1 }, calm, { suspectCount: 1 }]).told).toEqual([undefined, undefined, undefined]);
  });

  it("is told once, however long it looks bad", () => {
    expect(tellAll(times(60, {})).told.filter(Boolean)).toEqual(["predicted"]);
  });

  it("passes after twenty calm minutes in a row, and not after nineteen", () => {
    expect(tellAll([{}, ...times(19, calm)]).told.filter(Boolean)).toEqual(["predicted"]);
    expect(tellAll([{}, ...times(19, calm), { probability: 0.5 }, ...times(19, calm)]).last).toBeDefined();
    expect(tellAll([{}, ...times(20, calm)])).toMatchObject({
      told: ["predicted", ...times(19, {}).map(() => undefined), "passed"],
    });
  });

  it("is told again when it comes in less than half of the time that was left, ten minutes later at the earliest", () => {
    const hour = { leadTimeMs: 60 * minuteMs };
    const soon = { leadTimeMs: 15 * minuteMs };
    expect(tellAll([hour, ...times(9, soon)]).told.filter(Boolean)).toEqual(["predicted"]);
    expect(tellAll([hour, ...times(10, soon)]).told.filter(Boolean)).toEqual(["predicted", "worse"]);
    // what was told comes nearer by itself: that is no news
    const asTold = Array.from({ length: 40 }, (_, at) => ({ leadTimeMs: (60 - at) * minuteMs }));
    expect(tellAll(asTold).told.filter(Boolean)).toEqual(["predicted"]);
  });

  it("says nothing more once it has come, until it is over", () => {
    const slots = [{ leadTimeMs: 60 * minuteMs }, ...times(20, { state: "degraded" as const }), { leadTimeMs: 0 }];
    const { told, last } = tellAll(slots);

    expect(told.filter(Boolean)).toEqual(["predicted"]);
    expect(last?.cameAtMs).toBe(minuteMs);
    expect(tellAll([...slots, ...times(20, calm)]).told.at(-1)).toBe("passed");
  });

  it("does not begin with a path that is down: that is no prediction", () => {
    expect(tellAll(times(5, { state: "down" })).told.filter(Boolean)).toEqual([]);
    expect(tellAll([{ state: "degraded" }, { state: "degraded" }]).last).not.toHaveProperty("cameAtMs");
    expect(tellAll([{ state: "degraded" }, { state: "down" }]).last?.cameAtMs).toBe(minuteMs);
  });

  it("is of the path once the others of its vantage are well again", () => {
    const { told, last } = tellAll([{ isStorm: true }, { isStorm: true }, {}]);

    expect(told).toEqual(["predicted", undefined, "predicted"]);
    expect(last?.about).toBe("path");
  });

  it("never tells that anything passed that was not predicted, nor predicts twice without its end", () => {
    const slot = fc.record({
      probability: fc.double({ min: 0, max: 1, noNaN: true }),
      state: fc.constantFrom("up" as const, "degraded" as const, "down" as const),
      leadTimeMs: fc.integer({ min: 0, max: 3_600_000 }),
    });
    fc.assert(
      fc.property(fc.array(slot, { maxLength: 200 }), (slots) => {
        const ends = tellAll(slots).told.filter((told) => told === "predicted" || told === "passed");
        for (const [at, told] of ends.entries()) expect(told).toBe(at % 2 === 0 ? "predicted" : "passed");
      }),
    );
  });
});
