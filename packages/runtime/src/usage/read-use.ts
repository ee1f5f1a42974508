import { CloudWatchClient, type CloudWatchClientConfig, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { MAX_METRIC_QUERIES, metricQuery } from "@skylane/clouds/aws/metric-query";
import { coreError, deploymentNames, type FunctionName } from "@skylane/core";
import type { MinuteOfUse, Used } from "@skylane/engine";
import { type Counter, countersOf } from "./counters.ts";

/** Which installation is asked, and for which whole minutes. */
export interface UseRequest {
  /** First part of its names. */
  readonly name: string;
  readonly regionId: string;
  /** What its schedules call. */
  readonly scheduled: readonly FunctionName[];
  readonly fromMs: number;
  readonly toMs: number;
  /** CloudWatch, where it is not at its public address, with credentials it takes. */
  readonly connection?: Pick<CloudWatchClientConfig, "endpoint" | "credentials">;
}

const MINUTE_MS = 60_000;

/**
 * What an installation used, minute by minute, as the services it runs on have counted it in CloudWatch. Minutes before the
 * first in which anything was counted are left out: it did not run then. Credentials need `cloudwatch:GetMetricData`.
 * @throws ERR_METRICS_UNAVAILABLE
 */
export async function readUse({
  name,
  regionId,
  scheduled,
  fromMs,
  toMs,
  connection,
}: UseRequest): Promise<readonly MinuteOfUse[]> {
  const cloudWatch = new CloudWatchClient({ region: regionId, ...connection });
  const counters = countersOf(deploymentNames(name), regionId, scheduled);
  const minutes = new Map<number, Used[]>();
  try {
    for (let i = 0; i < counters.length; i += MAX_METRIC_QUERIES)
      await readSome(cloudWatch, counters.slice(i, i + MAX_METRIC_QUERIES), { fromMs, toMs }, minutes);
  } catch (cause) {
    throw coreError(
      "ERR_METRICS_UNAVAILABLE",
      `CloudWatch in ${regionId} does not say what ${name} used: ${cause instanceof Error ? cause.message : String(cause)}. The credentials need cloudwatch:GetMetricData.`,
      { regionId },
      cause,
    );
  } finally {
    cloudWatch.destroy();
  }
  const firstMs = Math.min(...minutes.keys());
  return Array.from({ length: Math.max(0, Math.ceil((toMs - firstMs) / MINUTE_MS)) }, (_, i) => {
    const startMs = firstMs + i * MINUTE_MS;
    return { startMs, used: minutes.get(startMs) ?? [] };
  });
}

async function readSome(
  client: CloudWatchClient,
  counters: readonly Counter[],
  { fromMs, toMs }: Pick<UseRequest, "fromMs" | "toMs">,
  minutes: Map<number, Used[]>,
): Promise<void> {
  let NextToken: string | undefined;
  do {
    const answer = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(fromMs),
        EndTime: new Date(toMs),
        MetricDataQueries: counters.map((counter, i) => metricQuery(counter, i, { periodSeconds: 60, stat: "Sum" })),
        NextToken,
      }),
    );
    for (const { Id, Timestamps = [], Values = [] } of answer.MetricDataResults ?? []) {
      const counter = counters[Number(Id?.slice(1))];
      Timestamps.forEach((at, i) => {
        const value = Values[i];
        if (counter === undefined || value === undefined) return;
        const of = minutes.get(at.getTime()) ?? [];
        minutes.set(at.getTime(), of);
        of.push(...counter.usedOf(value));
      });
    }
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
}
