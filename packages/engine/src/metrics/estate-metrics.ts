import { type CostScope, METER_SLOT_MS, type MeteredSlot } from "@skylane/core";
import { movedAtMs } from "../failover/index.ts";
import type { MetricFacts } from "./facts.ts";
import type { MetricFamily } from "./family.ts";

/** Around the target of a move, ten seconds, and up to what a person takes. */
const DURATION_BOUNDS_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300] as const;
/** Scopes of costs are named by tags of bills: only as many are shown, whatever bills hold. */
const MOST_SCOPES = 100;

/** Moves, links, costs, and how fresh it all is. */
export const estateMetrics = (facts: MetricFacts): readonly MetricFamily[] => [
  ...moveMetrics(facts),
  ...linkMetrics(facts),
  ...costMetrics(facts),
  ...freshnessMetrics(facts),
];

const OUTCOMES = ["moved", "repaired-by-routing", "refused", "rolled-back"] as const;

function moveMetrics({ incidents, active, isStopped }: MetricFacts): readonly MetricFamily[] {
  const durations = incidents.flatMap((incident) => {
    const atMs = movedAtMs(incident);
    return atMs === undefined ? [] : [(atMs - incident.openedAtMs) / 1_000];
  });
  // a move stays one, however it goes on
  const count = (outcome: (typeof OUTCOMES)[number]): number =>
    outcome === "moved"
      ? durations.length
      : incidents.filter((one) => one.status === outcome && movedAtMs(one) === undefined).length;
  return [
    {
      name: "skylane_failover",
      type: "counter",
      help: "Failovers by their outcome, of incidents opened since the month began, UTC.",
      samples: OUTCOMES.map((outcome) => ({ labels: { outcome }, value: count(outcome) })),
    },
    {
      name: "skylane_failover_duration_seconds",
      type: "histogram",
      help: "From the first sign until traffic was proven on the backup, of the same incidents.",
      samples: [
        ...[...DURATION_BOUNDS_SECONDS, Number.POSITIVE_INFINITY].map((bound) => ({
          suffix: "_bucket" as const,
          labels: { le: boundText(bound) },
          value: durations.filter((one) => one <= bound).length,
        })),
        { suffix: "_sum", labels: {}, value: durations.reduce((sum, one) => sum + one, 0) },
        { suffix: "_count", labels: {}, value: durations.length },
      ],
    },
    {
      name: "skylane_incidents_active",
      type: "gauge",
      help: "Incidents whose routes are, or may be, away from where they belong.",
      samples: (["open", "moved", "needs-human"] as const).map((status) => ({
        labels: { status },
        value: active.filter((one) => one.status === status).length,
      })),
    },
    {
      name: "skylane_kill_switch_engaged",
      type: "gauge",
      help: "1 = a person has stopped every move.",
      samples: [{ labels: {}, value: Number(isStopped) }],
    },
  ];
}

/** OpenMetrics writes bounds as floats; the older format takes them as well. */
const boundText = (bound: number): string => (Number.isFinite(bound) ? bound.toFixed(1) : "+Inf");

function linkMetrics({ meterSlots, capacities }: MetricFacts): readonly MetricFamily[] {
  const directions = Map.groupBy(meterSlots, ({ connectionId, fromKey, toKey }) =>
    JSON.stringify([connectionId, fromKey, toKey]),
  );
  const labelsOf = ({ connectionId, fromKey, toKey }: MeteredSlot) => ({
    connection: connectionId,
    direction: `${fromKey} to ${toKey}`,
  });
  const bandwidths = new Map(capacities.map(({ connectionId, bandwidthMbps }) => [connectionId, bandwidthMbps]));
  const ofEach = [...directions.values()].flatMap((slots) => {
    const last = slots.toSorted((a, b) => a.startMs - b.startMs).at(-1);
    return last ? [{ slots, last }] : [];
  });
  return [
    {
      name: "skylane_link_bytes",
      type: "counter",
      help: "Bytes as the cloud counted them, since midnight UTC; late by up to an hour.",
      samples: ofEach.map(({ slots, last }) => ({
        labels: labelsOf(last),
        value: slots.reduce((sum, { bytes }) => sum + bytes, 0),
      })),
    },
    {
      name: "skylane_link_utilisation_ratio",
      type: "gauge",
      help: "Of the bandwidth, in the last quarter of an hour that was counted.",
      samples: ofEach.flatMap(({ last }) => {
        const bandwidthMbps = bandwidths.get(last.connectionId);
        if (bandwidthMbps === undefined || last.coverageRatio === 0) return [];
        const seconds = (METER_SLOT_MS / 1_000) * last.coverageRatio;
        return [{ labels: labelsOf(last), value: (last.bytes * 8) / (seconds * bandwidthMbps * 1e6) }];
      }),
    },
  ];
}

