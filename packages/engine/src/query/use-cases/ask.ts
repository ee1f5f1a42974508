import type {
  AnsweredQuery,
  Query,
  QueryAnswer,
  QueryInsight,
  RequestMinute,
  RequestRange,
  RequestTrace,
  SkylaneConfig,
} from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { eventPages } from "../../health/index.ts";
import { minutesIn } from "../../paths/index.ts";
import type { Answer } from "../answer.ts";
import { answerEvents, answerIncidents, isAskedEvent, type LoggedEvent } from "../answer-log.ts";
import { answerSamples, type PathSample } from "../answer-samples.ts";
import { insightsOf } from "../insight/insights-of.ts";
import { nearest } from "../language/nearest.ts";
import { printQuery } from "../language/print-query.ts";
import type { NamePlace } from "../language/said.ts";
import { isAskedPath, pathPlaces } from "../path-places.ts";
import { rangeOf } from "../range-of.ts";
import { answerRequests, countOf, isAsked, isAskedCall } from "../requests/answer-requests.ts";
import { type Call, callsOf, isIncomplete } from "../requests/calls-of.ts";
import { STEP_MS, stepStart } from "../table.ts";
import { readQuestion } from "./read-question.ts";

type AskDeps = Pick<Deps, "config" | "clock" | "eventLog" | "incidents" | "log" | "queryReader" | "requests">;

const DAY_MS = 86_400_000;
/** How long each is kept. */
const KEPT_DAYS: Readonly<Record<Query["source"], number>> = { requests: 8, samples: 7, events: 7, incidents: 90 };
const MOST_TRACES = 500;
const MOST_INCIDENTS = 1_000;
/** Logs and whole requests are read for so long, and the log so far. */
const READ_WITHIN_MS = 7_000;
const LOG_PAGES = 60;

/** Answers a question in words from what is stored, or says where it is not understood. */
export async function ask(deps: AskDeps, asked: string): Promise<QueryAnswer> {
  const reading = await readQuestion(deps, asked);
  if (reading.outcome === "not-read") {
    const { text, at, length, problem, suggestions } = reading;
    return { outcome: "not-understood", text, at, length, problem, suggestions: [...suggestions] };
  }
  const { query, names, text, by } = reading;
  const unknown = unknownName(query, names, deps.config);
  if (unknown) return { outcome: "not-understood", text, ...unknown };
  const atMs = deps.clock.nowMs();
  const range = rangeOf(query.range, atMs);
  const answer = await answerOf(deps, query, range, atMs);
  return {
    outcome: "answered",
    atMs,
    understoodAs: printQuery(query),
    readBy: by,
    query,
    range,
    insights: [],
    ...answer,
    notes: [...timeNotes(query, range, atMs), ...answer.notes],
  };
}

async function answerOf(deps: AskDeps, query: Query, range: RequestRange, atMs: number): Promise<Answer> {
  switch (query.source) {
    case "requests":
      return ofRequests(deps, query, range);
    case "samples": {
      const places = pathPlaces(deps.config);
      const wanted = new Map([...places].filter(([, place]) => isAskedPath(query.of, place)));
      const samples: PathSample[] = [];
      const cut = await readLog(deps, range, (events) => {
        for (const event of events)
          for (const { pathId, minute } of minutesIn(event, range.fromMs, (id) => wanted.has(id))) {
            const { path, group, clouds } = wanted.get(pathId) ?? { path: pathId, group: "", clouds: [] };
            samples.push({ ...minute, path, group, cloud: clouds.join(" – ") });
          }
      });
      // an event that came twice tells its minute twice
      const once = new Map(samples.map((sample) => [`${sample.path}#${sample.vantageId}#${sample.atMs}`, sample]));
      const answer = answerSamples(query, [...once.values()], range);
      return { ...answer, notes: [...cut, ...answer.notes] };
    }
    case "events": {
      const found = new Map<string, LoggedEvent>();
      const isWanted = isAskedEvent(query);
      const cut = await readLog(deps, range, (events) => {
        for (const { id, type, time, subject } of events)
          if (isWanted({ type, time, subject })) found.set(id, { type, time, subject });
      });
      const answer = answerEvents(query, [...found.values()], range);
      return { ...answer, notes: [...cut, ...answer.notes] };
    }
    case "incidents": {
      const incidents = await deps.incidents.list(MOST_INCIDENTS);
      const answer = answerIncidents(query, incidents, range, atMs);
      const isCut = incidents.length === MOST_INCIDENTS && (incidents.at(-1)?.openedAtMs ?? 0) > range.fromMs;
      return {
        ...answer,
        notes: [...(isCut ? [`Only the last ${MOST_INCIDENTS} incidents were looked at.`] : []), ...answer.notes],
      };
    }
  }
}

async function ofRequests(
  deps: AskDeps,
  query: Extract<Query, { source: "requests" }>,
  range: RequestRange,
): Promise<Answer> {
  const minutes = await deps.requests.minutes(range);
  const asked = minutes.filter(isAsked(query));
  const { found, notes } = await wholeRequests(deps, query, asked, range);
  const calls = found.flatMap(({ calls: own }) => own);
  const answer = answerRequests(query, minutes, calls, range);
  return {
    ...answer,
    insights: query.measure === "count" || query.measure === "errors" ? [] : insightsInto(found, asked, query),
    notes: [...serviceNotes(query, minutes), ...notes, ...answer.notes],
  };
}

