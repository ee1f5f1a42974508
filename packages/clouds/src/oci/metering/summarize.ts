import monitoringSdk from "oci-monitoring";
import * as z from "zod";
import type { Scan } from "../../_shared/scan.ts";
import type { OciAccess } from "../discover/connect-oci.ts";

const moment = z.union([z.date(), z.iso.datetime({ offset: true }).transform((text) => new Date(text))]);
const Series = z.looseObject({
  dimensions: z.record(z.string(), z.string()).default({}),
  aggregatedDatapoints: z.array(z.looseObject({ timestamp: moment, value: z.number() })).default([]),
});
/** A stream of a metric: by which dimensions it is known, and its points. */
export type OciSeries = z.infer<typeof Series>;

/** What is asked of Monitoring; `query` is of its query language, over `resolutionMs`. */
export interface OciQuestion {
  readonly accountId: string;
  readonly regionId: string;
  readonly namespace: string;
  readonly query: string;
  readonly resolutionMs: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Streams over all compartments of the tenancy; `undefined` = they could not be read, and that is a gap of the scan. */
export type Summarize = (question: OciQuestion) => Promise<readonly OciSeries[] | undefined>;

/** Asks Monitoring, with one client for each Region. */
export function summarizer(access: OciAccess, scan: Scan): Summarize {
  const clients = new Map<string, InstanceType<typeof monitoringSdk.MonitoringClient>>();
  const clientIn = (regionId: string) => {
    const client = clients.get(regionId) ?? access.clientOf(monitoringSdk.MonitoringClient, regionId);
    clients.set(regionId, client);
    return client;
  };
  return ({ accountId, regionId, namespace, query, resolutionMs, fromMs, toMs }) =>
    scan.call({ accountId, regionId, operation: "SummarizeMetricsData" }, async () => {
      const { items } = await clientIn(regionId).summarizeMetricsData({
        compartmentId: accountId,
        compartmentIdInSubtree: true,
        summarizeMetricsDataDetails: {
          namespace,
          query,
          startTime: new Date(fromMs),
          endTime: new Date(toMs),
          resolution: `${resolutionMs / 60_000}m`,
        },
      });
      return z.array(Series).parse(items);
    });
}
