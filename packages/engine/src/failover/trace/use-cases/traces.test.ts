import type { SpanBatch, TraceSpan } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../../test/support/builders.ts";
import { incidentOf } from "../../../../../../test/support/incident-record.ts";
import { type MemoryDeps, memoryDeps } from "../../../../../../test/support/memory-deps.ts";
import { exportTrace } from "./export-trace.ts";
import { showIncidentTrace } from "./show-incident-trace.ts";

const TRACE = "a".repeat(32);
const END = "e".repeat(16);
const aSpan = (spanId: string, more: Partial<TraceSpan> = {}): TraceSpan => ({
  traceId: TRACE,
  spanId,
  name: "step",
  kind: "server",
  startMs: 1_000,
  durationMs: 10,
  isError: false,
  attributes: {},
  ...more,
});
const batch = (...spans: TraceSpan[]): SpanBatch => ({ spans, droppedCount: 1 });
const incident = incidentOf();
const ended = { id: "event-1", traceparent: `00-${TRACE}-${END}-01`, data: { incidentId: incident.id } };

/** A collector that says what it was sent, or that it takes nothing. */
function withCollector(answer: "takes" | "rejects" | "is away" = "takes") {
  const sent: (readonly TraceSpan[])[] = [];
  const logged: { readonly message: string; readonly values: Readonly<Record<string, unknown>> | undefined }[] = [];
  const deps: MemoryDeps = {
    ...memoryDeps(aConfig()),
    spanExporter: {
      async send(spans) {
        sent.push(spans);
        if (answer === "is away") throw new Error("the collector is away");
        return { rejectedCount: answer === "rejects" ? 2 : 0 };
      },
    },
  };
  const log = {
    ...deps.log,
    warn: (message: string, values?: object) => void logged.push({ message, values: { ...values } }),
  };
  return { deps: { ...deps, log }, sent, logged };
}

describe("engine/failover/trace", () => {
  it("shows the trace of an incident, and how many spans there was no room for", async () => {
    const deps = memoryDeps(aConfig());
    await deps.incidents.save(incident);
    await deps.traces.keep(incident.id, batch(aSpan("1".repeat(16))));
    await deps.traces.keep(incident.id, batch(aSpan("2".repeat(16), { parentSpanId: "1".repeat(16) })));

    expect(await showIncidentTrace(deps, incident.id)).toMatchObject({
      incidentId: incident.id,
      traces: [{ traceId: TRACE, spans: [{ depth: 0 }, { depth: 1 }] }],
      droppedSpanCount: 2,
    });
  });

  it("shows no trace of an incident that left none, and refuses one that nobody knows", async () => {
    const deps = memoryDeps(aConfig());
    await deps.incidents.save(incident);

    expect(await showIncidentTrace(deps, incident.id)).toMatchObject({ traces: [], droppedSpanCount: 0 });
    await expect(showIncidentTrace(deps, "fo-nowhere-1")).rejects.toThrow("is not stored");
  });

  it("sends the trace that ended, whole and once, and no other of the incident", async () => {
    const { deps, sent } = withCollector();
    await deps.traces.keep(
      incident.id,
      batch(aSpan("1".repeat(16)), aSpan("f".repeat(16), { traceId: "b".repeat(32) })),
    );
    await deps.traces.keep(incident.id, batch(aSpan(END, { parentSpanId: "1".repeat(16) })));

    expect(await exportTrace(deps, ended)).toEqual({ kind: "exported", spanCount: 2, rejectedCount: 0 });
    expect(await exportTrace(deps, ended)).toEqual({ kind: "ignored", because: "already-exported" });
    expect(sent.map((spans) => spans.map(({ spanId }) => spanId))).toEqual([["1".repeat(16), END]]);
  });

  it("waits for the step that told the end to keep its own spans, and not for ever", async () => {
    const { deps, sent } = withCollector();
    await deps.traces.keep(incident.id, batch(aSpan("1".repeat(16))));
    let askedCount = 0;
    const traces: MemoryDeps["traces"] = {
      ...deps.traces,
      async list(id) {
        askedCount += 1;
        if (askedCount === 3) await deps.traces.keep(id, batch(aSpan(END)));
        return deps.traces.list(id);
      },
    };

    expect(await exportTrace({ ...deps, traces }, ended)).toMatchObject({ kind: "exported", spanCount: 2 });
    expect(askedCount).toBe(3);
    const other = { ...ended, id: "event-2", traceparent: `00-${TRACE}-${"d".repeat(16)}-01` };
    const beforeMs = deps.clock.monotonicMs();
    expect(await exportTrace(deps, other)).toMatchObject({ kind: "exported", spanCount: 2 });
    expect(deps.clock.monotonicMs() - beforeMs).toBeLessThanOrEqual(3_100);
    expect(sent).toHaveLength(2);
  });

  it("counts what a collector does not take, and fails nobody for it", async () => {
    const { deps, logged } = withCollector("is away");
    await deps.traces.keep(incident.id, batch(aSpan(END)));

    expect(await exportTrace(deps, ended)).toEqual({ kind: "dropped", spanCount: 1 });
    expect(logged).toMatchObject([
      { message: "spans not exported", values: { incidentId: incident.id, spanCount: 1 } },
    ]);
  });

  it("says what a collector took and refused", async () => {
    const { deps, logged } = withCollector("rejects");
    await deps.traces.keep(incident.id, batch(aSpan(END)));

    expect(await exportTrace(deps, ended)).toMatchObject({ kind: "exported", rejectedCount: 2 });
    expect(logged).toMatchObject([{ message: "spans rejected by the collector", values: { rejectedCount: 2 } }]);
  });

  it("sends nothing where no collector is configured, and claims nothing", async () => {
    const { deps, sent } = withCollector();
    await deps.traces.keep(incident.id, batch(aSpan(END)));

    expect(await exportTrace({ ...deps, spanExporter: undefined }, ended)).toMatchObject({ because: "no-collector" });
    expect(await exportTrace(deps, ended)).toMatchObject({ kind: "exported" });
    expect(await exportTrace(deps, { ...ended, id: "event-3", data: { incidentId: "fo-other-1" } })).toMatchObject({
      because: "nothing-kept",
    });
    expect(sent).toHaveLength(1);
  });
});
