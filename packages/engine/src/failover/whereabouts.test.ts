import type { Incident, SkylaneConfig } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { twoGroups } from "../../../../test/support/two-groups.ts";
import { capacityOf } from "./capacity.ts";
import { type Whereabouts, whereabouts } from "./whereabouts.ts";

type FlowClass = SkylaneConfig["flows"][number]["class"];

/** Two groups whose backups share one connection of 1000 Mbps; each needs 600 Mbps. */
function estate(gClass: FlowClass = "standard", hClass: FlowClass = "standard"): SkylaneConfig {
  const config = twoGroups({
    forbidden: [3, 3],
    automation: ["act", "act"],
    failback: ["auto", "auto"],
    movesOnDegraded: false,
    flapBudgetCount: 3,
  });
  return {
    ...config,
    connections: config.connections.map((one) => ({ ...one, bandwidthMbps: 1_000 })),
    flows: config.flows.map((flow) => ({ ...flow, class: flow.groupId === "g" ? gClass : hClass, peakMbps: 600 })),
    groups: config.groups.map((group) => ({
      ...group,
      paths: group.paths.map((path) =>
        path.id === "h-vpn" ? { ...path, connectionId: "g-vpn" as typeof path.connectionId } : path,
      ),
    })),
  };
}
const sees = (states: Readonly<Record<string, "up" | "down">>) =>
  Object.entries(states).map(([pathId, state]) => ({ pathId, state }) as never);
const movedTo = (groupId: string, toPathId: string) => ({ groupId, toPathId, status: "moved" }) as unknown as Incident;
const of = (config: SkylaneConfig, groupId: string) => {
  const group = config.groups.find(({ id }) => id === groupId);
  if (!group) throw new Error(`no group ${groupId}`);
  return group;
};
const roomOnVpn = (config: SkylaneConfig, at: Whereabouts) =>
  capacityOf(of(config, "g"), config, at).find(({ pathId }) => pathId === "g-vpn");

describe("engine/failover/whereabouts", () => {
  it("finds the others at home while nothing has failed", () => {
    const config = estate();

    expect([...whereabouts(of(config, "g"), config, [], sees({ "h-dx": "up" }))]).toEqual([["h", "h-dx"]]);
  });

  it("finds a group that was moved where it was moved to, and its flows take the room there", () => {
    const config = estate();
    const at = whereabouts(of(config, "g"), config, [movedTo("h", "h-vpn")], sees({ "h-dx": "down" }));

    expect([...at]).toEqual([["h", "h-vpn"]]);
    expect(roomOnVpn(config, at)).toMatchObject({
      roomMbps: 400,
      shed: [{ flowId: "g-orders" }],
      precious: ["h-orders"],
    });
  });

  it.each<[string, FlowClass, FlowClass, number, readonly string[]]>([
    ["keeps room for a more important group that fails at the same time", "standard", "critical", 400, ["h-orders"]],
    ["keeps none for a less important one", "critical", "bulk", 1_000, []],
    ["keeps none for one as important: who decides first goes first", "standard", "standard", 1_000, []],
  ])("%s", (_, gClass, hClass, roomMbps, precious) => {
    const config = estate(gClass, hClass);
    const at = whereabouts(of(config, "g"), config, [], sees({ "g-dx": "down", "h-dx": "down", "h-vpn": "up" }));

    expect(roomOnVpn(config, at)).toMatchObject({ roomMbps, precious });
  });

  it("keeps no room on a path that is dead for the more important one too", () => {
    const config = estate("standard", "critical");
    const at = whereabouts(of(config, "g"), config, [], sees({ "h-dx": "down", "h-vpn": "down", "h-spare": "up" }));

    expect([...at]).toEqual([["h", "h-spare"]]);
  });

  it("takes a path nobody has seen for alive", () => {
    const config = estate();

    expect([...whereabouts(of(config, "g"), config, [], [])]).toEqual([["h", "h-dx"]]);
  });
});
