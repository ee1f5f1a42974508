import type { CountedEnd } from "../../_shared/metering/metering.ts";
import type { MetricOf } from "../metric-query.ts";

/** A metric of CloudWatch and what it counts: bytes of a period, or bits a second on average over it. */
export interface AwsCounter extends MetricOf {
  readonly stat: "Sum" | "Average";
}

/**
 * The metric that counts one direction of a link. A VPN connection is counted with its tunnels together; of Direct Connect each
 * interface by itself, as a port may have several; VPC peerings, Connect peers and edges of a core network have no counter of their own.
 */
export function counterOf({ link, direction }: CountedEnd): AwsCounter | undefined {
  const { kind, nativeId, aliases, at, key } = link;
  const isOut = direction === "out";
  switch (kind) {
    case "vpn":
      return {
        namespace: "AWS/VPN",
        metric: isOut ? "TunnelDataOut" : "TunnelDataIn",
        dimensions: { VpnId: nativeId },
        stat: "Sum",
      };
    case "direct-connect": {
      // the port, or the bundle of ports, follows the interface itself
      const portId = aliases.find((alias) => alias !== nativeId);
      return portId === undefined
        ? undefined
        : {
            namespace: "AWS/DX",
            metric: isOut ? "VirtualInterfaceBpsEgress" : "VirtualInterfaceBpsIngress",
            dimensions: { ConnectionId: portId, VirtualInterfaceId: nativeId },
            stat: "Average",
          };
    }
    case "transit-peering": {
      const gatewayId = at.slice("aws/".length);
      return key === `aws/${nativeId}/${gatewayId}`
        ? {
            namespace: "AWS/TransitGateway",
            metric: isOut ? "BytesOut" : "BytesIn",
            dimensions: { TransitGateway: gatewayId, TransitGatewayAttachment: nativeId },
            stat: "Sum",
          }
        : undefined;
    }
    default:
      return undefined;
  }
}
