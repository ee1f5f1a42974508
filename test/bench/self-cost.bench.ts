import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { compareCost, usdOf } from "@skylane/engine";
import { startInstance } from "@skylane/local";
import { loadConfig } from "@skylane/runtime/load-config";
import { writeManyPaths } from "../support/many-paths.ts";
import { calmThresholds, foreseenCost, measuredCost } from "../support/measured-cost.ts";

// What Skylane itself costs with so many paths from two vantages: it runs for some minutes, and what CloudWatch then says is
// printed beside what `npm run cost:estimate` foresees. The numbers of docs/operations/cost.md.
// Run: node test/bench/self-cost.bench.ts [paths, default 127] [minutes, default 7] [file for the measured cost]
const PATHS = Number(process.argv[2] ?? 127);
const MINUTES = Number(process.argv[3] ?? 7);

const folder = mkdtempSync(join(tmpdir(), "self-cost-"));
const files = writeManyPaths(folder, PATHS, calmThresholds);
const config = loadConfig(files.configFile);
const instance = await startInstance({
  ...files,
  dataFolder: join(folder, "data"),
  port: 0,
  awsPort: 0,
  twinPort: 0,
  socksPort: 0,
  seed: 1,
});
// what applications send is not foreseen: it is as much as they send
await fetch(`${instance.info.twinUrl}/lab/applications/telemetry`, { method: "DELETE" });
const startedMs = Date.now();
await pause(MINUTES * 60_000);
const measured = await measuredCost(instance.info.awsUrl, config, startedMs, Date.now());
await instance.stop();
rmSync(folder, { recursive: true, force: true });
if (!measured) throw new Error(`${MINUTES} minutes are too few to make a month of`);
const [, , , , file] = process.argv;
if (file !== undefined) writeFileSync(file, `${JSON.stringify(measured)}\n`);
const foreseen = foreseenCost(config);
const { monthlyUsd, usageUsd, standingUsd, uncertaintyUsd, usdPerPath, usdPerVantage, minuteCount, quietCount } =
  measured;
console.log(
  JSON.stringify({
    name: "self cost",
    pathCount: measured.pathCount,
    minuteCount,
    quietCount,
    monthlyUsd,
    usageUsd,
    standingUsd,
    uncertaintyUsd,
    usdPerPath,
    usdPerVantage,
    foreseenUsd: usdOf(foreseen),
  }),
);
for (const one of compareCost(foreseen, measured.lines))
  console.log(JSON.stringify({ name: "self cost by item", ...one }));
for (const { item, by, units } of measured.lines)
  if (item === "function-request" || item.startsWith("table-"))
    console.log(
      JSON.stringify({
        name: "units a minute",
        item,
        by,
        measured: (units * 1e6) / 43_800,
        foreseen:
          (foreseen.filter((one) => one.item === item && one.by === by).reduce((sum, one) => sum + one.units, 0) *
            1e6) /
          43_800,
      }),
    );
