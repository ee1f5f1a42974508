import { AnyEvent, type EventType, eventTypes, rules } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { cloudWatchAlarm, healthEvent, tunnelStatus } from "../../packages/clouds/src/aws/alarms/fixture.ts";
import { compilePattern, matchesPattern } from "../../packages/local/src/patterns/index.ts";
import { anEnvelope, eventSamples } from "../support/event-samples.ts";
import { stacks } from "./harness/stages.ts";

/** An API call as CloudTrail hands it to EventBridge. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html (read 2026-11) */
const apiCall = (source: string, eventName: string, more: object = {}) => ({
  version: "0",
  id: "36eb8523-97d0-4518-b33d-ee3579ff19f0",
  "detail-type": "AWS API Call via CloudTrail",
  source,
  account: "111122223333",
  time: "2026-11-21T14:00:00Z",
  region: "us-east-1",
  resources: [],
  detail: { eventVersion: "1.08", eventTime: "2026-11-21T13:59:58Z", awsRegion: "us-east-1", eventName, ...more },
});
const replayed = (type: EventType) => anEnvelope(type, { envelope: { "replay-name": "after-the-outage" } });
const heldForApproval = { data: { rule: "approval-needed" } };

/** For each rule events it is there for, and what is nearly one of them. */
const samples: Readonly<Record<string, { readonly takes: readonly object[]; readonly leaves: readonly object[] }>> = {
  "consider-failover": {
    takes: [anEnvelope("health.path-state-changed.v1"), anEnvelope("alarm.raised.v1")],
    leaves: [replayed("health.path-state-changed.v1"), anEnvelope("health.snapshot-taken.v1")],
  },
  "consider-failback": {
    takes: [anEnvelope("health.path-state-changed.v1"), anEnvelope("failover.completed.v1")],
    leaves: [replayed("failover.completed.v1"), anEnvelope("failover.started.v1")],
  },
  "record-snapshot": {
    takes: [anEnvelope("health.snapshot-taken.v1")],
    leaves: [anEnvelope("health.path-state-changed.v1")],
  },
  "learn-performance": {
    takes: [anEnvelope("health.snapshot-taken.v1")],
    leaves: [replayed("health.snapshot-taken.v1")],
  },
  "relay-alarm": {
    takes: [cloudWatchAlarm({ datapoints: [0] }), tunnelStatus("VPN-CONNECTION-IPSEC-DOWN"), healthEvent()],
    leaves: [
      { ...cloudWatchAlarm({}), source: "customer.monitoring" },
      { ...healthEvent(), "replay-name": "yesterday" },
      anEnvelope("alarm.raised.v1"),
    ],
  },
  "record-alarm": { takes: [anEnvelope("alarm.raised.v1")], leaves: [replayed("alarm.raised.v1")] },
  "watch-degradation": {
    takes: [anEnvelope("health.snapshot-taken.v1")],
    leaves: [replayed("health.snapshot-taken.v1")],
  },
  "join-look": {
    takes: [anEnvelope("topology.cloud-looked-at.v1")],
    leaves: [replayed("topology.cloud-looked-at.v1"), anEnvelope("topology.snapshot-completed.v1")],
  },
  "answer-order": {
    takes: [anEnvelope("chat.order-received.v1")],
    leaves: [replayed("chat.order-received.v1"), anEnvelope("intent.submitted.v1")],
  },
  "watch-capacity": {
    takes: [anEnvelope("topology.snapshot-completed.v1")],
    leaves: [anEnvelope("topology.drift-found.v1")],
  },
  "look-after-connections": {
    takes: [anEnvelope("intent.fulfilled.v1"), anEnvelope("intent.rolled-back.v1"), anEnvelope("intent.undone.v1")],
    leaves: [replayed("intent.fulfilled.v1"), anEnvelope("intent.approved.v1"), anEnvelope("intent.documented.v1")],
  },
  "publish-documents": {
    takes: [anEnvelope("intent.documented.v1")],
    leaves: [replayed("intent.documented.v1"), anEnvelope("intent.fulfilled.v1")],
  },
  "store-plan": { takes: [anEnvelope("paths.plan-updated.v1")], leaves: [replayed("paths.plan-updated.v1")] },
  "raise-alert": {
    takes: [anEnvelope("failover.refused.v1"), anEnvelope("regions.region-taken.v1")],
    leaves: [replayed("failover.refused.v1"), anEnvelope("health.snapshot-taken.v1")],
  },
  "ask-approval": {
    takes: [anEnvelope("failover.refused.v1", heldForApproval)],
    leaves: [
      anEnvelope("failover.refused.v1"),
      anEnvelope("failover.refused.v1", { ...heldForApproval, envelope: { "replay-name": "x" } }),
    ],
  },
  "tell-record": {
    takes: [anEnvelope("failover.failed-back.v1"), anEnvelope("failover.rolled-back.v1")],
    leaves: [anEnvelope("failover.completed.v1")],
  },
  "export-trace": {
    takes: [anEnvelope("failover.completed.v1"), anEnvelope("failover.refused.v1")],
    leaves: [replayed("failover.completed.v1"), anEnvelope("failover.started.v1")],
  },
  "record-override-end": {
    takes: [anEnvelope("failover.override-ended.v1")],
    leaves: [anEnvelope("failover.override-set.v1")],
  },
  "resume-in-region": {
    takes: [anEnvelope("regions.region-taken.v1")],
    leaves: [replayed("regions.region-taken.v1")],
  },
  "resume-runs": {
    takes: [anEnvelope("regions.region-taken.v1")],
    leaves: [replayed("regions.region-taken.v1")],
  },
  "refresh-choices": {
    takes: [anEnvelope("topology.snapshot-completed.v1")],
    leaves: [anEnvelope("topology.drift-found.v1")],
  },
  "optimise-paths": {
    takes: [anEnvelope("topology.snapshot-completed.v1"), anEnvelope("topology.drift-found.v1")],
    leaves: [replayed("topology.drift-found.v1")],
  },
  "discover-on-change": {
    takes: [
      apiCall("aws.ec2", "ReplaceTransitGatewayRoute"),
      apiCall("aws.directconnect", "CreatePrivateVirtualInterface"),
      apiCall("aws.networkmanager", "AssociateConnectPeer"),
    ],
    leaves: [
      apiCall("aws.ec2", "DescribeVpnConnections"),
      apiCall("aws.ec2", "DeleteRoute", { errorCode: "Client.UnauthorizedOperation" }),
      apiCall("aws.s3", "CreateBucket"),
    ],
  },
  "record-event": {
    takes: [anEnvelope("failover.started.v1"), replayed("failover.started.v1")],
    leaves: [cloudWatchAlarm({}), apiCall("aws.ec2", "CreateVpc")],
  },
};

