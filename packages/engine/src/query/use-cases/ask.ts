import type { AnsweredQuery, Query, QueryAnswer, RequestRange, SkylaneConfig } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { minutesIn } from "../../paths/index.ts";
import type { Answer } from "../answer.ts";
import { answerEvents, answerIncidents, isAskedEvent, type LoggedEvent } from "../answer-log.ts";
import { answerSamples, type PathSample } from "../answer-samples.ts";
import { nearest } from "../language/nearest.ts";
import { printQuery } from "../language/print-query.ts";
import type { NamePlace } from "../language/said.ts";
import { isAskedPath, pathPlaces } from "../path-places.ts";
import { rangeOf } from "../range-of.ts";
import { answerFromRequests } from "./answer-from-requests.ts";
import { readLog } from "./read-log.ts";
import { readQuestion } from "./read-question.ts";

type AskDeps = Pick<Deps, "config" | "clock" | "eventLog" | "incidents" | "log" | "queryReader" | "requests">;

const DAY_MS = 86_400_000;
/** How long each is kept; incidents stay. */
const KEPT_DAYS: Readonly<Partial<Record<Query["source"], number>>> = { requests: 8, samples: 7, events: 7 };
const MOST_INCIDENTS = 1_000;

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
      return answerFromRequests(deps, query, range);
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

function timeNotes(query: Query, { fromMs, untilMs }: AnsweredQuery["range"], atMs: number): readonly string[] {
  if (fromMs >= untilMs) return ["This time has not come yet."];
  const days = KEPT_DAYS[query.source];
  return days !== undefined && fromMs < atMs - days * DAY_MS ? [`What is older than ${days} days is not kept.`] : [];
}
