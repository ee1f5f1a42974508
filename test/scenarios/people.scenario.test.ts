import { createHmac } from "node:crypto";
import { ApprovalList, KillSwitchView } from "@skylane/core";
import { beforeAll, describe, expect, it } from "vitest";
import { runningSkylane } from "../support/running-skylane.ts";

const GROUP = "use1-dc1";
const SIGNING_SECRET = "a secret of this test";
const [ONCALL, LEAD, AUDITOR] = ["oncall", "network-lead", "auditor"].map((one) => `${one}@globalcart.example`);
const { instance, get, overview, reaches, eventsOf, until, ...skylane } = runningSkylane({
  seed: 23,
  env: { SKYLANE_SECRET_SLACK_SIGNING: SIGNING_SECRET },
  configure(shipped) {
    const withSlack = shipped
      .replace("  slack:\n", "  slack:\n    signingSecret: slack-signing\n    appId: A0SKY\n    teamId: T0GC\n")
      .replace(`  - id: ${ONCALL}\n`, `  - id: ${ONCALL}\n    slackUserId: U0ONCALL\n`);
    // the group has 44 flows
    return `${withSlack}failover:\n  approval:\n    maxFlowCount: 40\n`;
  },
});
const send = (who: string | undefined, method: string, path: string, body: unknown) =>
  skylane.send(method, path, body, who === undefined ? {} : { "x-skylane-as": who });
/** `/skylane …` as Slack sends it. */
const slack = (text: string, userId: string, secret = SIGNING_SECRET) => {
  const form = { api_app_id: "A0SKY", team_id: "T0GC", user_id: userId, command: "/skylane", text };
  const body = new URLSearchParams(form).toString();
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const hmac = createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex");
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "x-slack-request-timestamp": timestamp,
    "x-slack-signature": `v0=${hmac}`,
  };
  return () => fetch(`${instance().info.url}/v1/slack/commands`, { method: "POST", headers, body });
};
const approvals = async () => ApprovalList.parse(await get("/v1/approvals")).approvals;

beforeAll(
  () =>
    until(async () => {
      const { paths } = await overview();
      expect(paths.filter(({ groupId, state }) => groupId === GROUP && state === "up").length).toBeGreaterThan(1);
    }),
  150_000,
);

describe("people in the loop", () => {
  it("an override by an unauthorised person is refused and recorded", async () => {
    const [path] = (await overview()).paths.filter(({ groupId }) => groupId === GROUP);
    const override = (who: string | undefined) =>
      send(who, "PUT", `/v1/paths/${path?.id}/override`, { to: "avoid", reason: "because" });

    expect(await override(AUDITOR)).toMatchObject({ status: 403, body: { error: { code: "ERR_NOT_ALLOWED" } } });
    expect(await override("eve@elsewhere.example")).toMatchObject({ status: 403 });
    expect(await override("not a name")).toMatchObject({ status: 403 });

    expect(await get("/v1/overrides")).toMatchObject({ paths: [] });
    await until(async () =>
      expect((await eventsOf("access.refused.v1")).map(({ event }) => event.subject).sort()).toEqual([
        AUDITOR,
        "eve@elsewhere.example",
        "nobody",
      ]),
    );
    expect(JSON.stringify(await eventsOf("access.refused.v1"))).toContain(`/v1/paths/${path?.id}/override`);
  });

  it("an order from Slack counts if Slack signed it, once, and for who may", async () => {
    const isStopped = async () => KillSwitchView.parse(await get("/v1/kill-switch")).isStopped;
    const order = slack("kill on change freeze", "U0ONCALL");

    expect((await slack("kill on", "U0ONCALL", "guessed")()).status).toBe(401);
    expect((await slack("kill on", "U0EVE")()).status).toBe(200);
    await until(async () => expect(JSON.stringify(await eventsOf("access.refused.v1"))).toContain("U0EVE"));
    expect(await isStopped()).toBe(false);

    await order();
    await until(async () =>
      expect(await get("/v1/kill-switch")).toMatchObject({ isStopped: true, by: ONCALL, reason: "change freeze" }),
    );
    await slack("kill off over", "U0ONCALL")();
    await until(async () => expect(await isStopped()).toBe(false));
    expect((await order()).status).toBe(200);
    // of the one that came twice no order was made
    await until(async () => expect(await eventsOf("chat.order-received.v1")).toHaveLength(3));
    expect(await isStopped()).toBe(false);
  });

  it("a large move waits for a second person, and is then made and proven", async () => {
    const ordered = await send(ONCALL, "POST", "/v1/failovers", { groupId: GROUP });
    expect(ordered.status).toBe(202);
    await reaches(ordered.body.incidentId, "refused");
    await until(async () => expect(await approvals()).toMatchObject([{ status: "pending", askedBy: ONCALL }]));
    const [asked] = await approvals();
    const approve = (who: string | undefined) =>
      send(who, "POST", `/v1/approvals/${asked?.id}/approve`, { planHash: asked?.planHash, reason: "seen" });

    expect((await approve(ONCALL)).status).toBe(403);
    await send(ONCALL, "PUT", "/v1/kill-switch", { isStopped: true, reason: "freeze" });
    expect(KillSwitchView.parse(await get("/v1/kill-switch"))).toEqual({
      isStopped: true,
      by: ONCALL,
      reason: "freeze",
    });
    expect(await approve(LEAD)).toMatchObject({ status: 403, body: { error: { code: "ERR_ACTUATION_STOPPED" } } });
    await send(ONCALL, "PUT", "/v1/kill-switch", { isStopped: false, reason: "over" });

    const approved = await approve(LEAD);
    expect(approved).toMatchObject({ status: 202, body: { status: "approved", decidedBy: LEAD } });
    await reaches(approved.body.moveIncidentId, "moved");
    expect(await approve(LEAD)).toMatchObject({ status: 202, body: approved.body });

    expect(await send(LEAD, "POST", `/v1/incidents/${approved.body.moveIncidentId}/fail-back`, {})).toMatchObject({
      status: 202,
    });
    await reaches(approved.body.moveIncidentId, "failed-back");
  });

  it("a failure of a large group pages and waits, and is moved when an approver agrees", async () => {
    const { paths } = await overview();
    const primary = paths.find(({ groupId, role }) => groupId === GROUP && role === "primary");
    const fault = await send(undefined, "POST", "/lab/faults", {
      kind: "blackhole",
      target: { connectionId: primary?.connectionId },
    });
    expect(fault.status).toBeLessThan(300);
    await until(async () =>
      expect((await approvals()).filter(({ status }) => status === "pending")).toMatchObject([
        { groupId: GROUP, fromPathId: primary?.id },
      ]),
    );
    const asked = (await approvals()).find(({ status }) => status === "pending");
    expect(asked?.askedBy).toBeUndefined();

    const approved = await send(LEAD, "POST", `/v1/approvals/${asked?.id}/approve`, { planHash: asked?.planHash });

    expect(approved.status).toBe(202);
    await reaches(approved.body.moveIncidentId, "moved");
  });
});
