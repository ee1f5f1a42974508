import { IntentRun, IntentView, type Overview, TopologyView } from "@skylane/core";
import type { RegionStack } from "@skylane/local";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startTwoRegions, type TwoRegions } from "../support/two-regions.ts";

const SEED = 31;
const LEASE_MS = 8_000;
const GROUP = "usw2-dc2";
const PRIMARY = "dx-usw2-1";
const MOVE = "dx-usw2-1>vpn-usw2-1";
const MOVED = { forward: ["vpn-usw2-1"], reverse: ["vpn-usw2-1"] };
let two: TwoRegions;

const until = (stack: RegionStack, check: (now: Overview) => void): Promise<void> =>
  vi.waitFor(async () => check(await two.overview(stack)), { timeout: 120_000, interval: 50 });
/** Without those that touched nothing: a path that falters again while its group is moved is told, and refused. */
const incidentsOf = (now: Overview, groupId = GROUP) =>
  now.incidents.filter((one) => one.groupId === groupId && one.status !== "refused");
const ownPathsUp = (now: Overview): void =>
  expect(now.paths.filter(({ groupId }) => groupId === GROUP).map(({ state }) => state)).toEqual(["up", "up"]);
const told = async (stack: RegionStack, type: string) =>
  (await two.events(stack)).filter((event) => event.type === type).map(({ data }) => data);
/** Until the standby's stack has taken the Region over; answers how long that took. */
const takenOver = async (): Promise<number> => {
  const sinceMs = Date.now();
  await vi.waitFor(
    async () =>
      expect(await told(two.standby, "regions.region-taken.v1")).toContainEqual({
        regionId: "us-west-2",
        fromRegionId: "us-east-1",
        epoch: 2,
      }),
    { timeout: 120_000, interval: 50 },
  );
  return Date.now() - sinceMs;
};
/** The moves of that side's paths alone: another path may falter on a machine that is busy, and is moved rightly. */
const movesOf = async (side: string) => (await two.moves()).filter((move) => move.includes(side));
const wayOfGroup = () => two.ways("10.2.11.10", "10.10.11.10");

beforeEach(async () => {
  console.log(`scenario seed ${SEED}`);
  two = await startTwoRegions(SEED, LEASE_MS);
  await vi.waitFor(
    async () => expect(await told(two.home, "regions.region-taken.v1")).toEqual([{ regionId: "us-east-1", epoch: 1 }]),
    { timeout: 120_000 },
  );
  await until(two.home, ownPathsUp);
  await until(two.standby, ownPathsUp);
}, 240_000);

afterEach(async () => {
  await two?.stop();
});

