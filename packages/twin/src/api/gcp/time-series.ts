import type { World } from "../../world/world.ts";
import { pointPage } from "../point-page.ts";
import type { RestAnswer } from "../rest-api.ts";
import { balancerSeries, isBalancerMetric } from "./balancer-series.ts";
import { googleError, invalid } from "./google-error.ts";
import { MACHINE_METRICS, machineSeries } from "./machine-series.ts";
import type { GcpLink, GcpProject } from "./project.ts";
import { interfaceOf } from "./project.ts";
import { STORE_COUNTERS, STORE_GAUGES, storeSeries } from "./store-series.ts";

const SAMPLE_MS = 60_000;
const MAX_POINTS = 100_000;

/** Aligners there are for counters: what becomes of the bytes of a period, and as what that is shown. */
const ALIGNERS: Readonly<Record<string, { readonly isRate: boolean; shownAs(bytes: number, ms: number): number }>> = {
  ALIGN_DELTA: { isRate: false, shownAs: (bytes) => bytes },
  ALIGN_SUM: { isRate: false, shownAs: (bytes) => bytes },
  ALIGN_RATE: { isRate: true, shownAs: (bytes, ms) => bytes / (ms / 1_000) },
  ALIGN_MEAN: { isRate: true, shownAs: (bytes, ms) => bytes / (ms / SAMPLE_MS) },
};

type Labels = Readonly<Record<string, string>>;

interface Metric {
  readonly links: (project: GcpProject) => readonly GcpLink[];
  readonly isSent: boolean;
  readonly labels: (
    project: GcpProject,
    link: GcpLink,
  ) => { metric: Labels; resource: { type: string; labels: Labels } };
}

const ofTunnel: Metric["labels"] = (project, { name, gateway, own }) => ({
  metric: { tunnel_name: name },
  resource: {
    type: "vpn_gateway",
    labels: {
      project_id: project.id,
      region: gateway.regionId,
      gateway_id: interfaceOf(project.haGateways, gateway.id, own.publicIp)?.haGateway.name ?? "",
    },
  },
});
const ofAttachment: Metric["labels"] = (project, { name, gateway }) => ({
  metric: {},
  resource: {
    type: "interconnect_attachment",
    labels: { resource_container: project.id, region: gateway.regionId, attachment: name },
  },
});
const tunnels = (project: GcpProject) => project.tunnels;
const attachments = (project: GcpProject) => project.attachments;

const METRICS: Readonly<Record<string, Metric>> = {
  "vpn.googleapis.com/network/sent_bytes_count": { links: tunnels, isSent: true, labels: ofTunnel },
  "vpn.googleapis.com/network/received_bytes_count": { links: tunnels, isSent: false, labels: ofTunnel },
  "interconnect.googleapis.com/network/attachment/sent_bytes_count": {
    links: attachments,
    isSent: true,
    labels: ofAttachment,
  },
  "interconnect.googleapis.com/network/attachment/received_bytes_count": {
    links: attachments,
    isSent: false,
    labels: ofAttachment,
  },
};

/**
 * Byte counters of tunnels and attachments, and how busy machines are, newest points first: one for each minute that is over, or for each period of an alignment,
 * counted back from the end of the interval.
 */
export function timeSeriesOf(
  world: World,
  project: GcpProject,
  query: URLSearchParams,
  hiddenRegions: readonly string[],
): RestAnswer {
  const wanted = readFilter(query.get("filter") ?? "");
  if (!wanted) return invalid('The provided filter must be comparisons such as metric.type = "..." joined by AND.');
  const type = wanted.get("metric.type");
  if (type === undefined) return invalid("The provided filter must have a restriction on metric.type.");
  const metric = METRICS[type];
  const isGauge = MACHINE_METRICS.has(type) || STORE_GAUGES.has(type);
  const isOfStores = STORE_GAUGES.has(type) || STORE_COUNTERS.has(type);
  if (!metric && !isGauge && !isOfStores && !isBalancerMetric(type))
    return googleError(404, "NOT_FOUND", "notFound", `Cannot find metric(s) that match type = "${type}".`);
  const [startMs = Number.NaN, endMs = Number.NaN] = ["interval.startTime", "interval.endTime"].map((name) =>
    Date.parse(query.get(name) ?? ""),
  );
  if (!(endMs >= startMs)) return invalid("Field interval had an invalid value.");
  const aligned = readAlignment(query);
  if (!aligned) return invalid("Field aggregation had an invalid value.");
  const page = readPage(query);
  if (!page) return invalid("Field pageSize or pageToken had an invalid value.");
  const { periodMs, isRate, shownAs } = aligned;
  if (isGauge && query.has("aggregation.perSeriesAligner") && !aligned.isMean)
    return invalid("The aligner cannot be applied to metrics with kind GAUGE and value type DOUBLE.");
  const series = (
    metric
      ? byteSeries(world, project, metric, hiddenRegions)
      : (isBalancerMetric(type) ? balancerSeries : isOfStores ? storeSeries : machineSeries)(
          world,
          project,
          type,
          hiddenRegions,
        )
  ).filter(({ labels }) => isWanted(wanted, labels));
  const ends = endsOf(world, startMs, endMs, aligned);
  const points = pointPage(
    series.map(() => ends),
    page.toSkip,
    page.room,
  );
  const timeSeries = series.flatMap((one, i) => {
    const { shown = [] } = points[i] ?? {};
    if (shown.length === 0) return [];
    const isDouble = isGauge || isRate;
    return [
      {
        metric: { type, labels: one.labels.metric },
        resource: one.labels.resource,
        metricKind: isDouble ? "GAUGE" : "DELTA",
        valueType: isDouble ? "DOUBLE" : "INT64",
        points: shown.map((untilMs) => {
          const fromMs = untilMs - periodMs;
          const value =
            "mean" in one && one.mean
              ? one.mean(fromMs, untilMs)
              : shownAs("bytes" in one && one.bytes ? one.bytes(fromMs, untilMs) : 0, periodMs);
          return {
            interval: { startTime: new Date(fromMs).toISOString(), endTime: new Date(untilMs).toISOString() },
            value: isDouble ? { doubleValue: value } : { int64Value: String(Math.round(value)) },
          };
        }),
      },
    ];
  });
  return {
    statusCode: 200,
    body: {
      ...(timeSeries.length > 0 && { timeSeries }),
      ...(points.some(({ leftCount }) => leftCount > 0) && {
        nextPageToken: Buffer.from(`from:${page.toSkip + page.room}`).toString("base64url"),
      }),
      unit: isGauge ? "10^2.%" : isRate ? "By/s" : "By",
    },
  };
}