describe("samples of events", () => {
  it.each(eventTypes)("%s fits its schema", (type) => {
    expect(AnyEvent.safeParse(anEnvelope(type).detail).error).toBeUndefined();
  });

  it("there is one of each event, and some for each rule", () => {
    expect(Object.keys(eventSamples).sort()).toEqual([...eventTypes].sort());
    expect(Object.keys(samples).sort()).toEqual(rules.map(({ name }) => name).sort());
  });
});

describe.each(stacks())("rules of %s", (_, stack) => {
  const patterns = stack
    .ofType("aws:cloudwatch/eventRule:EventRule")
    .filter(({ inputs }) => inputs.name in samples)
    .map(({ name, inputs }) => ({
      logicalName: name,
      rule: String(inputs.name),
      pattern: compilePattern(JSON.parse(inputs.eventPattern)),
    }));

  it("every rule of the manifest is in both Regions", () => {
    expect(patterns.map(({ rule }) => rule).sort()).toEqual(rules.flatMap(({ name }) => [name, name]).sort());
  });

  it.each(patterns)(
    "$logicalName takes what it is there for, and leaves what only looks like it",
    ({ rule, pattern }) => {
      const { takes, leaves } = samples[rule] ?? { takes: [], leaves: [] };

      expect(takes.map((event) => matchesPattern(pattern, event))).toEqual(takes.map(() => true));
      expect(leaves.map((event) => matchesPattern(pattern, event))).toEqual(leaves.map(() => false));
      expect(Math.min(takes.length, leaves.length)).toBeGreaterThan(0);
    },
  );

  it.each(eventTypes)("%s is written down in both Regions", (type) => {
    const reached = patterns.filter(({ pattern }) => matchesPattern(pattern, anEnvelope(type))).map(({ rule }) => rule);

    expect(reached.filter((rule) => rule === "record-event")).toHaveLength(2);
  });

  it("takes nothing that a stranger sends to the bus", () => {
    const stranger = { ...anEnvelope("health.path-state-changed.v1"), source: "shop.orders" };

    expect(patterns.filter(({ pattern }) => matchesPattern(pattern, stranger))).toEqual([]);
  });
});