/** What follows from the requests of which every answer is there; a request of the last minutes may lack one yet. */
function insightsInto(
  found: readonly { readonly trace: RequestTrace }[],
  asked: readonly RequestMinute[],
  query: Extract<Query, { source: "requests" }>,
): QueryInsight[] {
  const services = new Set(found.flatMap(({ trace }) => trace.spans.map(({ service }) => service)));
  const isMissing = isIncomplete(services);
  const whole = found.map(({ trace }) => trace).filter((trace) => !isMissing(trace));
  return [...insightsOf(whole, asked, countOf(asked, query).high)];
}

/** Whole requests with a call that is asked about, hour by hour: the hours in which one took longest come first, as far as the time goes. */
async function wholeRequests(
  { requests, clock }: AskDeps,
  query: Extract<Query, { source: "requests" }>,
  asked: readonly RequestMinute[],
  { fromMs, untilMs }: RequestRange,
) {
  const isWanted = isAskedCall(query);
  const hours = [
    ...Map.groupBy(
      asked.filter((minute) => countOf([minute], query).high > 0),
      ({ startMs }) => stepStart(startMs, STEP_MS.hour),
    ),
  ]
    .map(([hourMs, own]) => ({ hourMs, maxMs: Math.max(...own.map(({ maxMs }) => maxMs)) }))
    .sort((a, b) => b.maxMs - a.maxMs || b.hourMs - a.hourMs);
  const untilTick = clock.monotonicMs() + READ_WITHIN_MS;
  const found = new Map<string, { readonly trace: RequestTrace; readonly calls: readonly Call[] }>();
  let readCount = 0;
  for (const { hourMs } of hours) {
    // a call of the first minute may be of a request that began before
    const hour = {
      fromMs: Math.max(hourMs, fromMs) - STEP_MS.minute,
      untilMs: Math.min(hourMs + STEP_MS.hour, untilMs),
    };
    for (const trace of await requests.traces(hour, MOST_TRACES)) {
      const calls = callsOf(trace).filter((call) => isWanted(call) && call.startMs >= fromMs && call.startMs < untilMs);
      if (calls.length > 0) found.set(trace.traceId, { trace, calls });
    }
    readCount += 1;
    if (found.size >= MOST_TRACES || clock.monotonicMs() > untilTick) break;
  }
  const notes =
    readCount < hours.length
      ? [`Whole requests of ${readCount} of ${hours.length} hours were looked at, those with the slowest first.`]
      : [];
  return { found: [...found.values()], notes };
}

/** Reads the log of a time page by page; what it says of where it stopped. */
async function readLog(
  deps: AskDeps,
  { fromMs, untilMs }: RequestRange,
  take: (events: Parameters<typeof minutesIn>[0][]) => void,
): Promise<readonly string[]> {
  const untilTick = deps.clock.monotonicMs() + READ_WITHIN_MS;
  let pages = 0;
  for await (const page of eventPages(deps, fromMs, untilMs - 1)) {
    take([...page]);
    pages += 1;
    const last = page.at(-1);
    if (last && (pages === LOG_PAGES || deps.clock.monotonicMs() > untilTick))
      return [
        `The log was read until ${last.time.slice(0, 16).replace("T", " ")} UTC, and no further: ask for a shorter time.`,
      ];
  }
  return [];
}

/** A path, group or cloud that is not declared. */
function unknownName(query: Query, names: readonly NamePlace[], config: SkylaneConfig) {
  if (query.source !== "samples" && query.source !== "incidents") return undefined;
  const known: Readonly<Record<string, readonly string[]>> = {
    path: config.groups.flatMap(({ paths }) => paths.map(({ id }) => id as string)),
    group: config.groups.map(({ id }) => id as string),
    cloud: [...new Set(config.networks.map(({ cloud }) => cloud as string))],
  };
  const unknown = names.find(({ kind, name }) => !(known[kind]?.includes(name) ?? true));
  if (!unknown) return undefined;
  const { kind, name, at, length } = unknown;
  const other = Object.keys(known).find((one) => known[one]?.includes(name));
  const suggestions = other ? [`of ${other} ${name}`] : nearest(name, known[kind] ?? []);
  return {
    at,
    length,
    problem: `no ${kind} is called ${name}`,
    suggestions: suggestions.length > 0 ? [...suggestions] : (known[kind] ?? []).slice(0, 5),
  };
}

/** Services that nobody has heard of in this time. */
function serviceNotes(
  { from, to }: Extract<Query, { source: "requests" }>,
  minutes: readonly RequestMinute[],
): readonly string[] {
  const seen = new Set(minutes.flatMap((one) => (one.from === undefined ? [one.to] : [one.from, one.to])));
  if (seen.size === 0) return ["No application sent spans of requests in this time: see docs/application-requests.md."];
  return [from, to].flatMap((end) => {
    if (end === undefined || "cloud" in end || seen.has(end.service)) return [];
    const alike = nearest(end.service, seen);
    const known = alike.length > 0 ? alike : [...seen].sort().slice(0, 5);
    return [`No service called ${end.service} sent spans in this time; there are ${known.join(", ")}.`];
  });
}

function timeNotes(query: Query, { fromMs, untilMs }: AnsweredQuery["range"], atMs: number): readonly string[] {
  if (fromMs >= untilMs) return ["This time has not come yet."];
  const days = KEPT_DAYS[query.source];
  return fromMs < atMs - days * DAY_MS ? [`What is older than ${days} days is not kept.`] : [];
}
