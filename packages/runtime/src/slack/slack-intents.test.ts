import type { IntentRun } from "@skylane/core";
import { IntentRun as Run } from "@skylane/core";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { corpusServices } from "../../../../test/support/intent-corpus.ts";
import type { MemoryDeps } from "../../../../test/support/memory-deps.ts";
import { SLACK_SETTINGS, type SlackWorld, slackForFile, slackWorld } from "../../../../test/support/slack-world.ts";
import { aTopology } from "../../../../test/support/topologies.ts";

const [ASKER, LEAD, OTHER_LEAD, LOOKER] = ["U0ASKER", "U0LEAD", "U0OTHER", "U0LOOK"] as const;
const HASH = "0123456789abcdef".repeat(4);
const RUN_ID = "in-20261121-7f3a9c";

const ofFile = await slackForFile();
const { slack } = ofFile;
afterAll(() => slack.close());
let world: SlackWorld;
let deps: MemoryDeps;

const command = (text: string, userId: string = ASKER) => world.ask("command", slack.slash(userId, text));
const press = (action: object, userId: string = LEAD) => world.ask("interaction", slack.press(userId, action));
/** The window that was opened last, sent with what was filled in. */
const submit = (values: Readonly<Record<string, object>>, userId: string) => {
  const { view } = slack.views.at(-1) ?? { view: {} };
  return world.ask("interaction", slack.submit(userId, view, values));
};
interface Block {
  readonly type: string;
  readonly elements?: readonly { readonly action_id: string; readonly value: string; readonly options?: object[] }[];
}
const elementsOf = (message: object | undefined) =>
  ((message as { blocks: Block[] } | undefined)?.blocks ?? []).flatMap(({ elements = [] }) => elements);

/** A request that is stored, as it stands. */
async function stored(more: object): Promise<IntentRun> {
  return deps.intents.open(
    Run.parse({
      id: RUN_ID,
      version: 0,
      status: "questions",
      askedBy: "asker@globalcart.example",
      askedAtMs: deps.clock.nowMs(),
      owner: "asker@globalcart.example",
      intents: [
        {
          id: `${RUN_ID}-1`,
          request: { text: "connect a to b" },
          understanding: {
            kind: "questions",
            questions: [
              {
                slot: "source",
                prompt: "Which a is meant?",
                choices: [
                  { id: "aws/a-1", label: "<!channel> *a* in us-east-1" },
                  { id: "aws/a-2", label: "a in us-west-2" },
                ],
                example: "aws/a-1",
              },
            ],
            slots: {},
            readAs: ["b & <b> is the destination"],
          },
        },
      ],
      ...more,
    }),
  );
}
const plan = {
  intentIds: [`${RUN_ID}-1`],
  madeAtMs: 0,
  worldHash: "w",
  ways: [],
  steps: [],
  routes: [],
  reach: [],
  security: [],
  cost: { unknown: [], lines: [] },
  expectedDurationMs: 60_000,
  risk: { tier: "one-approver", reasons: [] },
  issues: [],
  violations: [],
  orders: [],
  undo: [],
  hash: HASH,
};
const waiting = (more: object = {}) =>
  stored({ status: "awaiting-approval", plan, approvalExpiresAtMs: deps.clock.nowMs() + 60_000, ...more });
const statusOf = () => deps.building.runs.get(RUN_ID)?.status;
const button = (verb: string, hash = HASH) => ({ action_id: verb, value: `${RUN_ID} ${hash.slice(0, 12)}` });

const twoSignatures = { ...plan, risk: { tier: "two-approvers", reasons: [] } };

beforeEach(() => {
  world = slackWorld(
    ofFile,
    aConfig((raw) => ({
      ...raw,
      people: [
        { id: "asker@globalcart.example", slackUserId: ASKER, role: "approver" },
        { id: "lead@globalcart.example", slackUserId: LEAD, role: "approver" },
        { id: "other@globalcart.example", slackUserId: OTHER_LEAD, role: "approver" },
        { id: "looker@globalcart.example", slackUserId: LOOKER, role: "viewer" },
      ],
      alerts: { slack: SLACK_SETTINGS },
    })),
  );
  ({ deps } = world);
});

