import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";

// Many connections at once, as a person asks for them: what that takes beside the time in which a cloud is at work.
// Run: npm run bench:provision [runs, default 3]
const RUN_COUNT = Number(process.argv[2] ?? 3);
const root = join(import.meta.dirname, "../..");
const cli = join(root, "packages/cli/bin/skylane.mjs");
const Built = z.looseObject({
  status: z.literal("fulfilled"),
  intentCount: z.number(),
  tunnelCount: z.number(),
  resources: z.array(z.unknown()),
  phases: z.array(z.object({ name: z.string(), durationMs: z.number() })),
  cloudsMs: z.number(),
  ownMs: z.number(),
});
const skylane = (...args: readonly string[]): string =>
  execFileSync(process.execPath, [cli, ...args], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 100_000_000,
    stdio: ["ignore", "pipe", "ignore"],
  });

function build(): z.infer<typeof Built> {
  const folder = mkdtempSync(join(tmpdir(), "skylane-bench-"));
  const data = ["--data", join(folder, "data")];
  try {
    const file = join(root, "examples/acquisition.csv");
    return Built.parse(
      JSON.parse(
        skylane("intents", "bulk", file, "--estate", "globalcart", "--yes", "--accept-fixes", "--json", ...data),
      ),
    );
  } finally {
    skylane("down", ...data);
    rmSync(folder, { recursive: true, force: true });
  }
}

function spread(values: readonly number[], digits = 0): { min: number; p50: number; max: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (ratio: number): number =>
    Number((sorted[Math.floor((sorted.length - 1) * ratio)] ?? Number.NaN).toFixed(digits));
  return { min: at(0), p50: at(0.5), max: at(1) };
}
const print = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const runs = Array.from({ length: RUN_COUNT }, build);
const [first] = runs;
const size = { connections: first?.intentCount, tunnels: first?.tunnelCount, objects: first?.resources.length };
print({
  bench: "provision",
  name: "own time",
  unit: "ms beside the clouds', goal 10000",
  ...spread(runs.map(({ ownMs }) => ownMs)),
  ...size,
});
print({
  bench: "provision",
  name: "own time by the clouds'",
  unit: "ratio",
  ...spread(
    runs.map(({ ownMs, cloudsMs }) => ownMs / cloudsMs),
    2,
  ),
});
print({ bench: "provision", name: "the clouds' time", unit: "ms", ...spread(runs.map(({ cloudsMs }) => cloudsMs)) });
for (const name of ["provision", "prove"])
  print({
    bench: "provision",
    name: `phase ${name}`,
    unit: "ms, the clouds' time in it",
    ...spread(runs.map(({ phases }) => phases.find((one) => one.name === name)?.durationMs ?? Number.NaN)),
  });
