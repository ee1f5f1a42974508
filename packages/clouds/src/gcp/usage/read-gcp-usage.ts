import type { SeenService } from "@skylane/core";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { startScan } from "../../_shared/scan.ts";
import { type MeasuredMachine, POINT_MS, type RatioPoints, type ReadUsage } from "../../_shared/usage/usage.ts";
import type { TimeSeries } from "../discover/answers.ts";
import { explainFailure } from "../discover/explain-failure.ts";
import { authOf, createGcpClient } from "../discover/gcp-client.ts";
import { listReader } from "../discover/read-lists.ts";
import { readSeries } from "../discover/read-series.ts";
import { type Wait, withRetries } from "../discover/with-retries.ts";

const CPU_UTILIZATION = "compute.googleapis.com/instance/cpu/utilization";

/**
 * Reads Cloud Monitoring, one list for each project. The hypervisor measures processors; memory only an agent in the machine could tell.
 * Bills name a machine by its number, which its series tells.
 * @see https://cloud.google.com/monitoring/api/metrics_gcp_c (read 2026-11)
 */
export const readGcpUsage =
  (
    { endpoints, federation }: Pick<CloudContext, "endpoints" | "federation">,
    {
      environment = process.env,
      wait,
    }: { readonly environment?: Readonly<Record<string, string | undefined>>; readonly wait?: Wait } = {},
  ): ReadUsage =>
  async (request) => {
    const scan = withRetries(startScan("gcp", request, explainFailure), request.signal, wait);
    const auth = await scan.call({ accountId: "", regionId: "", operation: "credentials" }, () =>
      authOf({ environment, endpoint: endpoints?.gcp, federation }),
    );
    if (!auth) return { measured: [], gaps: scan.gaps };
    const client = createGcpClient(auth, endpoints?.gcp, request.signal);
    const parts = [...Map.groupBy(request.machines, ({ accountId }) => accountId)].map(
      async ([projectId, machines]) => {
        const reader = listReader(scan, projectId);
        const series = await readSeries(client, reader, projectId, CPU_UTILIZATION, {
          ...request,
          periodSeconds: POINT_MS / 1_000,
          aligner: "ALIGN_MEAN",
        });
        return { measured: (series ?? []).flatMap((one) => measuredBy(one, machines)), oddities: reader.oddities };
      },
    );
    const read = await Promise.all(parts);
    return {
      measured: read.flatMap(({ measured }) => measured),
      gaps: [...scan.gaps, ...read.flatMap(({ oddities }) => oddities)],
    };
  };

function measuredBy({ metric, resource, points }: TimeSeries, machines: readonly SeenService[]): MeasuredMachine[] {
  const [name, zone, number] = [metric?.labels?.instance_name, resource?.labels?.zone, resource?.labels?.instance_id];
  if (!name || !zone) return [];
  const machine = machines.find(({ nativeId }) => nativeId.endsWith(`/zones/${zone}/instances/${name}`));
  return machine ? [{ machine, cpu: ratiosOf(points), ...(number && { billedAs: number }) }] : [];
}

const ratiosOf = (points: TimeSeries["points"]): RatioPoints =>
  new Map(
    points.flatMap(({ interval, value }) => {
      const endMs = Date.parse(interval?.endTime ?? "");
      const ratio = value?.doubleValue;
      // a mean is told for the end of its period
      return typeof ratio === "number" && Number.isFinite(endMs) ? [[endMs - POINT_MS, ratio] as const] : [];
    }),
  );