describe("runtime/slack, connections", () => {
  it("what is asked for is acknowledged, understood, stored in the name of who asks, and nothing is built", async () => {
    await deps.topologies.saveSnapshot(aTopology([]));

    const { said, body } = await command("connect AWS Lambda <!channel> to Azure SQL orderdb");

    const [run] = deps.building.runs.values();
    expect(run).toMatchObject({
      askedBy: "asker@globalcart.example",
      intents: [{ request: { text: "AWS Lambda <!channel> to Azure SQL orderdb" } }],
    });
    expect(JSON.stringify(body)).toContain("being read and planned");
    expect(said).toContain(run?.id);
    expect(said).not.toContain('"mrkdwn"');
    expect(deps.published.map(({ type }) => type)).toContain("intent.submitted.v1");
    expect(deps.started).toEqual([]);
  });

  it("an order that is delivered again, after a crash at any moment, is asked once and answered once", async () => {
    await deps.topologies.saveSnapshot(aTopology([]));
    await world.send("command", slack.slash(ASKER, "connect a to b"));
    const save = deps.chatOrders.save;
    for (const failing of [0, 1]) {
      let count = 0;
      Object.assign(deps.chatOrders, {
        save: async (order: Parameters<typeof save>[0]) => {
          if (count++ === failing) throw new Error("the function is killed");
          return save(order);
        },
      });
      await expect(world.deliver(0)).rejects.toThrow("killed");
    }
    Object.assign(deps.chatOrders, { save });
    slack.said.splice(0);

    await world.deliver(0);
    await world.deliver(0);

    expect(deps.building.runs.size).toBe(1);
    expect(slack.said).toHaveLength(1);
  });

  it("a press that was broken off is not repeated, and says so", async () => {
    await waiting();
    await world.send("interaction", slack.press(LEAD, button("approve")));
    const [order] = deps.chatOrderById.values();
    await deps.once.claim(`chat-order#${order?.id}`, 1);

    await world.deliver(0);

    expect(JSON.stringify(slack.said)).toContain("It is not known whether this was done");
    expect(statusOf()).toBe("awaiting-approval");
  });

  it("is answered by the bot where the address for answers is used up, and tried again where Slack is away", async () => {
    await world.send("command", slack.slash(ASKER, "intents"));
    slack.setAway(true);
    await expect(world.deliver(0)).rejects.toMatchObject({ code: "ERR_CHAT_UNAVAILABLE" });
    slack.setAway(false);
    slack.useUp();

    await world.deliver(0);

    expect(slack.said).toMatchObject([{ userId: ASKER, message: { channel: ASKER } }]);
  }, 20_000);

  it.each([
    ["before the estate was looked at", "connect a to b", ASKER, "ERR_TOPOLOGY_MISSING"],
    ["by whom may only look", "connect a to b", LOOKER, "may not ask intent"],
    ["nobody has asked for anything", "intents", LOOKER, "Nothing was asked for yet."],
  ])("says why nothing is planned: %s", async (_, text, userId, says) => {
    expect((await command(text, userId)).said).toContain(says);
    expect(deps.building.runs.size).toBe(0);
  });

  it("shows what waits with its buttons, bound to the plan, and to nobody's rights", async () => {
    await waiting();

    const [approve, reject] = elementsOf((await command("intents", LOOKER)).messages[0]);

    expect(approve).toMatchObject({
      action_id: "approve",
      value: `${RUN_ID} ${HASH.slice(0, 12)}`,
      confirm: { text: { text: `${RUN_ID}, plan ${HASH.slice(0, 12)}` } },
    });
    expect(reject?.action_id).toBe("reject");
  });

  it.each([
    ["by whom has asked for it", "approve", ASKER, HASH, "ERR_INTENT_OWN"],
    ["by whom may only look", "approve", LOOKER, HASH, "may not decide intent"],
    ["by a stranger", "reject", "U0EVE", HASH, "may not decide intent"],
    ["of another plan", "approve", LEAD, "f".repeat(64), "ERR_INTENT_PLAN_STALE"],
    ["of another plan", "reject", LEAD, "f".repeat(64), "ERR_INTENT_PLAN_STALE"],
  ])("refuses a press %s: %s", async (_, verb, userId, hash, says) => {
    await waiting();

    expect((await press(button(verb, hash), userId)).said).toContain(says);
    expect(statusOf()).toBe("awaiting-approval");
    expect(deps.started).toEqual([]);
  });

  it("takes a rejection, once", async () => {
    await waiting();

    expect((await press(button("reject"))).said).toContain("rejected, nothing was touched");
    expect(statusOf()).toBe("rejected");
    deps.clock.advance(1_000);
    expect((await press(button("reject"))).said).toContain("ERR_INTENT_STATE");
  });

  it.each([
    { action_id: "approve", value: `${RUN_ID} <!here>` },
    { action_id: "undo", value: "ap-x-1 0123456789ab" },
    { action_id: "answer", selected_option: { value: `${RUN_ID} nothing 1` } },
  ])("takes no button that is not one of ours: %j", async (action) => {
    await waiting();

    expect((await press(action)).statusCode).toBe(400);
    expect(statusOf()).toBe("awaiting-approval");
  });
});

