import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { evaluate } from "../../packages/engine/src/paths/optimise/evaluate.ts";
import { loadSolver } from "../../packages/engine/src/paths/optimise/load-solver.ts";
import type { ChoiceProblem, Solution } from "../../packages/engine/src/paths/optimise/problem.ts";
import { solveExactly } from "../../packages/engine/src/paths/optimise/solve-exactly.ts";
import { solveFast } from "../../packages/engine/src/paths/optimise/solve-fast.ts";
import { largeChoice } from "../support/large-choice.ts";

// The joint choice of paths: exact as far as it goes, fast with its own proven gap beyond. One line alone: give a part of
// its name, e.g. `node test/bench/paths.bench.ts fast`.
const [, , wanted = ""] = process.argv;
const print = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

interface Line {
  readonly name: string;
  readonly flowCount: number;
  readonly linkCount: number;
  readonly runs: number;
  readonly solve: (problem: ChoiceProblem) => Solution;
}

const solver = await loadSolver();
const exact = (problem: ChoiceProblem): Solution => solveExactly(problem, solver, { timeLimitSeconds: 60 });
const lines: readonly Line[] = [
  { name: "exact, 220 flows, 40 links", flowCount: 220, linkCount: 40, runs: 3, solve: exact },
  { name: "exact, 2,000 flows, 150 links", flowCount: 2_000, linkCount: 150, runs: 1, solve: exact },
  { name: "fast, 220 flows, 40 links", flowCount: 220, linkCount: 40, runs: 5, solve: solveFast },
  { name: "fast, 2,000 flows, 150 links", flowCount: 2_000, linkCount: 150, runs: 3, solve: solveFast },
  { name: "fast, 10,000 flows, 300 links", flowCount: 10_000, linkCount: 300, runs: 3, solve: solveFast },
  { name: "fast, 100,000 flows, 1,000 links", flowCount: 100_000, linkCount: 1_000, runs: 3, solve: solveFast },
];
const objectives = new Map<string, number>();

for (const { name, flowCount, linkCount, runs, solve } of lines.filter((line) => line.name.includes(wanted))) {
  const problem = largeChoice({ flowCount, linkCount });
  const done = Array.from({ length: runs }, () => {
    const startMs = performance.now();
    const startCpu = process.cpuUsage();
    const solution = solve(problem);
    const { user, system } = process.cpuUsage(startCpu);
    return { elapsedMs: Math.round(performance.now() - startMs), cpuMs: Math.round((user + system) / 1000), solution };
  });
  const elapsed = done.map(({ elapsedMs }) => elapsedMs).sort((a, b) => a - b);
  const solution = done[0]?.solution;
  const times = { bench: "paths", name, unit: "ms", min: elapsed[0], p50: elapsed[runs >> 1], max: elapsed.at(-1) };
  if (solution?.status !== "solved") {
    print({ ...times, status: solution?.status, why: solution?.why });
    process.exitCode = 1;
    continue;
  }
  const judged = evaluate(problem, solution.assignment);
  const size = `${flowCount}/${linkCount}`;
  const best = objectives.get(size);
  if (solve === exact) objectives.set(size, solution.objective);
  print({
    ...times,
    // on a machine that others use too, this says more than the time on the wall
    cpuMs: Math.min(...done.map(({ cpuMs }) => cpuMs)),
    objective: Math.round(solution.objective),
    bound: Math.round(solution.bound),
    gapRatio: Number(solution.gapRatio.toFixed(5)),
    exposures: solution.exposures.length,
    exposureWeight: judged.exposureWeight,
    violations: judged.violations.length,
    ...(best === undefined || solve === exact
      ? {}
      : { costOfExactRatio: Number((solution.objective / best).toFixed(5)) }),
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
  });
  if (judged.violations.length > 0) process.exitCode = 1;
}

// As a person runs it, process start and the look at the estate included.
const command = "paths optimise --estate globalcart, the whole command";
if (command.includes(wanted)) {
  const cli = join(import.meta.dirname, "../../packages/cli/bin/skylane.mjs");
  const runs = Array.from({ length: 5 }, () => {
    const startMs = performance.now();
    const text = execFileSync(process.execPath, [cli, "paths", "optimise", "--estate", "globalcart", "--json"], {
      encoding: "utf8",
      maxBuffer: 50_000_000,
    });
    return { totalMs: Math.round(performance.now() - startMs), plan: JSON.parse(text) };
  });
  const totals = runs.map(({ totalMs }) => totalMs).sort((a, b) => a - b);
  const plan = runs[0]?.plan;
  print({
    bench: "paths",
    name: command,
    unit: "ms",
    min: totals[0],
    p50: totals[2],
    max: totals.at(-1),
    choosingMs: plan.elapsedMs,
    gapRatio: plan.gap,
    monthlyUsd: plan.monthlyUsd,
    todayMonthlyUsd: plan.comparison.today.monthlyUsd,
  });
}
