import { seededRandom } from "../support/seeded-random.ts";
import { MINUTE_MS, type Watched, watchSynthetic } from "../support/synthetic-path.ts";
import { missingTraces, readTraces } from "./detect/rtt-traces.ts";
import { WELL_MS, wellPaths, worsePaths } from "./predict/behaviours.ts";
import { costOfRound } from "./predict/cost.ts";
import { watchTrace } from "./predict/watch-trace.ts";

// What the predictions in operation are worth: how long before the end they come, and how often for nothing. Made-up paths are
// probed once a second through the state machine of health; measured round trips are those that lie beside the project.
const print = (line: Record<string, unknown>): void => console.log(JSON.stringify({ bench: "predict", ...line }));
const runCount = Number(process.env.PREDICT_RUNS ?? 6);
const HOUR_MS = 3_600_000;
const WELL_HOURS = 48;

const round = (value: number): number => Number(value.toFixed(3));
const seeds = Array.from({ length: runCount }, (_, i) => i + 1);

/** Least, middle and most, in minutes. */
function spreadMinutes(valuesMs: readonly number[]): Record<string, number> | null {
  const sorted = valuesMs.toSorted((a, b) => a - b);
  const at = (share: number): number => round((sorted[Math.floor(share * (sorted.length - 1))] ?? 0) / MINUTE_MS);
  return sorted.length === 0 ? null : { min: at(0), p50: at(0.5), max: at(1) };
}

function benchWell(): void {
  let alarmCount = 0;
  for (const [path, behaviour] of Object.entries(wellPaths)) {
    const runs = seeds.map((seed) => watchSynthetic(behaviour, WELL_HOURS * HOUR_MS, seededRandom(seed)));
    const falseAlarms = runs.flatMap(({ told }) => told).filter(({ what }) => what === "predicted").length;
    const stateBytes = Math.max(...runs.map((run) => run.stateBytes));
    const degradedRuns = runs.filter(({ degradedAtMs }) => degradedAtMs !== undefined).length;
    alarmCount += falseAlarms;
    print({
      of: "well",
      path,
      seeds: runCount,
      pathDays: (runCount * WELL_HOURS) / 24,
      falseAlarms,
      degradedRuns,
      stateBytes,
    });
  }
  const pathDays = (Object.keys(wellPaths).length * runCount * WELL_HOURS) / 24;
  print({ of: "well-all", pathDays, falseAlarms: alarmCount, perPathDay: round(alarmCount / pathDays) });
}

function benchWorse(): void {
  for (const [path, { hours, ends, ...behaviour }] of Object.entries(worsePaths)) {
    const runs = seeds.map((seed) => watchSynthetic(behaviour, WELL_MS + hours * HOUR_MS, seededRandom(seed)));
    const endOf = (run: Watched): number | undefined => (ends === "down" ? run.downAtMs : run.degradedAtMs);
    const leads = runs.flatMap((run) => {
      const [first] = run.told;
      const end = endOf(run);
      return first && end !== undefined ? [{ realMs: end - first.atMs, toldMs: first.leadTimeMs }] : [];
    });
    const inTime = leads.filter(({ realMs }) => realMs > 0);
    print({
      of: "worse",
      path,
      ends,
      seeds: runCount,
      ended: runs.filter((run) => endOf(run) !== undefined).length,
      toldBefore: inTime.length,
      toldBeforeDegraded: runs.filter(({ told, degradedAtMs = Infinity }) => (told[0]?.atMs ?? Infinity) < degradedAtMs)
        .length,
      leadMinutes: spreadMinutes(inTime.map(({ realMs }) => realMs)),
      saidMinutes: spreadMinutes(inTime.flatMap(({ toldMs }) => toldMs ?? [])),
      toldTimes: round(
        runs.reduce((sum, { told }) => sum + told.filter(({ what }) => what !== "passed").length, 0) / runCount,
      ),
    });
  }
}

function benchTraces(): void {
  const missing = missingTraces();
  if (missing !== undefined) {
    print({ of: "measured", skipped: missing });
    return;
  }
  const runs = readTraces().map(({ rttMs }) => watchTrace(rttMs));
  const sum = (of: (run: (typeof runs)[number]) => number): number => runs.reduce((total, run) => total + of(run), 0);
  print({
    of: "measured",
    traces: runs.length,
    pathDays: round(sum(({ days }) => days)),
    predictions: sum(({ predictions }) => predictions),
    cameTrue: sum(({ cameTrue }) => cameTrue),
    degradations: sum(({ degradations }) => degradations),
    leadMinutes: spreadMinutes(runs.flatMap(({ leadsMs }) => leadsMs)),
  });
}

benchWell();
benchWorse();
benchTraces();
print({ of: "cost", ...costOfRound() });
