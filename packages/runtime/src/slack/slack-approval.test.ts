import { estimatesOf } from "@skylane/clouds/estimates";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { aService, orderDb, type Place, placesTopology } from "../../../../test/support/connect-worlds.ts";
import { SLACK_SETTINGS, type SlackWorld, slackForFile, slackWorld } from "../../../../test/support/slack-world.ts";

const [ASKER, LEAD, OTHER_LEAD] = ["U0ASKER", "U0LEAD", "U0OTHER"] as const;
const use1: Place = { cloud: "aws", regionId: "us-east-1", n: 1 };
const eastus: Place = { cloud: "azure", regionId: "eastus", n: 2, hasGateway: false };
const services = [aService(use1, 10, { name: "order-processor" }), orderDb(eastus)];

const ofFile = await slackForFile();
const { slack } = ofFile;
afterAll(() => slack.close());
let world: SlackWorld;

/** What was planned, and the button that is under it. */
async function asked() {
  await world.ask("command", slack.slash(ASKER, "connect order-processor to orderdb, < 60 ms, encrypted"));
  const run = [...world.deps.building.runs.values()].at(-1);
  const value = `${run?.id} ${run?.plan?.hash.slice(0, 12)}`;
  return { run, approve: { action_id: "approve-by-name", value } };
}
/** Presses it, and types the name into the window that opens. */
async function sign(userId: string, { run, approve }: Awaited<ReturnType<typeof asked>>) {
  await world.ask("interaction", slack.press(userId, approve));
  const { view } = slack.views.at(-1) ?? { view: {} };
  return (await world.ask("interaction", slack.submit(userId, view, { name: { value: run?.id ?? "" } }))).said;
}

beforeEach(async () => {
  world = slackWorld(
    ofFile,
    aConfig((raw) => ({
      ...raw,
      people: [ASKER, LEAD, OTHER_LEAD].map((slackUserId) => ({
        id: `${slackUserId.toLowerCase()}@globalcart.example`,
        slackUserId,
        role: "approver",
      })),
      alerts: { slack: SLACK_SETTINGS },
      intents: { tiers: { oneApprover: { maxMonthlyUsd: 0, maxResourceCount: 0, maxNewReachCount: 0 } } },
    })),
  );
  Object.assign(world.deps, { estimates: estimatesOf() });
  await world.deps.topologies.saveSnapshot({ ...placesTopology([use1, eastus]), services });
});

describe("runtime/slack, an approval that counts", () => {
  it("is of two who did not ask, each by its name; then it is built, once", async () => {
    const order = await asked();
    expect(order.run).toMatchObject({ status: "awaiting-approval", plan: { risk: { tier: "two-approvers" } } });

    expect(await sign(ASKER, order)).toContain("ERR_INTENT_OWN");
    expect(await sign(LEAD, order)).toContain("another approver must sign it too");
    expect(await sign(LEAD, order)).toContain("another approver must sign it too");
    expect(world.deps.started).toEqual([]);
    expect(await sign(OTHER_LEAD, order)).toContain("it is approved");
    expect(await sign(OTHER_LEAD, order)).toContain("ERR_INTENT_STATE");

    expect(world.deps.started).toMatchObject([
      { workflow: "provision", input: { runId: order.run?.id, mode: "build" } },
    ]);
    expect(world.deps.building.runs.get(order.run?.id ?? "")?.signatures.map(({ by }) => by)).toEqual([
      "u0lead@globalcart.example",
      "u0other@globalcart.example",
    ]);
    expect(slack.problems).toEqual([]);
  });

  it("is refused where the estate has changed meanwhile; no signature counts for the plan that takes its place", async () => {
    const order = await asked();
    await sign(LEAD, order);
    await world.deps.topologies.saveSnapshot({
      ...placesTopology([use1, { ...eastus, hasGateway: true }]),
      services,
    });

    expect(await sign(OTHER_LEAD, order)).toContain("ERR_INTENT_PLAN_STALE");

    const replaced = world.deps.building.runs.get(order.run?.id ?? "");
    expect(replaced?.signatures).toEqual([]);
    expect(replaced?.status).not.toBe("approved");
    expect(replaced?.plan?.hash).not.toBe(order.run?.plan?.hash);
    expect(world.deps.started).toEqual([]);
  });
});
