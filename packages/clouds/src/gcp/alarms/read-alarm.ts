import type { CloudAlarm } from "@skylane/core";
import * as z from "zod";
import { kindOfMetric, type MetricMeaning } from "../../_shared/alarms/metric-kind.ts";
import { oneLineName, plainId, resourceIdsOf, Text } from "../../_shared/alarms/outside-text.ts";

/** A Pub/Sub message as Eventarc delivers it; its data is base64. */
const Message = z.looseObject({
  type: z.literal("google.cloud.pubsub.topic.v1.messagePublished"),
  data: z.looseObject({ message: z.looseObject({ data: z.base64().max(1_400_000) }) }),
});

const Labelled = z.looseObject({ type: Text, labels: z.record(Text, Text).default({}) });
const seconds = z.number().nonnegative().max(8_640_000_000);

/** Schema version 1.2 of what Cloud Monitoring sends to a notification channel. @see https://docs.cloud.google.com/monitoring/support/notification-options (read 2026-11-21) */
const Notification = z.looseObject({
  version: z.literal("1.2"),
  incident: z.looseObject({
    incident_id: Text,
    scoping_project_id: Text.default(""),
    state: z.enum(["open", "closed"]),
    started_at: seconds,
    ended_at: seconds.nullish(),
    policy_name: Text,
    condition_name: Text.default(""),
    resource: Labelled,
    metric: Labelled.nullish(),
    /** The value as text. */
    observed_value: Text.nullish(),
  }),
});
type Incident = z.infer<typeof Notification>["incident"];

/** 1 = up, as the metrics' own descriptions say. */
const MEANINGS: Readonly<Record<string, MetricMeaning>> = {
  "vpn.googleapis.com/tunnel_established": { kind: "tunnel-down", wellValue: 1 },
  "vpn.googleapis.com/network/dropped_received_packets_count": { kind: "loss" },
  "vpn.googleapis.com/network/dropped_sent_packets_count": { kind: "loss" },
  "vpn.googleapis.com/network/sent_bytes_count": { kind: "utilisation" },
  "vpn.googleapis.com/network/received_bytes_count": { kind: "utilisation" },
  "router.googleapis.com/bgp/session_up": { kind: "bgp-down", wellValue: 1 },
  "interconnect.googleapis.com/network/interconnect/operational": { kind: "link-down", wellValue: 1 },
  "interconnect.googleapis.com/network/attachment/egress_dropped_packets_count": { kind: "loss" },
  "interconnect.googleapis.com/network/attachment/ingress_dropped_packets_count": { kind: "loss" },
  "interconnect.googleapis.com/network/attachment/sent_bytes_count": { kind: "utilisation" },
  "interconnect.googleapis.com/network/attachment/received_bytes_count": { kind: "utilisation" },
};

/** The alarm in a notification of Cloud Monitoring that came through Pub/Sub. @throws ZodError, SyntaxError for what is no such message */
export function readGcpAlarm(notice: unknown): CloudAlarm {
  const { message } = Message.parse(notice).data;
  const { incident } = Notification.parse(JSON.parse(Buffer.from(message.data, "base64").toString("utf8")));
  const isRaised = incident.state === "open";
  const type = incident.metric?.type ?? "";
  const observed = Number.parseFloat(incident.observed_value ?? "");
  return {
    cloud: "gcp",
    alarmId: plainId(incident.scoping_project_id, incident.incident_id),
    kind: kindOfMetric(
      Object.hasOwn(MEANINGS, type) ? MEANINGS[type] : undefined,
      isRaised,
      Number.isFinite(observed) ? observed : undefined,
    ),
    isRaised,
    atMs: Math.round(((isRaised ? undefined : incident.ended_at) ?? incident.started_at) * 1_000),
    name: oneLineName(incident.policy_name || incident.condition_name),
    resourceIds: resourceIdsOf([linkOf(incident)]),
  };
}

/** The link as discovery names it, made of the labels; `undefined` if they do not name one. */
function linkOf({ resource, metric }: Incident): string | undefined {
  const { project_id: project, region } = resource.labels;
  const { tunnel_name: tunnel } = { ...resource.labels, ...metric?.labels };
  if (resource.type === "vpn_gateway" && project && region && tunnel)
    return `projects/${project}/regions/${region}/vpnTunnels/${tunnel}`;
  const { attachment, interconnect, router_id: router } = resource.labels;
  if (resource.type === "interconnect_attachment" && project && region && attachment)
    return `projects/${project}/regions/${region}/interconnectAttachments/${attachment}`;
  // attachments know their port by its name
  if (resource.type === "interconnect") return interconnect;
  if (resource.type === "gce_router" && project && region && router)
    return `projects/${project}/regions/${region}/routers/${router}`;
  return undefined;
}
