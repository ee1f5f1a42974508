import { TimeSeries } from "./answers.ts";
import type { GcpClient } from "./gcp-client.ts";
import type { ListReader } from "./read-lists.ts";

export interface SeriesWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly periodSeconds: number;
  /** What becomes of the points of a period; their sum unless told otherwise. */
  readonly aligner?: "ALIGN_SUM" | "ALIGN_MEAN";
}

/** All series of a metric of Cloud Monitoring in a project, by period; `undefined` = they could not be read. */
export const readSeries = (
  client: GcpClient,
  reader: ListReader,
  projectId: string,
  type: string,
  { fromMs, toMs, periodSeconds, aligner = "ALIGN_SUM" }: SeriesWindow,
): Promise<TimeSeries[] | undefined> =>
  reader.read("monitoring.timeSeries.list", TimeSeries, async (pageToken) => {
    const query = {
      filter: `metric.type = "${type}"`,
      "interval.startTime": new Date(fromMs).toISOString(),
      "interval.endTime": new Date(toMs).toISOString(),
      "aggregation.alignmentPeriod": `${periodSeconds}s`,
      "aggregation.perSeriesAligner": aligner,
      ...(pageToken !== undefined && { pageToken }),
    };
    const path = `projects/${encodeURIComponent(projectId)}/timeSeries`;
    const data = await client.rest("monitoring/v3", path, { query });
    return { data: data as object };
  });
