import { createHmac } from "node:crypto";
import type { IntentRun } from "@skylane/core";
import { IntentRun as Run } from "@skylane/core";
import { pickAnswer, pressIntent, runCommand, wordRun } from "@skylane/engine";
import { beforeEach, describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { type MemoryDeps, memoryDeps } from "../../../../test/support/memory-deps.ts";
import { aTopology } from "../../../../test/support/topologies.ts";
import { answerSlack } from "./answer-slack.ts";
import { slackMessage } from "./slack-blocks.ts";
import { readCommand, readInteraction } from "./slack-requests.ts";

const SECRET = "signing secret of a test";
const [ASKER, LEAD, LOOKER] = ["U0ASKER", "U0LEAD", "U0LOOK"];
const HASH = "0123456789abcdef".repeat(4);
const RUN_ID = "in-20261121-7f3a9c";

let deps: MemoryDeps;

const signed = (form: Record<string, string>) => {
  const body = new URLSearchParams(form).toString();
  const timestamp = String(Math.floor(deps.clock.nowMs() / 1_000));
  const hmac = createHmac("sha256", SECRET).update(`v0:${timestamp}:${body}`).digest("hex");
  return { headers: { "x-slack-signature": `v0=${hmac}`, "x-slack-request-timestamp": timestamp }, body };
};
const door = () => ({ ...deps, secrets: async (name: string) => (name === "slack-signing" ? SECRET : undefined) });
const command = async (text: string, userId = ASKER) =>
  answerSlack(door(), signed({ api_app_id: "A0SKY", team_id: "T0GC", user_id: userId, text }), {
    read: readCommand,
    run: (caller, request) => runCommand(deps, caller, request.text),
    say: async (_, message) => message,
  });
async function press(action: object, userId = LEAD): Promise<string> {
  const said: string[] = [];
  const payload = JSON.stringify({
    type: "block_actions",
    api_app_id: "A0SKY",
    team: { id: "T0GC" },
    user: { id: userId },
    actions: [action],
  });
  const { statusCode } = await answerSlack(door(), signed({ payload }), {
    read: readInteraction,
    run: async (caller, { press: pressed }) => {
      if (pressed.kind === "intent") return [await pressIntent(deps, caller, pressed.pressed)];
      if (pressed.kind === "answer") return [await pickAnswer(deps, caller, pressed.picked)];
      return [];
    },
    say: async (_, message) => void said.push(JSON.stringify(message)),
  });
  return `${statusCode} ${said.join("\n")}`;
}

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

beforeEach(async () => {
  deps = memoryDeps(
    aConfig((raw) => ({
      ...raw,
      people: [
        { id: "asker@globalcart.example", slackUserId: ASKER, role: "approver" },
        { id: "lead@globalcart.example", slackUserId: LEAD, role: "approver" },
        { id: "looker@globalcart.example", slackUserId: LOOKER, role: "viewer" },
      ],
      alerts: {
        slack: { webhookSecret: "slack-webhook", signingSecret: "slack-signing", appId: "A0SKY", teamId: "T0GC" },
      },
    })),
  );
  deps.clock.advance(1_700_000_000_000);
});

describe("runtime/slack, connections", () => {
  it("what is asked for is understood, stored in the name of who asks, and nothing is built", async () => {
    await deps.topologies.saveSnapshot(aTopology([]));

    const { body } = await command("connect AWS Lambda <!channel> to Azure SQL orderdb");

    const [run] = deps.building.runs.values();
    expect(run).toMatchObject({
      askedBy: "asker@globalcart.example",
      intents: [{ request: { text: "AWS Lambda <!channel> to Azure SQL orderdb" } }],
    });
    expect(body).toContain(run?.id);
    expect(body).not.toContain('"mrkdwn"');
    expect(deps.published.map(({ type }) => type)).toContain("intent.submitted.v1");
    expect(deps.started).toEqual([]);
  });

  it.each([
    ["before the estate was looked at", "connect a to b", ASKER, "ERR_TOPOLOGY_MISSING"],
    ["by whom may only look", "connect a to b", LOOKER, "may not ask intent"],
    ["without words", "connect", ASKER, "connect takes what is to be connected"],
    ["nobody has asked for anything", "intents", LOOKER, "Nothing was asked for yet."],
  ])("says why nothing is planned: %s", async (_, text, userId, says) => {
    expect((await command(text, userId)).body).toContain(says);
    expect(deps.building.runs.size).toBe(0);
  });

  it("shows what waits with its buttons, bound to the plan, and to nobody's rights", async () => {
    await waiting();

    const { blocks } = JSON.parse((await command("intents", LOOKER)).body);

    const [approve, reject] = blocks.find(({ type }: { type: string }) => type === "actions").elements;
    expect([approve.action_id, approve.value]).toEqual(["approve", `${RUN_ID} ${HASH.slice(0, 12)}`]);
    expect([reject.action_id, approve.confirm.text.text]).toEqual(["reject", `${RUN_ID}, plan ${HASH.slice(0, 12)}`]);
  });

  it.each([
    ["by whom has asked for it", "approve", ASKER, HASH, "ERR_INTENT_OWN"],
    ["by whom may only look", "approve", LOOKER, HASH, "may not decide intent"],
    ["by a stranger", "reject", "U0EVE", HASH, "may not decide intent"],
    ["of another plan", "approve", LEAD, "f".repeat(64), "ERR_INTENT_PLAN_STALE"],
    ["of another plan", "reject", LEAD, "f".repeat(64), "ERR_INTENT_PLAN_STALE"],
    ["of what is not built", "undo", LEAD, HASH, "ERR_INTENT_STATE"],
  ])("refuses a press %s: %s", async (_, verb, userId, hash, says) => {
    await waiting();

    expect(await press(button(verb, hash), userId)).toContain(says);
    expect(statusOf()).toBe("awaiting-approval");
    expect(deps.started).toEqual([]);
  });

  it("takes a rejection, once", async () => {
    await waiting();

    expect(await press(button("reject"))).toContain("rejected, nothing was touched");
    expect(statusOf()).toBe("rejected");
    deps.clock.advance(1_000);
    expect(await press(button("reject"))).toContain("ERR_INTENT_STATE");
  });

  it("has what stands taken away, by its button", async () => {
    await waiting({ status: "fulfilled" });

    const { body } = await command("intents");
    expect(body).toContain('"action_id":"undo"');
    expect(await press(button("undo"))).toContain("is being taken away");
    expect(deps.started).toMatchObject([{ workflow: "provision", input: { runId: RUN_ID, mode: "undo" } }]);
  });

  it("asks with the choices there are, and asks again with the one that was picked", async () => {
    await deps.topologies.saveSnapshot(aTopology([]));
    const run = await stored({});
    const { blocks } = slackMessage(wordRun(run));
    const [select] = blocks.flatMap((block) =>
      "elements" in block ? (block.elements as { options: object[] }[]) : [],
    );
    expect(select?.options).toMatchObject([
      { text: { type: "plain_text", text: "<!channel> *a* in us-east-1" }, value: `${RUN_ID} source 0` },
      { value: `${RUN_ID} source 1` },
    ]);
    const picked = { action_id: "answer", selected_option: { value: `${RUN_ID} source 1` } };

    expect(await press(picked, LEAD)).toContain("only they can answer");
    expect(deps.building.runs.size).toBe(1);
    await press(picked, ASKER);

    expect(statusOf()).toBe("cancelled");
    const again = [...deps.building.runs.values()].find(({ id }) => id !== RUN_ID);
    expect(again?.intents[0]?.request).toMatchObject({ text: "connect a to b", answers: { source: "aws/a-2" } });
  });

  it.each([
    [{ action_id: "approve", value: `${RUN_ID} <!here>` }],
    [{ action_id: "undo", value: "ap-x-1 0123456789ab" }],
    [{ action_id: "answer", selected_option: { value: `${RUN_ID} nothing 1` } }],
  ])("takes no button that is not one of ours: %j", async (action) => {
    await waiting();

    expect(await press(action)).toMatch(/^400/);
    expect(statusOf()).toBe("awaiting-approval");
  });
});
