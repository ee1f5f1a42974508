import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  askApproval,
  choosePaths,
  drainPath,
  FailoverOrder,
  pickAnswer,
  pressButton,
  pressIntent,
  runCommand,
  storePlan,
} from "@skylane/engine";
import { describe, expect, it } from "vitest";
import { aConfig, healthOf } from "../../../../test/support/builders.ts";
import { type MemoryDeps, memoryDeps } from "../../../../test/support/memory-deps.ts";
import { runFailover } from "../../../../test/support/run-failover.ts";
import { answerSlack } from "./answer-slack.ts";
import { replyTo } from "./reply-to.ts";
import { readCommand, readInteraction } from "./slack-requests.ts";

const SECRET = "signing secret of a test";
const OPS = "U0OPS";
const LEAD = "U0LEAD";
const OTHER_LEAD = "U0OTHER";

async function ready(): Promise<MemoryDeps> {
  const config = aConfig((raw) => ({
    ...raw,
    people: [
      { id: "ops@globalcart.example", slackUserId: OPS, role: "operator" },
      { id: "lead@globalcart.example", slackUserId: LEAD, role: "approver" },
      { id: "other-lead@globalcart.example", slackUserId: OTHER_LEAD, role: "approver" },
    ],
    alerts: {
      slack: { webhookSecret: "slack-webhook", signingSecret: "slack-signing", appId: "A0SKY", teamId: "T0GC" },
    },
    failover: { approval: { maxFlowCount: 1 } },
  }));
  const deps = memoryDeps(config);
  const [group] = config.groups;
  const choice = group && choosePaths(group, config);
  if (choice) await storePlan(deps, choice);
  deps.clock.advance(1_700_000_000_000);
  const sampledAtMs = deps.clock.nowMs();
  deps.records.set("a", { ...healthOf("dx", "up"), sampledAtMs }).set("b", { ...healthOf("vpn", "up"), sampledAtMs });
  return deps;
}

/** The event API Gateway makes of a request that Slack has signed. */
function signed(deps: MemoryDeps, form: Record<string, string>, more: { secret?: string; inBase64?: boolean } = {}) {
  const body = new URLSearchParams(form).toString();
  const timestamp = String(Math.floor(deps.clock.nowMs() / 1_000));
  const hmac = createHmac("sha256", more.secret ?? SECRET)
    .update(`v0:${timestamp}:${body}`)
    .digest("hex");
  return {
    headers: { "x-slack-signature": `v0=${hmac}`, "X-Slack-Request-Timestamp": timestamp },
    body: more.inBase64 === false ? body : Buffer.from(body).toString("base64"),
    isBase64Encoded: more.inBase64 !== false,
  };
}
const command = (deps: MemoryDeps, text: string, userId = OPS, more: object = {}) =>
  signed(deps, { api_app_id: "A0SKY", team_id: "T0GC", user_id: userId, command: "/skylane", text }, more);
const press = (deps: MemoryDeps, actionId: string, value: string, userId = LEAD) =>
  signed(deps, {
    payload: JSON.stringify({
      type: "block_actions",
      api_app_id: "A0SKY",
      team: { id: "T0GC" },
      user: { id: userId },
      actions: [{ action_id: actionId, value }],
    }),
  });

const door = (deps: MemoryDeps) => ({
  ...deps,
  secrets: async (name: string) => (name === "slack-signing" ? SECRET : undefined),
});
const onCommand = (deps: MemoryDeps, event: unknown) =>
  answerSlack(door(deps), event, {
    read: readCommand,
    run: (caller, { text }) => runCommand(deps, caller, text),
    say: async (_, message) => message,
  });
/** What was said to the one who pressed. */
async function onPress(deps: MemoryDeps, event: unknown) {
  const said: string[] = [];
  const { statusCode } = await answerSlack(door(deps), event, {
    read: readInteraction,
    run: async (caller, { press }) => [
      press.kind === "move"
        ? await pressButton(deps, caller, press.pressed)
        : press.kind === "intent"
          ? await pressIntent(deps, caller, press.pressed)
          : await pickAnswer(deps, caller, press.picked),
    ],
    say: async (_, message) => void said.push(JSON.stringify(message)),
  });
  return { statusCode, said: said.join("\n") };
}

