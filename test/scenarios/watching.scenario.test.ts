import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventPage, eventSchema, Overview, PathPlan, SnapshotList, TopologyView } from "@skylane/core";
import { type Instance, startInstance } from "@skylane/local";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

const root = join(import.meta.dirname, "../..");
const SEED = 11;
let folder: string;
let instance: Instance;

const get = async (path: string): Promise<unknown> => (await fetch(`${instance.info.url}${path}`)).json();
const topology = async () => TopologyView.parse(await get("/v1/topology"));
const eventsOf = async (type: string) =>
  EventPage.parse(await get("/v1/events?limit=500")).events.filter(({ event }) => event.type === type);
const until = (check: () => Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 60_000, interval: 200 });

/** Has the scheduled look at a cloud come early. */
async function lookNow(cloud: string): Promise<void> {
  const answer = await fetch(`${instance.info.awsUrl}/schedules/early-${cloud}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: "AWS4-HMAC-SHA256 Credential=x/x/us-east-1/scheduler/x",
    },
    body: JSON.stringify({
      ScheduleExpression: `at(${new Date(Date.now() + 1_000).toISOString().slice(0, 19)})`,
      FlexibleTimeWindow: { Mode: "OFF" },
      ActionAfterCompletion: "DELETE",
      Target: {
        Arn: "arn:aws:lambda:us-east-1:000000000000:function:skylane-discover-cloud",
        RoleArn: "arn:aws:iam::000000000000:role/skylane-scheduler",
        Input: JSON.stringify({ cloud }),
      },
    }),
  });
  expect(answer.status).toBe(200);
}

beforeAll(async () => {
  console.log(`scenario seed ${SEED}`);
  folder = mkdtempSync(join(tmpdir(), "skylane-scenario-"));
  instance = await startInstance({
    dataFolder: join(folder, "data"),
    configFile: join(root, "examples/globalcart/skylane.yaml"),
    estate: "globalcart",
    port: 0,
    awsPort: 0,
    twinPort: 0,
    socksPort: 0,
    seed: SEED,
  });
}, 90_000);

afterAll(async () => {
  await instance?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("a Skylane that runs watches the estate", { timeout: 120_000 }, () => {
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
    const moved = await fetch(`${instance.info.url}/v1/failovers`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ groupId: "use1-dc1" }),
    });
    const { incidentId } = (await moved.json()) as { incidentId: string };
    await until(async () => {
      const { incidents } = Overview.parse(await get("/v1/overview"));
      expect(incidents.find(({ id }) => id === incidentId)?.status).toBe("moved");
    });
    await lookNow("aws");

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
