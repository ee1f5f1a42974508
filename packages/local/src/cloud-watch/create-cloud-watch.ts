import * as z from "zod";
import { AwsError, type AwsService } from "../edge/aws-service.ts";
import type { Metric, Metrics, MinuteOfValues } from "./metrics.ts";

const MAX_QUERIES = 500;
const MAX_POINTS = 100_800;
const LIST_PAGE = 500;

const Dimensions = z.array(z.strictObject({ Name: z.string().min(1), Value: z.string().min(1) })).default([]);
const MetricDataInput = z.object({
  /** Seconds since 1970. */
  StartTime: z.number(),
  EndTime: z.number(),
  ScanBy: z.enum(["TimestampDescending", "TimestampAscending"]).default("TimestampDescending"),
  MetricDataQueries: z
    .array(
      z.object({
        Id: z.string().regex(/^[a-z]\w*$/),
        Label: z.string().optional(),
        MetricStat: z.object({
          Metric: z.object({ Namespace: z.string(), MetricName: z.string(), Dimensions }),
          Period: z.int().min(60).multipleOf(60),
          Stat: z.enum(["Sum", "SampleCount", "Average", "Minimum", "Maximum"]),
        }),
      }),
    )
    .max(MAX_QUERIES),
});
type Query = z.infer<typeof MetricDataInput>["MetricDataQueries"][number];
const ListInput = z.object({
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.string().optional() })).default([]),
  NextToken: z.string().optional(),
});

/** CloudWatch's JSON API over what the embedded services counted: GetMetricData without expressions, and ListMetrics. */
export function createCloudWatch(metrics: Pick<Metrics, "list" | "minutes">): AwsService {
  return {
    targetPrefix: "GraniteServiceVersion20100801",
    contentType: "application/x-amz-json-1.0",
    async call(operation, body) {
      if (operation === "GetMetricData") return getMetricData(metrics, check(MetricDataInput, body));
      if (operation === "ListMetrics") return listMetrics(metrics, check(ListInput, body));
      throw new AwsError(
        "UnknownOperationException",
        `CloudWatch here has no ${operation}. It has GetMetricData, ListMetrics.`,
      );
    },
  };
}

function check<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AwsError("ValidationError", `The parameter ${issue?.path.join(".")} is not valid: ${issue?.message}`);
}

function getMetricData(metrics: Pick<Metrics, "minutes">, input: z.infer<typeof MetricDataInput>) {
  const { StartTime, EndTime, ScanBy, MetricDataQueries } = input;
  if (StartTime >= EndTime)
    throw new AwsError("ValidationError", "The parameter EndTime must be greater than StartTime.");
  const points = MetricDataQueries.reduce((sum, { MetricStat }) => sum + (EndTime - StartTime) / MetricStat.Period, 0);
  if (points > MAX_POINTS)
    throw new AwsError("ValidationError", `You have requested more than ${MAX_POINTS} data points.`);
  const results = MetricDataQueries.map((query) => {
    const found = valuesOf(metrics, query, StartTime * 1_000, EndTime * 1_000);
    if (ScanBy === "TimestampDescending") found.reverse();
    return {
      Id: query.Id,
      Label: query.Label ?? query.MetricStat.Metric.MetricName,
      Timestamps: found.map(({ startMs }) => startMs / 1_000),
      Values: found.map(({ value }) => value),
      StatusCode: "Complete",
    };
  });
  return { MetricDataResults: results, Messages: [] };
}

/** One value a period that has any, oldest first: like CloudWatch, it has no zeros for what did not happen. */
function valuesOf(metrics: Pick<Metrics, "minutes">, { MetricStat }: Query, fromMs: number, toMs: number) {
  const { Metric: asked, Period, Stat } = MetricStat;
  const periodMs = Period * 1_000;
  const alignedMs = Math.floor(fromMs / periodMs) * periodMs;
  const minutes = metrics.minutes(metricOf(asked), alignedMs, toMs);
  const periods = Map.groupBy(minutes, ({ startMs }) => Math.floor(startMs / periodMs) * periodMs);
  return [...periods].map(([startMs, of]) => ({ startMs, value: STATISTICS[Stat](of) }));
}

const total = (of: readonly MinuteOfValues[], what: "sum" | "count"): number =>
  of.reduce((all, one) => all + one[what], 0);

const STATISTICS: Readonly<Record<Query["MetricStat"]["Stat"], (of: readonly MinuteOfValues[]) => number>> = {
  Sum: (of) => total(of, "sum"),
  SampleCount: (of) => total(of, "count"),
  Average: (of) => total(of, "sum") / total(of, "count"),
  Minimum: (of) => Math.min(...of.map(({ min }) => min)),
  Maximum: (of) => Math.max(...of.map(({ max }) => max)),
};

const metricOf = ({ Namespace, MetricName, Dimensions: asked }: Query["MetricStat"]["Metric"]): Metric => ({
  namespace: Namespace,
  name: MetricName,
  dimensions: Object.fromEntries(asked.map(({ Name, Value }) => [Name, Value])),
});

function listMetrics(metrics: Pick<Metrics, "list">, input: z.infer<typeof ListInput>) {
  const found = metrics
    .list()
    .filter(
      ({ namespace, name, dimensions }) =>
        (input.Namespace ?? namespace) === namespace &&
        (input.MetricName ?? name) === name &&
        input.Dimensions.every(
          ({ Name, Value }) => dimensions[Name] !== undefined && (Value ?? dimensions[Name]) === dimensions[Name],
        ),
    );
  const from = Number(input.NextToken ?? 0) || 0;
  const next = from + LIST_PAGE;
  return {
    Metrics: found.slice(from, next).map(({ namespace, name, dimensions }) => ({
      Namespace: namespace,
      MetricName: name,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    })),
    ...(next < found.length && { NextToken: `${next}` }),
  };
}
