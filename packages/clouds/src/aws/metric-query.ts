import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";

/** Which metric, of what. */
export interface MetricOf {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** The most queries that one call of GetMetricData takes. */
export const MAX_METRIC_QUERIES = 500;

/** One query of GetMetricData; its `Id` is `m` and its place in the call. */
export const metricQuery = (
  { namespace, metric, dimensions }: MetricOf,
  i: number,
  { periodSeconds, stat }: { readonly periodSeconds: number; readonly stat: "Average" | "Sum" },
): MetricDataQuery => ({
  Id: `m${i}`,
  MetricStat: {
    Metric: {
      Namespace: namespace,
      MetricName: metric,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: periodSeconds,
    Stat: stat,
  },
});
