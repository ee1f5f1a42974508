import type { RequestCount } from "@skylane/core";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { startScan } from "../../_shared/scan.ts";
import type { ReadBalancers } from "../../_shared/usage/usage.ts";
import { type AzureAccess, connectAzure } from "../discover/connect-azure.ts";
import { explainAzure } from "../discover/explain-azure.ts";
import { readArmMetrics, wholeSum } from "./metrics.ts";

const METRICS = ["TotalRequests", "BytesReceived", "BytesSent"] as const;

/**
 * Reads Azure Monitor, one call for each application gateway.
 * @see https://learn.microsoft.com/azure/azure-monitor/reference/supported-metrics/microsoft-network-applicationgateways-metrics (read 2026-11)
 */
export const readAzureBalancers =
  (
    { endpoints, federation }: Pick<CloudContext, "endpoints" | "federation">,
    surroundings: Partial<Pick<AzureAccess, "environment" | "httpClient">> = {},
  ): ReadBalancers =>
  async ({ balancers, fromMs, toMs, ...request }) => {
    const scan = startScan("azure", request, explainAzure);
    const environment = surroundings.environment ?? process.env;
    const clientsOf = await scan.call({ accountId: "", regionId: "", operation: "sign in to Azure" }, () =>
      connectAzure({ endpoint: endpoints?.azure, environment, federation, httpClient: surroundings.httpClient }),
    );
    if (!clientsOf) return { counts: [], gaps: scan.gaps };
    const read = balancers.map(async ({ id, accountId, regionId }): Promise<readonly RequestCount[]> => {
      const series = await scan.call({ accountId, regionId, operation: "Microsoft.Insights/metrics/read" }, () =>
        readArmMetrics(
          clientsOf(accountId).resources,
          id,
          { metrics: METRICS, interval: "P1D", aggregation: "Total", fromMs, toMs },
          request.signal,
        ),
      );
      const [requestCount, received, sent] = METRICS.map((metric) => wholeSum(series ?? [], metric, fromMs, toMs));
      if (requestCount === undefined || received === undefined || sent === undefined) return [];
      return [{ loadBalancer: id, requestCount, bytes: received + sent }];
    });
    return { counts: (await Promise.all(read)).flat(), gaps: scan.gaps };
  };
