import { REQUEST_BOUNDS_MS, type RequestMinute, type RequestSpan, type RequestTrace } from "@skylane/core";

/** A minute of requests that took so long each, as it would be counted. */
export const aMinute = (tookMs: readonly number[], more: Partial<RequestMinute> = {}): RequestMinute => ({
  startMs: 0,
  from: "web-app",
  fromCloud: "aws",
  to: "data-service",
  toCloud: "azure",
  route: "GET /api/sales",
  requestCount: tookMs.length,
  errorCount: 0,
  durationCounts: Array.from(
    { length: REQUEST_BOUNDS_MS.length + 1 },
    (_, bucket) =>
      tookMs.filter(
        (ms) =>
          ms <= (REQUEST_BOUNDS_MS[bucket] ?? Number.POSITIVE_INFINITY) &&
          (bucket === 0 || ms > (REQUEST_BOUNDS_MS[bucket - 1] ?? 0)),
      ).length,
  ),
  durationSumMs: tookMs.reduce((sum, ms) => sum + ms, 0),
  maxMs: Math.max(0, ...tookMs),
  ...more,
});

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");
export const traceIdOf = (n: number): string => hex(n + 1, 32);

/** A span by its number, below another one. */
export const aRequestSpan = (
  n: number,
  parent: number | undefined,
  offsetMs: number,
  durationMs: number,
  more: Partial<RequestSpan> = {},
): RequestSpan => ({
  spanId: hex(n, 16),
  ...(parent !== undefined && { parentSpanId: hex(parent, 16) }),
  service: "web-app",
  cloud: "aws",
  name: `span ${n}`,
  kind: "internal",
  offsetMs,
  durationMs,
  isError: false,
  attributes: {},
  ...more,
});

const azure = { service: "data-service", cloud: "azure" };
const sales = { name: "GET /api/sales", attributes: { "http.request.method": "GET", "url.path": "/api/sales" } };

/** GET /dashboard: 50 ms of its own, a call of 1,200 ms to Azure that spends so much of it on the way, and 100 ms of rendering. */
export const aDashboardTrace = (n: number, startMs: number, networkMs = 0): RequestTrace => ({
  traceId: traceIdOf(n),
  startMs,
  durationMs: 1_350,
  droppedSpanCount: 0,
  spans: [
    aRequestSpan(1, undefined, 0, 1_350, { name: "GET /dashboard", kind: "server" }),
    aRequestSpan(2, 1, 50, 1_200, { kind: "client", ...sales }),
    aRequestSpan(3, 2, 50 + networkMs / 2, 1_200 - networkMs, { kind: "server", ...azure, ...sales }),
    aRequestSpan(4, 3, 50 + networkMs / 2, 1_150 - networkMs, { name: "query Synapse", ...azure }),
    aRequestSpan(5, 3, 1_200 - networkMs / 2, 50, { name: "format response", ...azure }),
    aRequestSpan(6, 1, 1_250, 100, { name: "render dashboard" }),
  ],
});

/** GET /orders: so many calls one after the other to Azure, each of so long and with so much of it on the way. */
export const aChattyTrace = (
  n: number,
  startMs: number,
  count: number,
  eachMs: number,
  networkMs: number,
): RequestTrace => ({
  traceId: traceIdOf(n),
  startMs,
  durationMs: count * eachMs + 10,
  droppedSpanCount: 0,
  spans: [
    aRequestSpan(1, undefined, 0, count * eachMs + 10, { name: "GET /orders", kind: "server" }),
    ...Array.from({ length: count }, (_, i) => [
      aRequestSpan(2 * i + 2, 1, i * eachMs, eachMs, {
        kind: "client",
        name: "GET /api/item/{id}",
        attributes: { "http.request.method": "GET", "url.path": `/api/item/${n}-${i}` },
      }),
      aRequestSpan(2 * i + 3, 2 * i + 2, i * eachMs + networkMs / 2, eachMs - networkMs, {
        kind: "server",
        name: "GET /api/item/{id}",
        ...azure,
      }),
    ]).flat(),
  ],
});
