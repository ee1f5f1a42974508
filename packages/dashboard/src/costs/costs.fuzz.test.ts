import { CostAnomaly, ScopeKind } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSearch } from "../shell/address.ts";
import { CostsSearch, costsAddressOf, writeCostsAddress } from "./address.ts";
import { marksOf } from "./marks.ts";
import { niceStep, stack } from "./stack.ts";
import { costVerdict } from "./verdict.ts";
import { cents, gigabytes, money, placeName, scopeName } from "./words.ts";

const size = { width: 800, height: 240, left: 50, top: 30 };
const spend = (...series: readonly (readonly number[])[]) => ({
  days: (series[0] ?? []).map((_, i) => `2026-11-${String(i + 1).padStart(2, "0")}`),
  series: series.map((usd, i) => ({ what: "scope" as const, id: `s${i}`, usd: [...usd] })),
});

describe("dashboard/costs/stack", () => {
  it("puts one series on another, from the line up, within the picture", () => {
    const { bars, ticks, zeroY } = stack(spend([10, 0], [30, 5]), size);

    const [first, second] = bars;
    expect(first?.parts.map(({ series }) => series)).toEqual([0, 1]);
    expect(first?.parts[0]).toMatchObject({ y: zeroY - (first?.parts[0]?.height ?? 0) });
    expect((first?.parts[1]?.y ?? 0) + (first?.parts[1]?.height ?? 0)).toBeCloseTo(first?.parts[0]?.y ?? 0, 6);
    expect(first?.parts[1]?.height).toBeCloseTo(3 * (first?.parts[0]?.height ?? 0), 6);
    expect(second?.parts.map(({ series }) => series)).toEqual([1]);
    expect(ticks.map(({ usd }) => usd)).toEqual([0, 10, 20, 30, 40]);
  });

  it("hangs credits below the line", () => {
    const { bars, zeroY } = stack(spend([10], [-4]), size);

    expect(bars[0]?.parts[1]?.y).toBeCloseTo(zeroY, 6);
    expect(bars[0]?.parts[0]?.y).toBeLessThan(zeroY);
  });

  it("draws amounts that are nearly nothing as nothing", () => {
    const { bars, ticks } = stack(spend([2.5e-323]), size);

    expect(bars[0]?.parts[0]?.height).toBeCloseTo(0, 6);
    expect(ticks.every(({ y, usd }) => Number.isFinite(y) && Number.isFinite(usd))).toBe(true);
  });

  it("whatever the amounts: nothing leaves the picture, bars lie apart, heights are as amounts", () => {
    const usd = fc.oneof(fc.constant(0), fc.double({ min: -1e7, max: 1e9, noNaN: true }));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 31 }),
        fc.integer({ min: 1, max: 8 }),
        fc.infiniteStream(usd),
        (days, count, amounts) => {
          const series = Array.from({ length: count }, () =>
            Array.from({ length: days }, () => amounts.next().value as number),
          );
          const { bars, ticks } = stack(spend(...series), size);

          for (const [i, { x, width, parts }] of bars.entries()) {
            expect(x).toBeGreaterThanOrEqual(size.left - 1e-6);
            expect(x + width).toBeLessThanOrEqual(size.left + size.width + 1e-6);
            expect(x).toBeGreaterThan((bars[i - 1]?.x ?? -1) + (i === 0 ? 0 : (bars[i - 1]?.width ?? 0)));
            for (const { y, height } of parts) {
              expect(height).toBeGreaterThanOrEqual(-1e-9);
              expect(y).toBeGreaterThanOrEqual(size.top - 1e-6);
              expect(y + height).toBeLessThanOrEqual(size.top + size.height + 1e-6);
            }
          }
          expect(ticks.length).toBeGreaterThan(1);
          expect(ticks.length).toBeLessThan(9);
        },
      ),
    );
  });

  it.each([
    [0, 1],
    [0.03, 0.05],
    [0.1, 0.1],
    [3, 5],
    [700, 1_000],
    [Number.NaN, 1],
  ])("steps of %d are %d", (least, step) => {
    expect(niceStep(least)).toBeCloseTo(step, 9);
  });
});

const anomaly = (id: string, beganAtMs: number, more: object = {}) =>
  CostAnomaly.parse({
    ...{ id: `ca-flow-${id}`, scope: { kind: "flow", id }, beganAtMs, foundAtMs: beganAtMs, detectors: ["seasonal"] },
    ...{ severity: "low", observedUsdPerHour: 2, expectedUsdPerHour: 1, usdPerDay: 24, usdSoFar: 1, cause: "unknown" },
    ...{ evidence: ["more"], flowIds: [], connectionIds: [], status: "open" },
    ...more,
  });

