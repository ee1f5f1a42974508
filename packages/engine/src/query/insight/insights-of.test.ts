import type { RequestTrace } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aChattyTrace, aDashboardTrace, aMinute, aRequestSpan } from "../../../../../test/support/request-facts.ts";
import { savedWithout } from "./cache.ts";
import { insightsOf } from "./insights-of.ts";
import { timeSpent } from "./time-spent.ts";

const MINUTE_MS = 60_000;
const dashboards = (count: number, everyMs: number, networkMs = 0): readonly RequestTrace[] =>
  Array.from({ length: count }, (_, i) => aDashboardTrace(i, i * everyMs, networkMs));
const of = (kind: string, traces: readonly RequestTrace[]) =>
  insightsOf(traces, [], undefined).filter((one) => one.kind === kind);

describe("engine/query/insight", () => {
  it("computes that a cache for five minutes takes a dashboard from 1,350 to 150 ms, 89 % less", () => {
    const [cache] = of("cache", dashboards(6, MINUTE_MS));

    expect(cache?.gain).toMatchObject({ beforeMs: 1_350, afterMs: 150 });
    expect(cache?.gain?.savedRatio).toBeCloseTo(0.889, 3);
    expect(cache?.says).toContain("5 of 6 calls asked what had been answered within 5 minutes (83 %)");
    expect(cache?.says).toContain("5 calls aws → azure would not be made");
  });

  it.each([
    ["one request", dashboards(1, MINUTE_MS)],
    ["requests that are asked again after six minutes only", dashboards(6, 6 * MINUTE_MS)],
    ["requests at the same time, of which none had its answer yet", dashboards(6, 0)],
    ["calls that each ask for something else", [aChattyTrace(1, 0, 8, 60, 40), aChattyTrace(2, 1_000, 8, 60, 40)]],
  ])("advises no cache for %s", (_, traces) => {
    expect(of("cache", traces)).toEqual([]);
  });

  it("advises no cache for what changes something, or failed", () => {
    const posts = dashboards(6, MINUTE_MS).map((trace) => ({
      ...trace,
      spans: trace.spans.map((span) => ({ ...span, name: span.name.replace("GET", "POST"), attributes: {} })),
    }));
    const failed = dashboards(6, MINUTE_MS).map((trace) => ({
      ...trace,
      spans: trace.spans.map((span) => ({ ...span, isError: true })),
    }));

    expect(of("cache", [...posts, ...failed])).toEqual([]);
  });

  it("names the query behind the call to another cloud as the bottleneck, and what the call takes", () => {
    const [bottleneck] = of("bottleneck", dashboards(3, MINUTE_MS));

    expect(bottleneck?.says).toBe(
      "The bottleneck is data-service (azure): query Synapse: 1,150 ms of the 1,350 ms of a request are there (85 % of the time). It is behind the call aws → azure, web-app (aws) to data-service (azure): GET /api/sales takes 1,200 ms (89 %).",
    );
    expect(bottleneck?.parts.reduce((sum, { ms }) => sum + ms, 0)).toBeCloseTo(1_350);
  });

  it("names the way between clouds where that is what takes the time", () => {
    const chatty = Array.from({ length: 3 }, (_, i) => aChattyTrace(i, i * MINUTE_MS, 20, 50, 40));
    const [bottleneck, repeated, move] = insightsOf(chatty, [], undefined);

    expect(bottleneck?.parts[0]).toEqual({
      label: "on the way aws → azure",
      ms: 800,
      shareRatio: expect.closeTo(0.79, 2),
    });
    // 19 of 20 ways of 40 ms
    expect(repeated).toMatchObject({ kind: "repeated-calls", gain: { beforeMs: 1_010, afterMs: 250 } });
    expect(move).toMatchObject({ kind: "move", gain: { beforeMs: 1_010, afterMs: 230 } });
  });

  it("advises to move nothing where the way is a small part", () => {
    expect(of("move", dashboards(4, MINUTE_MS, 36))).toEqual([]);
  });

  it("says of all calls what they spend on the way, where both ends sent spans", () => {
    const minutes = [
      aMinute([100, 100], { serverSumMs: 120 }),
      aMinute([1_000], { fromCloud: "azure" }),
      aMinute([50]),
    ];
    const [network] = insightsOf([], minutes, 4).filter(({ kind }) => kind === "network");

    expect(network?.parts).toEqual([{ label: "aws → azure", ms: 40, shareRatio: 0.4 }]);
    expect(network?.basis).toContain("2 calls");
  });

  it("saves only the time in which nothing else goes on", () => {
    const trace: RequestTrace = {
      ...aDashboardTrace(1, 0),
      spans: [
        aRequestSpan(1, undefined, 0, 100),
        aRequestSpan(2, 1, 10, 60, { kind: "client" }),
        aRequestSpan(3, 1, 40, 50, { kind: "client" }),
      ],
    };

    expect(savedWithout(trace, trace.spans.slice(1, 2))).toBe(30);
    expect(savedWithout(trace, trace.spans.slice(1))).toBe(80);
  });

  it("never spends or saves more than there is, whatever spans say", () => {
    const span = fc.record({
      n: fc.nat(8),
      parent: fc.option(fc.nat(8), { nil: undefined }),
      offsetMs: fc.integer({ min: -50, max: 200 }),
      durationMs: fc.nat(200),
      kind: fc.constantFrom("client", "server", "internal"),
      cloud: fc.constantFrom("aws", "azure", undefined),
    });
    fc.assert(
      fc.property(fc.array(span, { minLength: 1, maxLength: 12 }), (made) => {
        const spans = made.map(({ n, parent, offsetMs, durationMs, kind, cloud }) => {
          const { cloud: _, ...rest } = aRequestSpan(n, parent, offsetMs, durationMs, {
            kind,
            name: "GET /x",
          } as object);
          return { ...rest, ...(cloud && { cloud }) };
        });
        const traces = [0, 1, 2].map(
          (i): RequestTrace => ({ ...aDashboardTrace(i, i * 1_000), durationMs: 400, spans }),
        );

        for (const { ms, span: one } of timeSpent(traces[0] as RequestTrace)) {
          expect(ms).toBeGreaterThanOrEqual(0);
          expect(ms).toBeLessThanOrEqual(one.durationMs);
        }
        for (const { gain, parts } of insightsOf(traces, [], 3)) {
          if (gain) expect(gain.afterMs).toBeGreaterThanOrEqual(0);
          if (gain) expect(gain.afterMs).toBeLessThanOrEqual(gain.beforeMs);
          for (const { shareRatio } of parts) expect(shareRatio).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
