import * as z from "zod";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import {
  BITS_PER_BYTE,
  type CountBytes,
  type CountedEnd,
  type CountedSpan,
  type CountRequest,
} from "../../_shared/metering/metering.ts";
import { type Scan, startScan } from "../../_shared/scan.ts";
import { type AzureAccess, type AzureClients, connectAzure } from "../discover/connect-azure.ts";
import { explainAzure } from "../discover/explain-azure.ts";
import { armUrl, getArm } from "../discover/list-arm.ts";
import { type AzureCounter, counterOf } from "./counter-of.ts";

const API_VERSION = "2023-10-01";
/** Without it ten series are told, and the others left out. */
const MAX_SERIES = "1000";

const Named = z.looseObject({ value: z.string() });
const Metrics = z.looseObject({
  value: z.array(
    z.looseObject({
      name: Named,
      timeseries: z.array(
        z.looseObject({
          metadatavalues: z.array(z.looseObject({ name: Named, value: z.string() })).default([]),
          data: z
            .array(
              z.looseObject({
                timeStamp: z.iso.datetime({ offset: true }),
                total: z.number().nullish(),
                average: z.number().nullish(),
              }),
            )
            .default([]),
        }),
      ),
    }),
  ),
});
type Metrics = z.infer<typeof Metrics>;

interface CountedBy {
  readonly end: CountedEnd;
  readonly counter: AzureCounter;
}

/** Counts by Azure Monitor, one call for each gateway, or ExpressRoute connection, for both directions and all its tunnels. */
export const countAzure =
  (
    { endpoints, federation }: Pick<CloudContext, "endpoints" | "federation">,
    surroundings: Partial<Pick<AzureAccess, "environment" | "httpClient">> = {},
  ): CountBytes =>
  async (request) => {
    const scan = startScan("azure", request, explainAzure);
    const environment = surroundings.environment ?? process.env;
    const clientsOf = await scan.call({ accountId: "", regionId: "", operation: "sign in to Azure" }, () =>
      connectAzure({ endpoint: endpoints?.azure, environment, federation, httpClient: surroundings.httpClient }),
    );
    if (!clientsOf) return { spans: [], gaps: scan.gaps };
    const counted = request.ends.flatMap((end): CountedBy[] => {
      const counter = counterOf(end.link);
      return counter ? [{ end, counter }] : [];
    });
    const parts = [...Map.groupBy(counted, ({ counter }) => counter.resourceId).values()].map((ofResource) =>
      readResource(clientsOf(ofResource[0]?.end.link.accountId ?? ""), ofResource, request, scan),
    );
    return { spans: (await Promise.all(parts)).flat(), gaps: scan.gaps };
  };

async function readResource(
  { resources }: AzureClients,
  counted: readonly CountedBy[],
  { fromMs, toMs, signal }: CountRequest,
  scan: Scan,
): Promise<readonly CountedSpan[]> {
  const [first] = counted;
  if (!first) return [];
  const { resourceId, aggregation, intervalMs, connectionName } = first.counter;
  const { accountId, regionId } = first.end.link;
  const answer = await scan.call(
    { accountId, regionId, operation: "Microsoft.Insights/metrics/read" },
    async (): Promise<Metrics> => {
      const url = armUrl(resources, `${resourceId}/providers/Microsoft.Insights/metrics`, {
        "api-version": API_VERSION,
        metricnames: [...new Set(counted.map(({ end, counter }) => counter.metrics[end.direction]))].join(","),
        timespan: `${new Date(fromMs).toISOString()}/${new Date(toMs).toISOString()}`,
        interval: `PT${intervalMs / 60_000}M`,
        aggregation,
        ...(connectionName !== undefined && { $filter: filterOf(counted), top: MAX_SERIES }),
      });
      return Metrics.parse(await getArm(resources, url, signal));
    },
  );
  return counted.flatMap(({ end, counter }) =>
    pointsOf(answer, counter, end.direction).map(({ startMs, value }) => ({
      end,
      startMs,
      endMs: startMs + intervalMs,
      bytes: aggregation === "Total" ? value : (value * (intervalMs / 1_000)) / BITS_PER_BYTE,
    })),
  );
}

const filterOf = (counted: readonly CountedBy[]): string =>
  counted.some(({ counter }) => counter.remoteIp !== undefined)
    ? "ConnectionName eq '*' and RemoteIP eq '*'"
    : "ConnectionName eq '*'";

/** Points of one counter; an interval without a value was not counted. A connection may have several series. */
function pointsOf(
  answer: Metrics | undefined,
  { metrics, connectionName, remoteIp, aggregation }: AzureCounter,
  direction: CountedEnd["direction"],
): readonly { readonly startMs: number; readonly value: number }[] {
  const sums = new Map<number, number>();
  for (const { name, timeseries } of answer?.value ?? [])
    if (isSame(name.value, metrics[direction]))
      for (const { metadatavalues, data } of timeseries) {
        const isOf = (dimension: string, wanted: string | undefined): boolean =>
          wanted === undefined ||
          metadatavalues.some(({ name: of, value }) => isSame(of.value, dimension) && isSame(value, wanted));
        if (!isOf("ConnectionName", connectionName) || !isOf("RemoteIP", remoteIp)) continue;
        for (const point of data) {
          const value = aggregation === "Total" ? point.total : point.average;
          const startMs = Date.parse(point.timeStamp);
          if (typeof value === "number") sums.set(startMs, (sums.get(startMs) ?? 0) + value);
        }
      }
  return [...sums].map(([startMs, value]) => ({ startMs, value }));
}

const isSame = (one: string | undefined, other: string): boolean => one?.toLowerCase() === other.toLowerCase();
