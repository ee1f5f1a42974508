// Start-up time and memory of the whole system: from the command to an answered request, and what its two processes hold.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startInstance } from "@skylane/local";

const root = join(import.meta.dirname, "../..");
const RUNS = 5;
const SETTLE_MS = 3_000;
const readyMs: number[] = [];
const residentMib: { controller: number; twin: number }[] = [];

for (let run = 0; run < RUNS; run += 1) {
  const dataFolder = mkdtempSync(join(tmpdir(), "skylane-bench-"));
  const startMs = performance.now();
  const instance = await startInstance({
    dataFolder,
    configFile: join(root, "examples/globalcart/skylane.yaml"),
    estate: "globalcart",
    port: 0,
    awsPort: 0,
    twinPort: 0,
    socksPort: 0,
    seed: 1,
  });
  const { url, token } = instance.info;
  await fetch(`${url}/v1/overview`, { headers: { authorization: `Bearer ${token}` } });
  readyMs.push(performance.now() - startMs);
  await sleep(SETTLE_MS);
  residentMib.push({ controller: residentOf(instance.pids.controller), twin: residentOf(instance.pids.twin) });
  await instance.stop();
  rmSync(dataFolder, { recursive: true, force: true });
}

console.log(
  JSON.stringify({ bench: "start-up", unit: "ms until the first answered request, goal 5000", ...spread(readyMs) }),
);
for (const name of ["controller", "twin"] as const)
  console.log(
    JSON.stringify({
      bench: `memory of the ${name}`,
      unit: "MiB resident after 3 s",
      ...spread(residentMib.map((one) => one[name])),
    }),
  );

/** Resident memory by /proc, where there is one; NaN elsewhere. */
function residentOf(pid: number): number {
  try {
    const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return Number(kib) / 1_024;
  } catch {
    return Number.NaN;
  }
}

function spread(values: readonly number[]): { min: number; p50: number; max: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (ratio: number): number => Math.round(sorted[Math.floor((sorted.length - 1) * ratio)] ?? Number.NaN);
  return { min: at(0), p50: at(0.5), max: at(1) };
}
