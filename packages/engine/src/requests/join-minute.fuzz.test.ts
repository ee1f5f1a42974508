import { type ArrivedSpan, RequestMinute, RequestTrace, type SpanArrival } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anArrivedSpan } from "../../../../test/support/otlp-spans.ts";
import { counted } from "./call-ends.ts";
import { mergeMinutes } from "./count-calls.ts";
import { joinMinute } from "./join-minute.ts";

const AT_MS = Date.UTC(2026, 10, 22, 10, 5, 30);
const MINUTES = 5;
/** A call, when each of its ends comes (at most a minute apart), how often it is sent, and whether its batch was only counted. */
const call = fc.record({
  caller: fc.constantFrom("a", "b"),
  answerer: fc.constantFrom("c", "d"),
  route: fc.constantFrom("GET /x", "GET /y"),
  durationMs: fc.integer({ min: 0, max: 200_000 }).map((tenths) => tenths / 10),
  isError: fc.boolean(),
  minute: fc.integer({ min: 0, max: MINUTES - 2 }),
  serverLater: fc.constantFrom(-1, 0, 1),
  times: fc.integer({ min: 1, max: 2 }),
  isCounted: fc.boolean(),
});
type CallParts = typeof call extends fc.Arbitrary<infer Parts> ? Parts : never;

function arrivalsOf(calls: readonly CallParts[]): readonly SpanArrival[][] {
  const minutes: SpanArrival[][] = Array.from({ length: MINUTES + 2 }, () => []);
  calls.forEach(({ caller, answerer, route, durationMs, isError, minute, serverLater, times, isCounted }, i) => {
    const parts = { trace: i, startMs: AT_MS, durationMs, isError, name: route };
    const put = (span: ArrivedSpan, at: number): void => {
      const one = isCounted ? counted([span, { ...span, kind: "internal" as const }]) : { spans: [span], ends: [] };
      for (let n = 0; n < times; n += 1) minutes[at]?.push(one);
    };
    put(anArrivedSpan(caller, { ...parts, id: i * 2, kind: "client" }), minute + 1);
    put(anArrivedSpan(answerer, { ...parts, id: i * 2 + 1, parent: i * 2, kind: "server" }), minute + 1 + serverLater);
  });
  return minutes;
}
const joinAll = (minutes: readonly SpanArrival[][]) =>
  minutes.map((these, i) => joinMinute({ before: minutes[i - 1] ?? [], these, after: minutes[i + 1] ?? [] }));

describe("engine/requests/join-minute", () => {
  it("every call counts once, by both its ends, however they come within a minute of each other", () => {
    fc.assert(
      fc.property(fc.array(call, { maxLength: 20 }), (calls) => {
        const joined = joinAll(arrivalsOf(calls));
        const rows = mergeMinutes(joined.flatMap(({ minutes }) => minutes));
        const sumOf = (of: (row: RequestMinute) => number) => rows.reduce((sum, row) => sum + of(row), 0);

        expect(sumOf(({ requestCount }) => requestCount)).toBe(calls.length);
        expect(sumOf(({ errorCount }) => errorCount)).toBe(calls.filter(({ isError }) => isError).length);
        expect(sumOf(({ durationSumMs }) => durationSumMs)).toBeCloseTo(
          calls.reduce((sum, { durationMs }) => sum + durationMs, 0),
          4,
        );
        for (const row of rows) {
          expect(RequestMinute.safeParse(row).error).toBeUndefined();
          expect(row.from).toMatch(/^[ab]$/);
          expect(row.serverSumMs).toBeCloseTo(row.durationSumMs, 4);
          expect(row.durationCounts.reduce((sum, count) => sum + count, 0)).toBe(row.requestCount);
        }
      }),
    );
  });

  it("a trace is kept once, by the minute its first span came in, and fits its form", () => {
    fc.assert(
      fc.property(fc.array(call, { maxLength: 20 }), (calls) => {
        const traces = joinAll(arrivalsOf(calls)).flatMap((joined) => joined.traces);

        expect(new Set(traces.map(({ traceId }) => traceId)).size).toBe(traces.length);
        for (const trace of traces) expect(RequestTrace.safeParse(trace).error).toBeUndefined();
      }),
    );
  });

  it("says the same in whatever order things came", () => {
    fc.assert(
      fc.property(
        fc.array(call, { maxLength: 12 }).chain((calls) => {
          const [, , these = []] = arrivalsOf(calls.map((one) => ({ ...one, minute: 1, serverLater: 0 })));
          return fc.tuple(fc.constant(these), fc.shuffledSubarray(these, { minLength: these.length }));
        }),
        ([these, other]) => {
          const rowsOf = (arrivals: readonly SpanArrival[]) =>
            joinMinute({ before: [], these: arrivals, after: [] })
              .minutes.map((row) =>
                JSON.stringify({ ...row, durationSumMs: row.durationSumMs.toFixed(3), serverSumMs: 0 }),
              )
              .sort();

          expect(rowsOf(other)).toEqual(rowsOf(these));
        },
      ),
    );
  });
});
