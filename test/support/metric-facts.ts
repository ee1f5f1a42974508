import type { MetricFacts } from "@skylane/engine";
import { aConfig, healthOf } from "./builders.ts";
import { anAnomaly } from "./cost-findings.ts";
import { aDay, aSpan, DAY_MS, learntOf, NOON_MS } from "./slo-facts.ts";

const TODAY = Math.floor(NOON_MS / DAY_MS);

/** Facts of the small estate in which every metric has a value; `more` replaces some. */
export function metricFacts(more: Partial<MetricFacts> = {}): MetricFacts {
  const health = healthOf("dx", "up");
  return {
    config: aConfig((raw) => ({
      ...raw,
      slos: { latencyP95Ms: 20 },
      regions: { home: "us-east-1", standby: "us-west-2" },
    })),
    nowMs: NOON_MS,
    health: [
      { ...health, sampledAtMs: NOON_MS - 1_000, health: { ...health.health, recent: [10, null, 12, 11] } },
      { ...healthOf("vpn", "down"), sampledAtMs: NOON_MS - 1_000 },
    ],
    performance: [learntOf([aDay(TODAY, 700, { downMinutes: 2, slowCount: 140 })])],
    ledgers: [
      {
        pathId: "dx",
        vantageId: "v1",
        atMs: NOON_MS - 60_000,
        counted: [{ day: TODAY, seenMinutes: 700, downMinutes: 1.5, answeredCount: 13_980, slowCount: 140 }],
        totals: { seenMinutes: 5_000, downMinutes: 2.5, slowMinutes: 4 },
        spans: [aSpan(1, 5, { downMinutes: 1.5 })],
        alerts: { availability: { burning: { severity: "page", sinceMs: NOON_MS }, isTicketKnown: true } },
      },
    ] as unknown as MetricFacts["ledgers"],
    incidents: [],
    active: [],
    isStopped: false,
    meterSlots: [
      {
        startMs: NOON_MS - 1_800_000,
        connectionId: "dxcon-1",
        fromKey: "aws:vpc-1",
        toKey: "onprem:dc1",
        bytes: 9e9,
        coverageRatio: 1,
        priceRowIds: [],
      },
      {
        startMs: NOON_MS - 900_000,
        connectionId: "dxcon-1",
        fromKey: "aws:vpc-1",
        toKey: "onprem:dc1",
        bytes: 4.5e9,
        coverageRatio: 0.5,
        priceRowIds: [],
      },
    ],
    capacities: [
      { connectionId: "dxcon-1", day: TODAY, dayCount: 1, bandwidthMbps: 1_000, utilisation: { day: [] } },
    ] as unknown as MetricFacts["capacities"],
    forecasts: [
      {
        scope: { kind: "cloud", id: "aws" },
        atMs: NOON_MS,
        spentUsd: 1_234.5,
        monthEndUsd: 2_000,
        lowUsd: 1_900,
        highUsd: 2_100,
        dayCount: 60,
      },
    ],
    anomalies: [{ ...anAnomaly(), status: "open" }],
    looks: [{ cloud: "aws", atMs: NOON_MS - 60_000 }],
    beats: [{ regionId: "us-west-2", atMs: NOON_MS - 30_000 }],
    ...more,
  };
}
