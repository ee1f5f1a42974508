import type { Incident, PathWatchRecord } from "@skylane/core";
import { Overview } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig, healthOf } from "../../../../test/support/builders.ts";
import { showOverview } from "./show-overview.ts";

const plan = { groupId: "g", primaryPathId: "dx", backupPathId: "vpn", ruledOut: [] } as never;
const facts = {
  config: aConfig(),
  nowMs: 1_000_000,
  isStopped: false,
  health: [healthOf("dx", "down"), healthOf("vpn", "up")],
  watches: [],
  plans: [plan],
  incidents: [],
  labPath: undefined,
};

describe("engine/topology/show-overview", () => {
  it("fits its own schema", () => {
    expect(Overview.parse(showOverview(facts))).toBeTruthy();
  });

  it("gives a connection the worst state of its paths, and unknown to one nobody probes", () => {
    const config = aConfig((raw) => ({
      ...raw,
      connections: [...raw.connections, { ...raw.connections[0], id: "dark" }],
    }));

    const { connections } = showOverview({ ...facts, config });

    expect(connections.map(({ id, state }) => [id, state])).toEqual([
      ["dx", "down"],
      ["vpn", "up"],
      ["dark", "unknown"],
    ]);
  });

  it("shows traffic on the backup while a move stands, and on the primary otherwise", () => {
    const incident = { id: "fo-g-1", groupId: "g", status: "moved" } as unknown as Incident;

    expect(showOverview(facts).paths.map(({ isCarrying }) => isCarrying)).toEqual([true, false]);
    expect(showOverview({ ...facts, incidents: [incident] }).paths.map(({ isCarrying }) => isCarrying)).toEqual([
      false,
      true,
    ]);
  });

  it("shows what is predicted, the soonest first, while the path is watched and declared", () => {
    const watched = (pathId: string, more: object = {}) =>
      ({
        pathId,
        vantageId: "v1",
        slotMs: 990_000,
        episode: { about: "path", sinceMs: 900_000, probability: 0.9, signs: ["drift"], ...more },
      }) as unknown as PathWatchRecord;
    const calm = { ...watched("vpn"), episode: undefined } as unknown as PathWatchRecord;
    const shown = (watches: readonly PathWatchRecord[], nowMs = 1_000_000) => {
      const view = Overview.parse(showOverview({ ...facts, watches, nowMs }));
      return view.predictions.map(({ pathId }) => pathId);
    };

    expect(shown([watched("vpn"), watched("dx", { dueMs: 2_000_000 }), watched("gone")])).toEqual(["dx", "vpn"]);
    expect(shown([calm])).toEqual([]);
    expect(shown([watched("dx")], 1_590_001)).toEqual([]);
  });

  it("calls a path unknown whose samples are more than two minutes old", () => {
    expect(showOverview({ ...facts, nowMs: 1_120_001 }).paths.map(({ state }) => state)).toEqual([
      "unknown",
      "unknown",
    ]);
  });
});
