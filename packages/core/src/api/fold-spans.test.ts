import { describe, expect, it } from "vitest";
import { foldSpans, shownSpans } from "./fold-spans.ts";
import type { TraceView } from "./traces.ts";

type Span = TraceView["spans"][number];
let next = 0;
const span = (name: string, more: Partial<Span> = {}): Span => {
  next += 1;
  return {
    spanId: String(next).padStart(16, "0"),
    depth: 1,
    name,
    kind: "client",
    offsetMs: next * 10,
    durationMs: 5,
    isError: false,
    attributes: {},
    ...more,
  };
};
const names = (spans: readonly Span[]) => foldSpans(spans).map(({ name, count }) => `${name} × ${count}`);

describe("core/api/fold-spans", () => {
  it("makes one line of what was done many times in a row, from the first to the last", () => {
    const probes = [span("probe"), span("probe"), span("probe")];

    const [line, ...more] = foldSpans(probes);

    expect(more).toEqual([]);
    expect(line).toMatchObject({ count: 3, spanId: probes[0]?.spanId, offsetMs: probes[0]?.offsetMs, durationMs: 25 });
  });

  it("keeps apart what is at another depth, ended otherwise, spoke to another, or has spans below it", () => {
    const above = span("GET");

    expect(names([span("GET"), span("GET", { depth: 2 })])).toHaveLength(2);
    expect(names([span("GET"), span("GET", { isError: true })])).toHaveLength(2);
    expect(names([span("GET"), span("GET", { attributes: { "server.address": "api.example" } })])).toHaveLength(2);
    expect(names([span("GET"), above, span("dns", { parentSpanId: above.spanId, depth: 2 })])).toHaveLength(3);
    expect(names([span("GET"), span("POST"), span("GET")])).toHaveLength(3);
  });

  it("says how a span ended: its rule or outcome, of a failure the name of the error and nothing else", () => {
    const attributes = { "skylane.rule": "hold-down", "skylane.outcome": "held", "error.type": "ERR_X" };

    const ends = shownSpans([
      span("a", { attributes }),
      span("b", { attributes: { "skylane.outcome": "held" } }),
      span("c", { attributes, isError: true }),
      span("d", { isError: true }),
    ]).map(({ said }) => said.end);

    expect(ends).toEqual(["hold-down", "held", "ERR_X", ""]);
  });
});
