import type { TraceSpan } from "@skylane/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { traceViews } from "./trace-views.ts";

const idOf = (n: number): string => n.toString(16).padStart(16, "0");
const aSpan = (n: number, more: Partial<TraceSpan> = {}): TraceSpan => ({
  traceId: "a".repeat(32),
  spanId: idOf(n),
  name: `s${n}`,
  kind: "internal",
  startMs: 1_000 + n,
  durationMs: 10,
  isError: false,
  attributes: {},
  ...more,
});
const below = (n: number): Pick<TraceSpan, "parentSpanId"> => ({ parentSpanId: idOf(n) });
const drawn = (spans: readonly TraceSpan[]) =>
  traceViews(spans).map((view) => view.spans.map(({ name, depth }) => `${depth}${name}`));

describe("engine/failover/trace/trace-views", () => {
  it.each<[string, readonly TraceSpan[], readonly (readonly string[])[]]>([
    ["nothing as nothing", [], []],
    [
      "each span below its own, by time",
      [aSpan(3, below(1)), aSpan(4, below(2)), aSpan(2, below(1)), aSpan(1)],
      [["0s1", "1s2", "2s4", "1s3"]],
    ],
    ["a span whose parent was not kept at the top", [aSpan(2, below(9)), aSpan(1)], [["0s1", "0s2"]]],
    [
      "two traces, the older first",
      [aSpan(5), aSpan(1, { traceId: "b".repeat(32) }), aSpan(2, { traceId: "b".repeat(32), ...below(1) })],
      [["0s1", "1s2"], ["0s5"]],
    ],
    ["spans that name each other all the same", [aSpan(1, below(2)), aSpan(2, below(1))], [["0s1", "0s2"]]],
    ["what was told twice once, where it belongs", [aSpan(2), aSpan(1), aSpan(2, below(1))], [["0s1", "1s2"]]],
  ])("shows %s", (_, spans, expected) => {
    expect(drawn(spans)).toEqual(expected);
  });

  it("says where a span was, in the words of the configuration, and when, from the start of its trace", () => {
    const [view] = traceViews([
      aSpan(1, { startMs: 1_000, durationMs: 5 }),
      aSpan(2, { startMs: 1_040, durationMs: 20, attributes: { "cloud.provider": "oracle_cloud" }, ...below(1) }),
      aSpan(3, { startMs: 1_050, attributes: { "skylane.side": "onprem" } }),
    ]);

    expect(view).toMatchObject({ startMs: 1_000, durationMs: 60 });
    expect(view?.spans.map(({ cloud, offsetMs }) => [cloud, offsetMs])).toEqual([
      [undefined, 0],
      ["oci", 40],
      ["onprem", 50],
    ]);
  });

  it("draws every span once, none above its parent, none outside its trace", () => {
    const spans = fc.array(
      fc.record({
        n: fc.nat(15),
        parent: fc.option(fc.nat(15), { nil: undefined }),
        trace: fc.constantFrom("a", "b"),
        startMs: fc.nat(100),
        durationMs: fc.nat(100),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(spans, (made) => {
        const given = made.map(({ n, parent, trace, startMs, durationMs }) =>
          aSpan(n, { traceId: trace.repeat(32), startMs, durationMs, ...(parent !== undefined && below(parent)) }),
        );

        const views = traceViews(given);

        const ids = views.flatMap(({ traceId, spans: shown }) => shown.map(({ spanId }) => `${traceId}${spanId}`));
        expect(new Set(ids).size).toBe(ids.length);
        expect(new Set(ids)).toEqual(new Set(given.map(({ traceId, spanId }) => `${traceId}${spanId}`)));
        for (const { spans: shown, durationMs } of views)
          for (const [i, { parentSpanId, depth, offsetMs, durationMs: own }] of shown.entries()) {
            const parent = shown.slice(0, i).find(({ spanId }) => spanId === parentSpanId);
            expect(depth).toBe(parent === undefined ? 0 : parent.depth + 1);
            expect(offsetMs).toBeGreaterThanOrEqual(0);
            expect(offsetMs + own).toBeLessThanOrEqual(durationMs);
          }
      }),
    );
  });
});
