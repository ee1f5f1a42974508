import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomIds } from "../time.ts";
import { invocationOf } from "./invocation-of.ts";

const TRACE = "a".repeat(32);
const PARENT = `00-${TRACE}-${"b".repeat(16)}-01`;
const event = (detail: object) => ({ "detail-type": "failover.completed.v1", source: "skylane.failover", detail });

describe("runtime/trace/invocation-of", () => {
  it("goes on with the trace of an event, and is about its incident", () => {
    const { context, parentSpanId, trigger } = invocationOf(
      event({ id: "e1", traceparent: PARENT, data: { incidentId: "fo-a-1" } }),
      randomIds,
    );

    expect(context).toMatchObject({
      traceId: TRACE,
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
      invocation: { correlation: { eventId: "e1" }, incidentId: "fo-a-1" },
    });
    expect([parentSpanId, trigger]).toEqual(["b".repeat(16), "pubsub"]);
  });

  it("goes on with the trace of a workflow, and knows the execution", () => {
    const { context, parentSpanId } = invocationOf(
      { incidentId: "fo-a-1", groupId: "a", trace: { traceparent: PARENT, execution: "fo-a-1" } },
      randomIds,
    );

    expect(context).toMatchObject({
      traceId: TRACE,
      invocation: { correlation: { execution: "fo-a-1" }, incidentId: "fo-a-1" },
    });
    expect(parentSpanId).toBe("b".repeat(16));
  });

  it("begins a trace for a request, whatever its headers say", () => {
    const { context, parentSpanId, trigger } = invocationOf(
      { headers: { traceparent: PARENT }, requestContext: { requestId: "JKJaXmPLvHcESHA=" } },
      randomIds,
    );

    expect(context.traceId).not.toBe(TRACE);
    expect(context.invocation.correlation).toEqual({ requestId: "JKJaXmPLvHcESHA=" });
    expect([parentSpanId, trigger]).toEqual([undefined, "http"]);
  });

  it.each([
    ["an event whose trace is none", event({ id: "e1", traceparent: "00-x-y-01", data: {} })],
    ["an event of another's", { "detail-type": "AWS API Call via CloudTrail", detail: { eventName: "x" } }],
    ["a workflow that was begun without one", { incidentId: "fo-a-1", trace: { execution: "fo-a-1" } }],
    ["a schedule", { scheduledTime: "2026-11-20T22:00:00Z" }],
    ["nothing", undefined],
  ])("begins a trace for %s", (_, raw) => {
    const { context, parentSpanId } = invocationOf(raw, randomIds);

    expect(context.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(parentSpanId).toBeUndefined();
  });

  it("takes nothing into a log line that is no id: no line break, no name of any length", () => {
    const { context } = invocationOf(
      event({ id: "x\n{}", traceparent: PARENT, data: { incidentId: "fo-a-1\u001b[2J" } }),
      randomIds,
    );

    expect(context.invocation).toEqual({ correlation: {}, incidentId: undefined });
  });

  it("never throws, whatever comes", () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), fc.anything(), (detail, trace) => {
        for (const raw of [detail, event({ detail }), event(Object(detail)), { trace }, { requestContext: detail }]) {
          const { context } = invocationOf(raw, randomIds);
          expect(context.traceId).toMatch(/^[0-9a-f]{32}$/);
          for (const value of Object.values(context.invocation.correlation))
            expect(value).toMatch(/^[\w.=+/:-]{1,128}$/);
        }
      }),
    );
  });
});
