import type { Incident, PathDetail } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { historyOf } from "./history.ts";

const changes = [
  { pathId: "dx", vantageId: "v1", from: "up", to: "down", because: "3 lost", sinceMs: 10, epoch: 2 },
] as unknown as PathDetail["changes"];
const incident = (more: object) =>
  ({
    id: "fo-1",
    groupId: "g",
    fromPathId: "dx",
    toPathId: "vpn",
    status: "failed-back",
    openedAtMs: 20,
    ...more,
  }) as Incident;

describe("dashboard/paths/history", () => {
  it("tells what happened to a path, newest first, moves to it among them", () => {
    const incidents = [incident({}), incident({ id: "fo-2", fromPathId: "x", toPathId: "dx", openedAtMs: 30 })];

    expect(historyOf({ pathId: "dx", changes }, incidents)).toEqual([
      { atMs: 30, incidentId: "fo-2", what: "g to this path from x: failed back" },
      { atMs: 20, incidentId: "fo-1", what: "g off this path to vpn: failed back" },
      { atMs: 10, state: "down", what: "v1: 3 lost" },
    ]);
  });

  it("leaves out what happened to others", () => {
    expect(historyOf({ pathId: "spare", changes: [] }, [incident({})])).toEqual([]);
  });
});
