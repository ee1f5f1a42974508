import type { Overview } from "@skylane/core";
import type { RegionStack } from "@skylane/local";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startTwoRegions, type TwoRegions } from "../support/two-regions.ts";

const SEED = 31;
const GROUP = "usw2-dc2";
let two: TwoRegions;

const until = (stack: RegionStack, check: (now: Overview) => void): Promise<void> =>
  vi.waitFor(async () => check(await two.overview(stack)), { timeout: 90_000, interval: 100 });
const incidentsOf = (now: Overview) => now.incidents.filter(({ groupId }) => groupId === GROUP);
const ownPathsUp = (now: Overview): void =>
  expect(now.paths.filter(({ groupId }) => groupId === GROUP).map(({ state }) => state)).toEqual(["up", "up"]);
const taken = async (stack: RegionStack) =>
  (await two.events(stack)).filter(({ type }) => type === "regions.region-taken.v1").map(({ data }) => data);

beforeEach(async () => {
  console.log(`scenario seed ${SEED}`);
  two = await startTwoRegions(SEED);
  await until(two.home, ownPathsUp);
  await until(two.standby, ownPathsUp);
}, 120_000);

afterEach(async () => {
  await two?.stop();
});

describe("two Regions", { timeout: 240_000 }, () => {
  it("the home Region is dead before the fault: the standby's stack moves the traffic, and proves it", async () => {
    const killedAtMs = Date.now();
    await two.home.takeDown();
    await vi.waitFor(async () => expect(await taken(two.standby)).toMatchObject([{ epoch: 1 }, { epoch: 2 }]), {
      timeout: 90_000,
    });
    const takeoverMs = Date.now() - killedAtMs;

    const brokenAtMs = Date.now();
    await two.breakLink("dx-usw2-1");
    await until(two.standby, (now) => expect(incidentsOf(now)).toMatchObject([{ status: "moved" }]));
    console.log(JSON.stringify({ name: "home dead before the fault", takeoverMs, movedMs: Date.now() - brokenAtMs }));

    const [incident] = incidentsOf(await two.overview(two.standby));
    expect(incident?.proof).toMatchObject({ answeredCount: incident?.proof?.sentCount });
    expect(await two.moves()).toEqual(["dx-usw2-1>vpn-usw2-1", "dx-usw2-1>vpn-usw2-1"]);
  });
});
