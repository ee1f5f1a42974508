import type { SeenService } from "@skylane/core";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { startScan } from "../../_shared/scan.ts";
import { highestOfHours } from "../../_shared/usage/hours.ts";
import { type MeasuredMachine, POINT_MS, type RatioPoints, type ReadUsage } from "../../_shared/usage/usage.ts";
import type { OciSurroundings } from "../discover/discover-oci.ts";
import { explainOci } from "../discover/explain-oci.ts";
import { openTenancy } from "../discover/open-tenancy.ts";
import { type OciSeries, summarizer } from "../metering/summarize.ts";

const PERCENT = 100;

/**
 * Reads Monitoring, two questions for each machine. The agent in a machine tells of its processors and its memory; where it does not run
 * nothing is known.
 * @see https://docs.oracle.com/iaas/Content/Compute/References/computemetrics.htm (read 2026-11)
 */
export const readOciUsage =
  (context: Pick<CloudContext, "endpoints">, surroundings: OciSurroundings = {}): ReadUsage =>
  async (request) => {
    const scan = startScan("oci", request, explainOci);
    const access = await openTenancy(scan, context, surroundings, request.signal);
    if (!access) return { measured: [], gaps: scan.gaps };
    const summarize = summarizer(access, scan);
    const { fromMs, toMs } = request;
    const ask = (metric: string, { accountId, regionId, nativeId }: SeenService) =>
      summarize({
        accountId,
        regionId,
        namespace: "oci_computeagent",
        query: `${metric}[${POINT_MS / 60_000}m]{resourceId = "${nativeId.replaceAll('"', "")}"}.mean()`,
        resolutionMs: POINT_MS,
        fromMs,
        toMs,
      });
    const read = request.machines.map(async (machine): Promise<readonly MeasuredMachine[]> => {
      const [cpu, memory] = await Promise.all([ask("CpuUtilization", machine), ask("MemoryUtilization", machine)]);
      if (!cpu) return [];
      const [cpuPoints, memoryPoints] = [ratiosOf(cpu), ratiosOf(memory ?? [])];
      return [
        {
          machine,
          cpuRatio: highestOfHours(cpuPoints, request),
          ...(memoryPoints.size > 0 && { memoryRatio: highestOfHours(memoryPoints, request) }),
        },
      ];
    });
    return { measured: (await Promise.all(read)).flat(), gaps: scan.gaps };
  };

const ratiosOf = (series: readonly OciSeries[]): RatioPoints =>
  new Map(
    series
      .flatMap(({ aggregatedDatapoints }) => aggregatedDatapoints)
      .map(({ timestamp, value }) => [timestamp.getTime(), value / PERCENT] as const),
  );
