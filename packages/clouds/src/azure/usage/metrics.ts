import * as z from "zod";
import { sumOf } from "../../_shared/usage/list-tiers.ts";
import { type ArmClient, armUrl, getArm } from "../discover/list-arm.ts";

const API_VERSION = "2023-10-01";
const DAY_MS = 86_400_000;

const Metrics = z.looseObject({
  value: z.array(
    z.looseObject({
      name: z.looseObject({ value: z.string() }),
      timeseries: z.array(
        z.looseObject({
          metadatavalues: z
            .array(z.looseObject({ name: z.looseObject({ value: z.string() }), value: z.string() }))
            .default([]),
          data: z
            .array(
              z.looseObject({
                timeStamp: z.iso.datetime({ offset: true }),
                average: z.number().nullish(),
                total: z.number().nullish(),
              }),
            )
            .default([]),
        }),
      ),
    }),
  ),
});

/** A series of Azure Monitor: of which metric, split by which values (names in lower case), and its points by their start. */
export interface ArmSeries {
  readonly metric: string;
  readonly split: Readonly<Record<string, string>>;
  readonly points: ReadonlyMap<number, number>;
}

/** What is asked of one resource. */
export interface ArmQuestion {
  readonly metrics: readonly string[];
  readonly interval: "PT5M" | "PT1H" | "P1D";
  readonly aggregation: "Average" | "Total";
  readonly fromMs: number;
  readonly toMs: number;
  readonly filter?: string;
}

/** Series of one resource; an interval without a value was not measured. @throws RestError */
export async function readArmMetrics(
  client: ArmClient,
  resourceId: string,
  { metrics, interval, aggregation, fromMs, toMs, filter }: ArmQuestion,
  signal: AbortSignal | undefined,
): Promise<readonly ArmSeries[]> {
  const url = armUrl(client, `${resourceId}/providers/Microsoft.Insights/metrics`, {
    "api-version": API_VERSION,
    metricnames: metrics.join(","),
    timespan: `${new Date(fromMs).toISOString()}/${new Date(toMs).toISOString()}`,
    interval,
    aggregation,
    ...(filter !== undefined && { $filter: filter }),
  });
  const { value } = Metrics.parse(await getArm(client, url, signal));
  return value.flatMap(({ name, timeseries }) =>
    timeseries.map(({ metadatavalues, data }) => ({
      metric: name.value,
      split: Object.fromEntries(metadatavalues.map((one) => [one.name.value.toLowerCase(), one.value])),
      points: new Map(
        data.flatMap(({ timeStamp, average, total }) => {
          const told = aggregation === "Average" ? average : total;
          return typeof told === "number" ? [[Date.parse(timeStamp), told] as const] : [];
        }),
      ),
    })),
  );
}

/** What all days come to; `undefined` = one was not measured. */
export function wholeSum(
  series: readonly ArmSeries[],
  metric: string,
  fromMs: number,
  toMs: number,
): number | undefined {
  const points = series.find((one) => one.metric === metric)?.points;
  return points && points.size >= (toMs - fromMs) / DAY_MS ? sumOf(points) : undefined;
}
