import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { BITS_PER_BYTE } from "../../_shared/metering/metering.ts";
import type { MetricOf } from "../metric-query.ts";
import { readMetrics } from "../read-metrics.ts";
import type { Asker } from "./ask-aws.ts";
import type { RegionParts } from "./inventory.ts";
import { isGone } from "./words.ts";

const DAY_SECONDS = 86_400;
const DAYS = 30;

/** A metric of one direction of one thing. */
interface Counter extends MetricOf {
  /** What it counts for. */
  readonly id: string;
  readonly direction: "in" | "out";
  readonly namespace: "AWS/VPN" | "AWS/DX" | "AWS/TransitGateway";
}

type Counted = Pick<RegionParts, "vpns" | "attachments" | "ports" | "virtualInterfaces">;

/**
 * Bytes of the last 30 days in both directions, by the id of a VPN connection, a Direct Connect port or interface, or an
 * attachment that is a peering or an appliance. What CloudWatch has no points for is absent: that is unknown, not zero.
 */
export async function readBytes(
  cloudWatch: CloudWatchClient,
  parts: Counted,
  nowMs: number,
  ask: Asker,
): Promise<ReadonlyMap<string, number>> {
  const counters = countersOf(parts);
  const toMs = Math.floor(nowMs / 60_000) * 60_000; // metrics have a grain of one minute
  const window = { fromMs: toMs - DAYS * DAY_SECONDS * 1_000, toMs, periodSeconds: DAY_SECONDS };
  const metrics = counters.map((counter) => ({
    ...counter,
    stat: counter.namespace === "AWS/DX" ? ("Average" as const) : ("Sum" as const),
  }));
  const points = await readMetrics(cloudWatch, metrics, window, ask);
  return bothWays(
    counters,
    counters.map(({ namespace }, i) => {
      const values = [...(points[i]?.values() ?? [])];
      const sum = values.reduce((total, value) => total + value, 0);
      if (values.length === 0) return undefined;
      // Direct Connect counts bits a second, on average over each day
      return namespace === "AWS/DX" ? (sum * DAY_SECONDS) / BITS_PER_BYTE : sum;
    }),
  );
}

/** Two counters a link; of ports that several interfaces share, each interface's own. */
export function countersOf({ vpns, attachments, ports, virtualInterfaces }: Counted): readonly Counter[] {
  const pair = (
    id: string,
    namespace: Counter["namespace"],
    [into, out]: readonly [string, string],
    dimensions: Counter["dimensions"],
  ): readonly Counter[] => [
    { id, direction: "in", namespace, metric: into, dimensions },
    { id, direction: "out", namespace, metric: out, dimensions },
  ];
  const sharers = Map.groupBy(virtualInterfaces, ({ connectionId }) => connectionId);
  return [
    ...vpns.flatMap(({ VpnConnectionId: id, State }) =>
      id === undefined || isGone(State) ? [] : pair(id, "AWS/VPN", ["TunnelDataIn", "TunnelDataOut"], { VpnId: id }),
    ),
    ...attachments.flatMap(({ TransitGatewayAttachmentId: id, TransitGatewayId, ResourceType, State }) =>
      id === undefined || TransitGatewayId === undefined || !COUNTED.has(ResourceType ?? "") || isGone(State)
        ? []
        : pair(id, "AWS/TransitGateway", ["BytesIn", "BytesOut"], {
            TransitGateway: TransitGatewayId,
            TransitGatewayAttachment: id,
          }),
    ),
    ...ports.flatMap(({ connectionId: id, connectionState }) =>
      id === undefined || isGone(connectionState)
        ? []
        : pair(id, "AWS/DX", ["ConnectionBpsIngress", "ConnectionBpsEgress"], { ConnectionId: id }),
    ),
    ...virtualInterfaces.flatMap(({ virtualInterfaceId: id, connectionId }) =>
      id === undefined || connectionId === undefined || (sharers.get(connectionId)?.length ?? 0) < 2
        ? []
        : pair(id, "AWS/DX", ["VirtualInterfaceBpsIngress", "VirtualInterfaceBpsEgress"], {
            ConnectionId: connectionId,
            VirtualInterfaceId: id,
          }),
    ),
  ];
}

/** Attachments that are links of their own; those of VPNs and Direct Connect have better counters. */
const COUNTED = new Set(["peering", "tgw-peering", "connect"]);

/** Both directions as one sum; where one is not known the sum is not. */
function bothWays(counters: readonly Counter[], sums: readonly (number | undefined)[]): ReadonlyMap<string, number> {
  const known = new Map<string, number[]>();
  counters.forEach(({ id }, i) => {
    const sum = sums[i];
    if (sum !== undefined && Number.isFinite(sum)) known.set(id, [...(known.get(id) ?? []), sum]);
  });
  return new Map(
    [...known].flatMap(([id, [one, other]]) =>
      one === undefined || other === undefined ? [] : [[id, Math.round(one + other)] as const],
    ),
  );
}