function costMetrics({ forecasts, anomalies }: MetricFacts): readonly MetricFamily[] {
  const shown = forecasts.slice(0, MOST_SCOPES);
  const open = anomalies.filter(({ status }) => status === "open");
  const worst = open.toSorted((a, b) => b.usdPerDay - a.usdPerDay).slice(0, MOST_SCOPES);
  return [
    {
      name: "skylane_cost_usd",
      type: "counter",
      help: "What was billed since the month began, in the currency of the configuration.",
      samples: shown.map(({ scope, spentUsd }) => ({ labels: scopeLabels(scope), value: Math.max(0, spentUsd) })),
    },
    {
      name: "skylane_cost_month_end_usd",
      type: "gauge",
      help: "Where the month is foreseen to end.",
      samples: shown.map(({ scope, monthEndUsd }) => ({ labels: scopeLabels(scope), value: monthEndUsd })),
    },
    {
      name: "skylane_cost_anomalies",
      type: "gauge",
      help: "Costs that are higher than they should be and that nobody has answered.",
      samples: (["critical", "high", "medium", "low"] as const).map((severity) => ({
        labels: { severity },
        value: open.filter((one) => one.severity === severity).length,
      })),
    },
    {
      name: "skylane_cost_anomaly_usd_per_day",
      type: "gauge",
      help: "What each of them costs beyond what was expected, the dearest of them.",
      samples: worst.map(({ id, scope, severity, cause, usdPerDay }) => ({
        labels: { anomaly: id, ...scopeLabels(scope), severity, cause },
        value: usdPerDay,
      })),
    },
  ];
}

const scopeLabels = ({ kind, id }: CostScope) => ({ scope_kind: kind, scope: id });

function freshnessMetrics({ config, nowMs, health, looks, beats }: MetricFacts): readonly MetricFamily[] {
  const networks = new Map(config.networks.map(({ id, cloud }) => [id as string, cloud]));
  return [
    {
      name: "skylane_vantage_last_report_timestamp_seconds",
      type: "gauge",
      help: "When the last probe of a vantage was sent that is known of.",
      samples: config.vantages.flatMap(({ id, networkId }) => {
        const atMs = Math.max(
          ...health.filter(({ vantageId }) => vantageId === id).map(({ sampledAtMs }) => sampledAtMs),
        );
        return Number.isFinite(atMs)
          ? [{ labels: { vantage: id, cloud: networks.get(networkId) ?? "" }, value: atMs / 1_000 }]
          : [];
      }),
    },
    {
      name: "skylane_last_discovery_timestamp_seconds",
      type: "gauge",
      help: "When a cloud was last looked at.",
      samples: looks.map(({ cloud, atMs }) => ({ labels: { cloud }, value: atMs / 1_000 })),
    },
    {
      name: "skylane_replication_lag_seconds",
      type: "gauge",
      help: "Age of the last beat of the other Region in the tables of this one; a Region beats once a minute.",
      samples: beats.map(({ regionId, atMs }) => ({
        labels: { region: regionId },
        value: Math.max(0, (nowMs - atMs) / 1_000),
      })),
    },
  ];
}
