import { eventSchema, PathPlan, SnapshotList, TopologyView } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { runningSkylane } from "../support/running-skylane.ts";

const { get, order, reaches, eventsOf, until, untilClean, runNow } = runningSkylane({ seed: 11 });
const topology = async () => TopologyView.parse(await get("/v1/topology"));

describe("a Skylane that runs watches the estate", { timeout: 240_000 }, () => {
  it("has looked at every cloud soon after it started, and shows what is wrong and where it is", async () => {
    await until(async () => expect((await topology()).topology?.connections).toHaveLength(127));
    const { topology: seen, findings, places } = await topology();

    expect(seen?.gaps).toEqual([]);
    expect(findings.filter(({ rule }) => rule === "single-point-of-failure")).toHaveLength(5);
    expect(places.map(({ regionId }) => regionId).sort()).toContain("us-east-1");
    expect(await eventsOf("topology.snapshot-completed.v1")).not.toEqual([]);
    const { snapshots } = SnapshotList.parse(await get("/v1/topology/snapshots"));
    expect(snapshots.length).toBeGreaterThanOrEqual(4);
    const oldest = await get(`/v1/topology?snapshot=${snapshots.at(-1)?.key}`);
    expect(TopologyView.parse(oldest).topology?.atMs).toBe(snapshots.at(-1)?.atMs);
    expect(await eventsOf("topology.drift-found.v1")).toEqual([]);
  });

  it("says which routes changed since the last look, and which flows that touches", async () => {
    await untilClean("use1-dc1");
    const { incidentId } = await order("POST", "/v1/failovers", { groupId: "use1-dc1" });
    await reaches(incidentId, "moved");
    await runNow("discover-cloud", { cloud: "aws" });

    await until(async () => {
      const found = (await eventsOf("topology.drift-found.v1")).flatMap(
        ({ event }) => eventSchema("topology.drift-found.v1").parse(event).data.drifts,
      );
      expect(found.find(({ what }) => what === "route")).toMatchObject({
        cloud: "aws",
        flowIds: expect.arrayContaining(["use1-to-dc1-1"]),
      });
    });
  });

  it("advises other paths once every cloud was seen, and explains them with what the probes measured", async () => {
    await until(async () => expect(await eventsOf("paths.recommendation-made.v1")).not.toEqual([]));
    const plan = PathPlan.parse(await get("/v1/path-plan"));
    const why = (await get("/v1/path-plan/flows/use1-to-dc1-1")) as { text: string; alternatives: unknown[] };

    expect(plan).toMatchObject({ gap: 0, estate: "globalcart" });
    expect(plan.links).toHaveLength(127);
    expect(why.text).toContain("use1-to-dc1-1");
    expect(why.alternatives.length).toBeGreaterThan(2);
  });
});
