import type { CostRecommendation, WeekReport } from "@skylane/core";
import type { WeekBounds } from "./availability.ts";

const SHOWN = 10;

/** What could be saved, is being done, and was saved by the bill; pure. A saving that was verified counts by the bill, else as advised. */
export function savingsOf(all: readonly CostRecommendation[], { fromMs, toMs }: WeekBounds): WeekReport["savings"] {
  const isIn = (ms: number | undefined): boolean => ms !== undefined && ms >= fromMs && ms < toMs;
  const is = (...statuses: CostRecommendation["status"][]) => all.filter(({ status }) => statuses.includes(status));
  const open = is("open");
  const taken = is("accepted", "verified", "not-verified").filter(
    ({ decided, doneAtMs }) => isIn(decided?.atMs) || isIn(doneAtMs),
  );
  const missed = is("not-verified").filter(({ verified }) => isIn(verified?.atMs));
  const told = new Set([
    ...taken,
    ...missed,
    ...is("verified").filter(({ verified }) => isIn(verified?.atMs)),
    ...open,
  ]);
  return {
    advised: sumOf(
      all.filter(({ raisedAtMs }) => isIn(raisedAtMs)),
      advisedUsd,
    ),
    open: sumOf(open, advisedUsd),
    taken: sumOf(taken, advisedUsd),
    verified: sumOf(is("verified"), monthlyUsdOf),
    missed: sumOf(missed, advisedUsd),
    shown: [...told]
      .toSorted((a, b) => monthlyUsdOf(b) - monthlyUsdOf(a))
      .slice(0, SHOWN)
      .map((one) => ({ title: one.title, status: one.status, monthlyUsd: monthlyUsdOf(one) })),
  };
}

const advisedUsd = ({ savingUsd }: CostRecommendation): number => savingUsd;
const monthlyUsdOf = ({ savingUsd, verified }: CostRecommendation): number => verified?.savedUsd ?? savingUsd;
const sumOf = (all: readonly CostRecommendation[], of: (one: CostRecommendation) => number) => ({
  count: all.length,
  monthlyUsd: all.reduce((sum, one) => sum + of(one), 0),
});
