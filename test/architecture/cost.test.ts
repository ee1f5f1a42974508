import { join } from "node:path";
import { estimatesOf } from "@skylane/clouds";
import { functions, schedules } from "@skylane/core";
import { foreseenStack, foreseeUse, priceUse, standingUse, usdOf } from "@skylane/engine";
import { loadConfig } from "@skylane/runtime/load-config";
import { afterEach, describe, expect, it, vi } from "vitest";
import { readStage } from "../../infra/stage.ts";
import { minutesOfRate } from "../../packages/engine/src/cost/month-of-minutes.ts";
import { useOfStage } from "../support/stage-cost.ts";

const root = join(import.meta.dirname, "../..");
afterEach(() => void vi.unstubAllEnvs());

/** What a stage of the tests will cost, changed or not. */
function costOf(name: string, thresholds: object = {}) {
  vi.stubEnv("SKYLANE_STAGES", "test/infra/stages");
  const stage = readStage(name, root);
  const { config, settings } = stage;
  const used = useOfStage(stage, { ...config, thresholds: { ...config.thresholds, ...thresholds } });
  const lines = priceUse(used, estimatesOf().price);
  return { lines, usd: usdOf(lines), budgetUsd: settings.budgetUsdPerMonth };
}

describe("what a stage costs by its configuration", () => {
  it.each(["prod", "test"])("%s is within its budget, and no price of it is unknown", (name) => {
    const { lines, usd, budgetUsd } = costOf(name);

    expect(lines.filter((line) => line.usd === undefined)).toEqual([]);
    expect(usd).toBeGreaterThan(1);
    expect(usd).toBeLessThan(budgetUsd);
  });

  it("a stage that stores each path ten times a second is not", () => {
    const { usd, budgetUsd } = costOf("prod", { saveIntervalMs: 10, probeIntervalMs: 10 });

    expect(usd).toBeGreaterThan(budgetUsd);
  });
});

describe("127 paths from two vantages, a probe a second", () => {
  it("are foreseen to cost less than $18.50 a month, with all that stands", () => {
    const config = loadConfig(join(root, "examples/globalcart/127-paths.yaml"));
    const used = foreseeUse(foreseenStack(config, ["us-east-1"]));
    const { price } = estimatesOf();
    const standing = standingUse(config, ["us-east-1"], used);

    expect(config.thresholds).toMatchObject({ probeIntervalMs: 1_000, burstMs: 58_000 });
    const vantageIds = config.groups.flatMap(({ paths }) => paths.map(({ probe }) => probe.vantageId));
    expect([vantageIds.length, new Set(vantageIds).size, config.vantages.length]).toEqual([127, 2, 2]);
    expect(usdOf(priceUse(used, price))).toBeGreaterThan(9);
    expect(usdOf(priceUse(standing, price))).toBeGreaterThan(3);
    expect(usdOf(priceUse([...used, ...standing], price))).toBeLessThan(18.5);
  });
});

describe("what makes a serverless bill grow unseen", () => {
  it("no function has more memory than a computation on a whole topology needs, and bursts a seventh of that", () => {
    // a month of a thousand links is 20 s of a whole CPU, and the gateway waits 30 s; it is asked for by people, and seldom
    const wholeCpu = (name: string) => name === "show-reconciliation";
    for (const [name, { memoryMb }] of Object.entries(functions))
      expect(memoryMb, name).toBeLessThanOrEqual(wholeCpu(name) ? 1_769 : 1_024);
    expect(functions["probe-burst"].memoryMb).toBeLessThanOrEqual(144);
  });

  it("nothing is called more often than once a minute by a schedule, and what takes a minute only to hold the lease", () => {
    for (const { name, rate } of schedules) {
      // a cron at one minute of one hour comes once a day at most
      if (rate.startsWith("cron(")) expect(rate, name).toMatch(/^cron\(\d+ \d+ /);
      else expect(minutesOfRate(rate), name).toBeGreaterThanOrEqual(1);
    }
    const waitsAMinute = schedules.filter(
      ({ target }) => functions[target].timeoutSeconds > 60 && target !== "optimise-paths",
    );

    expect(waitsAMinute.map(({ name }) => name)).toEqual(["hold-region"]);
  });
});
