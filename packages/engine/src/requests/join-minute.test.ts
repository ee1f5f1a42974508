import type { ArrivedSpan, SpanArrival } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { anArrivedSpan, type SpanParts, traceIdOf } from "../../../../test/support/otlp-spans.ts";
import { counted } from "./call-ends.ts";
import { OTHER_ROUTES } from "./count-calls.ts";
import { joinMinute, UNSAID } from "./join-minute.ts";

const AT_MS = Date.UTC(2026, 10, 22, 10, 5, 30);
const MINUTE_MS = Date.UTC(2026, 10, 22, 10, 5);
const arrival = (...spans: readonly ArrivedSpan[]): SpanArrival => ({ spans: [...spans], ends: [] });
const join = (
  these: readonly SpanArrival[],
  around: { before?: readonly SpanArrival[]; after?: readonly SpanArrival[] } = {},
) => joinMinute({ before: [], after: [], ...around, these });

/** A call of web-app to data-service: what its client and its server send. */
const call = (id: number, { durationMs = 1_212, trace = id, ...rest }: Partial<SpanParts> = {}) => {
  const parts = { trace, startMs: AT_MS, ...rest };
  const client = anArrivedSpan("web-app", { ...parts, id: id * 2, kind: "client", durationMs });
  return {
    client: { ...client, cloud: "aws", peer: "data" },
    server: {
      ...anArrivedSpan("data-service", {
        ...parts,
        id: id * 2 + 1,
        parent: id * 2,
        kind: "server",
        name: "GET /api/sales",
        startMs: AT_MS + 6,
        durationMs: durationMs - 12,
      }),
      cloud: "azure",
    },
  };
};
const row = {
  startMs: MINUTE_MS,
  from: "web-app",
  fromCloud: "aws",
  to: "data-service",
  toCloud: "azure",
  route: "GET /api/sales",
};

