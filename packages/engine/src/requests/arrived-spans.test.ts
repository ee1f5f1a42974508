import { describe, expect, it } from "vitest";
import { anOtlpSpan, otlpAttribute, otlpOf } from "../../../../test/support/otlp-spans.ts";
import { MAX_SPANS, readSpans } from "./arrived-spans.ts";

const NOW_MS = Date.UTC(2026, 10, 22, 10);
const ok = { id: 1, startMs: NOW_MS - 2_000, durationMs: 1_350.25 };
const one = (parts: Partial<Parameters<typeof anOtlpSpan>[0]> = {}, more: object = {}) => ({
  ...anOtlpSpan({ ...ok, ...parts }),
  ...more,
});
const read = (...spans: readonly unknown[]) => readSpans(otlpOf("web-app", spans), NOW_MS);

describe("engine/requests/arrived-spans", () => {
  it("reads a server's span: service, cloud, route, time to a microsecond, and what came of it", () => {
    const attributes = { "http.request.method": "GET", "http.route": "/api/sales", "http.response.status_code": 200 };
    const body = otlpOf("data-service", [one({ kind: "server", parent: 7, attributes })], {
      "cloud.provider": "azure",
      "cloud.region": "eastus",
    });

    expect(readSpans(body, NOW_MS)).toEqual({
      spans: [
        {
          traceId: `${"0".repeat(31)}1`,
          spanId: "0000000200000000",
          parentSpanId: "0000000800000000",
          service: "data-service",
          cloud: "azure",
          region: "eastus",
          name: "GET /api/sales",
          kind: "server",
          startMs: NOW_MS - 2_000,
          durationMs: 1_350.25,
          isError: false,
          attributes,
        },
      ],
      rejectedCount: 0,
      reasons: [],
    });
  });

  it.each([
    [{ "peer.service": "data-service", "server.address": "10.4.13.10" }, "data-service"],
    [{ "db.system.name": "azure.synapse", "db.namespace": "sales", "server.address": "10.4.13.9" }, "sales"],
    [{ "server.address": "api.example" }, "api.example"],
    [{}, undefined],
  ])("a client that says %j calls %s", (attributes, peer) => {
    expect(read(one({ kind: "client", attributes })).spans[0]?.peer).toBe(peer);
  });

  it("a failure is what its status says, or an answer of 500 and more", () => {
    const failed = (parts: Parameters<typeof one>[0]) => read(one(parts)).spans[0]?.isError;

    expect(failed({ isError: true })).toBe(true);
    expect(failed({ attributes: { "http.response.status_code": 503 } })).toBe(true);
    expect(failed({ attributes: { "http.response.status_code": 404 } })).toBe(false);
  });

  it("keeps where a request went and what came of it, and nothing of what it said", () => {
    const attributes = {
      "url.full": "https://shop.example/api/sales?token=s3cret",
      "db.query.text": "select * from users where name = 'x'",
      "http.request.header.authorization": "Bearer s3cret",
      "enduser.id": "jane",
    };
    const { spans } = read(one({ kind: "client", attributes }));

    expect(spans[0]?.attributes).toEqual({
      "url.path": "/api/sales",
      "skylane.url.query.hash": expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(JSON.stringify(spans)).not.toMatch(/s3cret|jane|select/);
  });

  it("passes over fields that it does not know, and values that are none", () => {
    const attributes = [
      otlpAttribute("http.route", "/x"),
      { key: "http.request.method", value: { arrayValue: { values: [] } } },
      { key: "rpc.method", value: null },
      "nonsense",
    ];
    const span = one({ kind: "server" }, { attributes, links: [{}], futureField: 1, flags: 257 });

    expect(read(span).spans).toMatchObject([{ name: "/x", attributes: { "http.route": "/x" } }]);
  });

  it.each([
    ["an id that is no hex", { traceId: "z".repeat(32) }, "traceId: must be 32 hexadecimal digits"],
    ["an id of zeros", { spanId: "0".repeat(16) }, "spanId: must not be all zeros"],
    ["a time that is none", { startTimeUnixNano: "yesterday" }, "startTimeUnixNano: must be nanoseconds"],
    ["an end before its start", { endTimeUnixNano: String((NOW_MS - 9_000) * 1e6) }, "is before startTimeUnixNano"],
    ["the future", { endTimeUnixNano: `${NOW_MS + 3_600_000}000000` }, "is in the future"],
    ["the past", { startTimeUnixNano: `${NOW_MS - 3_600_000}000000` }, "more than 15 minutes ago"],
  ])("refuses a span with %s, says why, and takes the others", (_, wrong, reason) => {
    const { spans, rejectedCount, reasons } = read(one({}, wrong), one({ id: 2 }));

    expect([spans.length, rejectedCount]).toEqual([1, 1]);
    expect(reasons).toEqual([expect.stringContaining(reason)]);
    expect(reasons[0]).toMatch(/^1 × /);
  });

  it("takes so many spans at once and no more", () => {
    const spans = Array.from({ length: MAX_SPANS + 3 }, (_, id) => one({ id }));

    expect(read(...spans)).toMatchObject({
      spans: { length: MAX_SPANS },
      rejectedCount: 3,
      reasons: ["3 × more than 5000 spans came at once; send fewer at once"],
    });
  });

  it("names get into one line, without what nobody sees", () => {
    const route = `/a\u202e\u0000\n${"é".repeat(400)}`;
    const [span] = readSpans(
      otlpOf("\u200bweb\n", [one({ kind: "server", attributes: { "http.route": route } })]),
      NOW_MS,
    ).spans;

    expect(span?.service).toBe("web");
    expect(span?.name).toMatch(/^\/a\s+é+$/);
    expect(span?.name.length).toBeLessThanOrEqual(128);
  });

  it.each([[null], [[]], ["x"], [{ resourceSpans: 1 }], [{ resourceSpans: [{ scopeSpans: {} }] }]])(
    "refuses %j, which is no OTLP",
    (body) => {
      expect(() => readSpans(body, NOW_MS)).toThrow(/ExportTraceServiceRequest.*set the exporter's protocol/s);
    },
  );

  it("a service that does not say its name is one that is unknown, and no spans are no error", () => {
    expect(readSpans({ resourceSpans: [{ scopeSpans: [{ spans: [one()] }] }] }, NOW_MS).spans[0]?.service).toBe(
      "unknown_service",
    );
    expect(readSpans({}, NOW_MS)).toEqual({ spans: [], rejectedCount: 0, reasons: [] });
  });
});
