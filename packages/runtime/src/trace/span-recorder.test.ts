import { once } from "node:events";
import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { SpanBatch, type TraceSpan } from "@skylane/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testClock } from "../../../../test/support/test-clock.ts";
import { randomIds, systemClock } from "../time.ts";
import { correlationFields, currentTrace, inSpan, inTrace } from "./context.ts";
import { watchHttp } from "./http-spans.ts";
import { spanRecorder } from "./span-recorder.ts";

const TOP = { traceId: "a".repeat(32), spanId: "b".repeat(16) };
const plain = { kind: "internal", attributes: {} } as const;

/** Something that records, with a clock that stands still, and what it recorded. */
async function recorded(run: (clock: ReturnType<typeof testClock>) => Promise<unknown>, clock = testClock()) {
  const recorder = spanRecorder(clock, randomIds);
  const invocation = { correlation: {}, incidentId: undefined, recorder };
  await inTrace({ ...TOP, invocation }, () => run(clock)).catch(() => undefined);
  return SpanBatch.parse(recorder.batch());
}
const named = (spans: readonly TraceSpan[], name: string) => spans.find((span) => span.name === name);

describe("runtime/trace/span-recorder", () => {
  it("nests what runs within what runs, at once and one after the other", async () => {
    const { spans } = await recorded(async (clock) => {
      await inSpan("a", plain, async () => {
        clock.advance(5);
        await Promise.all([
          inSpan("b", plain, async () => clock.advance(1)),
          inSpan("c", plain, async () => undefined),
        ]);
      });
      await inSpan("d", plain, async () => undefined);
    });

    const a = named(spans, "a");
    expect(a).toMatchObject({ traceId: TOP.traceId, parentSpanId: TOP.spanId, startMs: 1_000_000, durationMs: 6 });
    for (const name of ["b", "c"]) expect(named(spans, name)?.parentSpanId).toBe(a?.spanId);
    expect(named(spans, "d")?.parentSpanId).toBe(TOP.spanId);
  });

  it("marks what throws by the error's name, and never by its message, and throws on", async () => {
    let thrown: unknown;
    const { spans } = await recorded(async () => {
      thrown = await inSpan("a", plain, async () => {
        throw Object.assign(new Error("token abc was refused"), { name: "ERR_CLOUD_DENIED" });
      }).catch((error: unknown) => error);
    });

    expect(thrown).toMatchObject({ name: "ERR_CLOUD_DENIED" });
    expect(spans).toMatchObject([{ isError: true, attributes: { "error.type": "ERR_CLOUD_DENIED" } }]);
    expect(JSON.stringify(spans)).not.toContain("token");
  });

  it("keeps the first and the last of too many, and counts the others", async () => {
    const { spans, droppedCount } = await recorded(async () => {
      for (let i = 0; i < 300; i += 1) await inSpan(`s${i}`, plain, async () => undefined);
    });

    expect([spans.length, droppedCount]).toEqual([128, 172]);
    expect([spans[0]?.name, spans[63]?.name, spans.at(-1)?.name]).toEqual(["s0", "s63", "s299"]);
  });

  it("runs as it is where nothing is kept, and outside of an invocation", async () => {
    expect(await inSpan("a", plain, async () => 7)).toBe(7);
    expect(correlationFields()).toEqual({});
    const invocation = { correlation: { eventId: "e1" }, incidentId: "fo-a-1" };
    await inTrace({ ...TOP, invocation }, () =>
      inSpan("a", plain, async () => {
        expect(currentTrace()?.spanId).toBe(TOP.spanId);
        expect(correlationFields()).toEqual({ ...TOP, eventId: "e1", incidentId: "fo-a-1" });
      }),
    );
  });
});

describe("runtime/trace/http-spans", () => {
  const server = createServer((request, response) => response.writeHead(request.url === "/bad" ? 503 : 200).end());
  let url: string;
  beforeAll(async () => {
    watchHttp(systemClock, randomIds);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());
  const byNode = (target: string) =>
    new Promise<void>((resolve) =>
      get(target, (answer) => answer.resume().on("end", resolve)).on("error", () => resolve()),
    );
  const call = { kind: "client", isCall: true, attributes: {} } as const;

  it.each([
    ["fetch", (target: string): Promise<unknown> => fetch(target).then((answer) => answer.text())],
    ["node:http", byNode],
  ])("a request by %s within a call is a span below it; of where it went the host alone", async (_, send) => {
    const { spans } = await recorded(
      async () => {
        await inSpan("call", call, () => send(`${url}/secret-path?token=abc`));
        await inSpan("call", call, () => send(`${url}/bad`));
        await inSpan("no call", plain, () => send(url));
      },
      Object.assign(testClock(), systemClock),
    );

    const requests = spans.filter(({ name }) => name === "GET");
    expect(requests.map(({ isError, attributes }) => [isError, attributes["http.response.status_code"]])).toEqual([
      [false, 200],
      [true, 503],
    ]);
    expect(requests.map(({ parentSpanId }) => parentSpanId)).toEqual(
      spans.filter(({ name }) => name === "call").map(({ spanId }) => spanId),
    );
    expect(requests[0]?.attributes).toMatchObject({
      "server.address": "127.0.0.1",
      "server.port": Number(new URL(url).port),
      "http.request.method": "GET",
    });
    expect(JSON.stringify(spans)).not.toMatch(/secret-path|token/);
  });

  it.each([
    ["fetch", (target: string): Promise<unknown> => fetch(target).catch(() => undefined)],
    ["node:http", byNode],
  ])("a request by %s that nobody answers is an error", async (_, send) => {
    const closed = createServer().listen(0, "127.0.0.1");
    await once(closed, "listening");
    const silent = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
    closed.close();
    await once(closed, "close");

    const { spans } = await recorded(
      () => inSpan("call", call, () => send(silent)),
      Object.assign(testClock(), systemClock),
    );

    expect(spans.find(({ name }) => name === "GET")).toMatchObject({ isError: true });
  });
});
