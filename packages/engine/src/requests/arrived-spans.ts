import { type ArrivedSpan, fnv1a64, type SpanAttributes } from "@skylane/core";
import { type OtlpAttributes, OtlpSpan, otlpAttributes, readOtlp } from "./read-otlp.ts";

/** So many spans are taken at once; an exporter sends 512 by default. */
export const MAX_SPANS = 5_000;
/** Spans of requests that began so long ago are refused: their minute has been counted. */
export const LATE_MS = 15 * 60_000;
/** Clocks of applications may be so far ahead. */
const AHEAD_MS = 60_000;

/** What became of the spans of one request. */
export interface ReadSpans {
  readonly spans: readonly ArrivedSpan[];
  readonly rejectedCount: number;
  /** Each reason once, with how many it holds for. */
  readonly reasons: readonly string[];
}

/** The spans of a request of OTLP, and why others are refused. @throws ERR_REQUEST_INVALID if it is not OTLP */
export function readSpans(body: unknown, nowMs: number): ReadSpans {
  const spans: ArrivedSpan[] = [];
  const refused = new Map<string, number>();
  const refuse = (reason: string): void => void refused.set(reason, (refused.get(reason) ?? 0) + 1);
  for (const { resource, spans: found } of readOtlp(body))
    for (const one of found) {
      if (spans.length >= MAX_SPANS) {
        refuse(`more than ${MAX_SPANS} spans came at once; send fewer at once`);
        continue;
      }
      const parsed = OtlpSpan.safeParse(one);
      const issue = parsed.error?.issues[0];
      if (!parsed.success) {
        refuse(`${issue?.path.join(".") || "span"}: ${issue?.message}`);
        continue;
      }
      const span = arrivedSpan(parsed.data, resource);
      const complaint = complaintAbout(span, nowMs);
      if (complaint === undefined) spans.push(span);
      else refuse(complaint);
    }
  return {
    spans,
    rejectedCount: [...refused.values()].reduce((sum, count) => sum + count, 0),
    reasons: [...refused].slice(0, MAX_REASONS).map(([reason, count]) => `${count} × ${reason}`),
  };
}
const MAX_REASONS = 8;

function complaintAbout({ startMs, durationMs }: ArrivedSpan, nowMs: number): string | undefined {
  if (durationMs < 0) return "endTimeUnixNano: is before startTimeUnixNano";
  if (startMs + durationMs > nowMs + AHEAD_MS) return "endTimeUnixNano: is in the future; set the sender's clock";
  if (startMs < nowMs - LATE_MS)
    return `startTimeUnixNano: is more than ${LATE_MS / 60_000} minutes ago; spans are taken soon after they ended`;
  return undefined;
}

/** @see https://opentelemetry.io/docs/specs/otel/trace/api/#spankind */
const KINDS: readonly ArrivedSpan["kind"][] = ["internal", "internal", "server", "client", "producer", "consumer"];
const STATUS_ERROR = 2;
/** The names that OpenTelemetry has for clouds that have another one here. */
const CLOUDS: Readonly<Record<string, string>> = { oracle_cloud: "oci" };

function arrivedSpan(span: OtlpSpan, resource: OtlpAttributes): ArrivedSpan {
  const attributes = otlpAttributes(span.attributes);
  const kind = KINDS[span.kind] ?? "internal";
  const [startNs, endNs] = [BigInt(span.startTimeUnixNano), BigInt(span.endTimeUnixNano)];
  const cloud = textIn(resource, 64, "cloud.provider");
  const region = textIn(resource, 64, "cloud.region");
  const peer = kind === "client" ? peerOf(attributes) : undefined;
  const status = attributes.get("http.response.status_code");
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId !== undefined && { parentSpanId: span.parentSpanId }),
    // the name the specification has for one that says none
    service: textIn(resource, 128, "service.name") ?? "unknown_service",
    ...(cloud !== undefined && { cloud: CLOUDS[cloud] ?? cloud }),
    ...(region !== undefined && { region }),
    name: nameOf(span.name, kind, attributes),
    kind,
    ...(peer !== undefined && { peer }),
    startMs: Number(startNs / 1_000n) / 1_000,
    durationMs: Number((endNs - startNs) / 1_000n) / 1_000,
    isError: span.status?.code === STATUS_ERROR || (typeof status === "number" && status >= 500),
    attributes: keptOf(attributes),
  };
}

/** The route where it is said: names of spans may hold ids. */
function nameOf(name: string, kind: ArrivedSpan["kind"], attributes: OtlpAttributes): string {
  const route = textIn(attributes, 110, kind === "server" ? "http.route" : "url.template");
  const method = textIn(attributes, 16, "http.request.method", "http.method");
  if (route !== undefined) return method === undefined ? route : `${method} ${route}`;
  return plain(name, 128) || "unnamed";
}

/** Whom a client says it calls, most telling first. */
const peerOf = (attributes: OtlpAttributes): string | undefined =>
  textIn(
    attributes,
    128,
    "service.peer.name",
    "peer.service",
    "db.namespace",
    "server.address",
    "net.peer.name",
    "db.system.name",
    "db.system",
    "rpc.service",
  );

/**
 * What is kept of what a span says: where it went and what came of it. Statements, headers, users and whatever an application adds are
 * not kept; a query is kept as its hash, which tells the same one from another.
 */
const KEPT = [
  "http.request.method",
  "http.response.status_code",
  "http.route",
  "url.path",
  "url.template",
  "server.address",
  "server.port",
  "network.protocol.name",
  "error.type",
  "peer.service",
  "service.peer.name",
  "db.system.name",
  "db.namespace",
  "db.operation.name",
  "db.collection.name",
  "rpc.system",
  "rpc.service",
  "rpc.method",
  "messaging.system",
  "messaging.destination.name",
];
const QUERY_HASH = "skylane.url.query.hash";

function keptOf(attributes: OtlpAttributes): SpanAttributes {
  const kept: SpanAttributes = {};
  for (const key of KEPT) {
    const value = attributes.get(key);
    if (typeof value === "string") kept[key] = plain(value, 256);
    else if (value !== undefined) kept[key] = value;
  }
  const full = attributes.get("url.full");
  const url = typeof full === "string" ? URL.parse(full) : null;
  if (url && kept["url.path"] === undefined) kept["url.path"] = plain(url.pathname, 256);
  const query = attributes.get("url.query") ?? url?.search.slice(1);
  if (typeof query === "string" && query !== "") kept[QUERY_HASH] = fnv1a64(query.slice(0, MAX_HASHED_CHARS));
  return kept;
}
const MAX_HASHED_CHARS = 2_048;

function textIn(attributes: OtlpAttributes, maxChars: number, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = attributes.get(key);
    const text = typeof value === "string" ? plain(value, maxChars) : "";
    if (text !== "") return text;
  }
  return undefined;
}

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** A text without what nobody sees, in one line and of a bounded length. */
const plain = (text: string, maxChars: number): string =>
  text
    .slice(0, maxChars * 4)
    .replaceAll(INVISIBLE, " ")
    .trim()
    .slice(0, maxChars);
