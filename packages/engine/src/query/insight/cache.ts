import type { QueryInsight, RequestSpan, RequestTrace } from "@skylane/core";
import { type Call, callsOf } from "../requests/calls-of.ts";
import { lengthOutside } from "./intervals.ts";
import { intervalOf } from "./time-spent.ts";
import { counted, gainOf, inMs, inPercent, mean } from "./words.ts";

const KEPT_MS = 5 * 60_000;
/** Less than this share of a request is not worth a cache. */
const WORTH_RATIO = 0.1;
/** What a span says of its answer, and not of what was asked. */
const OF_THE_ANSWER = /^(?:http\.response\.|http\.status_code$|error\.|network\.|server\.port$)/;

interface Asked {
  readonly trace: RequestTrace;
  readonly call: Call & { readonly client: RequestSpan };
}

/** What it would gain to keep answers to GET for five minutes, what gains most first, three at most. */
export function cacheAdvice(traces: readonly RequestTrace[], basis: string): readonly QueryInsight[] {
  const asked = [...traces]
    .sort((a, b) => a.startMs - b.startMs)
    .flatMap((trace) => callsOf(trace).flatMap((call): readonly Asked[] => (isRead(call) ? [{ trace, call }] : [])))
    .sort((a, b) => a.call.startMs - b.call.startMs);
  return [...Map.groupBy(asked, ({ call }) => JSON.stringify([call.from, call.to, call.route])).values()]
    .flatMap((own) => adviceOf(own, basis) ?? [])
    .sort((a, b) => b.savedMs - a.savedMs)
    .slice(0, 3)
    .map(({ insight }) => insight);
}

const isRead = (call: Call): call is Asked["call"] =>
  call.client !== undefined &&
  !call.isError &&
  (call.client.attributes["http.request.method"] === "GET" || /^GET\b/.test(call.route));

/** What was asked, as far as the span says it. */
const keyOf = ({ client, to }: Asked["call"]): string =>
  JSON.stringify([
    to,
    client.name,
    ...Object.entries(client.attributes)
      .filter(([name]) => !OF_THE_ANSWER.test(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);

/** Calls whose answer had come, and was not older than five minutes; an answer is as old as the call that fetched it. */
function hitsIn(asked: readonly Asked[]): ReadonlySet<Asked["call"]> {
  const fetched = new Map<string, { readonly atMs: number; readonly thereMs: number }>();
  const hits = new Set<Asked["call"]>();
  for (const { call } of asked) {
    const key = keyOf(call);
    const kept = fetched.get(key);
    if (kept && call.startMs >= kept.thereMs && call.startMs - kept.atMs <= KEPT_MS) hits.add(call);
    else if (!kept || call.startMs - kept.atMs > KEPT_MS)
      fetched.set(key, { atMs: call.startMs, thereMs: call.startMs + call.durationMs });
  }
  return hits;
}

/** What a request would be shorter by without these calls: the time in which nothing else of it goes on. */
export function savedWithout({ spans }: RequestTrace, calls: readonly RequestSpan[]): number {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const gone = new Set(calls);
  const waiting = new Set<RequestSpan>();
  for (const call of calls)
    for (
      let above = byId.get(call.parentSpanId ?? "");
      above && !waiting.has(above);
      above = byId.get(above.parentSpanId ?? "")
    )
      waiting.add(above);
  const isBelowGone = (span: RequestSpan): boolean => {
    const seen = new Set<RequestSpan>();
    for (let one: RequestSpan | undefined = span; one && !seen.has(one); one = byId.get(one.parentSpanId ?? "")) {
      if (gone.has(one)) return true;
      seen.add(one);
    }
    return false;
  };
  const others = spans.filter((span) => !waiting.has(span) && !isBelowGone(span));
  return lengthOutside(calls.map(intervalOf), others.map(intervalOf));
}

function adviceOf(asked: readonly Asked[], basis: string): { insight: QueryInsight; savedMs: number } | undefined {
  const [first] = asked;
  const hits = hitsIn(asked);
  if (!first || hits.size === 0) return undefined;
  const requests = [...Map.groupBy(asked, ({ trace }) => trace)].map(([trace, own]) => {
    const hit = own.flatMap(({ call }) => (hits.has(call) ? [call.client] : []));
    return {
      beforeMs: trace.durationMs,
      savedMs: Math.min(trace.durationMs, savedWithout(trace, hit)),
      hitCount: hit.length,
    };
  });
  const withHit = requests.filter(({ hitCount }) => hitCount > 0);
  const beforeMs = mean(withHit.map((one) => one.beforeMs));
  const afterMs = beforeMs - mean(withHit.map((one) => one.savedMs));
  if (beforeMs === 0 || 1 - afterMs / beforeMs < WORTH_RATIO) return undefined;
  const gain = gainOf(beforeMs, afterMs, "on a hit");
  const [allBeforeMs, allSavedMs] = [
    mean(requests.map((one) => one.beforeMs)),
    mean(requests.map((one) => one.savedMs)),
  ];
  const { from, fromCloud, to, toCloud, route, client } = first.call;
  const isCrossing = fromCloud !== undefined && toCloud !== undefined && fromCloud !== toCloud;
  const saysWhat = ["url.path", "url.query", "url.full", "skylane.url.query.hash"].some(
    (name) => name in client.attributes,
  );
  return {
    savedMs: allSavedMs * requests.length,
    insight: {
      kind: "cache",
      says: `Keep the answers of ${to} to ${route} for 5 minutes at ${from}: ${hits.size} of ${counted(asked.length, "call")} asked what had been answered within 5 minutes (${inPercent(hits.size / asked.length)}). On a hit a request takes ${inMs(afterMs)} in place of ${inMs(beforeMs)} (${inPercent(gain.savedRatio)} less), over all of them ${inMs(allBeforeMs - allSavedMs)} in place of ${inMs(allBeforeMs)}.${isCrossing ? ` ${counted(hits.size, "call")} ${fromCloud} → ${toCloud} would not be made.` : ""}`,
      basis: `${counted(asked.length, "call")} in ${counted(requests.length, "request")}; ${basis}`,
      unknown: `Spans do not say whether the answer is the same for everybody, nor how old it may be. A hit is counted as taking no time, as in the caller's memory. ${
        saysWhat
          ? "Of what is not kept whole it is not known what it asked for."
          : "The spans do not say which address was asked for: calls of the same route count as the same."
      }`,
      gain,
      parts: [],
    },
  };
}
