import * as z from "zod";
import type { World } from "../world/world.ts";
import { ApiError } from "./api-error.ts";
import { byteCounters } from "./aws-counters.ts";
import { type ByteCounter, type Gauge, type SampleStatistic, samplesOf } from "./byte-samples.ts";
import type { Ec2Caller } from "./ec2/ec2.ts";
import { machineGauges } from "./machine-gauges.ts";
import { balancerMetrics, metricAt, type NamedMetric, storeMetrics } from "./named-metrics.ts";
import { pointPage } from "./point-page.ts";

const MAX_QUERIES = 500;
const MAX_POINTS = 100_800;
const SAMPLE_MS = 60_000;
const DAY_SECONDS = 86_400;
/** How long there are points of a period, and to what a moment so long ago is rounded down. */
const KEPT: readonly { readonly untilSeconds: number; readonly leastPeriodSeconds: number }[] = [
  { untilSeconds: 15 * DAY_SECONDS, leastPeriodSeconds: 60 },
  { untilSeconds: 63 * DAY_SECONDS, leastPeriodSeconds: 300 },
  { untilSeconds: 455 * DAY_SECONDS, leastPeriodSeconds: 3_600 },
];

const Query = z.looseObject({
  Id: z.string().min(1),
  MetricStat: z.looseObject({
    Metric: z.looseObject({
      Namespace: z.string(),
      MetricName: z.string(),
      Dimensions: z.array(z.looseObject({ Name: z.string(), Value: z.string() })).default([]),
    }),
    Period: z.int().min(60).multipleOf(60),
    Stat: z.enum(["Sum", "Average", "Minimum", "Maximum", "SampleCount"]),
  }),
});
type Query = z.infer<typeof Query>;
/** Moments are seconds since 1970. */
const Input = z.looseObject({
  StartTime: z.number(),
  EndTime: z.number(),
  MetricDataQueries: z.array(Query).max(MAX_QUERIES),
  ScanBy: z.enum(["TimestampDescending", "TimestampAscending"]).default("TimestampDescending"),
  MaxDatapoints: z.int().min(1).max(MAX_POINTS).default(MAX_POINTS),
  NextToken: z
    .string()
    .regex(/^\d{1,9}$/, "is invalid")
    .optional(),
});

/**
 * CloudWatch's JSON API for one Region: how busy machines are, what lies in buckets, and bytes over VPN connections, Direct Connect
 * and attachments of transit gateways.
 */