describe("runtime/slack, questions", () => {
  it("asks with the choices there are, and asks again with the one that was picked", async () => {
    await deps.topologies.saveSnapshot(aTopology([]));
    await stored({});
    const picked = { action_id: "answer", selected_option: { value: `${RUN_ID} source 1` } };

    expect((await press(picked, LEAD)).said).toContain("only they can answer");
    expect(deps.building.runs.size).toBe(1);
    await press(picked, ASKER);

    expect(statusOf()).toBe("cancelled");
    const again = [...deps.building.runs.values()].find(({ id }) => id !== RUN_ID);
    expect(again?.intents[0]?.request).toMatchObject({ text: "connect a to b", answers: { source: "aws/a-2" } });
    // delivered again after a crash, it is the same answer
    await world.deliver(1);
    expect(deps.building.runs.size).toBe(2);
  });

  it("takes an answer in words, in a window, where there is nothing to choose from", async () => {
    await deps.topologies.saveSnapshot({ ...aTopology([]), services: [...corpusServices()] });
    const { messages } = await command("connect to orderdb");
    const say = elementsOf(messages[0]).find(({ action_id }) => action_id === "say");

    await press({ action_id: "say", value: say?.value }, ASKER);
    expect(slack.problems).toEqual([]);
    expect((await submit({ answer: { type: "plain_text_input", value: " " } }, ASKER)).body).toMatchObject({
      response_action: "errors",
      errors: { answer: expect.any(String) },
    });
    await submit({ answer: { type: "plain_text_input", value: "OrderProcessor" } }, ASKER);

    const runs = [...deps.building.runs.values()];
    expect(runs.map(({ status }) => status)[0]).toBe("cancelled");
    expect(runs[1]?.intents[0]?.understanding).toMatchObject({
      kind: "understood",
      intent: { source: { name: "OrderProcessor" }, destination: { name: "orderdb" } },
    });
  });
});

describe("runtime/slack, what is confirmed by its name", () => {
  const typed = (value: string) => ({ name: { type: "plain_text_input", value } });

  it("takes two people and the typed name where two must sign", async () => {
    await waiting({ plan: twoSignatures });
    const [approve] = elementsOf((await command("intents", LEAD)).messages[0]);
    expect(approve?.action_id).toBe("approve-by-name");

    expect((await press(button("approve-by-name"))).messages).toEqual([]);
    expect(slack.views.at(-1)).toMatchObject({ userId: LEAD, view: { callback_id: "confirm" } });
    expect(slack.problems).toEqual([]);
    for (const wrong of [RUN_ID.toUpperCase(), ` ${RUN_ID}`, `${RUN_ID}1`, "", RUN_ID.replace("i", "і")])
      expect((await submit(typed(wrong), LEAD)).body).toEqual({
        response_action: "errors",
        errors: { name: `must be exactly ${RUN_ID}` },
      });
    expect(world.orders()).toHaveLength(1);

    // its asker's own name counts no more than their button
    await press(button("approve-by-name"), ASKER);
    expect((await submit(typed(RUN_ID), ASKER)).said).toContain("ERR_INTENT_OWN");
    expect(statusOf()).toBe("awaiting-approval");
  });

  it("refuses the same order by a button alone, however it was made", async () => {
    await waiting({ plan: twoSignatures });

    expect((await press(button("approve"))).said).toContain("ERR_INTENT_UNCONFIRMED");
    expect(statusOf()).toBe("awaiting-approval");
  });

  it("has what stands taken away, by its button and its name", async () => {
    await waiting({ status: "fulfilled" });

    expect(elementsOf((await command("intents")).messages[0])).toMatchObject([{ action_id: "undo" }]);
    await press(button("undo"));
    expect(deps.started).toEqual([]);
    expect((await submit(typed(RUN_ID), LEAD)).said).toContain("is being taken away");
    expect(deps.started).toMatchObject([{ workflow: "provision", input: { runId: RUN_ID, mode: "undo" } }]);
  });

  it("refuses a name typed for a plan that is another now", async () => {
    await waiting({ status: "fulfilled" });
    await press(button("undo", "f".repeat(64)));

    expect((await submit(typed(RUN_ID), LEAD)).said).toContain("ERR_INTENT_PLAN_STALE");
    expect(deps.started).toEqual([]);
  });

  it("says what to do where no window can be opened", async () => {
    await waiting({ status: "fulfilled" });
    slack.setAway(true);
    await world.send("interaction", slack.press(LEAD, button("undo")));
    slack.setAway(false);

    await world.deliver(0);

    expect(JSON.stringify(slack.said)).toContain("ERR_INTENT_UNCONFIRMED");
    expect(deps.started).toEqual([]);
  });
});
