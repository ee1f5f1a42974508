import * as z from "zod";
import type { World } from "../../world/world.ts";
import { type SampleStatistic, samplesOf } from "../byte-samples.ts";
import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { countedLinks, type OciSeries } from "./counted-links.ts";
import { invalid, invalidBody, notFound, ociOk } from "./oci-answer.ts";
import { compartmentId, localityOf, tenanciesOf } from "./tenancy.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
/** How far back points of an interval are kept. */
const KEPT: readonly { readonly leastMs: number; readonly days: number }[] = [
  { leastMs: 60 * MINUTE_MS, days: 90 },
  { leastMs: 5 * MINUTE_MS, days: 30 },
  { leastMs: 0, days: 7 },
];
const UNITS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: 60 * MINUTE_MS, d: DAY_MS };
const STATISTICS: Readonly<Record<string, SampleStatistic | "rate">> = {
  sum: "total",
  mean: "average",
  max: "maximum",
  min: "minimum",
  count: "count",
  rate: "rate",
};

const Body = z.strictObject({
  namespace: z.string(),
  query: z.string().max(2_000),
  startTime: z.iso.datetime({ offset: true }),
  endTime: z.iso.datetime({ offset: true }),
  resolution: z.string().optional(),
  resourceGroup: z.string().optional(),
});

/** Monitoring's SummarizeMetricsData: bytes over tunnels, circuits and attachments of DRGs, and how busy machines are, a series for each that is counted. */
export function summarizeMetrics(world: World, regionId: string, { query, body }: RestRequest): RestAnswer {
  const input = Body.safeParse(body);
  if (!input.success) return invalidBody(input.error);
  const { namespace, startTime, endTime, resolution } = input.data;
  const asked = readQuery(input.data.query);
  const stepMs = resolution === undefined ? asked?.intervalMs : durationMs(resolution);
  if (!asked) return invalid('query must be like BytesSent[5m]{dimension = "value"}.sum()');
  if (stepMs === undefined) return invalid("resolution must be like 5m, from 1m to 1d");
  const [fromMs, toMs] = [Date.parse(startTime), Date.parse(endTime)];
  if (fromMs >= toMs) return invalid("startTime must be before endTime");
  const wanted = query.get("compartmentId");
  const isSubtree = query.get("compartmentIdInSubtree") === "true";
  const tenancies = tenanciesOf(world).filter(
    (tenancy) => wanted === compartmentId(tenancy) || (wanted === tenancy && isSubtree),
  );
  if (tenancies.length === 0 && !tenanciesOf(world).some((tenancy) => wanted === tenancy)) return notFound();
  const keptMs = world.clock.nowMs() - (KEPT.find(({ leastMs }) => asked.intervalMs >= leastMs)?.days ?? 0) * DAY_MS;
  const sampledMs = Math.floor(world.traffic.countedUntilMs() / MINUTE_MS) * MINUTE_MS;
  const firstMs = Math.floor(fromMs / stepMs) * stepMs;
  const moments = Array.from({ length: Math.ceil((toMs - firstMs) / stepMs) }, (_, i) => firstMs + i * stepMs).filter(
    (atMs) => atMs < sampledMs && atMs >= Math.max(keptMs, world.traffic.beginsAtMs),
  );
  const series = tenancies.flatMap((tenancy) =>
    countedLinks(localityOf(world, tenancy, regionId), namespace, asked.metric).map((one) => ({ ...one, tenancy })),
  );
  const rows = series
    .filter(({ dimensions }) => asked.filters.every(({ name, value }) => dimensions[name] === value))
    .map((one) => ({
      namespace,
      resourceGroup: null,
      compartmentId: compartmentId(one.tenancy),
      name: asked.metric,
      dimensions: one.dimensions,
      metadata: { unit: one.unit },
      resolution: resolution ?? asked.interval,
      aggregatedDatapoints: moments.map((atMs) => ({
        timestamp: new Date(atMs).toISOString(),
        value: shownOf(one, asked, atMs, Math.min(atMs + asked.intervalMs, sampledMs)),
      })),
    }))
    .filter(({ aggregatedDatapoints }) => aggregatedDatapoints.length > 0);
  return ociOk(rows);
}

interface Asked {
  readonly metric: string;
  readonly interval: string;
  readonly intervalMs: number;
  readonly filters: readonly { readonly name: string; readonly value: string }[];
  readonly statistic: SampleStatistic | "rate";
}

const QUERY = /^\s*(\w+)\s*\[(\w+)\]\s*(?:\{([^{}]*)\})?\s*\.(\w+)\(\)\s*$/;

/** The part of the query language that asks for a statistic of streams as they are. */
function readQuery(text: string): Asked | undefined {
  const [, metric = "", interval = "", conditions = "", name = ""] = QUERY.exec(text) ?? [];
  const intervalMs = durationMs(interval);
  const statistic = STATISTICS[name];
  const filters = conditions
    .split(",")
    .filter((part) => part.trim() !== "")
    .map((part) => /^\s*(\w+)\s*=\s*"([^"]*)"\s*$/.exec(part));
  if (intervalMs === undefined || statistic === undefined || filters.some((one) => !one)) return undefined;
  return {
    metric,
    interval,
    intervalMs,
    filters: filters.map((one) => ({ name: one?.[1] ?? "", value: one?.[2] ?? "" })),
    statistic,
  };
}

function durationMs(text: string): number | undefined {
  const [, count = "", unit = ""] = /^(\d{1,3})([mhd])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS[unit] ?? Number.NaN);
  return ms >= MINUTE_MS && ms <= DAY_MS ? ms : undefined;
}

function shownOf(series: OciSeries, { statistic }: Asked, fromMs: number, toMs: number): number {
  const samples = samplesOf(series, fromMs, toMs, MINUTE_MS);
  return statistic === "rate" ? samples.total() / ((toMs - fromMs) / 1_000) : samples[statistic]();
}
