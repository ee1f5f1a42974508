import type { CloudContext } from "../../_shared/define-cloud.ts";
import { type CountBytes, type CountedEnd, type CountedSpan, POINT_MS } from "../../_shared/metering/metering.ts";
import { startScan } from "../../_shared/scan.ts";
import type { OciSurroundings } from "../discover/discover-oci.ts";
import { explainOci } from "../discover/explain-oci.ts";
import { openTenancy } from "../discover/open-tenancy.ts";
import { counterOf } from "./counter-of.ts";
import { type OciSeries, summarizer } from "./summarize.ts";

/** Counts by Monitoring: one question for each Region, namespace and direction, over all compartments of the tenancy. */
export const countOci =
  (context: Pick<CloudContext, "endpoints">, surroundings: OciSurroundings = {}): CountBytes =>
  async (request) => {
    const scan = startScan("oci", request, explainOci);
    const access = await openTenancy(scan, context, surroundings, request.signal);
    if (!access) return { spans: [], gaps: scan.gaps };
    const summarize = summarizer(access, scan);
    const { fromMs, toMs } = request;
    const parts = questionsOf(request.ends).map(async ({ accountId, regionId, namespace, metric, ends }) => {
      const query = `${metric}[${POINT_MS / 60_000}m].sum()`;
      const where = { accountId, regionId, namespace };
      const series = await summarize({ ...where, query, resolutionMs: POINT_MS, fromMs, toMs });
      return (series ?? []).flatMap((one) => spansOf(one, ends));
    });
    return { spans: added((await Promise.all(parts)).flat()), gaps: scan.gaps };
  };

interface Question {
  readonly accountId: string;
  readonly regionId: string;
  readonly namespace: string;
  readonly metric: string;
  readonly ends: readonly CountedEnd[];
}

function questionsOf(ends: readonly CountedEnd[]): readonly Question[] {
  const byQuestion = Map.groupBy(
    ends,
    ({ link, direction }) => `${link.accountId}|${link.regionId}|${counterOf(link)?.namespace}|${direction}`,
  );
  return [...byQuestion.values()].flatMap((same): Question[] => {
    const [first] = same;
    const counter = first && counterOf(first.link);
    if (!counter) return [];
    const { accountId, regionId } = first.link;
    return [
      { accountId, regionId, namespace: counter.namespace, metric: counter.metrics[first.direction], ends: same },
    ];
  });
}

function spansOf({ dimensions, aggregatedDatapoints }: OciSeries, ends: readonly CountedEnd[]): readonly CountedSpan[] {
  const end = ends.find(({ link }) => {
    const counter = counterOf(link);
    return counter !== undefined && dimensions[counter.dimension] === counter.value;
  });
  if (!end) return [];
  return aggregatedDatapoints.map(({ timestamp, value }) => {
    const startMs = timestamp.getTime();
    return { end, startMs, endMs: startMs + POINT_MS, bytes: value };
  });
}

/** Series of one link's tunnels as one counter. */
function added(spans: readonly CountedSpan[]): readonly CountedSpan[] {
  return [...Map.groupBy(spans, ({ end }) => end).values()].flatMap((ofEnd) => {
    const sums = new Map<number, CountedSpan>();
    for (const span of ofEnd) {
      const sum = sums.get(span.startMs);
      sums.set(span.startMs, sum ? { ...sum, bytes: sum.bytes + span.bytes } : span);
    }
    return [...sums.values()];
  });
}
