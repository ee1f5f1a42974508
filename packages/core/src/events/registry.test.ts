import { describe, expect, it } from "vitest";
import { eventSource } from "./event-source.ts";
import { AnyEvent } from "./registry.ts";

const event = (more: object = {}) => ({
  specversion: "1.0",
  id: "1",
  source: "skylane.health",
  type: "health.path-state-changed.v1",
  subject: "dx",
  time: "2026-11-20T22:00:00.000Z",
  datacontenttype: "application/json",
  traceparent: `00-${"1".repeat(32)}-${"2".repeat(16)}-01`,
  skylaneepoch: 1,
  skylaneseq: 0,
  data: { pathId: "dx", vantageId: "v1", from: "up", to: "down", because: "x", sinceMs: 1, epoch: 1 },
  ...more,
});

describe("core/events/registry", () => {
  it("takes a good event", () => {
    expect(AnyEvent.parse(event())).toMatchObject({ data: { to: "down" } });
  });

  it.each([
    ["an unknown type", { type: "health.path-vanished.v1" }],
    ["an unknown key", { extra: 1 }],
    ["a key too many in the data", { data: { ...event().data, extra: 1 } }],
    ["a state that is none", { data: { ...event().data, to: "broken" } }],
    ["a traceparent that is none", { traceparent: "x" }],
    ["no id", { id: "" }],
  ])("refuses %s", (_, more) => {
    expect(AnyEvent.safeParse(event(more)).success).toBe(false);
  });

  it("names the source after the domain", () => {
    expect(eventSource("failover.failed-back.v1")).toBe("skylane.failover");
  });
});