describe("two Regions", { timeout: 400_000 }, () => {
  it("the home Region is dead before the fault: the standby's stack moves the traffic and proves it, and home, back again, leaves it alone", async () => {
    await two.home.takeDown();
    const takeoverMs = await takenOver();
    const brokenAtMs = Date.now();
    await two.breakLink(PRIMARY);
    await until(two.standby, (now) => expect(incidentsOf(now)).toMatchObject([{ status: "moved" }]));
    console.log(JSON.stringify({ name: "home dead before the fault", takeoverMs, movedMs: Date.now() - brokenAtMs }));
    const [incident] = incidentsOf(await two.overview(two.standby));
    const ways = await wayOfGroup();

    await two.home.bringBack();
    await until(two.home, (now) => expect(incidentsOf(now)).toMatchObject([{ id: incident?.id, status: "moved" }]));
    const refusal = await two.orderMove(two.home, "use1-dc1");

    expect(incident?.proof?.answeredCount).toBeGreaterThan(0);
    expect(incident?.proof?.answeredCount).toBe(incident?.proof?.sentCount);
    expect(ways).toEqual(MOVED);
    expect(refusal).toMatchObject({ status: 409, body: { error: { code: "ERR_REGION_STANDBY" } } });
    expect(await movesOf("usw2")).toEqual([MOVE, MOVE]);
  });

  it("the home Region dies between the two changes of a move: the standby's stack finishes it, and home, back again, undoes nothing", async () => {
    // long enough that it is dead before its second change is done, also on a machine that is busy
    await two.slowApis(1_500);
    await two.breakLink(PRIMARY);
    await vi.waitFor(async () => expect(await movesOf("usw2")).toHaveLength(1), { timeout: 60_000, interval: 20 });
    const killedAtMs = Date.now();
    await two.home.takeDown();
    const half = await wayOfGroup();
    const halfMoves = await movesOf("usw2");
    await two.slowApis(40);
    const takeoverMs = await takenOver();
    await until(two.standby, (now) => expect(incidentsOf(now)).toMatchObject([{ status: "moved" }]));
    console.log(JSON.stringify({ name: "home dies in the move", takeoverMs, finishedMs: Date.now() - killedAtMs }));

    await two.home.bringBack();
    await until(two.home, (now) => expect(incidentsOf(now)).toMatchObject([{ status: "moved" }]));

    expect(halfMoves).toEqual([MOVE]);
    expect(half.forward).not.toEqual(half.reverse);
    expect(await wayOfGroup()).toEqual(MOVED);
    expect(await movesOf("usw2")).toEqual([MOVE, MOVE]);
    expect(await told(two.standby, "failover.rolled-back.v1")).toEqual([]);
  });

  it("the home Region dies while connections are built: the standby's stack goes on and proves them, and home, back again, takes nothing away", async () => {
    const clouds = async (stack: RegionStack) => {
      const { topology } = TopologyView.parse((await two.send(stack, "GET", "/v1/topology")).body);
      return new Set((topology?.services ?? []).map(({ cloud }) => cloud)).size;
    };
    const viewOf = async (stack: RegionStack, id: string) =>
      IntentView.parse((await two.send(stack, "GET", `/v1/intents/${id}`)).body);
    const reaches = (stack: RegionStack, id: string, status: string) =>
      vi.waitFor(async () => expect((await viewOf(stack, id)).run.status).toBe(status), {
        timeout: 150_000,
        interval: 200,
      });
    for (const cloud of ["aws", "azure", "gcp", "onprem"]) await two.look(two.home, cloud);
    await vi.waitFor(async () => expect(await clouds(two.home)).toBe(4), { timeout: 60_000, interval: 200 });
    const before = await two.state();
    const text =
      "Connect AWS Lambda CheckoutHandler in us-east-1 to Azure VM pricing in East US on port 443: < 60 ms, encrypted";
    const { id, plan } = IntentRun.parse((await two.send(two.home, "POST", "/v1/intents", { text })).body);
    const order = { planHash: plan?.hash, reason: "seen" };
    for (const lead of ["network-lead@globalcart.example", "security-lead@globalcart.example"])
      await two.send(two.home, "POST", `/v1/intents/${id}:approve`, order, lead);
    await vi.waitFor(
      async () =>
        expect((await viewOf(two.home, id)).made.filter(({ state }) => state === "ready").length).toBeGreaterThan(2),
      { timeout: 60_000, interval: 20 },
    );
    await two.home.takeDown();
    const underWay = (await viewOf(two.standby, id)).run.status;
    const takeoverMs = await takenOver();
    await two.home.bringBack();
    const broughtBackMs = Date.now();
    await reaches(two.standby, id, "fulfilled");
    console.log(JSON.stringify({ name: "home dies while building", takeoverMs, builtMs: Date.now() - broughtBackMs }));
    await reaches(two.home, id, "fulfilled");
    const { run, made } = await viewOf(two.standby, id);

    expect(underWay).toBe("provisioning");
    expect(run.evidence.filter(({ isProven }) => !isProven)).toEqual([]);
    expect(made.map(({ state }) => state)).toEqual(plan?.steps.map(() => "ready"));
    expect(await told(two.standby, "intent.rolled-back.v1")).toEqual([]);
    // what one Region has begun and the other ended is taken away to the last object
    const undone = await two.send(two.standby, "POST", `/v1/intents/${id}:undo`, { reason: "seen enough" });
    expect(undone.status).toBe(202);
    await reaches(two.standby, id, "undone");
    expect(await two.state()).toEqual(before);
  });

  it("with both alive one fault that the standby's vantage sees is one incident and one move, made at home", async () => {
    const brokenAtMs = Date.now();
    await two.breakLink(PRIMARY);
    await until(two.home, (now) => expect(incidentsOf(now)).toMatchObject([{ status: "moved" }]));
    console.log(JSON.stringify({ name: "both alive", movedMs: Date.now() - brokenAtMs }));
    await until(two.standby, (now) => expect(incidentsOf(now)).toMatchObject([{ status: "moved" }]));

    const started = await told(two.standby, "failover.started.v1");
    expect(started.filter((data) => "groupId" in data && data.groupId === GROUP)).toHaveLength(1);
    expect(await wayOfGroup()).toEqual(MOVED);
    expect(await movesOf("usw2")).toEqual([MOVE, MOVE]);
  });

  it("cut apart, the home Region goes on acting and the standby does not begin to, for the witness sees home stir", async () => {
    two.cutBetween();
    const cutAtMs = Date.now();
    await two.breakLink("dx-use1-1");
    await until(two.home, (now) => expect(incidentsOf(now, "use1-dc1")).toMatchObject([{ status: "moved" }]));
    const answers = [];
    do answers.push(await two.orderMove(two.standby, GROUP));
    while (Date.now() - cutAtMs < 3 * LEASE_MS);

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([409]));
    expect(new Set([...(await movesOf("use1-1")), ...(await movesOf("usw2"))])).toEqual(
      new Set(["dx-use1-1>vpn-use1-1"]),
    );
    two.mend();
    await until(two.standby, (now) => expect(incidentsOf(now, "use1-dc1")).toMatchObject([{ status: "moved" }]));
    expect(await told(two.standby, "regions.region-taken.v1")).not.toContainEqual(
      expect.objectContaining({ regionId: "us-west-2" }),
    );
  });
});
