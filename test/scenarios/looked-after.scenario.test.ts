import { IntentRun, IntentView, PlanList, TopologyView } from "@skylane/core";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { runningSkylane } from "../support/running-skylane.ts";

/** A pair of networks that nothing joins: a gateway, tunnels and routes have to be made. */
const NEW_PAIR =
  "Connect AWS Lambda CheckoutHandler in us-east-1 to Azure VM pricing in East US on port 443: < 60 ms, encrypted";
/** Over what is there, and probed. */
const OLD_WAY =
  "Connect AWS Lambda OrderProcessor in us-east-1 to Azure SQL orderdb.database.windows.net in East US: < 20 ms, PCI-DSS, about 500 GB a month";
const LEADS = ["network-lead@globalcart.example", "security-lead@globalcart.example"] as const;
const UNDER_WAY = ["awaiting-approval", "approved", "provisioning", "proving", "undoing"];

const skylane = runningSkylane({ seed: 72 });
const { get, send, until, overview } = skylane;

const viewOf = async (id: string) => IntentView.parse(await get(`/v1/intents/${id}`));
const stateHash = async () => ((await get("/lab/state-hash")) as { hash: string }).hash;
const ended = (id: string) => until(async () => expect(UNDER_WAY).not.toContain((await viewOf(id)).run.status));
const documentOf = async (id: string) => {
  const answer = await skylane.call("GET", `/v1/intents/${id}/document`);
  return { status: answer.status, type: answer.headers.get("content-type"), text: await answer.text() };
};

/** Asked for, signed by as many as its plan needs, and built. */
async function build(text: string, more: object = {}): Promise<IntentRun> {
  await until(async () => {
    const { topology } = TopologyView.parse(await get("/v1/topology"));
    const clouds = new Set((topology?.services ?? []).map(({ cloud }) => cloud));
    expect([...clouds].sort()).toEqual(["aws", "azure", "gcp", "onprem"]);
  });
  const { status, body } = await send("POST", "/v1/intents", { text, ...more });
  expect(status, JSON.stringify(body)).toBe(202);
  const asked = IntentRun.parse(body);
  for (const lead of LEADS) {
    const order = { planHash: asked.plan?.hash, reason: "seen" };
    const { body: signed } = await send("POST", `/v1/intents/${asked.id}:approve`, order, { "x-skylane-as": lead });
    if (signed.status !== "awaiting-approval") break;
  }
  await ended(asked.id);
  const { run } = await viewOf(asked.id);
  expect([run.status, run.failure]).toEqual(["fulfilled", undefined]);
  return run;
}

async function undo(id: string): Promise<void> {
  const { body } = await send("POST", `/v1/intents/${id}:undo`, { reason: "not needed any more" });
  const { version } = IntentRun.parse(body);
  await until(async () => expect((await viewOf(id)).run.version).toBeGreaterThan(version));
  await ended(id);
  expect((await viewOf(id)).run.status).toBe("undone");
}

const Links = z.looseObject({ links: z.array(z.looseObject({ id: z.string(), isBuilt: z.boolean() })) });

const lookedAfter = async (id: string) => {
  await until(async () => expect((await viewOf(id)).built).toBeDefined());
  const { built } = await viewOf(id);
  if (!built) throw new Error("nothing stands");
  return built;
};
const groupsNow = async () => (await overview()).groups.map(({ id }) => id).sort();
const plansNow = async () =>
  PlanList.parse(await get("/v1/plans"))
    .plans.map(({ groupId }) => groupId)
    .sort();

describe("a connection that was built", { timeout: 400_000 }, () => {
  it("is probed within a minute, has a plan, a cost centre and a document; a fault of it is told; undo leaves nothing of it", async () => {
    await skylane.untilAllUp();
    const [hash, groups] = [await stateHash(), await groupsNow()];
    await until(async () => expect(await plansNow()).toEqual(groups));

    const run = await build(NEW_PAIR, { costCentre: "cc-4711", owner: "network-lead@globalcart.example" });
    const [{ id: intentId }] = run.intents as [IntentRun["intents"][number]];
    const built = await lookedAfter(run.id);
    const [watch] = built.watches;

    expect(built).toMatchObject({ owner: "network-lead@globalcart.example", costCentre: "cc-4711" });
    expect(built.resources.some(({ monthlyUsd }) => (monthlyUsd ?? 0) > 0)).toBe(true);
    expect(watch).toMatchObject({ intentId, by: "own-group" });
    const groupId = watch?.groupId ?? "";
    const pathId = watch?.pathIds[0] ?? "";
    const pathNow = async () => (await overview()).paths.find(({ id }) => id === pathId);
    const stoodAtMs = Date.now();
    await until(async () => expect((await pathNow())?.state).toBe("up"));
    console.log(`probed ${Math.round((Date.now() - stoodAtMs) / 1000)} s after it stood`);
    expect(Date.now() - stoodAtMs).toBeLessThan(75_000);
    await until(async () => expect(await plansNow()).toEqual([...groups, groupId].sort()));
    expect((await overview()).groups.find(({ id }) => id === groupId)).toMatchObject({ automation: "advise" });

    const document = await documentOf(intentId);
    expect(document).toMatchObject({ status: 200, type: "text/markdown; charset=utf-8" });
    expect(document.text).toContain(`skylane intents undo ${intentId}`);
    expect(document.text).toContain("cc\\-4711");

    const { links } = Links.parse(await get("/lab/links"));
    const tunnels = links.filter(({ isBuilt }) => isBuilt).map(({ id }) => id);
    expect(tunnels.length).toBeGreaterThan(0);
    for (const connectionId of tunnels)
      expect((await send("POST", "/lab/faults", { kind: "blackhole", target: { connectionId } })).status).toBe(200);
    await until(async () => expect((await pathNow())?.state).toBe("down"));
    const incidents = async () => (await overview()).incidents.filter((one) => one.groupId === groupId);
    await until(async () =>
      expect(await incidents()).toMatchObject([
        { status: "refused", reason: expect.stringContaining("no other path") },
      ]),
    );
    await skylane.call("DELETE", "/lab/faults");
    await until(async () => expect((await pathNow())?.state).toBe("up"));

    await undo(run.id);
    expect(await stateHash()).toBe(hash);
    await until(async () => expect((await viewOf(run.id)).built).toBeUndefined());
    expect(await groupsNow()).toEqual(groups);
    expect(await plansNow()).toEqual(groups);
    await until(async () => expect((await documentOf(intentId)).text).toContain("**Taken back**"));
  });

  it("over a way that is probed already gets no second group, and its record says who looks after it", async () => {
    const groups = await groupsNow();

    const run = await build(OLD_WAY);
    const built = await lookedAfter(run.id);

    expect(built.watches).toMatchObject([{ by: "known-paths", because: expect.stringContaining("probed already") }]);
    expect(groups).toContain(built.watches[0]?.groupId);
    expect(await groupsNow()).toEqual(groups);
    await undo(run.id);
  });
});
