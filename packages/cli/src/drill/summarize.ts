/** One run of a drill, all times in ms from the moment the fault was put on the link (fail back: from its removal). */
export interface DrillRun {
  /** First change of the path's state to bad, by the event's own time. */
  readonly detectedMs: number | undefined;
  /** Last effective route change of the move, as the world saw it. */
  readonly appliedMs: number | undefined;
  /** First canary request answered without a gap after it. */
  readonly restoredMs: number | undefined;
  readonly lostRequests: number;
  readonly sentRequests: number;
  /** Last effective route change of the fail back, from the removal of the fault. */
  readonly failedBackMs: number | undefined;
  readonly lostDuringFailback: number | undefined;
  /** Effective route changes of the move: one per direction and prefix. */
  readonly routeChanges: number;
  /** How the incident ended, in Skylane's own words; not what success is judged by. */
  readonly status: string;
  readonly pages: number;
  /** Events the bus accepted and did not deliver, and events of the incident that are not in the history. */
  readonly lostEvents: number;
  /** When the controller was killed, ms from the fault, and how long it was gone. */
  readonly killedAtMs?: number;
  readonly controllerDownMs?: number;
  /** What is wrong with this run; empty if nothing is. */
  readonly problems: readonly string[];
}

/** Smallest, median and largest of a figure; absent if no run has it. */
export interface Spread {
  readonly min: number;
  readonly p50: number;
  readonly max: number;
}

/** Figures over all runs, and whether every run was good. */
export interface DrillSummary {
  readonly detectedMs: Spread | undefined;
  readonly appliedMs: Spread | undefined;
  readonly restoredMs: Spread | undefined;
  readonly failedBackMs: Spread | undefined;
  readonly lostRequests: number;
  readonly lostDuringFailback: number;
  readonly lostEvents: number;
  readonly isRestored: boolean;
  readonly problems: readonly string[];
}

/** Sums the runs up; pure. */
export function summarize(runs: readonly DrillRun[]): DrillSummary {
  const spreadOf = (pick: (run: DrillRun) => number | undefined): Spread | undefined =>
    spread(runs.flatMap((run) => pick(run) ?? []));
  const sumOf = (pick: (run: DrillRun) => number | undefined): number =>
    runs.reduce((sum, run) => sum + (pick(run) ?? 0), 0);
  return {
    detectedMs: spreadOf((run) => run.detectedMs),
    appliedMs: spreadOf((run) => run.appliedMs),
    restoredMs: spreadOf((run) => run.restoredMs),
    failedBackMs: spreadOf((run) => run.failedBackMs),
    lostRequests: sumOf((run) => run.lostRequests),
    lostDuringFailback: sumOf((run) => run.lostDuringFailback),
    lostEvents: sumOf((run) => run.lostEvents),
    isRestored: runs.length > 0 && runs.every((run) => run.restoredMs !== undefined),
    problems: runs.flatMap((run, i) => run.problems.map((problem) => `run ${i + 1}: ${problem}`)),
  };
}

function spread(values: readonly number[]): Spread | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const [min] = sorted;
  const max = sorted.at(-1);
  if (min === undefined || max === undefined) return undefined;
  const upper = sorted[Math.floor(sorted.length / 2)] ?? max;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? upper;
  return { min: Math.round(min), p50: Math.round((lower + upper) / 2), max: Math.round(max) };
}
