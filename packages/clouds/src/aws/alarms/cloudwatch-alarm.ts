import type { CloudAlarm } from "@skylane/core";
import * as z from "zod";
import { kindOfMetric, type MetricMeaning } from "../../_shared/alarms/metric-kind.ts";
import { Instant, oneLineName, plainId, resourceIdsOf, Text } from "../../_shared/alarms/outside-text.ts";

const Metric = z.looseObject({ namespace: Text.optional(), name: Text, dimensions: z.record(Text, Text).default({}) });

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html (read 2026-11-21) */
export const CloudWatchAlarm = z.looseObject({
  "detail-type": z.literal("CloudWatch Alarm State Change"),
  time: Instant,
  resources: z.array(Text).default([]),
  account: Text,
  region: Text,
  detail: z.looseObject({
    alarmName: Text,
    state: z.looseObject({ value: Text, reasonData: z.string().optional() }),
    configuration: z
      .looseObject({
        metrics: z
          .array(z.looseObject({ metricStat: z.looseObject({ metric: Metric }).optional() }))
          .max(500)
          .default([]),
      })
      .default({ metrics: [] }),
  }),
});

/** 1 = up, as the metrics are documented; of bytes and packets an alarm says nothing but that there are many or few. */
const MEANINGS: Readonly<Record<string, MetricMeaning>> = {
  "AWS/VPN TunnelState": { kind: "tunnel-down", wellValue: 1 },
  "AWS/VPN TunnelDataIn": { kind: "utilisation" },
  "AWS/VPN TunnelDataOut": { kind: "utilisation" },
  "AWS/DX ConnectionState": { kind: "link-down", wellValue: 1 },
  "AWS/DX VirtualInterfaceBgpStatus": { kind: "bgp-down", wellValue: 1 },
  "AWS/DX ConnectionErrorCount": { kind: "loss" },
  "AWS/DX ConnectionBpsEgress": { kind: "utilisation" },
  "AWS/DX ConnectionBpsIngress": { kind: "utilisation" },
  "AWS/DX VirtualInterfaceBpsEgress": { kind: "utilisation" },
  "AWS/DX VirtualInterfaceBpsIngress": { kind: "utilisation" },
  "AWS/TransitGateway PacketDropCountNoRoute": { kind: "loss" },
  "AWS/TransitGateway PacketDropCountBlackhole": { kind: "loss" },
  "AWS/TransitGateway BytesIn": { kind: "utilisation" },
  "AWS/TransitGateway BytesOut": { kind: "utilisation" },
};

/** Dimensions that name a link; the narrower one first. */
const LINK_DIMENSIONS = ["VirtualInterfaceId", "ConnectionId", "VpnId", "TransitGatewayAttachment"] as const;

/** The alarm of a change of state. Only an alarm on one metric is understood: what a sum or a composite means is its owner's secret. */
export function fromCloudWatch({
  time,
  resources,
  account,
  region,
  detail,
}: z.infer<typeof CloudWatchAlarm>): CloudAlarm {
  const metrics = detail.configuration.metrics.flatMap(({ metricStat }) => metricStat?.metric ?? []);
  const [metric] = metrics.length === 1 && detail.configuration.metrics.length === 1 ? metrics : [];
  const name = metric && `${metric.namespace} ${metric.name}`;
  const isRaised = detail.state.value === "ALARM";
  return {
    cloud: "aws",
    alarmId: plainId(resources[0] ?? `${account}:${region}:${detail.alarmName}`),
    kind: kindOfMetric(
      name !== undefined && Object.hasOwn(MEANINGS, name) ? MEANINGS[name] : undefined,
      isRaised,
      meanDatapoint(detail.state.reasonData),
    ),
    isRaised,
    atMs: Date.parse(time),
    name: oneLineName(detail.alarmName),
    resourceIds: resourceIdsOf([LINK_DIMENSIONS.map((dimension) => metric?.dimensions[dimension]).find((id) => id)]),
  };
}

const ReasonData = z.looseObject({ recentDatapoints: z.array(z.number()).min(1).max(1_000) });

/** Mean of the values an alarm was raised for; `undefined` if it was raised for want of data. */
function meanDatapoint(reasonData: string | undefined): number | undefined {
  try {
    const { recentDatapoints: values } = ReasonData.parse(JSON.parse(reasonData ?? "null"));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  } catch {
    return undefined;
  }
}
