import { stripVTControlCharacters } from "node:util";
import type { IncidentTraceView, TraceView } from "@skylane/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tellTrace } from "./tell-trace.ts";

type SpanView = TraceView["spans"][number];
const aSpan = (more: Partial<SpanView>): SpanView => ({
  spanId: "a",
  depth: 0,
  name: "detect",
  kind: "internal",
  offsetMs: 0,
  durationMs: 100,
  isError: false,
  attributes: {},
  ...more,
});
const view = (spans: readonly SpanView[], droppedSpanCount = 0): IncidentTraceView => ({
  incidentId: "fo-use1-dc1-7" as IncidentTraceView["incidentId"],
  traces:
    spans.length === 0
      ? []
      : [{ traceId: "1".repeat(32), startMs: 1_795_212_000_000, durationMs: 1_000, spans: [...spans] }],
  droppedSpanCount,
});
const without = stripVTControlCharacters;

describe("cli/incidents/tell-trace", () => {
  it("draws each span where it was in time, below what it is part of", () => {
    const told = without(
      tellTrace(
        view([
          aSpan({}),
          aSpan({
            spanId: "b",
            parentSpanId: "a",
            depth: 1,
            name: "apply-change",
            offsetMs: 500,
            durationMs: 250,
            cloud: "aws",
          }),
        ]),
        false,
      ),
    ).split("\n");

    expect(told[0]).toContain("2026-11-20 22:00:00.000 UTC, 1.0 s, 2 spans");
    expect(told[2]).toMatch(/^ *0 ms {2} *100 ms {2}█{4} {28} {2}detect/);
    expect(told[3]).toMatch(/500 ms {2}250 ms {2} {16}█{8} {8} {4}apply-change +aws/);
  });

  it("makes one line of what was done many times in a row, and all of them where all are asked for", () => {
    const probes = [0, 1, 2].map((i) =>
      aSpan({
        spanId: `p${i}`,
        parentSpanId: "a",
        depth: 1,
        name: "probe",
        offsetMs: i * 300,
        isError: true,
        attributes: { "error.type": "timeout" },
      }),
    );

    const [, , , line] = without(tellTrace(view([aSpan({}), ...probes]), false)).split("\n");
    expect(line).toMatch(/0 ms {2}700 ms .*probe × 3 .*✕ timeout/);
    expect(without(tellTrace(view([aSpan({}), ...probes]), true)).match(/✕ timeout/g)).toHaveLength(3);
  });

  it("says what is not there", () => {
    expect(tellTrace(view([]), false)).toContain("No trace of fo-use1-dc1-7 is kept");
    expect(without(tellTrace(view([aSpan({})], 7), false))).toContain("7 more spans were not kept");
  });

  it("shows whatever a name or an answer says on one line a span, without control characters", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60, unit: "binary" }),
        fc.nat(2_000),
        fc.nat(2_000),
        (text, offsetMs, durationMs) => {
          const told = without(
            tellTrace(
              view([aSpan({ name: text, cloud: text, offsetMs, durationMs, attributes: { "skylane.outcome": text } })]),
              false,
            ),
          );

          expect(told.split("\n")).toHaveLength(3);
          expect(told).not.toMatch(/[^\P{Cc}\n]/u);
        },
      ),
    );
  });
});