describe("runtime/slack/answer-slack", () => {
  it.each([true, false])("answers a signed command, its body in base64: %s", async (inBase64) => {
    const deps = await ready();

    const answer = await onCommand(deps, command(deps, "status", OPS, { inBase64 }));

    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain("test: nothing is wrong");
  });

  it.each([
    ["is not signed", (deps: MemoryDeps) => ({ ...command(deps, "kill on"), headers: {} })],
    ["is signed by somebody else", (deps: MemoryDeps) => command(deps, "kill on", OPS, { secret: "guessed" })],
    [
      "was changed on the way",
      (deps: MemoryDeps) => {
        const event = command(deps, "kill off", OPS, { inBase64: false });
        return { ...event, body: event.body.replace("off", "on") };
      },
    ],
    [
      "is of another app",
      (deps: MemoryDeps) => signed(deps, { api_app_id: "A0EVIL", team_id: "T0GC", user_id: OPS, text: "kill on" }),
    ],
    [
      "is of another workspace",
      (deps: MemoryDeps) => signed(deps, { api_app_id: "A0SKY", team_id: "T0EVIL", user_id: OPS, text: "kill on" }),
    ],
    ["is too long", (deps: MemoryDeps) => command(deps, `kill on ${"x".repeat(70_000)}`)],
  ])("refuses what %s, and nothing happens", async (_, event) => {
    const deps = await ready();

    const answer = await onCommand(deps, event(deps));

    expect([answer.statusCode, answer.body]).toEqual([401, expect.stringContaining("ERR_SIGNATURE_INVALID")]);
    expect(deps.killSwitchState.isStopped).toBe(false);
  });

  it("refuses everything where no signing secret is configured", async () => {
    const deps = memoryDeps(aConfig());

    expect((await onCommand(deps, command(deps, "status"))).statusCode).toBe(401);
  });

  it("a request that comes twice is done once", async () => {
    const deps = await ready();
    const event = command(deps, "kill on freeze");

    await onCommand(deps, event);
    deps.killSwitchState.isStopped = false;
    const again = await onCommand(deps, event);

    expect([again.statusCode, again.body]).toEqual([200, ""]);
    expect(deps.killSwitchState.isStopped).toBe(false);
  });

  it("an order is signed with the person, and a stranger's is refused and recorded", async () => {
    const deps = await ready();

    await onCommand(deps, command(deps, "kill on change freeze"));
    const refused = await onCommand(deps, command(deps, "drain dx", "U0EVE"));

    expect(deps.published).toMatchObject([
      { type: "failover.kill-switch-set.v1", data: { by: "ops@globalcart.example", reason: "change freeze" } },
      {
        type: "access.refused.v1",
        data: { who: "U0EVE", via: "slack", action: "drain-path", about: "/skylane drain dx" },
      },
    ]);
    expect(refused.body).toContain("U0EVE may not drain path");
    expect(deps.started).toEqual([]);
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
    const deps = await ready();

    const { body } = await onCommand(deps, command(deps, text));

    expect(body).toContain(says);
    // whatever was written, it comes back as plain text
    expect(body).not.toContain('"mrkdwn"');
    expect(JSON.parse(body).text).not.toMatch(/[<>]/);
  });

  it("a large drain waits, and its button works for an approver who has not ordered it by another way in", async () => {
    const deps = await ready();
    // by the API: the same person has another name there
    await drainPath(deps, "dx", { forMs: 1, by: "x", reason: "fibre work" }, "lead@globalcart.example");
    await runFailover(deps, FailoverOrder.parse(deps.started[0]?.input));
    const refused = deps.published.findLast(({ type }) => type === "failover.refused.v1");
    await askApproval(deps, refused?.data as Parameters<typeof askApproval>[1]);

    const list = JSON.parse((await onCommand(deps, command(deps, "approvals"))).body);
    const [approve, reject] = list.blocks.find(({ type }: { type: string }) => type === "actions").elements;
    expect([approve.action_id, reject.action_id]).toEqual(["approve", "reject"]);

    expect((await onPress(deps, press(deps, "approve", approve.value, OPS))).said).toContain("may not decide approval");
    expect((await onPress(deps, press(deps, "approve", "ap-none-1 0123456789ab"))).said).toContain(
      "ERR_APPROVAL_MISSING",
    );
    expect((await onPress(deps, press(deps, "approve", approve.value, LEAD))).said).toContain("ERR_APPROVAL_OWN");
    const { statusCode, said } = await onPress(deps, press(deps, "approve", approve.value, OTHER_LEAD));
    expect([statusCode, said]).toEqual([200, expect.stringContaining("approved, the move to vpn has begun")]);
    expect(deps.started).toHaveLength(2);
  });

  it("takes no button that is not one of ours", async () => {
    const deps = await ready();

    const { statusCode } = await onPress(deps, press(deps, "approve", "ap-x-1 <!here>"));

    expect(statusCode).toBe(400);
  });

  it("answers a press at Slack's addresses only, and outlives one that is away", async () => {
    const said: unknown[] = [];
    const warned: string[] = [];
    const log = { ...memoryDeps(aConfig()).log, warn: (message: string) => void warned.push(message) };
    const server = createServer((request, response) => {
      request.on("data", (chunk) => said.push(JSON.parse(String(chunk)))).on("end", () => response.end());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const slackUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

    await replyTo(`${slackUrl}hook`, { text: "done" }, { slackUrl, log });
    await replyTo("http://169.254.169.254/latest/meta-data", { text: "done" }, { slackUrl, log });
    await new Promise((resolve) => server.close(resolve));
    await replyTo(`${slackUrl}hook`, { text: "done" }, { slackUrl, log });

    expect(said).toEqual([{ response_type: "ephemeral", replace_original: false, text: "done" }]);
    expect(warned).toEqual(["reply refused: the address is not Slack's", "reply failed"]);
  });
});