describe("dashboard/costs/marks", () => {
  const days = ["2026-11-10", "2026-11-11", "2026-11-12"];
  const at = (day: number) => Date.UTC(2026, 10, day, 7);

  it("marks the day an anomaly began; what began before and goes on stands on the first", () => {
    const marks = marksOf(
      [
        anomaly("orders", at(11)),
        anomaly("search", at(11), { usdPerDay: 90 }),
        anomaly("older", at(2)),
        anomaly("over-before", at(2), { status: "ended", endedAtMs: at(3) }),
        anomaly("nothing", at(11), { status: "dismissed" }),
        anomaly("later", at(20)),
      ],
      days,
    );

    expect(marks.map(({ day, anomalies }) => [day, anomalies.map(({ scope }) => scope.id)])).toEqual([
      [0, ["older"]],
      [1, ["search", "orders"]],
    ]);
    expect(marksOf([anomaly("orders", at(11))], [])).toEqual([]);
  });
});

const readCostsAddress = (href: string) => costsAddressOf(CostsSearch.parse(parseSearch(href.slice("#/costs".length))));

describe("dashboard/costs/address", () => {
  it("understands what it writes, and leaves out the rest", () => {
    const month = fc.constantFrom("2026-11", "0001-12");
    const anAddress = fc.record(
      { by: fc.constantFrom(...ScopeKind.options), month, select: fc.string({ minLength: 1 }) },
      { requiredKeys: ["by"] },
    );
    fc.assert(
      fc.property(anAddress, (one) => {
        expect(readCostsAddress(writeCostsAddress(one))).toEqual(one);
      }),
    );
    expect(readCostsAddress("#/costs?by=planet&month=2026-13")).toEqual({ by: "capability" });
    expect(readCostsAddress("#/costs")).toEqual({ by: "capability" });
  });
});

const summary = (more: object = {}) => ({
  ...{ atMs: 0, month: "2026-11", currency: "USD", billed: { USD: "1234.5" }, setAsideCount: 0 },
  anomalies: { openCount: 0, usdPerDay: 0 },
  recommendations: { openCount: 0, savingUsd: 0, verifiedCount: 0, verifiedUsd: 0 },
  budgets: { count: 0, passedCount: 0, foreseenCount: 0 },
  ...more,
});
const forecast = {
  scope: { kind: "all" as const, id: "all" },
  atMs: 0,
  spentUsd: 1,
  monthEndUsd: 2_000,
  lowUsd: 1,
  highUsd: 3,
  dayCount: 30,
};

describe("dashboard/costs/verdict", () => {
  it.each([
    [{}, "good", "November 2026: $1,235 so far"],
    [{ billed: {} }, "good", "November 2026: no bill yet"],
    [{ billed: { EUR: "5", USD: "1" } }, "good", "November 2026: €5.00 and $1.00 so far"],
    [{ forecast }, "good", "November 2026: $1,235 so far, about $2,000 at the end"],
    [{ anomalies: { openCount: 1, usdPerDay: 20 } }, "watch", "November 2026: $1,235 so far"],
    [{ anomalies: { openCount: 2, usdPerDay: 400 } }, "bad", "November 2026: $1,235 so far"],
    [{ budgets: { count: 1, passedCount: 0, foreseenCount: 1 } }, "watch", "November 2026: $1,235 so far"],
    [{ budgets: { count: 1, passedCount: 1, foreseenCount: 0 } }, "bad", "November 2026: $1,235 so far"],
  ] as const)("says first what matters most: %j", (more, tone, text) => {
    expect(costVerdict(summary(more))).toMatchObject({ tone, text });
  });

  it("says what needs somebody", () => {
    expect(
      costVerdict(
        summary({
          anomalies: { openCount: 1, usdPerDay: 25.46 },
          recommendations: { openCount: 3, savingUsd: 1_500, verifiedCount: 1, verifiedUsd: 36 },
          budgets: { count: 3, passedCount: 1, foreseenCount: 2 },
        }),
      ).detail,
    ).toBe(
      "1 finding costs $25.46 a day too much; 1 budget is passed; 2 budgets will be passed; $1,500 a month could be saved; $36.00 a month was saved, by the bill.",
    );
  });
});

describe("dashboard/costs/words", () => {
  it.each([
    [0, "$0"],
    [1_234.5, "$1,235"],
    [12.3, "$12.30"],
    [0.004, "$0.0040"],
    [-5, "-$5.00"],
  ])("writes %d as %s", (amount, text) => {
    expect(money(amount)).toBe(text);
  });

  it("takes any currency and any name", () => {
    expect(cents(1.5, "JPY")).toBe("¥1.50");
    expect(cents(1.5, "no\u202ecurrency")).toBe("no\\u{202e}currency 1.50");
    expect([gigabytes(0.5), gigabytes(12_345)]).toEqual(["0.5 GB", "12.3 TB"]);
    expect(scopeName({ kind: "team", id: "a\u0000b" })).toBe("team a\\u{0}b");
    expect(placeName({ cloud: "internet" })).toBe("internet");
  });
});
