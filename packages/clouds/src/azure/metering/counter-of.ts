import type { LinkSighting } from "@skylane/core";
import type { CountedEnd } from "../../_shared/metering/metering.ts";

/** Metrics of a resource of Azure that count both directions of a link. */
export interface AzureCounter {
  /** Resource whose metrics they are, as an id in lower case. */
  readonly resourceId: string;
  readonly metrics: Readonly<Record<CountedEnd["direction"], string>>;
  /** `Total` counts bytes of the interval, `Average` bits a second over it. */
  readonly aggregation: "Total" | "Average";
  readonly intervalMs: number;
  /** Value of the dimension `ConnectionName`, where the resource is a gateway with several connections. */
  readonly connectionName?: string;
  /** Value of the dimension `RemoteIP`, where the connection has several links. */
  readonly remoteIp?: string;
}

const TUNNEL = {
  metrics: { out: "TunnelEgressBytes", in: "TunnelIngressBytes" },
  aggregation: "Total",
  intervalMs: 300_000,
} as const;
const BITS = { aggregation: "Average", intervalMs: 60_000 } as const;

/**
 * What counts a link. Gateways count their tunnels by connection, and by the far end where a connection has several links; an
 * ExpressRoute connection counts itself, or its hub's gateway does. Peerings have no counter.
 * @see https://learn.microsoft.com/azure/azure-monitor/reference/metrics-index (read 2026-11)
 */
export function counterOf({ kind, nativeId, at, aliases, join }: LinkSighting): AzureCounter | undefined {
  const connectionName = nativeId.slice(nativeId.lastIndexOf("/") + 1);
  const [, hubGateway, hubConnection] =
    /^(.*\/vpngateways\/[^/]+)\/vpnconnections\/([^/]+)(\/vpnlinkconnections\/[^/]+)?$/.exec(nativeId) ?? [];
  if (hubGateway !== undefined && hubConnection !== undefined) {
    const counter = { ...TUNNEL, resourceId: hubGateway, connectionName: hubConnection };
    if (aliases.some((alias) => alias.toLowerCase() === `${hubGateway}/vpnconnections/${hubConnection}`))
      return counter;
    return join.peerPublicIp === undefined ? undefined : { ...counter, remoteIp: join.peerPublicIp };
  }
  const hubCircuit = /^(.*\/expressroutegateways\/[^/]+)\/expressrouteconnections\/[^/]+$/.exec(nativeId)?.[1];
  if (hubCircuit !== undefined)
    return {
      ...BITS,
      resourceId: hubCircuit,
      connectionName,
      metrics: { out: "ErGatewayConnectionBitsOutPerSecond", in: "ErGatewayConnectionBitsInPerSecond" },
    };
  if (!/\/providers\/microsoft\.network\/connections\/[^/]+$/.test(nativeId)) return undefined;
  if (kind === "express-route")
    return { ...BITS, resourceId: nativeId, metrics: { out: "BitsOutPerSecond", in: "BitsInPerSecond" } };
  return { ...TUNNEL, resourceId: at.slice("azure/".length), connectionName };
}
