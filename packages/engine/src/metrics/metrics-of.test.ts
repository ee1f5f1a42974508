import type { Incident } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { metricFacts } from "../../../../test/support/metric-facts.ts";
import { NOON_MS } from "../../../../test/support/slo-facts.ts";
import type { MetricFacts } from "./facts.ts";
import { metricsOf } from "./metrics-of.ts";

const samplesOf = (facts: MetricFacts, name: string) =>
  metricsOf(facts).find((one) => one.name === name)?.samples ?? [];
const metricOf = (facts: MetricFacts, name: string, labels: Readonly<Record<string, string>> = {}) =>
  samplesOf(facts, name).find((one) => Object.entries(labels).every(([key, text]) => one.labels[key] === text))?.value;
const anIncident = (status: string, ...lines: readonly [number, string][]) =>
  ({
    status,
    openedAtMs: NOON_MS,
    timeline: lines.map(([atMs, what]) => ({ atMs: NOON_MS + atMs, what })),
  }) as Incident;

describe("engine/metrics/metrics-of", () => {
  it("has a value of every family where everything is known", () => {
    const without = metricsOf(metricFacts()).filter(({ samples }) => samples.length === 0);

    expect(without).toEqual([]);
  });

  it("names base units, and of no family two samples with the same labels", () => {
    for (const { name, type, samples } of metricsOf(metricFacts())) {
      expect(name).toMatch(/^skylane_[a-z_]+$/);
      expect(name).not.toMatch(/_(ms|minutes|milliseconds|mbps|percent|total|count|sum|bucket)$/);
      const keys = samples.map(({ suffix, labels }) => JSON.stringify([suffix, labels]));
      expect(new Set(keys).size, name).toBe(keys.length);
      if (type === "counter") for (const { value } of samples) expect(value).toBeGreaterThanOrEqual(0);
    }
  });

  it("a path is known by its clouds, as its vantage looks at it", () => {
    expect(samplesOf(metricFacts(), "skylane_path_up")).toEqual([
      {
        labels: {
          path: "dx",
          group: "g",
          connection: "dx",
          vantage: "v1",
          source_cloud: "aws",
          target_cloud: "onprem",
        },
        value: 1,
      },
      { labels: expect.objectContaining({ path: "vpn" }), value: 0 },
    ]);
  });

  it("times of paths are in seconds, of answered probes only", () => {
    const facts = metricFacts();

    expect(metricOf(facts, "skylane_path_round_trip_seconds", { quantile: "0.5" })).toBe(0.011);
    expect(metricOf(facts, "skylane_path_round_trip_seconds", { quantile: "0.95" })).toBe(0.012);
    expect(metricOf(facts, "skylane_path_loss_ratio", { path: "dx" })).toBe(0.25);
    expect(metricOf(facts, "skylane_path_jitter_seconds", { path: "dx" })).toBe(0.0015);
  });

  it("a path that nobody has seen of late is unknown, and neither up nor down", () => {
    const facts = metricFacts({ nowMs: NOON_MS + 600_000 });

    expect(samplesOf(facts, "skylane_path_up")).toEqual([]);
    expect(samplesOf(facts, "skylane_path_round_trip_seconds")).toEqual([]);
    expect(metricOf(facts, "skylane_path_state", { path: "dx", state: "unknown" })).toBe(1);
    expect(metricOf(facts, "skylane_path_state", { path: "dx", state: "up" })).toBe(0);
  });

  it("what burnt since the last look is in the counters at once", () => {
    const facts = metricFacts();

    expect(metricOf(facts, "skylane_path_observed_seconds")).toBe(5_002 * 60);
    expect(metricOf(facts, "skylane_path_down_seconds")).toBe(3 * 60);
    expect(metricOf(facts, "skylane_slo_objective_ratio", { slo: "availability" })).toBe(0.9995);
    expect(metricOf(facts, "skylane_slo_error_budget_remaining_ratio", { slo: "availability" })).toBeCloseTo(
      1 - 2 / 20.16,
      9,
    );
  });

  it("a move stays counted however it goes on, and open incidents are counted apart", () => {
    const moved = [2_500, "moved: 5 of 5 requests answered"] as const;
    const active = [
      anIncident("moved", [12_000, "moved: 5 of 5"]),
      anIncident("needs-human", [...moved]),
      anIncident("open"),
    ];
    const facts = metricFacts({
      incidents: [
        anIncident("failed-back", [...moved], [60_000, "failed-back: 5 of 5"]),
        anIncident("refused", [1, "nothing was touched: hold"]),
        ...active,
      ],
      active,
    });

    const count = (outcome: string) => metricOf(facts, "skylane_failover", { outcome });
    expect(["moved", "refused", "rolled-back"].map(count)).toEqual([3, 1, 0]);
    expect(metricOf(facts, "skylane_incidents_active", { status: "needs-human" })).toBe(1);
    const bucket = (le: string) => metricOf(facts, "skylane_failover_duration_seconds", { le });
    expect(["2.0", "5.0", "10.0", "15.0", "+Inf"].map(bucket)).toEqual([0, 2, 2, 3, 3]);
  });

  it("a link is as full as its last quarter of an hour, by what of it was counted", () => {
    expect(metricOf(metricFacts(), "skylane_link_bytes", { connection: "dxcon-1" })).toBe(13.5e9);
    expect(metricOf(metricFacts(), "skylane_link_utilisation_ratio")).toBeCloseTo(0.08, 9);
  });

  it("bills cannot make more series than a hundred scopes and a hundred anomalies", () => {
    const { forecasts, anomalies } = metricFacts();
    const many = metricFacts({
      forecasts: Array.from({ length: 500 }, (_, i) => ({
        ...(forecasts[0] as (typeof forecasts)[number]),
        scope: { kind: "team", id: `t${i}` },
      })),
      anomalies: Array.from({ length: 500 }, (_, i) => ({
        ...(anomalies[0] as (typeof anomalies)[number]),
        id: `ca-${i}`,
        usdPerDay: i,
      })) as unknown as MetricFacts["anomalies"],
    });

    expect(samplesOf(many, "skylane_cost_usd")).toHaveLength(100);
    expect(samplesOf(many, "skylane_cost_anomaly_usd_per_day").map(({ value }) => value)).toEqual(
      Array.from({ length: 100 }, (_, i) => 499 - i),
    );
  });
});
