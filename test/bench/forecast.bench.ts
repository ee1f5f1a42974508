import { forecastMonth } from "@skylane/engine";
import { madeMonths } from "./cost/made-months.ts";

// Month ends foreseen from costs made of seeds, from three days of each month, in its fourth to eleventh month of history; beside the
// rule of thumb: what was spent by days gone, times days of the month.
const SEEDS = Array.from({ length: 48 }, (_, i) => 101 + 113 * i);
const DAYS = 365;
const LEAST_HISTORY_DAYS = 90;
const DAYS_OF_MONTH = [3, 6, 10, 15, 20, 25, 28];
const DAY_MS = 86_400_000;

interface Outcome {
  readonly errorRatio: number;
  readonly naiveErrorRatio: number;
  readonly isCovered: boolean;
  readonly widthRatio: number;
}

const byDay = new Map<number, Outcome[]>(DAYS_OF_MONTH.map((day) => [day, []]));
const startMs = performance.now();
let count = 0;
for (const seed of SEEDS) {
  const { firstDay, usageUsd, feeUsd } = madeMonths(seed, DAYS);
  for (let day = firstDay + LEAST_HISTORY_DAYS; day < firstDay + DAYS; day += 1) {
    const date = new Date(day * DAY_MS);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    const [start, end] = [Date.UTC(year, month, 1) / DAY_MS, Date.UTC(year, month + 1, 1) / DAY_MS];
    const outcomes = byDay.get(day - start);
    if (!outcomes || end > firstDay + DAYS) continue;
    const sum = (to: number): number =>
      [usageUsd, feeUsd].reduce(
        (total, values) => total + values.slice(start - firstDay, to - firstDay).reduce((a, b) => a + b, 0),
        0,
      );
    const truth = sum(end);
    const cost = { scope: { kind: "all" as const, id: "all" }, firstDay, usageUsd, feeUsd };
    const foreseen = forecastMonth(cost, day * DAY_MS);
    if (!foreseen) continue;
    count += 1;
    outcomes.push({
      errorRatio: Math.abs(foreseen.monthEndUsd - truth) / truth,
      naiveErrorRatio: Math.abs((sum(day) / (day - start)) * (end - start) - truth) / truth,
      isCovered: foreseen.lowUsd <= truth && truth <= foreseen.highUsd,
      widthRatio: (foreseen.highUsd - foreseen.lowUsd) / truth,
    });
  }
}
const mean = (values: readonly number[]): number =>
  Math.round((values.reduce((a, b) => a + b, 0) / values.length) * 1_000) / 1_000;
const scored = (all: readonly Outcome[]) => ({
  count: all.length,
  mape: mean(all.map(({ errorRatio }) => errorRatio)),
  mapeNaive: mean(all.map(({ naiveErrorRatio }) => naiveErrorRatio)),
  coverage: mean(all.map(({ isCovered }) => (isCovered ? 1 : 0))),
  intervalWidth: mean(all.map(({ widthRatio }) => widthRatio)),
});
const print = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

for (const [daysGone, outcomes] of byDay) print({ bench: "forecast", daysGone, ...scored(outcomes) });
print({
  bench: "forecast",
  name: "all",
  seeds: SEEDS.length,
  nominalCoverage: 0.8,
  ...scored([...byDay.values()].flat()),
});
print({ bench: "forecast", name: "time", unit: "ms", each: Math.round((performance.now() - startMs) / count) });
