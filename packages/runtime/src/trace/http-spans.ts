import { subscribe } from "node:diagnostics_channel";
import type { ClientRequest, IncomingMessage } from "node:http";
import type { Clock, Ids, SpanAttributes } from "@skylane/core";
import { currentTrace, idsIn, type TraceContext, traceparentOf } from "./context.ts";
import { elapsedMs, errorType } from "./span-recorder.ts";

/** What undici, which is behind `fetch`, tells of a request. */
interface UndiciRequest {
  readonly origin: string | URL;
  readonly method: string;
}
interface Open {
  readonly parent: TraceContext;
  readonly startMs: number;
  readonly startedMs: number;
  readonly method: string;
  readonly attributes: SpanAttributes;
}

const open = new WeakMap<object, Open>();
let isWatching = false;

/**
 * From now on each HTTP request that is sent while a call to a cloud is open is a span below that call, by Node's own channels: whichever
 * library sends it. Paths, queries, headers and bodies are not looked at.
 * @see https://nodejs.org/api/diagnostics_channel.html#built-in-channels
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client (read 2026-11)
 */
export function watchHttp(clock: Pick<Clock, "nowMs" | "monotonicMs">, ids: Pick<Ids, "traceparent">): void {
  if (isWatching) return;
  isWatching = true;
  const begin = (request: object, method: string, server: () => SpanAttributes): void => {
    const parent = currentTrace();
    if (!parent?.isCall) return;
    const attributes = { "http.request.method": method, ...server() };
    open.set(request, { parent, startMs: clock.nowMs(), startedMs: clock.monotonicMs(), method, attributes });
  };
  const end = (request: object, said: SpanAttributes, isError: boolean): void => {
    const begun = open.get(request);
    if (!begun) return;
    open.delete(request);
    const { parent, startMs, startedMs, method, attributes } = begun;
    parent.invocation.recorder?.add({
      ...idsIn(ids.traceparent(traceparentOf(parent))),
      parentSpanId: parent.spanId,
      name: method,
      kind: "client",
      startMs,
      durationMs: elapsedMs(startedMs, clock),
      isError,
      attributes: { ...attributes, ...said },
    });
  };
  const answered = (request: object, statusCode: number | undefined): void =>
    end(
      request,
      {
        ...(statusCode !== undefined && { "http.response.status_code": statusCode }),
        ...(statusCode !== undefined && statusCode >= 400 && { "error.type": String(statusCode) }),
      },
      statusCode === undefined || statusCode >= 400,
    );
  const failed = (request: object, error: unknown): void => end(request, { "error.type": errorType(error) }, true);

  subscribe("http.client.request.created", (message) => {
    const { request } = message as { readonly request: ClientRequest };
    begin(request, request.method, () =>
      serverOf(`${request.protocol}//${String(request.getHeader("host") ?? request.host)}`),
    );
  });
  subscribe("http.client.response.finish", (message) => {
    const { request, response } = message as { readonly request: ClientRequest; readonly response: IncomingMessage };
    answered(request, response.statusCode);
  });
  subscribe("http.client.request.error", (message) => {
    const { request, error } = message as { readonly request: ClientRequest; readonly error: unknown };
    failed(request, error);
  });
  subscribe("undici:request:create", (message) => {
    const { request } = message as { readonly request: UndiciRequest };
    begin(request, request.method, () => serverOf(String(request.origin)));
  });
  subscribe("undici:request:headers", (message) => {
    const { request, response } = message as { request: object; response: { readonly statusCode: number } };
    answered(request, response.statusCode);
  });
  subscribe("undici:request:error", (message) => {
    const { request, error } = message as { readonly request: object; readonly error: unknown };
    failed(request, error);
  });
}

/** Whom a request goes to. */
function serverOf(origin: string): SpanAttributes {
  if (!URL.canParse(origin)) return {};
  const { protocol, hostname, port } = new URL(origin);
  return {
    "server.address": hostname.slice(0, 256),
    "server.port": port === "" ? (protocol === "https:" ? 443 : 80) : Number(port),
  };
}
