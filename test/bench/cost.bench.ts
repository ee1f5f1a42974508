import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import * as z from "zod";
import { esbuildOptions } from "../../infra/bundling.ts";
import { writeLargeBill } from "./cost/large-bill.ts";

// A million rows of FOCUS, from a file to what each scope pays; each run is a process of its own, which loads a bundle
// as the function does that takes bills. What is loaded beside it matters: where V8 takes the rows' arrays for lasting, it keeps whole
// rows until the next full collection, and takes half as long again (`--trace-gc-nvp`: 2 GB promoted instead of 0.1).
const ROW_COUNT = 1_000_000;
const RESOURCE_COUNT = 4_000;
const SEED = 8;
const RUNS = 3;
const Run = z.strictObject({
  ingestedMs: z.number(),
  totalMs: z.number(),
  peakMemoryMb: z.number(),
  cpuMs: z.number(),
  rowCount: z.number(),
  setAsideCount: z.number(),
  lineCount: z.number(),
  billed: z.string(),
  isExact: z.literal(true),
});

const print = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const spread = (values: readonly number[]) => {
  const sorted = values.toSorted((a, b) => a - b).map(Math.round);
  return { min: sorted[0], p50: sorted[Math.floor(sorted.length / 2)], max: sorted.at(-1) };
};

const folder = mkdtempSync(join(tmpdir(), "skylane-bench-"));
try {
  const file = join(folder, "bill.csv");
  const bytes = await writeLargeBill(file, ROW_COUNT, RESOURCE_COUNT, SEED);
  const bundle = join(folder, "ingest-once.mjs");
  await build({
    ...esbuildOptions,
    mainFields: [...esbuildOptions.mainFields],
    entryPoints: [join(import.meta.dirname, "cost/ingest-once.ts")],
    splitting: false,
    outfile: bundle,
    logLevel: "error",
  });
  const runs = Array.from({ length: RUNS }, () =>
    Run.parse(JSON.parse(execFileSync(process.execPath, [bundle, file], { encoding: "utf8" }))),
  );
  const [{ rowCount, setAsideCount, lineCount, billed } = { rowCount: 0, setAsideCount: 0, lineCount: 0, billed: "" }] =
    runs;
  print({ bench: "cost", name: "ingest and allocate", seed: SEED, bytes, rowCount, setAsideCount, lineCount, billed });
  print({ bench: "cost", name: "time", unit: "ms", ...spread(runs.map(({ totalMs }) => totalMs)) });
  print({ bench: "cost", name: "of it ingest", unit: "ms", ...spread(runs.map(({ ingestedMs }) => ingestedMs)) });
  print({ bench: "cost", name: "processor time", unit: "ms", ...spread(runs.map(({ cpuMs }) => cpuMs)) });
  print({ bench: "cost", name: "peak memory", unit: "MB", ...spread(runs.map(({ peakMemoryMb }) => peakMemoryMb)) });
} finally {
  rmSync(folder, { recursive: true });
}