describe("engine/requests/join-minute", () => {
  it("a client and its server that came apart are one request, from whom to whom, and what the way took", () => {
    const { client, server } = call(1);
    const { minutes } = join([arrival(server), arrival(client)]);

    expect(minutes).toEqual([
      {
        ...row,
        requestCount: 1,
        errorCount: 0,
        durationCounts: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0],
        durationSumMs: 1_212,
        serverSumMs: 1_200,
        maxMs: 1_212,
      },
    ]);
  });

  it.each(["client", "server"] as const)("and so they are where the %s comes a minute later, counted once", (late) => {
    const { client, server } = call(1);
    const [first, then] = late === "client" ? [server, client] : [client, server];
    const [one, two] = [[arrival(first)], [arrival(then)]];

    expect(join(one, { after: two }).minutes).toMatchObject([{ ...row, requestCount: 1, serverSumMs: 1_200 }]);
    expect(join(two, { before: one }).minutes).toEqual([]);
  });

  it("what is sent again counts once, in the same minute and in the next", () => {
    const { client, server } = call(1);
    const first = [arrival(client, server)];

    expect(join([...first, arrival(client), arrival(server, client)]).minutes).toMatchObject([{ requestCount: 1 }]);
    expect(join([arrival(server, client)], { before: first }).minutes).toEqual([]);
  });

  it("where one end sends nothing, the other is counted as it saw it", () => {
    const { client, server } = call(1);
    const { peer: _, ...silent } = call(2).client;

    expect(join([arrival(client)]).minutes).toMatchObject([{ from: "web-app", to: "data", route: "GET" }]);
    expect(join([arrival(silent)]).minutes).toMatchObject([{ from: "web-app", to: UNSAID }]);
    const [alone] = join([arrival(server)]).minutes;
    expect(alone).toMatchObject({
      to: "data-service",
      toCloud: "azure",
      route: "GET /api/sales",
      durationSumMs: 1_200,
    });
    expect(alone).not.toHaveProperty("from");
    expect(alone).not.toHaveProperty("serverSumMs");
  });

  it("what both saw is said of a row only where both saw all of it", () => {
    const [one, two] = [call(1), call(2)];
    const named = { ...two.client, peer: "data-service", name: "GET /api/sales" };
    const { cloud: _, ...answered } = one.server;

    expect(join([arrival(one.client, answered, named)]).minutes).toEqual([
      expect.not.objectContaining({ serverSumMs: expect.anything() }),
    ]);
    expect(join([arrival(one.client, answered, named)]).minutes).toMatchObject([{ requestCount: 2 }]);
  });

  it("a request that was tried again behind its caller's back is two", () => {
    const { client, server } = call(1);
    const again = { ...server, spanId: "f".repeat(16), durationMs: 300 };

    const { minutes } = join([arrival(client, server, again)]);

    expect(minutes).toMatchObject([{ from: "web-app", to: "data-service", requestCount: 2, durationSumMs: 1_512 }]);
  });

  it("a failure at either end is one, and minutes are the caller's", () => {
    const { client, server } = call(1, { startMs: MINUTE_MS - 1 });

    expect(join([arrival(client, { ...server, isError: true })]).minutes).toMatchObject([
      { startMs: MINUTE_MS - 60_000, requestCount: 1, errorCount: 1 },
    ]);
  });

  it("counts the same whether spans came whole or not, but for what is kept of them", () => {
    const spans = Array.from({ length: 40 }, (_, i) => call(i, { durationMs: 20 + i * 3.125, isError: i % 9 === 0 }));
    const whole = [arrival(...spans.map(({ client }) => client)), arrival(...spans.map(({ server }) => server))];
    const small = whole.map((one) => counted(one.spans));

    expect(small.every(({ spans: left }) => left.length > 0 && left.length < 8)).toBe(true);
    expect(join(small).minutes).toEqual(join(whole).minutes);
  });

  it("routes of a pair for which there is no room are counted together, and no request is lost", () => {
    const many = Array.from({ length: 2_500 }, (_, i) => ({
      ...call(i).server,
      name: `GET /${i % 2_400}`,
      parentSpanId: undefined,
    }));
    const { minutes } = join([arrival(...(many as ArrivedSpan[]))]);

    expect(minutes.length).toBeLessThanOrEqual(2_000);
    expect(minutes.reduce((sum, { requestCount }) => sum + requestCount, 0)).toBe(2_500);
    expect(minutes.find(({ route }) => route === OTHER_ROUTES)?.requestCount).toBeGreaterThan(1_000);
  });

  it("keeps the trace of a request: its spans in order, from where it began, its client by the route", () => {
    const { client, server } = call(1);
    const root = anArrivedSpan("web-app", {
      trace: 1,
      id: 90,
      kind: "server",
      name: "GET /dashboard",
      startMs: AT_MS - 50,
      durationMs: 1_362,
    });
    const query = anArrivedSpan("data-service", {
      trace: 1,
      id: 91,
      parent: 3,
      name: "query",
      startMs: AT_MS + 7,
      durationMs: 1_150,
    });
    const { traces } = join([arrival(root, { ...client, parentSpanId: root.spanId })], {
      after: [arrival(server, query)],
    });

    expect(traces).toMatchObject([
      {
        traceId: traceIdOf(1),
        startMs: AT_MS - 50,
        durationMs: 1_362,
        droppedSpanCount: 0,
        spans: [
          { name: "GET /dashboard", offsetMs: 0 },
          { name: "GET /api/sales", kind: "client", offsetMs: 50 },
          { name: "GET /api/sales", kind: "server", offsetMs: 56 },
          { name: "query", offsetMs: 57 },
        ],
      },
    ]);
    expect(join([arrival(server, query)], { before: [arrival(root, client)] }).traces).toEqual([]);
  });

  it("of many it keeps the slowest and the failed of each route, and of the rest as many as there is room for", () => {
    const fast = Array.from({ length: 200 }, (_, i) => call(i, { durationMs: 15 }));
    const slow = [call(501, { durationMs: 9_000 }), call(502, { durationMs: 8_000 })];
    const failed = call(503, { durationMs: 13, isError: true });
    const { traces } = join([arrival(...[...fast, ...slow, failed].flatMap(({ client, server }) => [client, server]))]);
    const ids = traces.map(({ traceId }) => traceId);

    expect(ids).toHaveLength(24);
    expect(ids.slice(0, 2)).toEqual([traceIdOf(501), traceIdOf(502)]);
    expect(ids).toContain(traceIdOf(503));
  });

  it("says how many spans of a long trace there was no room for", () => {
    const spans = Array.from({ length: 100 }, (_, i) => call(i, { trace: 1 }).client);

    expect(join([arrival(...spans)]).traces).toMatchObject([{ spans: { length: 64 }, droppedSpanCount: 36 }]);
  });
});
