import * as z from "zod";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { startScan } from "../../_shared/scan.ts";
import { highestOfHours } from "../../_shared/usage/hours.ts";
import type { MeasuredMachine, RatioPoints, ReadUsage } from "../../_shared/usage/usage.ts";
import { type AzureAccess, connectAzure } from "../discover/connect-azure.ts";
import { explainAzure } from "../discover/explain-azure.ts";
import { listArm } from "../discover/list-arm.ts";
import { readArmMetrics } from "./metrics.ts";
import { memoryBytesOf } from "./sizes.ts";

const COMPUTE_VERSION = "2024-07-01";
const PERCENT = 100;
const CPU = "Percentage CPU";
const MEMORY_LEFT = "Available Memory Bytes";

const Machine = z.looseObject({
  id: z.string(),
  properties: z.looseObject({ hardwareProfile: z.looseObject({ vmSize: z.string().max(100) }).optional() }),
});

/**
 * Reads Azure Monitor, one call for each machine, and sizes, one list for each subscription. The host measures processors; of memory it
 * tells what is left, of a whole that the size says.
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
    const sizes = new Map<string, string>();
    const listed = [...new Set(request.machines.map(({ accountId }) => accountId))].map((accountId) =>
      scan.call({ accountId, regionId: "", operation: "Microsoft.Compute/virtualMachines/read" }, async () => {
        const path = `/subscriptions/${accountId}/providers/Microsoft.Compute/virtualMachines`;
        const all = z
          .array(Machine)
          .parse(await listArm(clientsOf(accountId).resources, path, COMPUTE_VERSION, signal));
        for (const { id, properties } of all)
          if (properties.hardwareProfile) sizes.set(id.toLowerCase(), properties.hardwareProfile.vmSize);
      }),
    );
    await Promise.all(listed);
    const read = request.machines.map(async (machine): Promise<readonly MeasuredMachine[]> => {
      const { accountId, regionId, nativeId } = machine;
      const { resources } = clientsOf(accountId);
      const size = sizes.get(nativeId.toLowerCase());
      const measured = await scan.call(
        { accountId, regionId, operation: "Microsoft.Insights/metrics/read" },
        async (): Promise<MeasuredMachine> => {
          const series = await readArmMetrics(
            resources,
            nativeId,
            { metrics: [CPU, MEMORY_LEFT], interval: "PT5M", aggregation: "Average", fromMs, toMs },
            signal,
          );
          const pointsOf = (metric: string) => series.find((one) => one.metric === metric)?.points ?? new Map();
          const memory = memoryUsed(pointsOf(MEMORY_LEFT), size);
          const cpu = [...pointsOf(CPU)].map(([atMs, percent]) => [atMs, percent / PERCENT] as const);
          return {
            machine,
            size,
            cpuRatio: highestOfHours(new Map(cpu), request),
            ...(memory.size > 0 && { memoryRatio: highestOfHours(memory, request) }),
          };
        },
      );
      return measured ? [measured] : [];
    });
    return { measured: (await Promise.all(read)).flat(), gaps: scan.gaps };
  };

/** What a machine of that size uses of its memory; nothing where it is not known how much it has. */
function memoryUsed(left: ReadonlyMap<number, number>, size: string | undefined): RatioPoints {
  const whole = size === undefined ? undefined : memoryBytesOf(size);
  if (whole === undefined) return new Map();
  return new Map([...left].map(([atMs, bytes]) => [atMs, 1 - bytes / whole]));
}
