import type { Alert } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { memoryDeps } from "../../../../test/support/memory-deps.ts";
import { type AlertingEvent, raiseAlert, wordAlert } from "./index.ts";

const about = { incidentId: "fo-g-1", groupId: "g", fromPathId: "dx", toPathId: "vpn" };
const proof = { sentCount: 9, answeredCount: 9, pathPacketCount: 36, flowIds: [] };
const event = (type: string, data: object): AlertingEvent =>
  ({
    type,
    id: `id-of-${type}`,
    time: "2026-11-20T22:00:00.000Z",
    data: { ...about, ...data },
  }) as unknown as AlertingEvent;
const refused = event("failover.refused.v1", {
  rule: "both-paths-bad",
  reason: "dx is down, vpn is down",
  isPage: true,
});

describe("engine/alerts", () => {
  it.each([
    [
      "a move",
      event("failover.completed.v1", { how: "moved", proof, elapsedMs: 3_100 }),
      { urgency: "notice", action: "trigger", title: "g: traffic moved from dx to vpn" },
    ],
    [
      "a repair by routing",
      event("failover.completed.v1", { how: "repaired-by-routing", proof, elapsedMs: 900 }),
      { urgency: "notice", title: "g: routing moved traffic from dx by itself" },
    ],
    ["a refusal that needs a person", refused, { urgency: "page" }],
    [
      "a refusal that does not",
      event("failover.refused.v1", { rule: "automation-level", reason: "", isPage: false }),
      { urgency: "notice" },
    ],
    [
      "an undone move",
      event("failover.rolled-back.v1", { reason: "", isRestored: true }),
      { urgency: "page", title: "g: move to vpn undone" },
    ],
    [
      "one that could not be undone",
      event("failover.rolled-back.v1", { reason: "", isRestored: false }),
      { urgency: "page", title: "g: move to vpn failed and could not be undone" },
    ],
    [
      "an override that the watchdog ended",
      event("failover.override-ended.v1", { why: "lease-ran-out", outcome: "restored", awayCount: 2, reason: "" }),
      { urgency: "page", title: "g: the watchdog ended the override, routes are as before the move" },
    ],
    [
      "one that held nothing any more",
      event("failover.override-ended.v1", { why: "lease-ran-out", outcome: "restored", awayCount: 0, reason: "" }),
      { urgency: "notice" },
    ],
    [
      "one whose routes somebody else has changed",
      event("failover.override-ended.v1", { why: "target-down", outcome: "conflict", awayCount: 0, reason: "r" }),
      {
        urgency: "page",
        title: "g: the override must end, but somebody else has changed its routes",
        lines: [expect.stringContaining("is down"), "r", "nothing was touched: look at them now"],
      },
    ],
    [
      "one that cannot be put back",
      event("failover.override-ended.v1", { why: "target-down", outcome: "failing", awayCount: 1, reason: "r" }),
      { urgency: "page", title: "g: the watchdog cannot put the routes back" },
    ],
    [
      "the way back",
      event("failover.failed-back.v1", { proof, isOutageOver: true }),
      { action: "resolve", title: "g: traffic is on dx again" },
    ],
    [
      "the way back while others of the same outage are still away",
      event("failover.failed-back.v1", { proof, isOutageOver: false }),
      { action: "trigger", title: "g: traffic is on dx again" },
    ],
  ])("words %s", (_, one, expected) => {
    expect(wordAlert(one)).toMatchObject({ ...expected, dedupKey: "skylane:fo-g-1" });
  });

  it("gathers the alerts of one outage under the incident that began it", () => {
    const part = event("failover.refused.v1", { rule: "no-room", reason: "", isPage: true, partOf: "fo-x-7" });

    expect(wordAlert(part)).toMatchObject({ dedupKey: "skylane:fo-x-7", incidentId: "fo-g-1" });
  });

  it.each([
    ["avoid", 1_796_000_000_000, { action: "trigger", title: "g: dx is to be avoided" }, "until 2026-11-30 00:53 UTC"],
    ["auto", undefined, { action: "resolve", title: "g: dx is left to Skylane again" }, undefined],
  ] as const)("words a person's order to %s", (to, untilMs, expected, until) => {
    const data = { pathId: "dx", groupId: "g", to, by: "ops", reason: "fibre work", ...(untilMs && { untilMs }) };
    const { lines, ...alert } = wordAlert({ ...event("failover.override-set.v1", {}), data } as never) ?? { lines: [] };

    expect(alert).toMatchObject({ ...expected, urgency: "notice", dedupKey: "skylane:path:dx", groupId: "g" });
    expect(lines).toEqual(["ops: fibre work", ...(until ? [until] : [])]);
  });

  it.each([
    [
      "failover.approval-asked.v1",
      {
        ...about,
        approvalId: "ap-g-1-0",
        planHash: "0123456789abcdef",
        askedBy: "ops",
        reason: "300 flows",
        radius: { groupCount: 1, flowCount: 300, criticalFlowCount: 4, neededMbps: 10.4, monthlyGb: 1 },
        expiresAtMs: 900_000,
      },
      { urgency: "page", dedupKey: "skylane:fo-g-1", approval: { id: "ap-g-1-0", planHash: "0123456789abcdef" } },
      "plan 0123456789ab; until 00:15 UTC, then it counts as rejected",
    ],
    [
      "failover.approval-decided.v1",
      { ...about, approvalId: "ap-g-1-0", outcome: "rejected", by: "lead", reason: "not now" },
      { urgency: "notice", title: "g: the move from dx to vpn is rejected, nothing was touched" },
      "lead: not now",
    ],
    [
      "failover.kill-switch-set.v1",
      { isStopped: false, by: "ops", reason: "over" },
      { action: "resolve", dedupKey: "skylane:kill-switch" },
      "ops: over",
    ],
    [
      "access.refused.v1",
      { who: "eve", via: "slack", action: "drain-path", needs: "operator", about: "/skylane drain dx" },
      { urgency: "notice", title: "eve tried to drain path and was refused", dedupKey: "skylane:refused:eve" },
      "it takes the role operator, and they are not among the people of skylane.yaml",
    ],
  ])("words %s", (type, data, expected, line) => {
    const alert = wordAlert({ type, id: "1", time: "2026-11-20T22:00:00.000Z", data } as never);

    expect(alert).toMatchObject(expected);
    expect(alert?.lines).toContain(line);
  });

  it("words a recommendation: what it would cost instead, what to close, that nothing was changed", () => {
    const advice = event("paths.recommendation-made.v1", {
      estate: "globalcart",
      planHash: "0123456789abcdef",
      objective: "balanced",
      isAtLeast: true,
      monthlyUsd: 19_505.89,
      todayMonthlyUsd: 22_436.97,
      movedFlowCount: 79,
      links: [
        { connectionId: "dx-use1-1", action: "close" },
        { connectionId: "vpn-9", action: "open" },
      ],
      unsurvivedCount: 0,
    });

    expect(wordAlert(advice)).toMatchObject({
      urgency: "notice",
      title: "globalcart: other paths for 79 flows would cost at least $19,506 a month instead of $22,437",
      lines: ["close: dx-use1-1", "open: vpn-9", expect.any(String), expect.stringContaining("nothing was changed")],
    });
  });

  it("words a drift: how much changed, what first, whom it touches", () => {
    const drift = event("topology.drift-found.v1", {
      estate: "small",
      snapshotKey: "s2",
      previousKey: "s1",
      totalCount: 7,
      drifts: [
        {
          kind: "changed",
          what: "route",
          subject: "aws/tgw-1 t1 10.9.0.0/16",
          changes: [{ field: "next", before: "link aws/vpn-1", after: "" }],
          flowIds: ["a", "b"],
        },
        { kind: "added", what: "network", subject: "aws/vpc-3", changes: [], flowIds: ["a"] },
      ],
    });

    expect(wordAlert(drift)).toMatchObject({
      urgency: "notice",
      title: "small: 7 changes of the network, 2 flows touched",
      lines: ["route changed: aws/tgw-1 t1 10.9.0.0/16 (next: link aws/vpn-1 → nothing)", "network added: aws/vpc-3"],
    });
  });

  it("pages when another Region takes over, and says nothing of the first one to act", () => {
    const took = (more: object) =>
      ({
        ...event("regions.region-taken.v1", {}),
        data: { regionId: "us-west-2", epoch: 2, ...more },
      }) as unknown as AlertingEvent;

    expect(wordAlert(took({ fromRegionId: "us-east-1" }))).toMatchObject({
      urgency: "page",
      dedupKey: "skylane:region:2",
      title: "Skylane acts from us-west-2 now: us-east-1 does not stir",
    });
    expect(wordAlert(took({}))).toBeUndefined();
  });

  it("says nothing of a move that has only begun", () => {
    expect(wordAlert(event("failover.started.v1", { planHash: "" }))).toBeUndefined();
  });

  it("sends once, whatever comes twice, and keeps what became of it", async () => {
    const sent: Alert[] = [];
    const deps = {
      ...memoryDeps(aConfig()),
      channels: [
        {
          name: "test",
          send: async (alert: Alert) => ({
            outcome: sent.push(alert) > 0 ? ("delivered" as const) : ("failed" as const),
          }),
        },
      ],
    };

    await raiseAlert(deps, refused);
    await raiseAlert(deps, refused);

    expect(sent).toHaveLength(1);
    expect([...deps.alerts.values()]).toMatchObject([{ deliveries: [{ channel: "test", outcome: "delivered" }] }]);
  });

  it("sends again what was kept and never sent, as after a crash", async () => {
    const sent: Alert[] = [];
    const deps = {
      ...memoryDeps(aConfig()),
      channels: [
        {
          name: "test",
          send: async (alert: Alert) => ({
            outcome: sent.push(alert) > 0 ? ("delivered" as const) : ("failed" as const),
          }),
        },
      ],
    };
    await deps.outbox.add({ alert: wordAlert(refused) as Alert, deliveries: [] });

    await raiseAlert(deps, refused);

    expect(sent).toHaveLength(1);
  });
});
