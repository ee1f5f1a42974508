import type { SeenService } from "@skylane/core";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { startScan } from "../../_shared/scan.ts";
import { highestOfHours } from "../../_shared/usage/hours.ts";
import {
  type MeasuredMachine,
  POINT_MS,
  type RatioPoints,
  type ReadUsage,
  type UsageRequest,
} from "../../_shared/usage/usage.ts";
import type { TimeSeries } from "../discover/answers.ts";
import { explainFailure } from "../discover/explain-failure.ts";
import { authOf, createGcpClient } from "../discover/gcp-client.ts";
import { listReader } from "../discover/read-lists.ts";
import { readSeries } from "../discover/read-series.ts";
import { type Wait, withRetries } from "../discover/with-retries.ts";

const HOUR_MS = 3_600_000;
/** Asked for at once: all points of a project's machines in two weeks would be too many to hold. */
const DAY_MS = 24 * HOUR_MS;
const CPU_UTILIZATION = "compute.googleapis.com/instance/cpu/utilization";
const MEMORY_USED = "agent.googleapis.com/memory/percent_used";
const PERCENT = 100;

/**
 * Reads Cloud Monitoring, two lists for each project and day. The hypervisor measures processors; of memory the Ops Agent tells, where it
 * runs. Bills name a machine by its number, which its series tells, and by which the agent knows it.
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
        const found = new Map<SeenService, Found>();
        for (let fromMs = request.fromMs; fromMs < request.toMs; fromMs += DAY_MS) {
          const window = { fromMs, toMs: Math.min(request.toMs, fromMs + DAY_MS) };
          const series = await readSeries(client, reader, projectId, CPU_UTILIZATION, {
            ...window,
            periodSeconds: POINT_MS / 1_000,
            aligner: "ALIGN_MEAN",
          });
          // a right that is missing for one day is missing for the others
          if (!series) break;
          for (const one of series) note(found, one, machines, window);
          const memory = await readSeries(client, reader, projectId, MEMORY_USED, {
            ...window,
            periodSeconds: POINT_MS / 1_000,
            aligner: "ALIGN_MEAN",
            where: 'metric.labels.state = "used"',
            isOptional: true,
          });
          for (const one of memory ?? []) noteMemory(found, one, window);
        }
        return { measured: [...found].map((one) => measuredOf(one, request)), oddities: reader.oddities };
      },
    );
    const read = await Promise.all(parts);
    return {
      measured: read.flatMap(({ measured }) => measured),
      gaps: [...scan.gaps, ...read.flatMap(({ oddities }) => oddities)],
    };
  };

/** Ratios by the start of their hour, and the number in the bill. */
interface Found {
  readonly hours: Map<number, number | undefined>;
  readonly memory: Map<number, number | undefined>;
  billedAs: string | undefined;
}

function note(
  found: Map<SeenService, Found>,
  { metric, resource, points }: TimeSeries,
  machines: readonly SeenService[],
  window: Span,
): void {
  const [name, zone] = [metric?.labels?.instance_name, resource?.labels?.zone];
  if (!name || !zone) return;
  const machine = machines.find(({ nativeId }) => nativeId.endsWith(`/zones/${zone}/instances/${name}`));
  if (!machine) return;
  const one: Found = found.get(machine) ?? { hours: new Map(), memory: new Map(), billedAs: undefined };
  one.billedAs = resource?.labels?.instance_id || one.billedAs;
  noteHours(one.hours, ratiosOf(points, 1), window);
  found.set(machine, one);
}

type Span = Pick<UsageRequest, "fromMs" | "toMs">;

function noteMemory(found: ReadonlyMap<SeenService, Found>, { resource, points }: TimeSeries, window: Span): void {
  const id = resource?.labels?.instance_id;
  const one = [...found.values()].find(({ billedAs }) => billedAs !== undefined && billedAs === id);
  if (one) noteHours(one.memory, ratiosOf(points, PERCENT), window);
}

function noteHours(hours: Found["hours"], ratios: RatioPoints, window: Span): void {
  for (const [i, ratio] of highestOfHours(ratios, window).entries()) hours.set(window.fromMs + i * HOUR_MS, ratio);
}

const measuredOf = (
  [machine, { hours, memory, billedAs }]: readonly [SeenService, Found],
  { fromMs, toMs }: Span,
): MeasuredMachine => {
  const all = (ratios: Found["hours"]) =>
    Array.from({ length: (toMs - fromMs) / HOUR_MS }, (_, i) => ratios.get(fromMs + i * HOUR_MS));
  return { machine, cpuRatio: all(hours), ...(memory.size > 0 && { memoryRatio: all(memory) }), billedAs };
};

const ratiosOf = (points: TimeSeries["points"], whole: number): RatioPoints =>
  new Map(
    points.flatMap(({ interval, value }) => {
      const endMs = Date.parse(interval?.endTime ?? "");
      const ratio = value?.doubleValue;
      // a mean is told for the end of its period
      return typeof ratio === "number" && Number.isFinite(endMs) ? [[endMs - POINT_MS, ratio / whole] as const] : [];
    }),
  );
