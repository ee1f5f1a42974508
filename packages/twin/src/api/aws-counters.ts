import type { EstateConnection } from "../estate/estate.ts";
import type { World } from "../world/world.ts";
import type { ByteCounter } from "./byte-samples.ts";
import type { Ec2Caller } from "./ec2/ec2.ts";
import { hubsOf, outsideIpsOf, virtualInterfaceOf } from "./ec2/scope.ts";

/** Metrics there are, and whether they count what comes into AWS. */
const INWARD: Readonly<Record<string, boolean>> = {
  "AWS/VPN/TunnelDataIn": true,
  "AWS/VPN/TunnelDataOut": false,
  "AWS/DX/ConnectionBpsIngress": true,
  "AWS/DX/ConnectionBpsEgress": false,
  "AWS/DX/VirtualInterfaceBpsIngress": true,
  "AWS/DX/VirtualInterfaceBpsEgress": false,
  "AWS/TransitGateway/BytesIn": true,
  "AWS/TransitGateway/BytesOut": false,
};

export type FindCounter = (
  namespace: string,
  metricName: string,
  dimensions: ReadonlyMap<string, string>,
) => ByteCounter | undefined;

/** Finds what a metric of that name counts in the caller's Region and account; `undefined` = nothing is counted under it. */
export function byteCounters(world: World, { regionId, accountId }: Ec2Caller): FindCounter {
  const ends = meteredEnds(world, { regionId, accountId });
  return (namespace, metricName, dimensions) => {
    const isIn = INWARD[`${namespace}/${metricName}`];
    const named = ends.filter((end) => isNamed(end, namespace, metricName, dimensions));
    if (isIn === undefined || named.length === 0) return undefined;
    return {
      unit: namespace === "AWS/DX" ? "bits-per-second" : "bytes",
      bytes: (fromMs, toMs) =>
        named
          .filter(({ idleTunnelIp }) => dimensions.get("TunnelIpAddress") !== idleTunnelIp)
          .reduce(
            (sum, { connection, isA }) => sum + world.traffic.bytes(connection.id, isA !== isIn, fromMs, toMs),
            0,
          ),
    };
  };
}

/** A connection as metrics name it. */
interface MeteredEnd {
  readonly connection: EstateConnection;
  /** True if AWS is its end `a`. */
  readonly isA: boolean;
  readonly attachmentId: string | undefined;
  readonly tgwProviderId: string;
  readonly tunnelIp: string;
  /** The VPN's second tunnel, which carries nothing. */
  readonly idleTunnelIp: string;
}

const meteredEnds = (world: World, { regionId, accountId }: Ec2Caller): readonly MeteredEnd[] =>
  hubsOf({ world, regionId, accountId, read: world.routing }).flatMap((hub) =>
    world.viewOf(hub.id).links.map(({ connection, own, other }) => {
      const [tunnelIp, idleTunnelIp] = outsideIpsOf({ connection, hub, own, other });
      return {
        connection,
        isA: own === connection.a,
        attachmentId: own.attachmentId,
        tgwProviderId: hub.providerId,
        tunnelIp,
        idleTunnelIp,
      };
    }),
  );

function isNamed(
  { connection, attachmentId, tgwProviderId, tunnelIp, idleTunnelIp }: MeteredEnd,
  namespace: string,
  metricName: string,
  dimensions: ReadonlyMap<string, string>,
): boolean {
  const id = connection.providerId ?? connection.id;
  switch (namespace) {
    case "AWS/VPN": {
      const ip = dimensions.get("TunnelIpAddress");
      const vpnId = dimensions.get("VpnId") ?? (ip === undefined ? undefined : id);
      return connection.kind === "vpn" && vpnId === id && [undefined, tunnelIp, idleTunnelIp].includes(ip);
    }
    case "AWS/DX": {
      if (connection.kind !== "direct-connect") return false;
      if (metricName.startsWith("Connection"))
        return dimensions.get("ConnectionId") === id && !dimensions.has("VirtualInterfaceId");
      return (
        dimensions.get("VirtualInterfaceId") === virtualInterfaceOf(connection) &&
        dimensions.get("ConnectionId") === (connection.lagId ?? id)
      );
    }
    default:
      return (
        attachmentId !== undefined &&
        dimensions.get("TransitGatewayAttachment") === attachmentId &&
        dimensions.get("TransitGateway") === tgwProviderId
      );
  }
}
