import { askApproval, choosePaths, drainPath, FailoverOrder, storePlan } from "@skylane/engine";
import { afterAll, describe, expect, it } from "vitest";
import { aConfig, healthOf } from "../../../../test/support/builders.ts";
import { memoryDeps } from "../../../../test/support/memory-deps.ts";
import { runFailover } from "../../../../test/support/run-failover.ts";
import { SLACK_SETTINGS, slackForFile, slackWorld } from "../../../../test/support/slack-world.ts";
import { replyTo } from "./reply-to.ts";

const [OPS, LEAD, OTHER_LEAD] = ["U0OPS", "U0LEAD", "U0OTHER"] as const;

const ofFile = await slackForFile();
const { slack } = ofFile;
afterAll(() => slack.close());

async function ready(settings: object = SLACK_SETTINGS) {
  const config = aConfig((raw) => ({
    ...raw,
    people: [
      { id: "ops@globalcart.example", slackUserId: OPS, role: "operator" },
      { id: "lead@globalcart.example", slackUserId: LEAD, role: "approver" },
      { id: "other-lead@globalcart.example", slackUserId: OTHER_LEAD, role: "approver" },
    ],
    alerts: { slack: settings },
    failover: { approval: { maxFlowCount: 1 } },
  }));
  const world = slackWorld(ofFile, config);
  const { deps } = world;
  const [group] = config.groups;
  const choice = group && choosePaths(group, config);
  if (choice) await storePlan(deps, choice);
  const sampledAtMs = deps.clock.nowMs();
  deps.records.set("a", { ...healthOf("dx", "up"), sampledAtMs }).set("b", { ...healthOf("vpn", "up"), sampledAtMs });
  return world;
}

