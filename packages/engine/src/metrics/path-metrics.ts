import {
  type ConnectionGroup,
  type Path,
  type PathHealthRecord,
  PathStateName,
  type SkylaneConfig,
} from "@skylane/core";
import { showSlos, totalsNow } from "../slo/index.ts";
import type { MetricFacts } from "./facts.ts";
import type { MetricFamily, MetricSample } from "./family.ts";

/** Samples older than this say nothing of now. 2 × the minute between bursts. */
const STALE_MS = 120_000;
const QUANTILES = [0.5, 0.95] as const;
const SECONDS_PER_MINUTE = 60;

interface Seen {
  readonly labels: Readonly<Record<string, string>>;
  /** Absent = nobody has seen it of late. */
  readonly record?: PathHealthRecord;
  /** The last answers, oldest first. */
  readonly rttsMs: readonly number[];
}

/** How paths are, as their vantages see them, and how their error budgets stand. */
export function pathMetrics(facts: MetricFacts): readonly MetricFamily[] {
  const seen = facts.config.groups.flatMap((group) => group.paths.map((path) => see(group, path, facts)));
  const each = (of: (one: Seen & { readonly record: PathHealthRecord }) => number | undefined): MetricSample[] =>
    seen.flatMap((one) => {
      const value = one.record && of({ ...one, record: one.record });
      return value === undefined ? [] : [{ labels: one.labels, value }];
    });
  return [
    {
      name: "skylane_path_up",
      type: "gauge",
      help: "1 = traffic gets through, degraded or not; 0 = down. No value = nobody knows.",
      samples: each(({ record: { health } }) =>
        health.state === "unknown" ? undefined : Number(health.state !== "down"),
      ),
    },
    {
      name: "skylane_path_state",
      type: "gauge",
      help: "1 for the state the path is in, 0 for the others.",
      samples: seen.flatMap(({ labels, record }) =>
        PathStateName.options.map((state) => ({
          labels: { ...labels, state },
          value: Number((record?.health.state ?? "unknown") === state),
        })),
      ),
    },
    {
      name: "skylane_path_round_trip_seconds",
      type: "summary",
      help: "Round trip of the last probes that were answered.",
      samples: seen.flatMap(({ labels, rttsMs }) => {
        const sorted = rttsMs.toSorted((a, b) => a - b);
        return sorted.length === 0
          ? []
          : QUANTILES.map((quantile) => ({
              labels: { ...labels, quantile: String(quantile) },
              value: seconds(sorted[Math.ceil(quantile * sorted.length) - 1] ?? 0),
            }));
      }),
    },
    {
      name: "skylane_path_loss_ratio",
      type: "gauge",
      help: "Share of the last probes that were not answered.",
      samples: each(({ record: { health }, rttsMs }) =>
        health.recent.length === 0 ? undefined : (health.recent.length - rttsMs.length) / health.recent.length,
      ),
    },
    {
      name: "skylane_path_jitter_seconds",
      type: "gauge",
      help: "Mean difference from one round trip to the next, of the last probes.",
      samples: each(({ rttsMs }) => (rttsMs.length < 2 ? undefined : seconds(meanStep(rttsMs)))),
    },
    ...sloMetrics(facts, new Map(seen.map(({ labels }) => [labels.path ?? "", labels]))),
  ];
}

type LabelsByPath = ReadonlyMap<string, Readonly<Record<string, string>>>;

function sloMetrics(facts: MetricFacts, labelsOf: LabelsByPath): readonly MetricFamily[] {
  const { slos } = showSlos(facts);
  const totals = facts.ledgers.flatMap((ledger) => {
    const labels = labelsOf.get(ledger.pathId);
    if (labels?.vantage !== ledger.vantageId) return [];
    const learnt = facts.performance.find((one) => one.pathId === ledger.pathId && one.vantageId === ledger.vantageId);
    return [{ labels, ...totalsNow(ledger, learnt) }];
  });
  const counter = (name: string, help: string, field: "seenMinutes" | "downMinutes" | "slowMinutes"): MetricFamily => ({
    name,
    type: "counter",
    help,
    samples: totals.map((one) => ({ labels: one.labels, value: secondsOf(one[field]) })),
  });
  const gauge = (name: string, help: string, field: "objectiveRatio" | "remainingRatio"): MetricFamily => ({
    name,
    type: "gauge",
    help,
    samples: slos.map((one) => ({ labels: { ...labelsOf.get(one.pathId), slo: one.slo }, value: one[field] })),
  });
  return [
    counter("skylane_path_observed_seconds", "Time in which the path was seen up, degraded or down.", "seenMinutes"),
    counter("skylane_path_down_seconds", "Time in which the path was down.", "downMinutes"),
    counter(
      "skylane_path_slow_seconds",
      "Time in which the path was slower than its objective: the share of slow answers of the time in which there were answers.",
      "slowMinutes",
    ),
    gauge("skylane_slo_objective_ratio", "Share of the time that is promised to be good.", "objectiveRatio"),
    {
      name: "skylane_slo_latency_objective_seconds",
      type: "gauge",
      help: "Round trip that 95 % of the time is promised to keep within.",
      samples: slos.flatMap(({ pathId, latencyP95Ms }) => {
        const labels = labelsOf.get(pathId);
        return latencyP95Ms === undefined || !labels ? [] : [{ labels, value: seconds(latencyP95Ms) }];
      }),
    },
    gauge(
      "skylane_slo_error_budget_remaining_ratio",
      "What is left of the error budget of the period; below 0 it is overdrawn.",
      "remainingRatio",
    ),
  ];
}

function see(group: ConnectionGroup, path: Path, { config, health, nowMs }: MetricFacts): Seen {
  const { vantageId } = path.probe;
  const record = health.find((one) => one.pathId === path.id && one.vantageId === vantageId);
  const isFresh = record !== undefined && nowMs - record.sampledAtMs <= STALE_MS;
  return {
    labels: {
      path: path.id,
      group: group.id,
      connection: path.connectionId,
      vantage: vantageId,
      ...clouds(group, path, config),
    },
    rttsMs: isFresh ? record.health.recent.filter((rttMs) => rttMs !== null) : [],
    ...(isFresh && { record }),
  };
}

/** From where to where the path is probed. */
function clouds({ sides }: ConnectionGroup, { probe }: Path, { networks, vantages }: SkylaneConfig) {
  const own = vantages.find(({ id }) => id === probe.vantageId)?.networkId;
  const isReverse = sides[1].networkId === own;
  const cloudOf = (networkId: string): string => networks.find(({ id }) => id === networkId)?.cloud ?? "";
  const [source, target] = isReverse ? [sides[1], sides[0]] : [sides[0], sides[1]];
  return { source_cloud: cloudOf(source.networkId), target_cloud: cloudOf(target.networkId) };
}

const meanStep = (values: readonly number[]): number =>
  values.slice(1).reduce((sum, value, i) => sum + Math.abs(value - (values[i] ?? value)), 0) / (values.length - 1);

/** To the tenth of a microsecond. */
const seconds = (ms: number): number => Math.round(ms * 1e4) / 1e7;
const secondsOf = (minutes: number): number => Math.round(minutes * SECONDS_PER_MINUTE * 1e3) / 1e3;
