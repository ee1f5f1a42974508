import { loadEstate } from "@skylane/twin";
import { runCostDemo } from "../../packages/cli/src/cost-demo/run-cost-demo.ts";
import { lookAt } from "../../packages/cli/src/discover/look-at.ts";

// `skylane costs demo` from many seeds (how many, from which on): how many hold every goal, how soon each incident is found, how often something is told in vain.
const ESTATE = "globalcart";
const SEEDS = Number(process.argv[2] ?? 20);
const FIRST_SEED = Number(process.argv[3] ?? 1);
const DAYS = 60;
const RULES = { days: DAYS, minUsdPerDay: 5, sameHourFactor: 1.5 };

const print = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const spread = (values: readonly number[]) => {
  const sorted = values.toSorted((a, b) => a - b);
  return { min: sorted[0], p50: sorted[sorted.length >> 1], max: sorted.at(-1) };
};

const estate = loadEstate(ESTATE);
const { topology, config, estimates } = await lookAt({ estate: ESTATE, twinLatency: 0, deny: [] });
if (config === undefined) throw new Error(`${ESTATE} has no configuration`);
const runs = Array.from({ length: SEEDS }, (_, i) => {
  const startMs = performance.now();
  const demo = runCostDemo({ topology, config, estimates }, estate, { seed: FIRST_SEED + i, ...RULES });
  const tookMs = Math.round(performance.now() - startMs);
  const incidents = demo.incidents.map(({ kind, foundAfterMinutes, cause, isGoalMet }) => ({
    kind,
    foundAfterMinutes,
    cause,
    isGoalMet,
  }));
  const { seed, isGoalMet, falseAlarmsPerWeek } = demo;
  print({ bench: "cost-demo", seed, isGoalMet, falseAlarmsPerWeek, incidents, tookMs });
  return { ...demo, tookMs };
});
const share = (count: number): number => Math.round((count / runs.length) * 1_000) / 1_000;
print({
  bench: "cost-demo",
  name: "seeds that hold every goal",
  share: share(runs.filter((one) => one.isGoalMet).length),
});
for (const kind of ["misrouting", "runaway", "creep"] as const) {
  const of = runs.flatMap(({ incidents }) => incidents.filter((one) => one.kind === kind));
  print({
    bench: "cost-demo",
    name: kind,
    unit: "minutes to find",
    ...spread(of.flatMap(({ foundAfterMinutes }) => foundAfterMinutes ?? [])),
    foundShare: share(of.filter(({ foundAfterMinutes }) => foundAfterMinutes !== undefined).length),
    rightCauseShare: share(of.filter(({ isCauseRight }) => isCauseRight).length),
    goalShare: share(of.filter(({ isGoalMet }) => isGoalMet).length),
  });
}
print({ bench: "cost-demo", name: "false alarms a week", ...spread(runs.map((one) => one.falseAlarmsPerWeek)) });
print({ bench: "cost-demo", name: "time of a demo", unit: "ms", ...spread(runs.map(({ tookMs }) => tookMs)) });
