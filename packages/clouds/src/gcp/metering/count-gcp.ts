import type { CloudContext } from "../../_shared/define-cloud.ts";
import type { CountBytes, CountedEnd, CountedSpan, CountRequest } from "../../_shared/metering/metering.ts";
import { startScan } from "../../_shared/scan.ts";
import { bytesOf, type TimeSeries } from "../discover/answers.ts";
import { explainFailure } from "../discover/explain-failure.ts";
import { authOf, createGcpClient } from "../discover/gcp-client.ts";
import { listReader } from "../discover/read-lists.ts";
import { readSeries } from "../discover/read-series.ts";
import { type Wait, withRetries } from "../discover/with-retries.ts";
import { counterOf, type LinkMetrics, seriesName } from "./counter-of.ts";

/** Counters have a point a minute; asked for as they are, what is late shows. */
const PERIOD_SECONDS = 60;

/** Counts by Cloud Monitoring, one list for each project, kind of link and direction. */
export const countGcp =
  (
    { endpoints, federation }: Pick<CloudContext, "endpoints" | "federation">,
    {
      environment = process.env,
      wait,
    }: { readonly environment?: Readonly<Record<string, string | undefined>>; readonly wait?: Wait } = {},
  ): CountBytes =>
  async (request) => {
    const scan = withRetries(startScan("gcp", request, explainFailure), request.signal, wait);
    const auth = await scan.call({ accountId: "", regionId: "", operation: "credentials" }, () =>
      authOf({ environment, endpoint: endpoints?.gcp, federation }),
    );
    if (!auth) return { spans: [], gaps: scan.gaps };
    const client = createGcpClient(auth, endpoints?.gcp, request.signal);
    const questions = questionsOf(request.ends);
    const readers = new Map(questions.map(({ projectId }) => [projectId, listReader(scan, projectId)]));
    const parts = questions.map(async ({ projectId, type, metrics, ends }) => {
      const reader = readers.get(projectId) ?? listReader(scan, projectId);
      const series = await readSeries(client, reader, projectId, type, { ...request, periodSeconds: PERIOD_SECONDS });
      return (series ?? []).flatMap((one) => spansOf(one, metrics, ends, request));
    });
    const spans = (await Promise.all(parts)).flat();
    return { spans, gaps: [...scan.gaps, ...[...readers.values()].flatMap(({ oddities }) => oddities)] };
  };

interface Question {
  readonly projectId: string;
  readonly type: string;
  readonly metrics: LinkMetrics;
  /** By what their series is called. */
  readonly ends: ReadonlyMap<string, CountedEnd>;
}

function questionsOf(ends: readonly CountedEnd[]): readonly Question[] {
  const counted = ends.flatMap((end) => {
    const counter = counterOf(end.link);
    return counter ? [{ end, ...counter }] : [];
  });
  const byQuestion = Map.groupBy(
    counted,
    ({ end, metrics }) => `${end.link.accountId}|${metrics.types[end.direction]}`,
  );
  return [...byQuestion.values()].flatMap((same): Question[] => {
    const [first] = same;
    if (!first) return [];
    const { end, metrics } = first;
    return [
      {
        projectId: end.link.accountId,
        type: metrics.types[end.direction],
        metrics,
        ends: new Map(same.map((one) => [one.series, one.end])),
      },
    ];
  });
}

function spansOf(
  series: TimeSeries,
  metrics: LinkMetrics,
  ends: ReadonlyMap<string, CountedEnd>,
  { fromMs, toMs }: Pick<CountRequest, "fromMs" | "toMs">,
): readonly CountedSpan[] {
  const name = seriesName(metrics, { metric: series.metric?.labels, resource: series.resource?.labels });
  const end = name === undefined ? undefined : ends.get(name);
  if (!end) return [];
  return series.points.flatMap((point) => {
    const [startMs, endMs] = [Date.parse(point.interval?.startTime ?? ""), Date.parse(point.interval?.endTime ?? "")];
    const bytes = bytesOf(point);
    return endMs > startMs && startMs < toMs && endMs > fromMs && bytes >= 0 ? [{ end, startMs, endMs, bytes }] : [];
  });
}