/** Bytes of each link that a metric counts. */
const byteSeries = (world: World, project: GcpProject, metric: Metric, hiddenRegions: readonly string[]) =>
  metric
    .links(project)
    .filter(({ gateway }) => !hiddenRegions.includes(gateway.regionId))
    .map((link) => {
      const isForward = (link.connection.a === link.own) === metric.isSent;
      return {
        labels: metric.labels(project, link),
        bytes: (fromMs: number, toMs: number): number =>
          world.traffic.bytes(link.connection.id, isForward, fromMs, toMs),
      };
    });

/** Where periods end that have points, newest first. */
function endsOf(
  { traffic }: World,
  startMs: number,
  endMs: number,
  { periodMs, isAligned }: { readonly periodMs: number; readonly isAligned: boolean },
): readonly number[] {
  const sampledMs = Math.floor(Math.min(endMs, traffic.countedUntilMs()) / SAMPLE_MS) * SAMPLE_MS;
  const lastMs = isAligned ? endMs : sampledMs;
  // a sample belongs to the interval that it ends in
  const firstMs = Math.max(isAligned ? startMs : Math.floor(startMs / SAMPLE_MS) * SAMPLE_MS, traffic.beginsAtMs);
  const count = Math.max(0, Math.floor((lastMs - firstMs) / periodMs));
  // a period that has not begun has no point yet
  return Array.from({ length: count }, (_, i) => lastMs - i * periodMs).filter((end) => end - periodMs < sampledMs);
}

const COMPARISON = /^\s*((?:metric|resource)\.(?:type|labels?\.\w+))\s*=\s*"([^"]*)"\s*$/;

/** What must be equal to what; `undefined` = it says something else. */
function readFilter(filter: string): ReadonlyMap<string, string> | undefined {
  const parts = filter.split(/\sAND\s/).map((part) => COMPARISON.exec(part));
  if (parts.some((part) => !part)) return filter.trim() === "" ? new Map() : undefined;
  return new Map(parts.map((part) => [part?.[1]?.replace(".label.", ".labels.") ?? "", part?.[2] ?? ""]));
}

const isWanted = (wanted: ReadonlyMap<string, string>, { metric, resource }: ReturnType<Metric["labels"]>): boolean =>
  [...wanted].every(([field, value]) => {
    if (field === "metric.type") return true;
    if (field === "resource.type") return resource.type === value;
    const [of = "", , name = ""] = field.split(".");
    return (of === "metric" ? metric : resource.labels)[name] === value;
  });

function readAlignment(query: URLSearchParams) {
  const aligner = query.get("aggregation.perSeriesAligner") ?? "ALIGN_NONE";
  const period = /^(\d{1,9})s$/.exec(query.get("aggregation.alignmentPeriod") ?? "")?.[1];
  if (query.has("aggregation.crossSeriesReducer")) return undefined;
  if (aligner === "ALIGN_NONE")
    return {
      ...(ALIGNERS.ALIGN_DELTA as (typeof ALIGNERS)[string]),
      periodMs: SAMPLE_MS,
      isAligned: false,
      isMean: false,
    };
  const known = ALIGNERS[aligner];
  const periodMs = Number(period) * 1_000;
  return known && periodMs >= SAMPLE_MS
    ? { ...known, periodMs, isAligned: true, isMean: aligner === "ALIGN_MEAN" }
    : undefined;
}

/** How many points to leave out, as those of the pages before, and how many to show. */
function readPage(query: URLSearchParams): { readonly toSkip: number; readonly room: number } | undefined {
  const room = Number(query.get("pageSize") ?? MAX_POINTS);
  const token = query.get("pageToken") ?? "";
  const place = token === "" ? "from:0" : Buffer.from(token, "base64url").toString("utf8");
  const toSkip = Number(/^from:(\d{1,9})$/.exec(place)?.[1] ?? Number.NaN);
  return Number.isInteger(room) && room > 0 && !Number.isNaN(toSkip)
    ? { toSkip, room: Math.min(room, MAX_POINTS) }
    : undefined;
}
