import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deviationRatio, SelfCost, usdOf } from "@skylane/engine";
import { loadConfig } from "@skylane/runtime/load-config";
import { beforeAll, describe, expect, it } from "vitest";
import { calmThresholds, foreseenCost, measuredCost } from "../support/measured-cost.ts";
import { runningSkylane } from "../support/running-skylane.ts";

const root = join(import.meta.dirname, "../..");
const startedMs = Date.now();
const { instance, fileOf, until } = runningSkylane({
  seed: 23,
  configure: (shipped) => `${shipped}\nthresholds: ${JSON.stringify({ ...calmThresholds, burstMs: "45 seconds" })}\n`,
});
// what applications send is not foreseen: it is as much as they send
beforeAll(async () => {
  await fetch(`${instance().info.twinUrl}/lab/applications/telemetry`, { method: "DELETE" });
});
const MINUTES_PER_MONTH = 43_800;
const QUIET_MINUTES = 2;

describe("a Skylane that runs says what it costs", { timeout: 400_000 }, () => {
  it("and that is what was foreseen from its schedules, to a tenth: in dollars, in calls and in units of its tables", async () => {
    const config = loadConfig(fileOf("skylane.yaml"));
    let measured: SelfCost | undefined;
    await until(async () => {
      measured = await measuredCost(instance().info.awsUrl, config, startedMs, Date.now());
      expect(measured?.quietCount).toBeGreaterThanOrEqual(QUIET_MINUTES);
    }, 390_000);
    const foreseen = foreseenCost(config);
    const perMinute = (lines: SelfCost["lines"], item: string, by: string): number =>
      (lines.filter((line) => line.item === item && line.by === by).reduce((sum, { units }) => sum + units, 0) * 1e6) /
      MINUTES_PER_MONTH;
    const callsOf = (by: string) =>
      [foreseen, measured?.lines ?? []].map((of) => perMinute([...of], "function-request", by));

    console.log(
      `measured $${measured?.usageUsd.toFixed(2)} ± ${measured?.uncertaintyUsd.toFixed(2)} from ${measured?.minuteCount} minutes, ${measured?.quietCount} of them quiet; foreseen $${usdOf(foreseen).toFixed(2)}`,
    );
    expect(deviationRatio(usdOf(foreseen), measured?.usageUsd ?? 0)).toBeLessThan(0.1);
    expect(measured).toMatchObject({ pathCount: 9, vantageCount: 3, notSeen: [] });
    for (const by of ["probe-burst", "record-snapshot", "learn-performance", "watch-degradation", "watch-overrides"]) {
      const [will = 0, was = 0] = callsOf(by);
      expect(deviationRatio(will, was), `${by}: ${will} foreseen, ${was} measured calls a minute`).toBeLessThan(0.1);
    }
    const [will = 0, was = 0] = [foreseen, measured?.lines ?? []].map((of) =>
      perMinute([...of], "table-write", "state"),
    );
    expect(deviationRatio(will, was), `${will} foreseen, ${was} measured writes a minute`).toBeLessThan(0.1);
  });

  it("and the two commands say so: costs self to a file, cost:estimate beside it, within a tenth", () => {
    const node = (...args: string[]) => spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    const config = ["--config", fileOf("skylane.yaml")];
    const self = ["packages/cli/bin/skylane.mjs", "costs", "self", ...config, "--data", fileOf("data")];
    const measured = node(...self, "--json");
    writeFileSync(fileOf("measured.json"), measured.stdout);
    const estimate = node("tools/cost-estimate.ts", ...config, "--measured", fileOf("measured.json"));

    expect(SelfCost.parse(JSON.parse(measured.stdout))).toMatchObject({ pathCount: 9, burstMs: 45_000 });
    expect(node(...self).stdout).toMatch(/a month ± \$[\d.]+ at list prices, for 9 paths from 3 vantages/);
    expect(estimate.stderr).toBe("");
    expect(estimate.stdout).toContain("; measured $");
    expect(estimate.status).toBe(0);
  });

  it("and CloudWatch has not one metric for a path", () => {
    const log = readFileSync(fileOf("data/skylane.log"), "utf8");

    expect(log).toContain("probe burst done");
    expect(log).not.toContain("_aws"); // the form in which a log line becomes a metric
  });
});
