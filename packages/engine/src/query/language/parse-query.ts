import { type Query, Query as QuerySchema } from "@skylane/core";
import { clauses } from "./clauses.ts";
import { Cursor, isMisread, type Misread, notAWord } from "./cursor.ts";
import { problemOf } from "./problem-of.ts";
import type { NamePlace, Places, Said } from "./said.ts";
import { readable, tokensOf } from "./tokens.ts";
import { dimensionWords, fillers } from "./words.ts";

/** A question, understood, with the names it has; or the place that is not. `text` is what places are counted in. */
export type QueryReading =
  | { readonly outcome: "read"; readonly text: string; readonly query: Query; readonly names: readonly NamePlace[] }
  | ({ readonly outcome: "not-read"; readonly text: string } & Misread);

/** Reads a question by the grammar of docs/query.md. Never throws, whatever the text. */
export function parseQuery(asked: string): QueryReading {
  const text = readable(asked);
  const cursor = new Cursor(tokensOf(text), text.length);
  const said: Said = {};
  const places: Places = {};
  const misread = readInto(cursor, said, places) ?? madeOf(said, places, text.length);
  return isMisread(misread) ? { outcome: "not-read", text, ...misread } : { outcome: "read", text, ...misread };
}

function readInto(cursor: Cursor, said: Said, places: Places): Misread | undefined {
  while (!cursor.isAtEnd) {
    const { at } = cursor.peek();
    let found: Partial<Said> | Misread | undefined;
    for (const clause of clauses) {
      found = clause(cursor);
      if (found) break;
    }
    if (isMisread(found)) return found;
    if (!found) {
      const { word } = cursor.peek();
      if (!fillers.has(word) && word !== "," && word !== "and") return notAWord(cursor);
      cursor.take();
      continue;
    }
    const place = { at, length: Math.max(1, cursor.peek(-1).at + cursor.peek(-1).length - at) };
    const twice = merge(said, places, found, place);
    if (twice) return twice;
  }
  return undefined;
}

function merge(
  said: Said,
  places: Places,
  found: Partial<Said>,
  place: { readonly at: number; readonly length: number },
): Misread | undefined {
  for (const [key, value] of Object.entries(found) as [keyof Said, never][]) {
    const before: unknown = said[key];
    if (key === "range" && before !== undefined) {
      const joined = joinRanges(before as Said["range"], value);
      if (!joined) return { ...place, problem: "the time is said twice", suggestions: [] };
      said.range = joined;
    } else if (before !== undefined && JSON.stringify(before) !== JSON.stringify(value)) {
      // `p95 latency of requests`, `count errors`: the second says what the first is of
      if (key === "measure" && (before === "count" || value === ("count" as unknown)))
        said.measure = before === "count" ? value : (before as Said["measure"] & string);
      else return { ...place, problem: "this is said twice, and not alike", suggestions: [] };
    } else said[key] = value;
    places[key] = place;
  }
  return undefined;
}

/** Two parts of one time: `yesterday between 10:00 and 11:30`. */
function joinRanges(one: Said["range"], other: Said["range"]): Said["range"] {
  const day = [one, other].find((range) => range?.kind === "on");
  const rest = [one, other].find((range) => range?.kind === "between" || range?.kind === "since");
  if (day?.kind !== "on" || !rest) return JSON.stringify(one) === JSON.stringify(other) ? one : undefined;
  if (rest.kind === "since") return rest.from.day ? undefined : { ...rest, from: { ...rest.from, day: day.day } };
  if (rest.kind !== "between" || rest.from.day) return undefined;
  return { ...rest, from: { ...rest.from, day: day.day } };
}

/** Which sources each part can be said of. */
const OF_SOURCES: Partial<Record<keyof Said, readonly Query["source"][]>> = {
  metric: ["samples"],
  from: ["requests"],
  to: ["requests"],
  route: ["requests"],
  isFailed: ["requests"],
  aboveMs: ["requests", "samples"],
  belowMs: ["requests", "samples"],
  abovePercent: ["samples"],
  belowPercent: ["samples"],
  status: ["incidents"],
  type: ["events"],
};
const MEASURES: Readonly<Record<Query["source"], readonly string[]>> = {
  requests: ["count", "errors", "average", "p50", "p95", "p99", "max"],
  samples: ["count", "average", "p95", "max"],
  events: ["count"],
  incidents: ["count", "average", "max"],
};
/** How a part is called. */
const CALLED: Partial<Record<keyof Said, string>> = {
  metric: "a round trip, loss or jitter",
  from: "“from”",
  to: "“to”",
  route: "a route",
  isFailed: "“failed”",
  aboveMs: "a limit of time",
  belowMs: "a limit of time",
  abovePercent: "a limit in percent",
  belowPercent: "a limit in percent",
  status: "a status",
  type: "a type of event",
};

