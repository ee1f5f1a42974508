import { ATTACHMENTS, type LinkMetrics, seriesName, TUNNELS } from "../metering/counter-of.ts";
import { bytesOf, type TimeSeries } from "./answers.ts";
import type { GcpClient } from "./gcp-client.ts";
import type { ListReader } from "./read-lists.ts";
import { readSeries } from "./read-series.ts";

/** Bytes of the last thirty days in both directions, by `<region>|<name>` of the tunnel or attachment; absent = unknown. */
export interface LinkBytes {
  readonly tunnels: ReadonlyMap<string, number>;
  readonly attachments: ReadonlyMap<string, number>;
}

const MONTH_SECONDS = 30 * 86_400;

/** Sums Cloud Monitoring's counters: what is sent and what is received, one point per link for the whole month. */
export async function readBytes(
  client: GcpClient,
  reader: ListReader,
  projectId: string,
  nowMs: number,
): Promise<LinkBytes> {
  const toMs = Math.floor(nowMs / 60_000) * 60_000; // counters have a grain of one minute
  const window = { fromMs: toMs - MONTH_SECONDS * 1_000, toMs, periodSeconds: MONTH_SECONDS };
  const series = (type: string) => readSeries(client, reader, projectId, type, window);
  const [tunnelOut, tunnelIn, attachmentOut, attachmentIn] = await Promise.all([
    series(TUNNELS.types.out),
    series(TUNNELS.types.in),
    series(ATTACHMENTS.types.out),
    series(ATTACHMENTS.types.in),
  ]);
  return {
    tunnels: sumOf(tunnelOut, tunnelIn, TUNNELS),
    attachments: sumOf(attachmentOut, attachmentIn, ATTACHMENTS),
  };
}

/** Sums both directions by region and name; of a link of which one direction is not told nothing is known. */
export function sumOf(
  sent: readonly TimeSeries[] | undefined,
  received: readonly TimeSeries[] | undefined,
  metrics: LinkMetrics,
): ReadonlyMap<string, number> {
  const [out, back] = [sent, received].map((all) => {
    const sums = new Map<string, number>();
    for (const series of all ?? []) {
      const link = seriesName(metrics, { metric: series.metric?.labels, resource: series.resource?.labels });
      if (link === undefined) continue;
      const bytes = series.points.reduce((sum, point) => sum + (bytesOf(point) || 0), 0);
      if (Number.isFinite(bytes)) sums.set(link, (sums.get(link) ?? 0) + bytes);
    }
    return sums;
  });
  return new Map(
    [...(out ?? [])].flatMap(([link, bytes]) => {
      const other = back?.get(link);
      return other === undefined ? [] : [[link, bytes + other] as const];
    }),
  );
}
