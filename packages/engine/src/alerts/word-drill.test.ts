import { describe, expect, it } from "vitest";
import { type AlertingEvent, wordAlert } from "./index.ts";

const event = (type: string, data: object): AlertingEvent =>
  ({
    type,
    id: "e1",
    time: "2026-11-20T22:00:00.000Z",
    data: {
      runId: "dr-monthly-g-1",
      drillId: "monthly",
      groupId: "g",
      kind: "official",
      reason: "why",
      isAsBefore: true,
      ...data,
    },
  }) as unknown as AlertingEvent;
const completed = { hasPassed: true, targetRtoMs: 5_000, rtoMs: 800 };

describe("engine/alerts/word-drill", () => {
  it.each([
    [
      "a pass",
      event("drill.completed.v1", completed),
      "notice",
      "g: drill monthly passed: 0.8 s without an answer, 5.0 s allowed",
    ],
    [
      "a miss",
      event("drill.completed.v1", { ...completed, hasPassed: false, rtoMs: 6_000 }),
      "notice",
      "g: drill monthly failed: 6.0 s without an answer, 5.0 s allowed",
    ],
    [
      "one nobody saw arrive",
      event("drill.completed.v1", { hasPassed: false, targetRtoMs: 5_000 }),
      "notice",
      "g: drill monthly failed: traffic was not seen on the backup, 5.0 s allowed",
    ],
    ["one broken off", event("drill.aborted.v1", { hasBegun: true }), "notice", "g: drill monthly was broken off"],
    ["one refused", event("drill.aborted.v1", { hasBegun: false }), "notice", "g: drill monthly did not begin"],
    [
      "one that left something on",
      event("drill.aborted.v1", { hasBegun: true, isAsBefore: false }),
      "page",
      "g: drill monthly was broken off",
    ],
  ])("words %s", (_, one, urgency, title) => {
    expect(wordAlert(one)).toMatchObject({ urgency, title, dedupKey: "skylane:drill:dr-monthly-g-1", groupId: "g" });
  });
});
