import { describe, expect, it } from "vitest";
import { takeRequest } from "./take-request.ts";

const slots = { source: { name: "a" }, destination: { name: "b" } };

describe("engine/intent/understand/take-request", () => {
  it("takes words or slots", () => {
    expect(takeRequest({ text: "Connect a to b" })).toMatchObject({ request: { text: "Connect a to b", answers: {} } });
    expect(takeRequest({ slots })).toMatchObject({ request: { slots } });
  });

  it.each([
    ["text", { text: "x".repeat(4_001) }],
    ["slots.source.name", { slots: { ...slots, source: { name: "" } } }],
    ["slots.source.cloud", { slots: { ...slots, source: { name: "a", cloud: "mars" } } }],
    ["slots.port", { slots: { ...slots, port: 70_000 } }],
    ["slots.requirements.maxRttMs", { slots: { ...slots, requirements: { maxRttMs: -1 } } }],
    ["slots.requirements.neededBy", { slots: { ...slots, requirements: { neededBy: "soon" } } }],
    ["owner", { text: "Connect a to b", owner: "two words" }],
    ["idempotencyKey", { text: "Connect a to b", idempotencyKey: "short" }],
    ["(body)", { text: "Connect a to b", slots }],
    ["(body)", { text: "Connect a to b", approved: true }],
    ["(body)", "Connect a to b"],
    ["(body)", null],
  ])("says of %s which rule is broken, and shows what would pass", (field, body) => {
    const taken = takeRequest(body);

    expect(taken).toMatchObject({ issues: [{ field }] });
    if (!("issues" in taken)) return;
    const [issue] = taken.issues;
    expect(issue?.message).not.toBe("");
    expect(() => JSON.parse(issue?.example ?? "")).not.toThrow();
  });

  it("does not repeat what was sent", () => {
    expect(JSON.stringify(takeRequest({ text: 5, "<script>": "hunter2" }))).not.toContain("hunter2");
  });
});
