import { TimeSeries } from "./answers.ts";
import { factsOf } from "./explain-failure.ts";
import type { GcpClient } from "./gcp-client.ts";
import type { ListReader } from "./read-lists.ts";

const NOT_FOUND = 404;

export interface SeriesWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly periodSeconds: number;
  /** What becomes of the points of a period; their sum unless told otherwise. */
  readonly aligner?: "ALIGN_SUM" | "ALIGN_MEAN";
  /** More of the filter, e.g. `metric.labels.state = "used"`. */
  readonly where?: string;
  /** True if a project need not know the metric: it does from the first time that something writes it. */
  readonly isOptional?: boolean;
}

/** All series of a metric of Cloud Monitoring in a project, by period; `undefined` = they could not be read. */
export const readSeries = (
  client: GcpClient,
  reader: ListReader,
  projectId: string,
  type: string,
  { fromMs, toMs, periodSeconds, aligner = "ALIGN_SUM", where, isOptional = false }: SeriesWindow,
): Promise<TimeSeries[] | undefined> =>
  reader.read("monitoring.timeSeries.list", TimeSeries, async (pageToken) => {
    const query = {
      filter: `metric.type = "${type}"${where === undefined ? "" : ` AND ${where}`}`,
      "interval.startTime": new Date(fromMs).toISOString(),
      "interval.endTime": new Date(toMs).toISOString(),
      "aggregation.alignmentPeriod": `${periodSeconds}s`,
      "aggregation.perSeriesAligner": aligner,
      ...(pageToken !== undefined && { pageToken }),
    };
    const path = `projects/${encodeURIComponent(projectId)}/timeSeries`;
    try {
      return { data: (await client.rest("monitoring/v3", path, { query })) as object };
    } catch (error) {
      if (isOptional && factsOf(error).status === NOT_FOUND) return { data: {} };
      throw error;
    }
  });
