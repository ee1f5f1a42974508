import { type CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import type { Asker } from "./discover/ask-aws.ts";
import { MAX_METRIC_QUERIES, type MetricOf, metricQuery } from "./metric-query.ts";

/** Values of one metric by the start of their period, ms since 1970; none = CloudWatch has no points, or they were not had. */
export type MetricPoints = ReadonlyMap<number, number>;

export interface MetricWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly periodSeconds: number;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html (read 2026-11) */
const MAX_POINTS = 100_800;

/** Points of metrics, in the order of the metrics, in as few calls as CloudWatch allows. */
export async function readMetrics(
  cloudWatch: CloudWatchClient,
  metrics: readonly (MetricOf & { readonly stat: "Sum" | "Average" })[],
  { fromMs, toMs, periodSeconds }: MetricWindow,
  ask: Asker,
): Promise<readonly MetricPoints[]> {
  const pointCount = Math.ceil((toMs - fromMs) / (periodSeconds * 1_000));
  const size = Math.max(1, Math.min(MAX_METRIC_QUERIES, Math.floor(MAX_POINTS / Math.max(1, pointCount))));
  const batches = Array.from({ length: Math.ceil(metrics.length / size) }, (_, i) =>
    metrics.slice(i * size, (i + 1) * size),
  );
  const read = batches.map(async (batch): Promise<readonly MetricPoints[]> => {
    const results = await ask.all(
      "cloudwatch:GetMetricData",
      (NextToken, options) =>
        cloudWatch.send(
          new GetMetricDataCommand({
            StartTime: new Date(fromMs),
            EndTime: new Date(toMs),
            MetricDataQueries: batch.map((metric, i) => metricQuery(metric, i, { periodSeconds, stat: metric.stat })),
            NextToken,
          }),
          options,
        ),
      (page) => ({ items: page.MetricDataResults, next: page.NextToken }),
    );
    const points = batch.map(() => new Map<number, number>());
    for (const { Id, Timestamps, Values } of results ?? []) {
      const found = points[Number(/^m(\d+)$/.exec(Id ?? "")?.[1])];
      Values?.forEach((value, i) => {
        const at = Timestamps?.[i]?.getTime();
        if (at !== undefined && Number.isFinite(value)) found?.set(at, value);
      });
    }
    return points;
  });
  return (await Promise.all(read)).flat();
}
