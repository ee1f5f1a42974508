import type { SpanArrival } from "@skylane/core";
import { joinMinute, joinRequests, minuteOf } from "@skylane/engine";
import { expect, it } from "vitest";
import type { DocumentTable } from "../../packages/runtime/src/store/state/document-table.ts";
import { requestLedger, requestStore, spanInbox } from "../../packages/runtime/src/store/state/request-stores.ts";
import { anArrivedSpan, traceIdOf } from "./otlp-spans.ts";

/** A moment nobody else uses: tables may be shared. */
let hour = 0;
const moment = (): number => {
  hour += 1;
  return Date.UTC(2026, 10, 1, hour, 30, 20);
};
let nextTrace = 0;
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const nothing: SpanArrival = { spans: [], ends: [] };

/** What every store of requests must do, on a table of its own or a shared one. */
export function testRequestStores(open: () => Promise<DocumentTable>): void {
  const setUp = async () => {
    const table = await open();
    const startMs = moment();
    let nowMs = startMs;
    nextTrace += 2;
    const trace = nextTrace;
    const parts = { trace, startMs, durationMs: 1_212 };
    return {
      trace,
      startMs,
      range: { fromMs: minuteOf(startMs), untilMs: minuteOf(startMs) + 60_000 },
      inbox: spanInbox(table),
      ledger: requestLedger(table),
      store: requestStore(table, () => nowMs),
      client: anArrivedSpan("web-app", { ...parts, id: trace * 2, kind: "client" }),
      server: anArrivedSpan("data-service", { ...parts, id: trace * 2 + 1, parent: trace * 2, kind: "server" }),
      at: (ms: number) => {
        nowMs = startMs + ms;
      },
      join: () =>
        joinRequests({
          requestLedger: requestLedger(table),
          clock: { nowMs: () => nowMs } as never,
          log: log as never,
        }),
    };
  };

  it("gives what came a moment ago, and the same after it was joined and written, once", async () => {
    const { trace, startMs, range, inbox, store, client, server, at, join } = await setUp();
    await inbox.put(startMs, { ...nothing, spans: [client] }, nothing);
    await inbox.put(startMs + 50_000, { ...nothing, spans: [server] }, nothing);
    at(51_000);

    const fresh = await store.minutes(range);
    const traces = await store.traces(range, 10);
    expect(fresh).toMatchObject([{ from: "web-app", to: "data-service", requestCount: 1, serverSumMs: 1_212 }]);
    expect(traces).toMatchObject([{ traceId: traceIdOf(trace), spans: [{}, {}] }]);
    expect(await store.trace(traceIdOf(trace))).toEqual(traces[0]);

    at(4 * 60_000);
    expect(await join()).toEqual({ minuteCount: 2 });
    expect(await join()).toEqual({ minuteCount: 0 });
    expect(await store.minutes(range)).toEqual(fresh);
    expect(await store.traces(range, 10)).toEqual(traces);
    at(86_400_000);
    expect(await store.minutes(range)).toEqual(fresh);
    expect(await store.trace(traceIdOf(trace))).toEqual(traces[0]);
  });

  it("keeps what is sent twice once", async () => {
    const { startMs, range, inbox, store, client, server } = await setUp();
    for (let n = 0; n < 2; n += 1) await inbox.put(startMs, { ...nothing, spans: [client, server] }, nothing);

    expect(await store.minutes(range)).toMatchObject([{ requestCount: 1 }]);
  });

  it("makes up for minutes that were not joined in time, and leaves what may still come", async () => {
    const { startMs, inbox, ledger, client, server, at, join } = await setUp();
    await inbox.put(startMs, { ...nothing, spans: [client] }, nothing);
    await inbox.put(startMs + 120_000, { ...nothing, spans: [server] }, nothing);
    at(120_000);
    expect(await join()).toEqual({ minuteCount: 0 });

    at(9 * 60_000);
    expect(await join()).toEqual({ minuteCount: 2 });
    expect([...(await ledger.written(minuteOf(startMs), minuteOf(startMs) + 180_000))]).toEqual([
      minuteOf(startMs),
      minuteOf(startMs) + 120_000,
    ]);
  });

  it("what is written again takes the place of what was there, and the slowest traces come first, as many as are asked for", async () => {
    const { trace, startMs, range, ledger, store, client } = await setUp();
    const slow = { ...client, traceId: traceIdOf(trace + 1), spanId: "f".repeat(16), durationMs: 5_000 };
    const joined = joinMinute({ before: [], these: [{ ...nothing, spans: [client, slow] }], after: [] });
    await ledger.write(minuteOf(startMs), joined);
    await ledger.write(minuteOf(startMs), joined);

    expect(await store.minutes(range)).toMatchObject([{ requestCount: 2, maxMs: 5_000 }]);
    expect((await store.traces(range, 1)).map(({ traceId }) => traceId)).toEqual([traceIdOf(trace + 1)]);
    expect(await store.traces(range, 5)).toHaveLength(2);
    expect(await store.trace(traceIdOf(999_999))).toBeUndefined();
  });
}
