import { describe, expect, it } from "vitest";
import { aDay, aSpan, DAY_MS, MINUTE_MS, NOON_MS } from "../../../../test/support/slo-facts.ts";
import { burnRate, burnRules, burnWindowsMs, heldRules } from "./burn-rate.ts";
import { errorBudget } from "./error-budget.ts";

const BUDGET = 0.0005;
const TODAY = Math.floor(NOON_MS / DAY_MS);
const held = (...spans: ReturnType<typeof aSpan>[]) =>
  heldRules(spans, "availability", BUDGET, NOON_MS).map(({ factor }) => factor);
const rate = (spans: ReturnType<typeof aSpan>[], minutes: number) =>
  burnRate(spans, "availability", BUDGET, { nowMs: NOON_MS, windowMs: minutes * MINUTE_MS });

describe("engine/slo/burn-rate", () => {
  it("has the windows of the Site Reliability Workbook", () => {
    expect(burnWindowsMs.map((ms) => ms / MINUTE_MS)).toEqual([5, 30, 60, 120, 360, 1_440, 4_320]);
    // what each rule lets go of a budget of 30 days before it holds
    const spent = burnRules.map(({ factor, longMs }) => (factor * longMs) / (30 * DAY_MS));
    expect(spent.map((share) => Math.round(share * 100))).toEqual([2, 5, 10, 10]);
  });

  it("is 1 where the budget lasts just as long as the period", () => {
    expect(rate([aSpan(0, 60, { downMinutes: 60 * BUDGET })], 60)).toBeCloseTo(1, 9);
    expect(rate([aSpan(0, 60, { downMinutes: 60 })], 60)).toBeCloseTo(2_000, 6);
    expect(rate([], 5)).toBe(0);
    // and counts only its own kind
    expect(rate([aSpan(0, 60, { slowMinutes: 60 })], 60)).toBe(0);
  });

  it("of a span that begins before the window its part counts", () => {
    expect(rate([aSpan(30, 60, { downMinutes: 6 })], 60)).toBeCloseTo(3 / 60 / BUDGET, 9);
    expect(rate([aSpan(60, 5, { downMinutes: 5 })], 60)).toBe(0);
  });

  it.each([
    // 14.4 × 0.0005 × 60 min = 26 s of an hour
    ["25 seconds just now", 25 / 60, 0, []],
    ["27 seconds just now", 27 / 60, 0, [14.4]],
    ["two minutes just now", 2, 0, [14.4, 6]],
    ["two minutes ten minutes ago", 2, 10, [6]],
    ["four minutes an hour ago: it is over, and what is left is slow", 4, 62, [3, 1]],
    ["four minutes three hours ago", 4, 180, [1]],
    ["four minutes seven hours ago", 4, 420, []],
  ] as const)("%s: rules %#", (_, downMinutes, minutesAgo, expected) => {
    expect(held(aSpan(minutesAgo, 5, { downMinutes }))).toEqual(expected);
  });

  it("holds only above its factor", () => {
    const exactly = 14.4 * BUDGET * 60;

    expect(held(aSpan(0, 5, { downMinutes: exactly - 1e-9 }))).toEqual([]);
    expect(held(aSpan(0, 5, { downMinutes: exactly + 1e-9 }))).toEqual([14.4]);
  });
});

describe("engine/slo/error-budget", () => {
  const of = (days: ReturnType<typeof aDay>[], kind: "availability" | "latency" = "availability", ratio = BUDGET) =>
    errorBudget(days, kind, ratio, { nowMs: NOON_MS, periodDays: 28 });

  it("is 20.16 minutes of four weeks, less what was down", () => {
    expect(of([])).toEqual({ seenMinutes: 0, badMinutes: 0, budgetMinutes: 20.16, remainingRatio: 1 });
    expect(of([aDay(TODAY, 710, { downMinutes: 10.08 })])).toMatchObject({ badMinutes: 10.08, remainingRatio: 0.5 });
    expect(of([aDay(TODAY, 700, { downMinutes: 20 })]).achievedRatio).toBeCloseTo(700 / 720, 9);
    expect(of([aDay(TODAY, 600, { downMinutes: 40.32 })]).remainingRatio).toBeCloseTo(-1, 9);
  });

  it("counts the days of the period, today among them, and no other", () => {
    const down = { downMinutes: 1 };
    const days = [aDay(TODAY - 28, 1_439, down), aDay(TODAY - 27, 1_439, down), aDay(TODAY, 719, down)];

    expect(of(days).badMinutes).toBe(2);
  });

  it("takes degraded for available", () => {
    expect(of([aDay(TODAY, 100, { degradedMinutes: 500 })])).toMatchObject({ seenMinutes: 600, badMinutes: 0 });
  });

  it("of latency counts the share of slow answers, of the time in which there were some", () => {
    const days = [aDay(TODAY - 1, 1_000, { slowCount: 1_000, downMinutes: 440 }), aDay(TODAY, 100)];

    // 1,000 of 20,000 answers in 1,000 minutes
    expect(of(days, "latency", 0.05)).toMatchObject({ seenMinutes: 1_100, badMinutes: 50, budgetMinutes: 2_016 });
  });
});
