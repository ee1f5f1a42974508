import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { eventIn, spansOfEvent } from "./spans-of-event.ts";

const config = aConfig();
const path = config.groups[0]?.paths[0];
const sent = (more: object = {}) => ({
  "detail-type": "health.path-state-changed.v1",
  detail: {
    specversion: "1.0",
    id: "e1",
    source: "skylane.health",
    type: "health.path-state-changed.v1",
    subject: path?.id,
    time: "2026-11-20T22:00:03.500Z",
    datacontenttype: "application/json",
    traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01`,
    skylaneepoch: 2,
    skylaneseq: 0,
    data: {
      pathId: path?.id,
      vantageId: path?.probe.vantageId,
      from: "up",
      to: "down",
      because: "3 probes in a row unanswered",
      sinceMs: Date.parse("2026-11-20T22:00:03.400Z"),
      epoch: 2,
      samples: [0, 1_000, 2_000, 3_000].map((ms) => ({
        atMs: Date.parse("2026-11-20T22:00:00Z") + ms,
        outcome: ms === 0 ? "ok" : "timeout",
      })),
    },
    ...more,
  },
});
const spansOf = (raw: unknown) => {
  const event = eventIn(raw);
  return event ? spansOfEvent(event, config) : [];
};

describe("runtime/trace/spans-of-event", () => {
  it("tells the probes that were lost, below what was made of them, which begins with the first", () => {
    const [detected, ...probes] = spansOf(sent());

    expect(detected).toMatchObject({
      name: "detect",
      spanId: "b".repeat(16),
      startMs: Date.parse("2026-11-20T22:00:01Z"),
      durationMs: 2_500,
      attributes: { "skylane.path.id": path?.id, "skylane.path.state": "down", "cloud.provider": "aws" },
    });
    expect(detected?.parentSpanId).toBeUndefined();
    expect(probes).toHaveLength(3);
    for (const probe of probes)
      expect(probe).toMatchObject({
        name: "probe",
        kind: "client",
        parentSpanId: "b".repeat(16),
        durationMs: config.thresholds.probeTimeoutMs,
        isError: true,
        attributes: { "error.type": "timeout", "server.address": path?.probe.host, "network.transport": "tcp" },
      });
    expect(new Set(probes.map(({ spanId }) => spanId)).size).toBe(3);
  });

  it("tells them the same way however often the event comes", () => {
    expect(spansOf(sent())).toEqual(spansOf(sent()));
  });

  it("tells of an event of an older version when it was noticed", () => {
    const { samples: _, ...data } = sent().detail.data;

    expect(spansOf(sent({ data }))).toMatchObject([{ name: "detect", durationMs: 100 }]);
  });

  it.each([
    ["an event that does not fit its schema", sent({ traceparent: "x" })],
    ["an event that goes on with a trace", { "detail-type": "failover.completed.v1", detail: {} }],
    ["no event", {}],
  ])("tells nothing of %s", (_, raw) => {
    expect(spansOf(raw)).toEqual([]);
  });
});
