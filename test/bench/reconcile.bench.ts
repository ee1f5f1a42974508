import { execFileSync } from "node:child_process";
import { join } from "node:path";
import * as z from "zod";

// A month of quarter hours of every link, read from the store, held against 100,000 lines of a bill; each size in a process of its own.
const SIZES = [127, 500, 1_000];
const Run = z.strictObject({
  linkCount: z.number(),
  rowCount: z.number(),
  elapsedMs: z.number(),
  cpuMs: z.number(),
  /** What the process had taken before, with all that the store keeps. */
  keptMemoryMb: z.number(),
  peakMemoryMb: z.number(),
});

for (const size of SIZES) {
  const told = execFileSync(process.execPath, [join(import.meta.dirname, "cost/reconcile-once.ts"), String(size)], {
    encoding: "utf8",
  });
  process.stdout.write(`${JSON.stringify({ bench: "reconcile", ...Run.parse(JSON.parse(told)) })}\n`);
}
