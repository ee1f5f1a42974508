import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../../../test/support/seeded-random.ts";
import type { CommonExcess } from "./common-excess.ts";
import { type JudgeRules, judgeSeries } from "./judge-series.ts";

const SLOT = 900_000;
const DAY = 96;
const RULES: JudgeRules = { minUsdPerDay: 5, sameHourFactor: 1.5 };
const dayOf = (startMs: number, atMs: number): number => (atMs - startMs) / SLOT;
const isLastTwoDays = (atMs: number): boolean =>
  new Date(atMs + 2 * 86_400_000).getUTCMonth() !== new Date(atMs).getUTCMonth();

/** A dollar an hour, a little noise, and what a play makes of it. */
function seriesOf(startMs: number, slots: number, factorAt: (atMs: number) => number, seed = 3) {
  const random = seededRandom(seed);
  return {
    slotMs: SLOT,
    startMs,
    values: Array.from(
      { length: slots },
      (_, i) => (0.97 + 0.06 * random()) * factorAt(startMs + i * SLOT) * (i % DAY < 40 ? 0.5 : 1),
    ),
  };
}

/** Slots from `fromMs` until a creep is told; `undefined` = not within so many days. */
function slotsUntilCreep(startMs: number, fromMs: number, factorAt: (atMs: number) => number, rules = RULES, days = 6) {
  const whole = seriesOf(startMs, dayOf(startMs, fromMs) + days * DAY, factorAt);
  for (let end = dayOf(startMs, fromMs) + 2; end <= whole.values.length; end += 4) {
    const found = judgeSeries({ ...whole, values: whole.values.slice(0, end) }, rules);
    if (found?.detectors.includes("creep")) return end - dayOf(startMs, fromMs);
  }
  return undefined;
}

describe("engine/cost/anomaly/judge-series", () => {
  const creepFrom =
    (fromMs: number, daily = 1.1, edge = 1): ((atMs: number) => number) =>
    (atMs) =>
      daily ** (Math.max(0, atMs - fromMs) / 86_400_000) * (isLastTwoDays(atMs) ? edge : 1);

  it("finds a growth in the middle of a month within three days", () => {
    const fromMs = Date.UTC(2026, 9, 12);
    expect(slotsUntilCreep(Date.UTC(2026, 8, 1), fromMs, creepFrom(fromMs))).toBeLessThanOrEqual(3 * DAY);
  });

  it("finds a growth over a month's end as soon, where the end of the month before was seen", () => {
    const fromMs = Date.UTC(2026, 9, 28);
    expect(slotsUntilCreep(Date.UTC(2026, 8, 1), fromMs, creepFrom(fromMs, 1.1, 1.2))).toBeLessThanOrEqual(3 * DAY);
  });

  /** What others do: a month's end like that, and one is so far from another. */
  const others = (startMs: number, edge: number, logSpread: number): CommonExcess => {
    const at = (index: number): number => (isLastTwoDays(startMs + index * SLOT) ? Math.log(edge) : 0);
    return {
      at,
      over: (from, end) => {
        let logExcess = 0;
        for (let i = from; i < end; i += 1) logExcess += at(i) / (end - from);
        return { logExcess, logSpread: at(from) > 0 ? logSpread : 0.02 };
      },
    };
  };

  it("or where others say what a month's end is", () => {
    const fromMs = Date.UTC(2026, 8, 28);
    const startMs = Date.UTC(2026, 8, 1);
    const play = creepFrom(fromMs, 1.1, 1.2);

    expect(
      slotsUntilCreep(startMs, fromMs, play, { ...RULES, common: others(startMs, 1.2, 0.02) }),
    ).toBeLessThanOrEqual(3 * DAY);
  });

  it("or where its own is not that of others: the growth in it tells, and the day after", () => {
    const startMs = Date.UTC(2026, 8, 1);
    for (const [day, edge] of [
      [28, 1.1],
      [29, 1.35],
      [30, 1.1],
    ] as const) {
      const fromMs = Date.UTC(2026, 8, day, 6);
      const rules = { ...RULES, common: others(startMs, 1.2, 0.07) };

      expect(slotsUntilCreep(startMs, fromMs, creepFrom(fromMs, 1.1, edge), rules)).toBeLessThanOrEqual(3 * DAY);
    }
  });

  it("does not take a month's end that is higher than that of others for a growth", () => {
    const startMs = Date.UTC(2026, 8, 1);
    const fromMs = Date.UTC(2026, 8, 28);
    const rules = { ...RULES, common: others(startMs, 1.1, 0.12) };

    expect(slotsUntilCreep(startMs, fromMs, creepFrom(fromMs * 2, 1, 1.4), rules)).toBeUndefined();
  });

  it("does not call a level that rose at once and stays for days a growth", () => {
    const startMs = Date.UTC(2026, 8, 1);
    const fromMs = Date.UTC(2026, 9, 12);
    const series = seriesOf(startMs, 60 * DAY, (atMs) => (atMs >= fromMs ? 1.3 : 1));
    for (const days of [1, 2, 3, 4]) {
      const values = series.values.slice(0, dayOf(startMs, fromMs) + days * DAY);

      expect(judgeSeries({ ...series, values }, RULES)?.detectors ?? []).not.toContain("creep");
    }
  });

  it("does not take a month's end for a growth, seen before or not", () => {
    const startMs = Date.UTC(2026, 8, 1);
    for (const end of [Date.UTC(2026, 9, 1), Date.UTC(2026, 10, 1)]) {
      const fromMs = end - 3 * 86_400_000;
      expect(slotsUntilCreep(startMs, fromMs, creepFrom(end * 2, 1, 1.4))).toBeUndefined();
    }
  });

  it("calls a jump that stands on days of growth both", () => {
    const fromMs = Date.UTC(2026, 9, 8);
    const atMs = Date.UTC(2026, 9, 13, 12);
    const series = seriesOf(Date.UTC(2026, 8, 1), dayOf(Date.UTC(2026, 8, 1), atMs), (at) =>
      at >= atMs - 3_600_000 ? 2.2 : creepFrom(fromMs, 1.06)(at),
    );

    expect(judgeSeries(series, RULES)?.detectors).toEqual(expect.arrayContaining(["seasonal", "creep"]));
  });

  it("does not call a jump of half a day a growth", () => {
    const atMs = Date.UTC(2026, 9, 13, 12);
    const series = seriesOf(Date.UTC(2026, 8, 1), dayOf(Date.UTC(2026, 8, 1), atMs), (at) =>
      at >= atMs - 12 * 3_600_000 ? 4 : 1,
    );

    expect(judgeSeries(series, RULES)?.detectors).not.toContain("creep");
  });
});
