import { eventSource } from "../events/event-source.ts";
import type { EventType } from "../events/registry.ts";
import { alertingEventTypes } from "./alerting-events.ts";
import type { FunctionName } from "./manifest.ts";

/** One rule on the bus: which events go to which function, and for how long a delivery is worth trying. */
export interface RuleSpec {
  readonly name: string;
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly target: FunctionName;
  /** Orders that move traffic are stale after two minutes; records are worth a day. */
  readonly maxEventAgeSeconds: number;
}

/** Pattern for events of these types; replayed ones excluded where acting on them would be wrong. */
const on = (types: readonly EventType[], isActing: boolean) => ({
  source: [...new Set(types.map(eventSource))],
  "detail-type": types,
  ...(isActing && { "replay-name": [{ exists: false }] }),
});

const ORDER_SECONDS = 120;
const RECORD_SECONDS = 86_400;

/** Every rule on the central bus. */
export const rules: readonly RuleSpec[] = [
  {
    name: "consider-failover",
    pattern: on(["health.path-state-changed.v1", "alarm.raised.v1"], true),
    target: "consider-failover",
    maxEventAgeSeconds: ORDER_SECONDS,
  },
  {
    name: "consider-failback",
    pattern: on(["health.path-state-changed.v1", "failover.completed.v1"], true),
    target: "consider-failback",
    maxEventAgeSeconds: RECORD_SECONDS,
  },
  {
    name: "record-snapshot",
    pattern: on(["health.snapshot-taken.v1"], false),
    target: "record-snapshot",
    maxEventAgeSeconds: ORDER_SECONDS,
  },
  {
    name: "learn-performance",
    pattern: on(["health.snapshot-taken.v1"], true),
    target: "learn-performance",
    maxEventAgeSeconds: 3_600,
  },
  {
    name: "relay-alarm",
    // What AWS says of its links, forwarded from the accounts' own buses. Direct Connect and VPN themselves send CloudTrail only.
    pattern: {
      source: ["aws.cloudwatch", "aws.networkmanager", "aws.health"],
      "detail-type": ["CloudWatch Alarm State Change", "Network Manager Status Update", "AWS Health Event"],
      "replay-name": [{ exists: false }],
    },
    target: "relay-alarm",
    maxEventAgeSeconds: 3_600,
  },
  {
    name: "record-alarm",
    pattern: on(["alarm.raised.v1"], true),
    target: "record-alarm",
    maxEventAgeSeconds: 3_600,
  },
  {
    name: "watch-degradation",
    pattern: on(["health.snapshot-taken.v1"], true),
    target: "watch-degradation",
    // what is older than ten minutes describes no path of now, and newer snapshots have come
    maxEventAgeSeconds: 600,
  },
  {
    name: "watch-capacity",
    pattern: on(["topology.snapshot-completed.v1"], true),
    target: "watch-capacity",
    maxEventAgeSeconds: RECORD_SECONDS,
  },
  {
    name: "store-plan",
    pattern: on(["paths.plan-updated.v1"], true),
    target: "store-plan",
    maxEventAgeSeconds: RECORD_SECONDS,
  },
  {
    name: "raise-alert",
    pattern: on(alertingEventTypes, true),
    target: "raise-alert",
    maxEventAgeSeconds: RECORD_SECONDS,
  },
  {
    name: "ask-approval",
    pattern: { ...on(["failover.refused.v1"], true), detail: { data: { rule: ["approval-needed"] } } },
    target: "ask-approval",
    maxEventAgeSeconds: 3_600,
  },
  {
    name: "tell-record",
    pattern: on(["failover.failed-back.v1", "failover.rolled-back.v1"], true),
    target: "tell-record",
    maxEventAgeSeconds: RECORD_SECONDS,
  },
  {
    name: "export-trace",
    pattern: on(
      ["failover.completed.v1", "failover.refused.v1", "failover.rolled-back.v1", "failover.failed-back.v1"],
      true,
    ),
    target: "export-trace",
    maxEventAgeSeconds: 3_600,
  },
  {
    name: "answer-order",
    pattern: on(["chat.order-received.v1"], true),
    target: "answer-order",
    maxEventAgeSeconds: ORDER_SECONDS,
  },
  {
    name: "record-override-end",
    pattern: on(["failover.override-ended.v1"], true),
    target: "record-override-end",
    maxEventAgeSeconds: RECORD_SECONDS,
  },
  {
    name: "resume-in-region",
    pattern: on(["regions.region-taken.v1"], true),
    target: "resume-in-region",
    maxEventAgeSeconds: RECORD_SECONDS,
  },
  {
    name: "resume-runs",
    pattern: on(["regions.region-taken.v1"], true),
    target: "resume-runs",
    maxEventAgeSeconds: RECORD_SECONDS,
  },
  {
    name: "refresh-choices",
    pattern: on(["topology.snapshot-completed.v1"], true),
    target: "refresh-choices",
    maxEventAgeSeconds: RECORD_SECONDS,
  },
  {
    name: "optimise-paths",
    pattern: on(["topology.snapshot-completed.v1", "topology.drift-found.v1"], true),
    target: "optimise-paths",
    maxEventAgeSeconds: 3_600,
  },
  {
    name: "join-look",
    pattern: on(["topology.cloud-looked-at.v1"], true),
    target: "join-look",
    maxEventAgeSeconds: 3_600,
  },
  {
    name: "discover-on-change",
    // Changes of the network as CloudTrail tells them, forwarded from the accounts' own buses.
    pattern: {
      source: ["aws.ec2", "aws.directconnect", "aws.networkmanager"],
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: {
        errorCode: [{ exists: false }],
        eventName: [
          "Accept",
          "Associate",
          "Attach",
          "Create",
          "Delete",
          "Detach",
          "Disable",
          "Disassociate",
          "Enable",
          "Modify",
          "Replace",
          "Update",
        ].map((prefix) => ({ prefix })),
      },
    },
    target: "discover-on-change",
    maxEventAgeSeconds: 3_600,
  },
  {
    name: "look-after-connections",
    pattern: on(["intent.fulfilled.v1", "intent.rolled-back.v1", "intent.undone.v1"], true),
    target: "look-after-connections",
    maxEventAgeSeconds: RECORD_SECONDS,
  },
  {
    name: "publish-documents",
    pattern: on(["intent.documented.v1"], true),
    target: "publish-documents",
    maxEventAgeSeconds: RECORD_SECONDS,
  },
  {
    name: "record-event",
    pattern: { source: [{ prefix: "skylane." }] },
    target: "record-event",
    maxEventAgeSeconds: RECORD_SECONDS,
  },
];
