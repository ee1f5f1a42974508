import type { CloudContext } from "../../_shared/define-cloud.ts";
import { startScan } from "../../_shared/scan.ts";
import { lastOf } from "../../_shared/usage/list-tiers.ts";
import type { ReadStores } from "../../_shared/usage/usage.ts";
import { type AzureAccess, connectAzure } from "../discover/connect-azure.ts";
import { explainAzure } from "../discover/explain-azure.ts";
import { type ArmSeries, readArmMetrics, wholeSum } from "./metrics.ts";
import { PRICED_SKU } from "./store-tiers.ts";

const DAY_MS = 86_400_000;

/**
 * Reads Azure Monitor, two calls for each storage account: what lies in its tiers, and what its blobs sent and took. Accounts that keep copies
 * elsewhere are left out: what their tiers cost is not known.
 * @see https://learn.microsoft.com/azure/azure-monitor/reference/supported-metrics/microsoft-storage-storageaccounts-blobservices-metrics (read 2026-11)
 */
export const readAzureStores =
  (
    { endpoints, federation }: Pick<CloudContext, "endpoints" | "federation">,
    surroundings: Partial<Pick<AzureAccess, "environment" | "httpClient">> = {},
  ): ReadStores =>
  async ({ services, fromMs, toMs, ...request }) => {
    const scan = startScan("azure", request, explainAzure);
    const priced = services.filter(({ size }) => size === PRICED_SKU);
    if (priced.length === 0) return { stores: [], gaps: [] };
    const environment = surroundings.environment ?? process.env;
    const clientsOf = await scan.call({ accountId: "", regionId: "", operation: "sign in to Azure" }, () =>
      connectAzure({ endpoint: endpoints?.azure, environment, federation, httpClient: surroundings.httpClient }),
    );
    if (!clientsOf) return { stores: [], gaps: scan.gaps };
    const read = priced.map(async ({ accountId, regionId, nativeId }) => {
      const { resources } = clientsOf(accountId);
      const blobs = `${nativeId}/blobServices/default`;
      const ask = (question: Parameters<typeof readArmMetrics>[2]) =>
        scan.call({ accountId, regionId, operation: "Microsoft.Insights/metrics/read" }, () =>
          readArmMetrics(resources, blobs, question, request.signal),
        );
      const [lying, moving] = await Promise.all([
        ask({
          metrics: ["BlobCapacity", "BlobCount"],
          interval: "PT1H",
          aggregation: "Average",
          fromMs: toMs - DAY_MS,
          toMs,
          filter: "Tier eq '*'",
        }),
        ask({ metrics: ["Egress", "Ingress"], interval: "P1D", aggregation: "Total", fromMs, toMs }),
      ]);
      const bytesByTier = tiersOf(lying ?? [], "BlobCapacity");
      const objects = Object.values(tiersOf(lying ?? [], "BlobCount"));
      const [readBytes, writtenBytes] = ["Egress", "Ingress"].map((name) => wholeSum(moving ?? [], name, fromMs, toMs));
      if (readBytes === undefined || writtenBytes === undefined || objects.length === 0) return [];
      const objectCount = objects.reduce((sum, count) => sum + count, 0);
      return [{ accountId, regionId, billedAs: nativeId, bytesByTier, objectCount, readBytes, writtenBytes }];
    });
    return { stores: (await Promise.all(read)).flat(), gaps: scan.gaps };
  };

/** The last value in each tier. */
const tiersOf = (series: readonly ArmSeries[], metric: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    series.flatMap((one) => {
      const [tier, last] = [one.split.tier, lastOf(one.points)];
      return one.metric === metric && tier !== undefined && last !== undefined ? [[tier, last] as const] : [];
    }),
  );
