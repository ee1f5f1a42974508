import { describe, expect, it } from "vitest";
import { type AnomalyState, nextAnomaly, unseenSeries } from "./anomaly.ts";

const stepMs = 300_000;
const dayLong = 288;
/** A wave of one day with a little noise that is the same each time. */
const daily = (at: number): number => 50 + 20 * Math.sin((2 * Math.PI * at) / dayLong) + ((at * 7919) % 101) / 100;

function scoresOf(values: readonly number[]): Readonly<{ scores: number[]; state: AnomalyState }> {
  let state = unseenSeries();
  const scores = values.map((value, at) => {
    const next = nextAnomaly(state, { atMs: at * stepMs, value });
    state = next.state;
    return next.score;
  });
  return { scores, state };
}

const most = (scores: readonly number[], from: number, to: number): number => Math.max(...scores.slice(from, to));

describe("health/detect/anomaly", () => {
  const days = Array.from({ length: 10 * dayLong }, (_, at) => daily(at));

  it("finds nothing in days that are like each other", () => {
    expect(most(scoresOf(days).scores, 3 * dayLong, days.length)).toBeLessThan(0.1);
  });

  it("finds nothing in a series that never moves", () => {
    expect(Math.max(...scoresOf(Array<number>(1000).fill(45)).scores)).toBe(0);
  });

  it("tells a value never seen before when it comes, and not again when it is known", () => {
    const values = days.with(2000, 400).with(2400, 400);
    const { scores } = scoresOf(values);
    expect(scores[2000]).toBeGreaterThan(0.5);
    expect(most(scores, 2390, 2430)).toBeLessThan((scores[2000] ?? 0) / 2);
  });

  it("tells a day that does not come up", () => {
    const values = days.map((value, at) => (at >= 2016 && at < 2304 ? 30 : value));
    expect(most(scoresOf(values).scores, 2016, 2304)).toBeGreaterThan(0.18);
  });

  it("tells a new level at once and then gets used to it", () => {
    const { scores } = scoresOf(days.map((value, at) => (at >= 2000 ? value + 100 : value)));
    expect(most(scores, 2000, 2004)).toBeGreaterThan(0.5);
    expect(most(scores, 2000 + 2 * dayLong, days.length)).toBeLessThan(0.18);
  });

  it("looks at nothing that comes later and goes on from a state that was written down", () => {
    const whole = scoresOf(days).scores.slice(0, 1500);
    expect(scoresOf(days.slice(0, 1500)).scores).toEqual(whole);
    const state = JSON.parse(JSON.stringify(scoresOf(days.slice(0, 1499)).state)) as AnomalyState;
    expect(nextAnomaly(state, { atMs: 1499 * stepMs, value: days[1499] ?? 0 }).score).toBe(whole[1499]);
  });

  it("keeps a state that does not grow with the series", () => {
    const noisy = Array.from({ length: 6000 }, (_, at) => daily(at) * (1 + ((at * 104_729) % 1000) / 300));
    expect(JSON.stringify(scoresOf(noisy).state).length).toBeLessThan(6000);
  });
});
