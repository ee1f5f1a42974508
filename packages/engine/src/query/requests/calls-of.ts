import type { RequestSpan, RequestTrace } from "@skylane/core";

/** One call from one service to another, of a request that was kept whole. */
export interface Call {
  readonly traceId: string;
  /** Absent = the request began here, or its caller sent no span. */
  readonly from?: string;
  readonly fromCloud?: string;
  readonly to: string;
  readonly toCloud?: string;
  readonly route: string;
  readonly startMs: number;
  /** As the caller saw it, or who answered where no caller sent a span. */
  readonly durationMs: number;
  /** What of it was spent on the way; absent = not both sent a span. */
  readonly networkMs?: number;
  readonly isError: boolean;
  readonly client?: RequestSpan;
  readonly server?: RequestSpan;
}

/** Whom a client says it calls, where nobody answered with a span; most telling first. */
const PEERS = [
  "service.peer.name",
  "peer.service",
  "db.namespace",
  "server.address",
  "db.system.name",
  "rpc.service",
] as const;

/** The calls in a request, in the order in which its spans are. */
export function callsOf({ traceId, startMs, spans }: RequestTrace): readonly Call[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const answers = Map.groupBy(
    spans.filter(({ kind }) => kind === "server"),
    ({ parentSpanId }) => parentSpanId,
  );
  const about = (seen: RequestSpan, client: RequestSpan | undefined, server: RequestSpan | undefined): Call => ({
    traceId,
    ...(client && { from: client.service, client }),
    ...(client?.cloud !== undefined && { fromCloud: client.cloud }),
    to: server?.service ?? (client && peerOf(client)) ?? "(not said)",
    ...(server && { server }),
    ...(server?.cloud !== undefined && { toCloud: server.cloud }),
    route: server?.name ?? seen.name,
    startMs: startMs + seen.offsetMs,
    durationMs: seen.durationMs,
    ...(client && server && { networkMs: Math.max(0, client.durationMs - server.durationMs) }),
    isError: seen.isError || server?.isError === true,
  });
  return spans.flatMap((span) => {
    if (span.kind === "client") return [about(span, span, answers.get(span.spanId)?.[0])];
    if (span.kind !== "server") return [];
    const parent = span.parentSpanId === undefined ? undefined : byId.get(span.parentSpanId);
    if (parent?.kind !== "client") return [about(span, undefined, span)];
    // of several answers to one call the first is the call's, and the others are from the same caller
    return answers.get(parent.spanId)?.[0] === span
      ? []
      : [
          {
            ...about(span, undefined, span),
            from: parent.service,
            ...(parent.cloud !== undefined && { fromCloud: parent.cloud }),
          },
        ];
  });
}

/** Whom a client says it calls. */
export function peerOf({ attributes }: Pick<RequestSpan, "attributes">): string | undefined {
  for (const name of PEERS) {
    const value = attributes[name];
    if (typeof value === "string" && value !== "") return value;
  }
  return undefined;
}

/** Whether a call in it is to a service that sends spans, and its answer is not there: it has not come yet, or was not kept. */
export const isIncomplete =
  (services: ReadonlySet<string>) =>
  (trace: RequestTrace): boolean =>
    callsOf(trace).some(({ client, server, to }) => client !== undefined && server === undefined && services.has(to));