describe("runtime/slack/answer-slack", () => {
  it.each([true, false])("takes a signed command and answers it, its body in base64: %s", async (inBase64) => {
    const { ask } = await ready();
    const request = slack.slash(OPS, "status");
    const body = inBase64 ? Buffer.from(request.body).toString("base64") : request.body;

    const { statusCode, said } = await ask("command", {
      ...request,
      body,
      isBase64Encoded: inBase64,
    } as typeof request);

    expect(statusCode).toBe(200);
    expect(said).toContain("test: nothing is wrong");
  });

  it("acknowledges although the work never ends", async () => {
    const { send, deps, deliver } = await ready();
    let isAsked = false;
    Object.assign(deps.health, {
      list: () => {
        isAsked = true;
        return new Promise(() => undefined);
      },
    });

    expect(await send("command", slack.slash(OPS, "status"))).toEqual({ statusCode: 200, body: undefined });
    expect(isAsked).toBe(false);
    // and what never ends is the work
    void deliver(0);
    await new Promise(setImmediate);
    expect(isAsked).toBe(true);
  });

  it.each([
    ["is not signed", () => ({ ...slack.slash(OPS, "kill on"), headers: {} })],
    ["is signed by somebody else", () => slack.slash(OPS, "kill on", { secret: "guessed" })],
    ["is older than five minutes", (nowMs: number) => slack.slash(OPS, "kill on", { atMs: nowMs - 302_000 })],
    ["is of a time to come", (nowMs: number) => slack.slash(OPS, "kill on", { atMs: nowMs + 302_000 })],
    [
      "was changed on the way",
      () => {
        const { headers, body } = slack.slash(OPS, "kill off");
        return { headers, body: body.replace("off", "on") };
      },
    ],
    ["is of another app", () => slack.slash(OPS, "kill on", { more: { api_app_id: "A0EVIL" } })],
    ["is of another workspace", () => slack.slash(OPS, "kill on", { more: { team_id: "T0EVIL" } })],
    ["is too long", () => slack.slash(OPS, `kill on ${"x".repeat(70_000)}`)],
  ])("refuses what %s, and nothing is put away", async (_, request) => {
    const { send, deps, orders } = await ready();

    const answer = await send("command", request(deps.clock.nowMs()));

    expect([answer.statusCode, answer.body.error.code]).toEqual([401, "ERR_SIGNATURE_INVALID"]);
    expect(orders()).toEqual([]);
    expect(deps.chatOrderById.size).toBe(0);
  });

  it("refuses everything where no signing secret is configured", async () => {
    const { send } = await ready({ webhookSecret: "slack-webhook" });

    expect((await send("command", slack.slash(OPS, "status"))).statusCode).toBe(401);
  });

  it("a request that comes twice is done once", async () => {
    const { ask, deps, orders } = await ready();
    const request = slack.slash(OPS, "kill on freeze");

    await ask("command", request);
    deps.killSwitchState.isStopped = false;
    const again = await ask("command", request);

    expect([again.statusCode, again.body]).toEqual([200, undefined]);
    expect(orders()).toHaveLength(1);
    expect(deps.killSwitchState.isStopped).toBe(false);
  });

  it("an order is signed with the person, and a stranger's is refused and recorded", async () => {
    const { ask, deps } = await ready();

    await ask("command", slack.slash(OPS, "kill on change freeze"));
    const refused = await ask("command", slack.slash("U0EVE", "drain dx"));

    expect(deps.published.filter(({ type }) => type !== "chat.order-received.v1")).toMatchObject([
      { type: "failover.kill-switch-set.v1", data: { by: "ops@globalcart.example", reason: "change freeze" } },
      {
        type: "access.refused.v1",
        data: { who: "U0EVE", via: "slack", action: "drain-path", about: "/skylane drain dx" },
      },
    ]);
    expect(refused.said).toContain("U0EVE may not drain path");
    expect(deps.started).toEqual([]);
  });

  it("what an order says stays out of events, and its address goes once it was answered", async () => {
    const { ask, deps } = await ready();

    await ask("command", slack.slash(OPS, "hold dx because of the secret project"));

    expect(JSON.stringify(deps.published.filter(({ type }) => type === "chat.order-received.v1"))).not.toMatch(
      /secret project|http/,
    );
    expect([...deps.chatOrderById.values()]).toEqual([
      expect.not.objectContaining({ replyUrl: expect.anything(), message: expect.anything() }),
    ]);
  });

  it.each([
    ["hold dx", "dx is kept to for two hours."],
    ["release dx over", "dx is left to Skylane again."],
    ["drain dx fibre work", "Drain of dx started: fo-g-"],
    ["drain vpn", "No traffic is on vpn."],
    ["drain nope", "path nope is not declared"],
    ["kill maybe", "kill takes on or off"],
    ["approvals", "No move waits for an approver."],
    ["<!channel> *now*", 'there is no command \\"<!channel>\\"'],
    ["", "What /skylane understands"],
  ])("/skylane %s", async (text, says) => {
    const { ask } = await ready();

    const { said, body, messages } = await ask("command", slack.slash(OPS, text));

    expect(said).toContain(says);
    // whatever was written, it comes back as plain text
    expect(said).not.toContain('"mrkdwn"');
    for (const message of [body, ...messages]) expect(message?.text ?? "").not.toMatch(/[<>]/);
    expect(slack.problems).toEqual([]);
  });

  it("a large drain waits, and its button works for an approver who has not ordered it by another way in", async () => {
    const { ask, deps } = await ready();
    // by the API: the same person has another name there
    await drainPath(deps, "dx", { forMs: 1, by: "x", reason: "fibre work" }, "lead@globalcart.example");
    await runFailover(deps, FailoverOrder.parse(deps.started[0]?.input));
    const refused = deps.published.findLast(({ type }) => type === "failover.refused.v1");
    await askApproval(deps, refused?.data as Parameters<typeof askApproval>[1]);

    const { messages } = await ask("command", slack.slash(OPS, "approvals"));
    const blocks = messages[0]?.blocks as { type: string; elements: { action_id: string; value: string }[] }[];
    const [approve, reject] = blocks.find(({ type }) => type === "actions")?.elements ?? [];
    expect([approve?.action_id, reject?.action_id]).toEqual(["approve", "reject"]);
    const press = async (userId: string, value = approve?.value) =>
      (await ask("interaction", slack.press(userId, { action_id: "approve", value }))).said;

    expect(await press(OPS)).toContain("may not decide approval");
    expect(await press(LEAD, "ap-none-1 0123456789ab")).toContain("ERR_APPROVAL_MISSING");
    expect(await press(LEAD)).toContain("ERR_APPROVAL_OWN");
    expect(await press(OTHER_LEAD)).toContain("approved, the move to vpn has begun");
    expect(deps.started).toHaveLength(2);
  });

  it("takes no button that is not one of ours", async () => {
    const { ask, orders } = await ready();

    const { statusCode } = await ask(
      "interaction",
      slack.press(LEAD, { action_id: "approve", value: "ap-x-1 <!here>" }),
    );

    expect(statusCode).toBe(400);
    expect(orders()).toEqual([]);
  });

  it("answers at Slack's addresses only, and says what became of it", async () => {
    const { log } = memoryDeps(aConfig());
    const warned: string[] = [];
    const means = {
      slackUrl: slack.apiUrl,
      log: { ...log, warn: (message: string) => void warned.push(message) },
    };

    expect(await replyTo("http://169.254.169.254/latest/meta-data", { text: "done" }, means)).toBe("refused");
    expect(await replyTo(`${slack.apiUrl}answers/none`, { text: "done" }, means)).toBe("refused");
    slack.setAway(true);
    expect(await replyTo(`${slack.apiUrl}answers/none`, { text: "done" }, means)).toBe("no-answer");
    slack.setAway(false);
    expect(warned).toEqual(["reply refused: the address is not Slack's", "reply not taken", "reply not taken"]);
  });
});
