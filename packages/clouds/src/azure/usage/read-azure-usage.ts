import * as z from "zod";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { startScan } from "../../_shared/scan.ts";
import { highestOfHours } from "../../_shared/usage/hours.ts";
import type { MeasuredMachine, RatioPoints, ReadUsage } from "../../_shared/usage/usage.ts";
import { type AzureAccess, connectAzure } from "../discover/connect-azure.ts";
import { explainAzure } from "../discover/explain-azure.ts";
import { armUrl, getArm } from "../discover/list-arm.ts";

const API_VERSION = "2023-10-01";
const PERCENT = 100;

const Metrics = z.looseObject({
  value: z.array(
    z.looseObject({
      timeseries: z.array(
        z.looseObject({
          data: z
            .array(z.looseObject({ timeStamp: z.iso.datetime({ offset: true }), average: z.number().nullish() }))
            .default([]),
        }),
      ),
    }),
  ),
});

/**
 * Reads Azure Monitor, one call for each machine. The host measures processors; memory it tells in bytes, of a whole that is not known.
 * @see https://learn.microsoft.com/azure/azure-monitor/reference/supported-metrics/microsoft-compute-virtualmachines-metrics (read 2026-11)
 */
export const readAzureUsage =
  (
    { endpoints, federation }: Pick<CloudContext, "endpoints" | "federation">,
    surroundings: Partial<Pick<AzureAccess, "environment" | "httpClient">> = {},
  ): ReadUsage =>
  async (request) => {
    const scan = startScan("azure", request, explainAzure);
    const environment = surroundings.environment ?? process.env;
    const clientsOf = await scan.call({ accountId: "", regionId: "", operation: "sign in to Azure" }, () =>
      connectAzure({ endpoint: endpoints?.azure, environment, federation, httpClient: surroundings.httpClient }),
    );
    if (!clientsOf) return { measured: [], gaps: scan.gaps };
    const { fromMs, toMs, signal } = request;
    const read = request.machines.map(async (machine): Promise<readonly MeasuredMachine[]> => {
      const { accountId, regionId, nativeId } = machine;
      const { resources } = clientsOf(accountId);
      const cpuRatio = await scan.call(
        { accountId, regionId, operation: "Microsoft.Insights/metrics/read" },
        async (): Promise<MeasuredMachine["cpuRatio"]> => {
          const url = armUrl(resources, `${nativeId}/providers/Microsoft.Insights/metrics`, {
            "api-version": API_VERSION,
            metricnames: "Percentage CPU",
            timespan: `${new Date(fromMs).toISOString()}/${new Date(toMs).toISOString()}`,
            interval: "PT5M",
            aggregation: "Average",
          });
          return highestOfHours(pointsOf(Metrics.parse(await getArm(resources, url, signal))), request);
        },
      );
      return cpuRatio ? [{ machine, cpuRatio }] : [];
    });
    return { measured: (await Promise.all(read)).flat(), gaps: scan.gaps };
  };

/** An interval without a value was not measured. */
const pointsOf = ({ value }: z.infer<typeof Metrics>): RatioPoints =>
  new Map(
    value
      .flatMap(({ timeseries }) => timeseries.flatMap(({ data }) => data))
      .flatMap(({ timeStamp, average }) =>
        typeof average === "number" ? [[Date.parse(timeStamp), average / PERCENT] as const] : [],
      ),
  );
