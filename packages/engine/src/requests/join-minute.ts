import type { JoinedMinute, SpanArrival } from "@skylane/core";
import { type CallEnd, endsIn } from "./call-ends.ts";
import { type Call, countCalls } from "./count-calls.ts";
import { keptTraces } from "./kept-traces.ts";

/** What came in one minute, and in those before and after it. */
export interface Arrivals {
  readonly before: readonly SpanArrival[];
  readonly these: readonly SpanArrival[];
  readonly after: readonly SpanArrival[];
}

/** Whom a call is to where its client says nothing and nobody answered with a span. */
export const UNSAID = "(not said)";

/**
 * The requests of which a span came in this minute first. A client and its server send their spans apart: each looks for the other in its
 * own minute and the next. What came in the minute before as well was counted there, so each call counts once, and the same arrivals
 * always give the same.
 */
export function joinMinute({ before, these, after }: Arrivals): JoinedMinute {
  const earlier = endsIn(before);
  const seen = new Set(earlier.map(identityOf));
  const seenCalls = { client: callIdsOf(earlier, "client"), server: callIdsOf(earlier, "server") };
  const isNew = (end: CallEnd): boolean => !seen.has(identityOf(end)) && !seenCalls[otherSide(end)].has(end.callId);
  const fresh = once(endsIn(these)).filter(isNew);
  const later = once(endsIn(after)).filter((end) => !seen.has(identityOf(end)));
  const isLater = new Set(later);
  const clients = byCall([...fresh, ...later], "client");
  const servers = byCall([...fresh, ...later], "server");
  const calls = fresh.flatMap((end) => {
    const [client, server] = [clients.get(end.callId), servers.get(end.callId)];
    if (end.side === "client") return end === client ? callOf(end, server) : [];
    // its client counts it, unless that came later, or another server answered first
    if (client && end === server) return isLater.has(client) ? callOf(client, end) : [];
    return callOf(client && { ...end, ...callerOf(client) }, end);
  });
  return { minutes: countCalls(calls), traces: keptTraces({ before, these, after }, calls) };
}

const otherSide = ({ side }: CallEnd): CallEnd["side"] => (side === "client" ? "server" : "client");
const identityOf = ({ side, callId, service, name, durationMs }: CallEnd): string =>
  `${side} ${callId} ${durationMs} ${service} ${name}`;
const callIdsOf = (ends: readonly CallEnd[], side: CallEnd["side"]): ReadonlySet<string> =>
  new Set(ends.flatMap((end) => (end.side === side ? [end.callId] : [])));
const once = (ends: readonly CallEnd[]): readonly CallEnd[] => [
  ...new Map(ends.map((end) => [identityOf(end), end])).values(),
];

/** The first of each call. */
function byCall(ends: readonly CallEnd[], side: CallEnd["side"]): ReadonlyMap<string, CallEnd> {
  const found = new Map<string, CallEnd>();
  for (const end of ends) if (end.side === side && !found.has(end.callId)) found.set(end.callId, end);
  return found;
}

/** A second answer to the same call, of a retry behind the caller's back: from the same caller, who did not see it by itself. */
const callerOf = ({ service, cloud }: CallEnd) => ({ service, ...(cloud !== undefined && { cloud }) });

function callOf(client: CallEnd | undefined, server: CallEnd | undefined): readonly Call[] {
  const seen = client ?? server;
  if (!seen) return [];
  const traceId = seen.traceId ?? server?.traceId;
  return [
    {
      startMs: seen.startMs,
      ...(client && { from: client.service }),
      ...(client?.cloud !== undefined && { fromCloud: client.cloud }),
      to: server?.service ?? client?.peer ?? UNSAID,
      ...(server?.cloud !== undefined && { toCloud: server.cloud }),
      route: server?.name ?? seen.name,
      durationMs: seen.durationMs,
      ...(client && server && { serverMs: server.durationMs }),
      isError: seen.isError || server?.isError === true,
      ...(traceId !== undefined && { traceId }),
    },
  ];
}
