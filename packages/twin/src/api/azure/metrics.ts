import { type SampleStatistic, samplesOf } from "../byte-samples.ts";
import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { type ArmResource, armError, armOk } from "./arm-answer.ts";
import type { CountedLink, CountedType } from "./counted-links.ts";
import type { ResourceGroup } from "./subscription.ts";

const MINUTE_MS = 60_000;
const GRAINS: Readonly<Record<string, number>> = {
  PT1M: MINUTE_MS,
  PT5M: 5 * MINUTE_MS,
  PT15M: 15 * MINUTE_MS,
  PT30M: 30 * MINUTE_MS,
  PT1H: 60 * MINUTE_MS,
  PT6H: 360 * MINUTE_MS,
  PT12H: 720 * MINUTE_MS,
  P1D: 1_440 * MINUTE_MS,
};
const KEPT_MS = 93 * 1_440 * MINUTE_MS;
/** Series that are told where the caller does not say how many. */
const DEFAULT_TOP = 10;
const STATISTICS: readonly SampleStatistic[] = ["average", "count", "maximum", "minimum", "total"];

/** Azure Monitor's `metrics` of one resource: bytes over tunnels, bits a second over ExpressRoute, in or out of Azure; how busy machines are. */
export function metricsOf(
  group: ResourceGroup,
  type: CountedType | undefined,
  resource: ArmResource,
  { query, method }: RestRequest,
): RestAnswer {
  if (method !== "GET") return armError(405, "MethodNotAllowed", "Metrics can only be read.");
  const names = (query.get("metricnames") ?? "").split(",").filter((name) => name !== "");
  const metrics = names.flatMap((name) => {
    const known = Object.entries(type?.metrics ?? {}).find(([one]) => one.toLowerCase() === name.toLowerCase());
    return known ? [{ name: known[0], metric: known[1] }] : [];
  });
  if (!type || names.length === 0 || metrics.length < names.length)
    return badRequest(
      `Failed to find metric configuration for provider: ${resource.type.split("/")[0]}, resource Type: ${resource.type.split("/").slice(1).join("/")}, metric: ${query.get("metricnames") ?? ""}, Valid metrics: ${Object.keys(type?.metrics ?? {}).join(",")}`,
    );
  const [from = Number.NaN, to = Number.NaN] = (query.get("timespan") ?? "").split("/").map((text) => Date.parse(text));
  if (!(to > from)) return badRequest("The timespan must be start/end, two moments of ISO 8601.");
  const grainMs = GRAINS[query.get("interval") ?? "PT1M"];
  const finestMs = Math.max(...metrics.map(({ metric }) => metric.sampleMs));
  if (grainMs === undefined || grainMs < finestMs)
    return badRequest(
      `Detected invalid time grain input: ${query.get("interval") ?? "PT1M"}. Supported ones are: ${Object.keys(GRAINS)
        .filter((name) => (GRAINS[name] ?? 0) >= finestMs)
        .join(",")}`,
    );
  const statistics = (query.get("aggregation") ?? "total").split(",").map((name) => name.trim().toLowerCase());
  if (statistics.some((name) => !STATISTICS.includes(name as SampleStatistic)))
    return badRequest(`The aggregation ${query.get("aggregation")} is none of ${STATISTICS.join(", ")}.`);
  const filter = readFilter(query.get("$filter"), type);
  if (!filter)
    return badRequest("The filter must be dimensions of the metric, as Name eq 'value' or '*', joined by and.");
  const top = Number(query.get("top") ?? query.get("$top") ?? DEFAULT_TOP);
  if (!Number.isInteger(top) || top < 1) return badRequest("top must be a whole number.");

  const links = type.links(group, resource).filter(({ dimensions }) => isWanted(dimensions, filter));
  const series = filter.length === 0 ? [{ links, dimensions: {} }] : splitBy(links, filter).slice(0, top);
  const moments = momentsOf(group, from, to, grainMs);
  return armOk({
    cost: (to - from) / MINUTE_MS,
    timespan: `${moment(from)}/${moment(to)}`,
    interval: query.get("interval") ?? "PT1M",
    value: metrics.map(({ name, metric }) => ({
      id: `${resource.id}/providers/Microsoft.Insights/metrics/${name}`,
      type: "Microsoft.Insights/metrics",
      name: { value: name, localizedValue: name },
      displayDescription: "",
      unit: metric.unitName,
      timeseries: series.map(({ links: own, dimensions }) => ({
        metadatavalues: Object.entries(dimensions).map(([dimension, value]) => ({
          name: { value: dimension.toLowerCase(), localizedValue: dimension.toLowerCase() },
          value,
        })),
        data: moments.map(({ atMs, untilMs }) => {
          const timeStamp = moment(atMs);
          const sampledMs = Math.floor(untilMs / metric.sampleMs) * metric.sampleMs;
          if (own.length === 0 || sampledMs <= atMs) return { timeStamp };
          const bytes = (fromMs: number, toMs: number): number =>
            own.reduce(
              (sum, link) => sum + (link.counts?.(name, fromMs, toMs) ?? link.bytes(metric.isOut, fromMs, toMs)),
              0,
            );
          const mean = (fromMs: number, toMs: number): number =>
            own.reduce((sum, link) => sum + (link.mean?.(name, fromMs, toMs) ?? 0), 0);
          const { unit } = metric;
          const isGauge = unit === "percent" || unit === "level";
          if (isGauge && own.every((link) => link.mean?.(name, atMs, sampledMs) === undefined)) return { timeStamp };
          const samples = samplesOf(isGauge ? { unit, mean } : { unit, bytes }, atMs, sampledMs, metric.sampleMs);
          return {
            timeStamp,
            ...Object.fromEntries(statistics.map((one) => [one, samples[one as SampleStatistic]()])),
          };
        }),
      })),
      errorCode: "Success",
    })),
    namespace: resource.type,
    resourceregion: group.regionId,
  });
}

