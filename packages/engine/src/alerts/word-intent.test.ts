import { eventRegistry } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { type AlertingEvent, wordAlert } from "./index.ts";

type IntentType = Extract<AlertingEvent["type"], `intent.${string}`>;
const about = { runId: "in-20261121-7f3a9c", title: "OrderProcessor to orderdb", intentCount: 1 };
const worded = (type: IntentType, data: object) =>
  wordAlert({
    type,
    id: "e1",
    time: "2026-11-21T22:00:00.000Z",
    data: eventRegistry[type].data.parse({ ...about, ...data }),
  } as AlertingEvent);
const planHash = "0123456789abcdef";

describe("engine/alerts/word-intent", () => {
  it("asks for signatures with what is signed, what it costs, and until when", () => {
    const asked = { planHash, neededCount: 2, stepCount: 14, monthlyUsd: 312.5, expiresAtMs: 1_796_000_000_000 };

    expect(worded("intent.approval-asked.v1", asked)).toEqual({
      id: "e1",
      urgency: "notice",
      action: "trigger",
      dedupKey: "skylane:intent:in-20261121-7f3a9c",
      atMs: Date.parse("2026-11-21T22:00:00.000Z"),
      title: "May this be built? OrderProcessor to orderdb",
      intent: { id: about.runId, planHash, verbs: ["approve", "reject"], neededCount: 2 },
      lines: [
        "14 objects, $312.50 a month",
        "2 approvers must sign it, nobody who asked for it",
        "plan 0123456789ab; until 2026-11-30 00:53 UTC",
        "skylane intents show in-20261121-7f3a9c",
      ],
    });
  });

  it("says that a cost is not known, and not that there is none", () => {
    const asked = { planHash, neededCount: 1, stepCount: 1, expiresAtMs: 1 };

    expect(worded("intent.approval-asked.v1", asked)?.lines[0]).toBe("1 object, its cost is not known");
  });

  it.each([
    ["intent.fulfilled.v1", { planHash, proofCount: 6, durationMs: 61_000 }, "Stands, proven by traffic"],
    ["intent.rolled-back.v1", { reason: "no answer", leftStepIds: [] }, "Could not be built"],
    ["intent.undone.v1", { by: "ops", leftStepIds: [] }, "Taken away"],
  ] as const)("%s ends what was told before and wakes nobody", (type, data, says) => {
    expect(worded(type, data)).toMatchObject({
      urgency: "notice",
      action: "resolve",
      title: `${says}: OrderProcessor to orderdb`,
    });
  });

  it.each([
    ["intent.clarification-asked.v1", { questions: ["Which a?"] }, "trigger", "Which a?"],
    ["intent.approved.v1", { planHash, by: [] }, "trigger", "policy asks for no signature"],
    ["intent.approved.v1", { planHash, by: ["lead"] }, "trigger", "signed by lead"],
    ["intent.rejected.v1", { by: "lead", reason: "not now" }, "resolve", "lead: not now"],
  ] as const)("%s is told with why", (type, data, action, line) => {
    const alert = worded(type, data);

    expect(alert).toMatchObject({ urgency: "notice", action });
    expect(alert?.lines).toContain(line);
  });

  it.each([
    ["intent.submitted.v1", { askedBy: "ops" }],
    ["intent.step-completed.v1", { stepIds: ["gateway"], readyCount: 1, stepCount: 2 }],
  ] as const)("%s is told to nobody", (type, data) => {
    expect(worded(type, data)).toBeUndefined();
  });

  it.each([
    ["intent.rolled-back.v1", { reason: "no answer", leftStepIds: ["gateway"] }],
    ["intent.undone.v1", { by: "ops", leftStepIds: ["gateway"] }],
  ] as const)("%s pages where something is left, and says what", (type, data) => {
    const alert = worded(type, data);

    expect(alert).toMatchObject({ urgency: "page", action: "trigger" });
    expect(alert?.title).toContain("an object is left");
    expect(alert?.lines).toContain("could not be taken away: gateway");
  });
});
