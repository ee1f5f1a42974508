import { execFileSync } from "node:child_process";

/** How long it took, ms. Where the machine is busy with something else, the processor's time is shorter than the clock's. */
export interface ColdInit {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly medianCpu: number;
  readonly runCount: number;
}

/** Imports one file, and says how long that took by the clock and by the processor. */
const PROGRAM = `
const cpu = process.cpuUsage();
const start = performance.now();
await import(process.argv[1]);
const clockMs = performance.now() - start;
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(clockMs + " " + (user + system) / 1_000);
process.exit();`;

/**
 * Imports a bundle in fresh processes of this Node, one after the other. Nothing is compiled beforehand, as on Lambda; the time a
 * process itself takes to start is not counted.
 */
export function coldInit(file: string, runCount: number): ColdInit {
  const { NODE_COMPILE_CACHE: _, NODE_OPTIONS: __, ...env } = process.env;
  const args = ["--input-type=module", "--eval", PROGRAM, file];
  const runs = Array.from({ length: runCount }, () => {
    const said = execFileSync(process.execPath, args, {
      env: { ...env, NODE_DISABLE_COMPILE_CACHE: "1" },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [clockMs = Number.NaN, cpuMs = Number.NaN] = said.split(" ").map(Number);
    return { clockMs, cpuMs };
  });
  const clockMs = runs.map((run) => run.clockMs);
  return {
    median: rounded(medianOf(clockMs)),
    min: rounded(Math.min(...clockMs)),
    max: rounded(Math.max(...clockMs)),
    medianCpu: rounded(medianOf(runs.map(({ cpuMs }) => cpuMs))),
    runCount,
  };
}

function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return (at(Math.ceil(sorted.length / 2) - 1) + at(Math.floor(sorted.length / 2))) / 2;
}

const rounded = (ms: number): number => Math.round(ms * 10) / 10;
