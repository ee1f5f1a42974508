import type { IncidentRecord, Overview } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { overviewThen, standAt } from "./replay.ts";

const change = (sinceMs: number, pathId: string, from: string, to: string, vantageId = "v1") =>
  ({ pathId, vantageId, from, to, because: "", sinceMs, epoch: 1 }) as IncidentRecord["changes"][number];
const record = (more: object = {}, incident: object = {}) =>
  ({
    incident: {
      status: "failed-back",
      openedAtMs: 100,
      closedAtMs: 900,
      fromPathId: "dx",
      toPathId: "vpn",
      preImages: [{ changeId: "c", state: null }],
      ...incident,
    },
    changes: [change(100, "dx", "up", "down"), change(600, "dx", "down", "up")],
    provenAtMs: 300,
    ...more,
  }) as unknown as IncidentRecord;
const at = (atMs: number, one = record()) => standAt(one, ["dx", "vpn"], atMs);

describe("dashboard/incidents/replay", () => {
  it.each([
    [50, "up", "dx"],
    [100, "down", undefined],
    [299, "down", undefined],
    [300, "down", "vpn"],
    [650, "up", "vpn"],
    [900, "up", "dx"],
  ])("knows at %d how the failed path was and what carried traffic", (atMs, state, carryingPathId) => {
    expect(at(atMs).states.get("dx")).toBe(state);
    expect(at(atMs).carryingPathId).toBe(carryingPathId);
  });

  it("leaves traffic where it was if nothing was touched", () => {
    const refused = record({ provenAtMs: undefined }, { status: "refused", preImages: [], closedAtMs: 120 });

    expect([50, 110, 200].map((atMs) => at(atMs, refused).carryingPathId)).toEqual(["dx", "dx", "dx"]);
  });

  it("leaves traffic on the other path where routing repaired it by itself", () => {
    const repaired = record({}, { status: "repaired-by-routing", closedAtMs: 300, preImages: [] });

    expect(at(500, repaired).carryingPathId).toBe("vpn");
  });

  it("shows the worst of what vantages saw", () => {
    const two = record({ changes: [change(100, "dx", "up", "down"), change(100, "dx", "up", "degraded", "v2")] });

    expect(at(100, two).states.get("dx")).toBe("down");
  });

  it("draws the group as it stood, and says nothing of the rest", () => {
    const overview = {
      connections: [
        { id: "c-dx", state: "up", pathIds: ["dx"] },
        { id: "c-other", state: "up", pathIds: ["other"] },
      ],
      paths: [
        { id: "dx", groupId: "g", connectionId: "c-dx", state: "up", isCarrying: false },
        { id: "other", groupId: "h", connectionId: "c-other", state: "up", isCarrying: true },
      ],
    } as unknown as Overview;

    expect(overviewThen(overview, "g", { states: new Map([["dx", "down"]]), carryingPathId: "dx" })).toEqual({
      connections: [
        { id: "c-dx", state: "down", pathIds: ["dx"] },
        { id: "c-other", state: "unknown", pathIds: [] },
      ],
      paths: [{ id: "dx", groupId: "g", connectionId: "c-dx", state: "down", isCarrying: true }],
    });
  });
});