export function callCloudWatch(
  world: World,
  caller: Ec2Caller,
  operation: string,
  body: unknown,
): Readonly<Record<string, unknown>> {
  const named = [...storeMetrics(world, caller), ...balancerMetrics(world, caller)];
  if (operation === "ListMetrics") return listMetrics(named, body);
  if (operation !== "GetMetricData")
    throw new ApiError("InvalidAction", `CloudWatch here knows no operation ${operation}`);
  const input = Input.safeParse(body);
  if (!input.success) {
    const issue = input.error.issues[0];
    throw new ApiError("ValidationError", `${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { StartTime, EndTime, MetricDataQueries, ScanBy, MaxDatapoints, NextToken } = input.data;
  if (StartTime >= EndTime)
    throw new ApiError("ValidationError", "The parameter EndTime must be greater than StartTime.");
  const [findCounter, findGauge] = [byteCounters(world, caller), machineGauges(world, caller)];
  const toSkip = Number(NextToken ?? 0);
  const series = MetricDataQueries.map((query) => {
    const { Metric, Period } = query.MetricStat;
    const asked = [Metric.Namespace, Metric.MetricName, dimensionsOf(Metric)] as const;
    const counter = metricAt(named, ...asked) ?? findGauge(...asked) ?? findCounter(...asked);
    const moments = counter ? momentsOf(world, Period, StartTime, EndTime) : [];
    return { query, counter, moments: ScanBy === "TimestampAscending" ? moments : moments.toReversed() };
  });
  const points = pointPage(
    series.map(({ moments }) => moments),
    toSkip,
    MaxDatapoints,
  );
  return {
    MetricDataResults: series.map(({ query, counter }, i) => {
      const { shown = [], leftCount = 0 } = points[i] ?? {};
      return {
        Id: query.Id,
        Label: query.MetricStat.Metric.MetricName,
        Timestamps: shown,
        Values: counter ? shown.map((at) => valueAt(world, query, counter, at, EndTime)) : [],
        StatusCode: leftCount > 0 ? "PartialData" : "Complete",
      };
    }),
    ...(points.some(({ leftCount }) => leftCount > 0) && { NextToken: String(toSkip + MaxDatapoints) }),
    Messages: [],
  };
}

const ListInput = z.looseObject({
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  NextToken: z
    .string()
    .regex(/^\d{1,9}$/, "is invalid")
    .optional(),
});
const LIST_PAGE = 500;

/** Metrics of stores and load balancers by their names and dimensions; of what else is measured there is no list here. */
function listMetrics(metrics: readonly NamedMetric[], body: unknown) {
  const input = ListInput.safeParse(body);
  if (!input.success) throw new ApiError("ValidationError", `${input.error.issues[0]?.message}`);
  const { Namespace, MetricName, NextToken } = input.data;
  const wanted = metrics.filter(
    ({ namespace, metric }) => (Namespace ?? namespace) === namespace && (MetricName ?? metric) === metric,
  );
  const from = Number(NextToken ?? 0);
  return {
    Metrics: wanted.slice(from, from + LIST_PAGE).map(({ namespace, metric, dimensions }) => ({
      Namespace: namespace,
      MetricName: metric,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    })),
    ...(wanted.length > from + LIST_PAGE && { NextToken: String(from + LIST_PAGE) }),
  };
}

/** Where a metric has points, seconds, oldest first: a period each from the start on, if it has begun and is still kept. */
function momentsOf(world: World, period: number, start: number, end: number): readonly number[] {
  const now = world.clock.nowMs() / 1_000;
  const roundTo = KEPT.find(({ untilSeconds }) => now - start < untilSeconds)?.leastPeriodSeconds ?? 3_600;
  const first = Math.floor(start / roundTo) * roundTo;
  const kept = KEPT.findLast(({ leastPeriodSeconds }) => period >= leastPeriodSeconds)?.untilSeconds ?? 0;
  const from = Math.max(world.traffic.beginsAtMs / 1_000, now - kept);
  const skipped = Math.max(0, Math.ceil((from - first) / period));
  // its first minute must be over: samples come once a minute
  const sampled = Math.floor(Math.min(world.traffic.countedUntilMs() / 1_000, end) / 60) * 60;
  const count = Math.max(0, Math.ceil((sampled - first) / period) - skipped);
  return Array.from({ length: count }, (_, i) => first + period * (skipped + i));
}

/** Of the last period only what is before the end counts. */
function valueAt(
  world: World,
  { MetricStat: { Period, Stat } }: Query,
  counter: ByteCounter | Gauge,
  at: number,
  end: number,
): number {
  const sampledMs = Math.floor(Math.min(world.traffic.countedUntilMs(), end * 1_000) / SAMPLE_MS) * SAMPLE_MS;
  return samplesOf(counter, at * 1_000, Math.min((at + Period) * 1_000, sampledMs), SAMPLE_MS)[STATISTICS[Stat]]();
}

const STATISTICS = {
  Sum: "total",
  Average: "average",
  Minimum: "minimum",
  Maximum: "maximum",
  SampleCount: "count",
} as const satisfies Readonly<Record<string, SampleStatistic>>;

const dimensionsOf = ({ Dimensions }: Query["MetricStat"]["Metric"]): ReadonlyMap<string, string> =>
  new Map(Dimensions.map(({ Name, Value }) => [Name, Value]));