function sourceOf(said: Said): Query["source"] | undefined {
  if (said.source) return said.source;
  if (said.metric) return "samples";
  if (said.type) return "events";
  if (said.status) return "incidents";
  const isOfRequests = said.from ?? said.to ?? said.route ?? said.isFailed ?? said.measure;
  return isOfRequests === undefined ? undefined : "requests";
}

function madeOf(said: Said, places: Places, end: number): { query: Query; names: readonly NamePlace[] } | Misread {
  const source = sourceOf(said);
  if (!source)
    return {
      at: 0,
      length: Math.min(1, end),
      problem: "it is not said what is asked for",
      suggestions: ["requests", "round trip of …", "loss of …", "events", "incidents"],
    };
  // how long a request took is its latency, and its round trip
  if (source === "requests" && said.metric === "rtt") delete said.metric;
  const at = (key: keyof Said) => places[key] ?? { at: 0, length: 1 };
  for (const key of Object.keys(said) as (keyof Said)[]) {
    const sources = OF_SOURCES[key];
    if (sources && !sources.includes(source))
      return { ...at(key), problem: `${CALLED[key]} is nothing that ${source} have`, suggestions: sources };
  }
  if (said.measure && !MEASURES[source].includes(said.measure))
    return { ...at("measure"), problem: `${said.measure} is not known of ${source}`, suggestions: MEASURES[source] };
  const known = Object.keys(dimensionWords[source]);
  const stray = said.by?.find((one) => !known.includes(one));
  if (stray !== undefined || (said.by?.length ?? 0) > 2)
    return {
      ...at("by"),
      problem: stray === undefined ? "two groups are the most" : `${source} are not counted by ${stray}`,
      suggestions: known,
    };
  const parts = partsOf(source, said);
  if (isMisread(parts)) return { ...at("of"), problem: parts.problem, suggestions: parts.suggestions };
  const query = QuerySchema.safeParse(parts);
  if (!query.success) return { at: 0, length: end, problem: "these parts make no question together", suggestions: [] };
  const problem = problemOf(query.data);
  if (problem) return { ...at(problem.part), problem: problem.problem, suggestions: problem.suggestions };
  return { query: query.data, names: namesOf(query.data, places) };
}

type Parts = Readonly<Record<string, unknown>>;

function partsOf(
  source: Query["source"],
  said: Said,
): Parts | Pick<Misread, "at" | "length" | "problem" | "suggestions"> {
  const { aboveMs, belowMs, abovePercent, belowPercent, from, to, of, route, isFailed, type, status } = said;
  const isGrouped = (said.by?.length ?? 0) > 0 || said.every !== undefined;
  const common = {
    source,
    measure: said.measure ?? (isGrouped ? (source === "samples" ? "average" : "count") : "rows"),
    by: said.by ?? [],
    range: said.range ?? { kind: "last", count: 1, unit: "hour" },
    ...given({ every: said.every, order: said.order, limit: said.limit }),
  };
  const wrong = (problem: string, ...suggestions: string[]) => ({ at: 0, length: 0, problem, suggestions });
  if (source === "requests") {
    if (of?.kind === "path" || of?.kind === "group") return wrong("requests have no paths", "round trip of …", "to …");
    const end = of && (of.kind === "cloud" ? { cloud: of.name } : { service: of.name });
    if (end && to) return wrong("who answers is said twice", "from …");
    return {
      ...common,
      ...given({ from, to: to ?? end, route, slowerThanMs: aboveMs, fasterThanMs: belowMs, isFailed }),
    };
  }
  if (of?.kind === "service") return wrong(`${source} are not of services`, "requests to …");
  if (source === "samples") {
    const metric = said.metric ?? ((abovePercent ?? belowPercent) === undefined ? "rtt" : "loss");
    return {
      ...common,
      metric,
      ...given({ of: of && { [of.kind ?? "path"]: of.name }, aboveMs, belowMs, abovePercent, belowPercent }),
    };
  }
  if (of?.kind === "cloud") return wrong(`${source} are not of clouds`, "of group …");
  if (source === "events") return { ...common, ...given({ type, of: of?.name }) };
  return { ...common, ...given({ of: of && { [of.kind ?? "group"]: of.name }, status }) };
}

/** Without what is `undefined`. */
const given = (parts: Parts): Parts =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));

function namesOf(query: Query, places: Places): readonly NamePlace[] {
  const names: NamePlace[] = [];
  const add = (key: "from" | "to" | "of", kind: NamePlace["kind"], name: string) =>
    names.push({ kind, name, ...(places[key] ?? places.of ?? { at: 0, length: 0 }) });
  if (query.source === "requests")
    for (const key of ["from", "to"] as const) {
      const end = query[key];
      if (end) add(key, "cloud" in end ? "cloud" : "service", "cloud" in end ? end.cloud : end.service);
    }
  else if (query.source === "events") {
    if (query.of !== undefined) add("of", "subject", query.of);
  } else if (query.of)
    for (const kind of ["path", "group", "cloud"] as const)
      if (kind in query.of) add("of", kind, (query.of as Record<string, string>)[kind] ?? "");
  return names;
}