/** Intervals of the span, each with the moment until which there are samples; before it begins or is kept that is its start. */
function momentsOf({ world: { clock, traffic } }: ResourceGroup, from: number, to: number, grainMs: number) {
  const nowMs = clock.nowMs();
  const keptMs = Math.max(traffic.beginsAtMs, nowMs - KEPT_MS);
  const first = Math.floor(from / grainMs) * grainMs;
  return Array.from({ length: Math.ceil((to - first) / grainMs) }, (_, i) => {
    const atMs = first + i * grainMs;
    return { atMs, untilMs: atMs < keptMs ? atMs : Math.max(atMs, Math.min(atMs + grainMs, traffic.countedUntilMs())) };
  });
}

type Filter = readonly { readonly dimension: string; readonly value: string }[];

function readFilter(text: string | null, { dimensions }: CountedType): Filter | undefined {
  if (text === null || text.trim() === "") return [];
  const parts = text.split(/\s+and\s+/i).map((part) => {
    const [, name = "", value = ""] = /^\s*(\w+)\s+eq\s+'([^']*)'\s*$/i.exec(part) ?? [];
    const dimension = dimensions.find((one) => one.toLowerCase() === name.toLowerCase());
    return dimension === undefined ? undefined : { dimension, value };
  });
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

const isWanted = (dimensions: CountedLink["dimensions"], filter: Filter): boolean =>
  filter.every(({ dimension, value }) => value === "*" || dimensions[dimension]?.toLowerCase() === value.toLowerCase());

/** Series by the values of the dimensions that the filter names. */
const splitBy = (links: readonly CountedLink[], filter: Filter) =>
  [
    ...Map.groupBy(links, ({ dimensions }) =>
      JSON.stringify(filter.map(({ dimension }) => dimensions[dimension] ?? "")),
    ),
  ].map(([values, own]) => ({
    links: own,
    dimensions: Object.fromEntries(
      (JSON.parse(values) as string[]).map((value, i) => [filter[i]?.dimension ?? "", value]),
    ),
  }));

const moment = (atMs: number): string => new Date(atMs).toISOString().replace(".000Z", "Z");
const badRequest = (message: string): RestAnswer => armError(400, "BadRequest", message);
