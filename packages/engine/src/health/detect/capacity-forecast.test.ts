import { describe, expect, it } from "vitest";
import { capacityForecast, nextUtilisation, unseenUtilisation } from "./capacity-forecast.ts";

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** Thirty days, hour by hour: grows by `perDay`, swings by `swing` over the day. */
function month(perDay: number, swing: number, start = 0.3) {
  let state = unseenUtilisation();
  for (let hour = 0; hour < 720; hour++) {
    const season = swing * Math.sin((2 * Math.PI * hour) / 24) + (((hour * 7919) % 101) - 50) / 10_000;
    state = nextUtilisation(state, hour * hourMs, start + (perDay * hour) / 24 + season);
  }
  return state;
}

const question = { nowMs: 30 * dayMs, limitRatio: 0.8, horizonMs: 90 * dayMs };

describe("health/detect/capacity-forecast", () => {
  it("names the day a steady growth is full", () => {
    const forecast = capacityForecast(month(0.01, 0), question);
    expect((forecast?.exhaustedAtMs ?? 0) / dayMs).toBeCloseTo(50, 0);
    expect(forecast?.probability).toBeGreaterThan(0.99);
  });

  it("names the days between which it is full, nearer together the longer it was watched", () => {
    const { exhaustedAtMs = 0, soonestAtMs = 0, latestAtMs = 0 } = capacityForecast(month(0.01, 0.05), question) ?? {};

    expect(soonestAtMs).toBeLessThan(exhaustedAtMs);
    expect(latestAtMs).toBeGreaterThan(exhaustedAtMs);
    expect(latestAtMs - soonestAtMs).toBeLessThan(10 * dayMs);
  });

  it("is full earlier where the peak of the day stands above the line", () => {
    const forecast = capacityForecast(month(0.01, 0.1), question);
    expect((forecast?.exhaustedAtMs ?? 0) / dayMs).toBeGreaterThan(37);
    expect((forecast?.exhaustedAtMs ?? 0) / dayMs).toBeLessThan(43);
  });

  it("has no date for what does not grow", () => {
    const forecast = capacityForecast(month(0, 0.05), question);
    expect(forecast).not.toHaveProperty("exhaustedAtMs");
    expect(forecast?.probability).toBeLessThan(0.01);
  });

  it("is full now where the peak is at the limit already", () => {
    expect(capacityForecast(month(0, 0.1, 0.75), question)?.exhaustedAtMs).toBe(question.nowMs);
  });

  it("says nothing before there is a line", () => {
    expect(capacityForecast(nextUtilisation(unseenUtilisation(), 0, 0.5), question)).toBeUndefined();
  });
});
