import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";

// Discovery and what-if as a person runs them, process start included: whole seconds from the command to its JSON.
const cli = join(import.meta.dirname, "../../packages/cli/bin/skylane.mjs");
const Discovered = z.looseObject({
  summary: z.looseObject({ resources: z.number(), connections: z.number(), gaps: z.number() }),
  callCount: z.number(),
  tookMs: z.number(),
  peakMemoryMb: z.number(),
});
const Surveyed = z.looseObject({ failureCount: z.number(), tookMs: z.number() });

const folder = mkdtempSync(join(tmpdir(), "skylane-bench-"));
const large = join(folder, "large.yaml");
const run = <T>(schema: z.ZodType<T>, ...args: readonly string[]) => {
  const startMs = performance.now();
  const text = execFileSync(process.execPath, [cli, ...args, "--json"], { encoding: "utf8", maxBuffer: 500_000_000 });
  return { totalMs: Math.round(performance.now() - startMs), answer: schema.parse(JSON.parse(text)) };
};
const print = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

function discover(name: string, runs: number, ...args: readonly string[]): void {
  const done = Array.from({ length: runs }, () => run(Discovered, "discover", ...args));
  const totals = done.map(({ totalMs }) => totalMs).sort((a, b) => a - b);
  const [{ answer } = { answer: undefined }] = done;
  print({
    bench: "discover",
    name,
    unit: "ms, the whole command",
    min: totals[0],
    p50: totals[Math.floor(totals.length / 2)],
    max: totals.at(-1),
    discoveryMs: answer?.tookMs,
    callCount: answer?.callCount,
    peakMemoryMb: answer?.peakMemoryMb,
    resources: answer?.summary.resources,
    connections: answer?.summary.connections,
    gaps: answer?.summary.gaps,
  });
}

try {
  discover("globalcart", 3, "--estate", "globalcart");
  discover(
    "globalcart, 50 ms a call, throttled",
    3,
    "--estate",
    "globalcart",
    "--twin-latency",
    "50ms",
    "--twin-throttle",
  );
  discover("globalcart, one Region denied", 1, "--estate", "globalcart", "--deny", "azure:westeurope");
  execFileSync(process.execPath, [cli, "estate", "generate", "--resources", "22000", "--out", large]);
  discover("22,000 resources", 1, "--estate", large);
  discover("22,000 resources, 50 ms a call", 1, "--estate", large, "--twin-latency", "50ms");
  for (const order of ["n-1", "n-2"]) {
    const done = Array.from({ length: 5 }, () => run(Surveyed, "whatif", "--estate", "globalcart", "--all", order));
    const totals = done.map(({ totalMs }) => totalMs).sort((a, b) => a - b);
    const surveys = done.map(({ answer }) => answer.tookMs).sort((a, b) => a - b);
    print({
      bench: "what-if",
      name: order,
      unit: "ms, the whole command",
      min: totals[0],
      p50: totals[2],
      max: totals[4],
      surveyMs: surveys[2],
      failures: done[0]?.answer.failureCount,
    });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
