import { SpanArrival } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anOtlpSpan, otlpOf } from "../../../../test/support/otlp-spans.ts";
import { readSpans } from "./arrived-spans.ts";
import { counted } from "./call-ends.ts";

const NOW_MS = Date.UTC(2026, 10, 22, 10);
const text = fc.string({ unit: "binary", maxLength: 300 });
const attributes = fc.array(
  fc.record({
    key: fc.constantFrom("http.route", "url.full", "url.query", "peer.service", "http.request.method", "error.type"),
    value: fc.oneof(
      fc.record({ stringValue: text }),
      fc.record({ intValue: fc.oneof(fc.integer(), fc.bigInt().map(String), text) }),
      fc.anything(),
    ),
  }),
);
const span = fc.record({
  kind: fc.oneof(fc.integer(), fc.constantFrom(2, 3)),
  name: text,
  attributes,
  status: fc.oneof(fc.record({ code: fc.integer() }), fc.anything()),
});
const good = anOtlpSpan({ id: 1, startMs: NOW_MS - 1_000, durationMs: 10 });

describe("engine/requests/arrived-spans", () => {
  it("whatever a span says, it is refused with a reason, or fits what is kept", () => {
    fc.assert(
      fc.property(text, fc.array(fc.oneof(span, fc.anything()), { maxLength: 5 }), (service, found) => {
        const spans = found.map((one) => (one !== null && typeof one === "object" ? { ...good, ...one } : one));
        const read = readSpans(otlpOf(service, spans), NOW_MS);

        expect(read.spans.length + read.rejectedCount).toBe(spans.length);
        expect(SpanArrival.safeParse({ spans: read.spans, ends: [] }).error).toBeUndefined();
        expect(SpanArrival.safeParse(counted(read.spans)).error).toBeUndefined();
      }),
    );
  });

  it("whatever a body is, it is read or refused as what it is", () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.record({ resourceSpans: fc.array(fc.jsonValue()) })), (body) => {
        try {
          readSpans(body, NOW_MS);
        } catch (error) {
          expect(error).toMatchObject({ code: "ERR_REQUEST_INVALID" });
        }
      }),
    );
  });
});
