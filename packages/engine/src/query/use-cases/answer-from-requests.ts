import type { Query, QueryInsight, RequestMinute, RequestRange, RequestTrace } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import type { Answer } from "../answer.ts";
import { insightsOf } from "../insight/insights-of.ts";
import { nearest } from "../language/nearest.ts";
import { answerRequests, countOf, isAsked, isAskedCall } from "../requests/answer-requests.ts";
import { type Call, callsOf, isIncomplete } from "../requests/calls-of.ts";
import { STEP_MS, stepStart } from "../table.ts";

type RequestDeps = Pick<Deps, "clock" | "requests">;

const MOST_TRACES = 500;
/** Whole requests are read for so long. */
const READ_WITHIN_MS = 7_000;

/** Answers a question of requests: counts from the minutes, single ones and what follows from those that are kept whole. */
export async function answerFromRequests(
  deps: RequestDeps,
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
  { requests, clock }: RequestDeps,
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
