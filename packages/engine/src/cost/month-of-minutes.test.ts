import type { PriceItem } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MinuteOfUse, minutesOfRate, monthOfMinutes } from "./month-of-minutes.ts";
import type { Used } from "./used.ts";

const MINUTE = 60_000;
const PER_MONTH = 43_800;
const used = (item: PriceItem, by: string, units: number): Used => ({
  cloud: "aws",
  regionId: "us-east-1",
  item,
  by,
  units,
});
const calls = (by: string, count: number): Used => used("function-request", by, count / 1e6);
const minute = (i: number, ...of: Used[]): MinuteOfUse => ({ startMs: i * MINUTE, used: of });
const steady = (from: number, to: number): MinuteOfUse[] =>
  Array.from({ length: to - from }, (_, i) =>
    minute(from + i, calls("probe-burst", 2), used("table-write", "state", 7)),
  );
const schedules = [
  { rate: "rate(1 minute)", target: "probe-burst" },
  { rate: "rate(1 hour)", target: "discover-cloud" },
  { rate: "rate(1 hour)", target: "discover-cloud" },
  { rate: "rate(7 days)", target: "optimise-paths" },
  { rate: "cron(0 3 * * ? *)", target: "start-drill" },
];
const unitsOf = (month: ReturnType<typeof monthOfMinutes>, item: PriceItem, by: string): number | undefined =>
  month.outcome === "month" ? month.used.find((one) => one.item === item && one.by === by)?.units : undefined;

describe("engine/cost/month-of-minutes", () => {
  it("a month of what happens all the time is its mean, as often as a month has minutes", () => {
    const month = monthOfMinutes(steady(0, 5), schedules);

    expect(unitsOf(month, "function-request", "probe-burst")).toBeCloseTo((2 * PER_MONTH) / 1e6, 9);
    expect(unitsOf(month, "table-write", "state")).toBeCloseTo(7 * PER_MONTH, 6);
    expect(month).toMatchObject({ minuteCount: 5, quietCount: 5, notSeen: ["discover-cloud"] });
  });

  it("what comes once an hour is counted once an hour, with what it set off in its minute and the next", () => {
    const [first, second, ...rest] = steady(0, 10);
    const busy = minute(0, ...(first?.used ?? []), calls("discover-cloud", 2), used("table-write", "state", 100));
    const echo = minute(1, ...(second?.used ?? []), calls("refresh-choices", 2), used("table-write", "state", 40));
    const month = monthOfMinutes([busy, echo, ...rest], schedules);

    expect(unitsOf(month, "function-request", "discover-cloud")).toBeCloseTo((2 * 730) / 1e6, 9);
    expect(unitsOf(month, "function-request", "refresh-choices")).toBeCloseTo((2 * 730) / 1e6, 9);
    expect(unitsOf(month, "function-request", "probe-burst")).toBeCloseTo((2 * PER_MONTH) / 1e6, 9);
    expect(unitsOf(month, "table-write", "state")).toBeCloseTo(7 * PER_MONTH + 140 * 730, 6);
    expect(month).toMatchObject({ quietCount: 8, notSeen: [] });
  });

  it("looking when the hour strikes or not makes the same month, but for what was not seen", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 500 }), (at, writes) => {
        const minutes = steady(0, 10).map((one, i) =>
          i === at
            ? { ...one, used: [...one.used, calls("discover-cloud", 2), used("table-write", "state", writes)] }
            : one,
        );
        const units = unitsOf(monthOfMinutes(minutes, schedules), "table-write", "state") ?? 0;
        return Math.abs(units - (7 * PER_MONTH + writes * 730)) < 1e-3;
      }),
    );
  });

  it("does not take a minute in which it ran for a part only as a quiet one", () => {
    const [, ...whole] = steady(0, 4);
    const month = monthOfMinutes([minute(0, calls("probe-burst", 1)), ...whole], schedules, true);

    expect(unitsOf(month, "function-request", "probe-burst")).toBeCloseTo((2 * PER_MONTH) / 1e6, 9);
    expect(month).toMatchObject({ minuteCount: 4, quietCount: 3 });
  });

  it("counts what a start set off with a look only where no later look was seen", () => {
    const look = calls("discover-cloud", 1);
    const start = minute(0, look, calls("consider-failback", 127));
    const quiet = [1, 2, 3, 4, 5].map((i) => minute(i));
    const failbacks = (minutes: Parameters<typeof monthOfMinutes>[0]) =>
      unitsOf(monthOfMinutes(minutes, schedules, true), "function-request", "consider-failback");

    expect(failbacks([start, ...quiet])).toBeGreaterThan(0);
    expect(failbacks([start, ...quiet.slice(0, 4), minute(5, look), minute(6), minute(7)])).toBe(0);
  });

  it("says how far minutes that differ let it be wrong, and that equal ones do not", () => {
    const minutes = [10, 20, 30].map((units, i) =>
      minute(i, used("event", "bus", units), used("table-read", "state", 5)),
    );
    const month = monthOfMinutes(minutes, schedules);
    const errorOf = (item: string) =>
      month.outcome === "month"
        ? month.errorUnits.get(`aws|us-east-1|${item}||${item === "event" ? "bus" : "state"}`)
        : undefined;

    // the standard deviation is 10, of a mean of three
    expect(errorOf("event")).toBeCloseTo((10 / Math.sqrt(3)) * PER_MONTH, 6);
    expect(errorOf("table-read")).toBe(0);
  });

  it("refuses fewer than three minutes, and minutes none of which is quiet", () => {
    const busy = [0, 1, 2].map((i) => minute(i, calls("discover-cloud", 1)));

    expect(monthOfMinutes(steady(0, 2), schedules)).toEqual({ outcome: "too-short", minuteCount: 2, quietCount: 2 });
    expect(monthOfMinutes(busy, schedules)).toEqual({ outcome: "too-short", minuteCount: 3, quietCount: 0 });
    expect(monthOfMinutes([], schedules)).toMatchObject({ outcome: "too-short" });
  });

  it.each([
    ["rate(1 minute)", 1],
    ["rate(5 minutes)", 5],
    ["rate(1 hour)", 60],
    ["rate(7 days)", 10_080],
    ["cron(0 3 * * ? *)", undefined],
  ])("%s comes every %s minutes", (rate, minutes) => {
    expect(minutesOfRate(rate)).toBe(minutes);
  });
});
