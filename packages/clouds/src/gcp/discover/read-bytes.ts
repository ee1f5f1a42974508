import { TimeSeries } from "./answers.ts";
import type { GcpClient } from "./gcp-client.ts";
import type { ListReader } from "./read-lists.ts";

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
  const endMs = Math.floor(nowMs / 60_000) * 60_000; // counters have a grain of one minute
  const series = (type: string) =>
    reader.read("monitoring.timeSeries.list", TimeSeries, async (pageToken) => {
      const query = {
        filter: `metric.type = "${type}"`,
        "interval.startTime": new Date(endMs - MONTH_SECONDS * 1_000).toISOString(),
        "interval.endTime": new Date(endMs).toISOString(),
        "aggregation.alignmentPeriod": `${MONTH_SECONDS}s`,
        "aggregation.perSeriesAligner": "ALIGN_SUM",
        ...(pageToken !== undefined && { pageToken }),
      };
      const path = `projects/${encodeURIComponent(projectId)}/timeSeries`;
      const data = await client.rest("monitoring/v3", path, { query });
      return { data: data as object };
    });
  const [tunnelOut, tunnelIn, attachmentOut, attachmentIn] = await Promise.all([
    series("vpn.googleapis.com/network/sent_bytes_count"),
    series("vpn.googleapis.com/network/received_bytes_count"),
    series("interconnect.googleapis.com/network/attachment/sent_bytes_count"),
    series("interconnect.googleapis.com/network/attachment/received_bytes_count"),
  ]);
  return {
    tunnels: sumOf(tunnelOut, tunnelIn, ({ metric }) => metric?.labels?.tunnel_name),
    attachments: sumOf(attachmentOut, attachmentIn, ({ resource }) => resource?.labels?.attachment),
  };
}

/** Sums both directions by region and name; of a link of which one direction is not told nothing is known. */
export function sumOf(
  sent: readonly TimeSeries[] | undefined,
  received: readonly TimeSeries[] | undefined,
  nameIn: (series: TimeSeries) => string | undefined,
): ReadonlyMap<string, number> {
  const [out, back] = [sent, received].map((all) => {
    const sums = new Map<string, number>();
    for (const series of all ?? []) {
      const name = nameIn(series);
      const region = series.resource?.labels?.region;
      if (name === undefined || region === undefined) continue;
      const bytes = series.points.reduce(
        (sum, { value }) => sum + Number(value?.int64Value ?? value?.doubleValue ?? 0),
        0,
      );
      if (Number.isFinite(bytes)) sums.set(`${region}|${name}`, (sums.get(`${region}|${name}`) ?? 0) + bytes);
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
