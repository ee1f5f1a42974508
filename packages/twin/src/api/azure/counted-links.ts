import type { World } from "../../world/world.ts";
import type { ByteCounter, Gauge } from "../byte-samples.ts";
import type { ArmResource } from "./arm-answer.ts";
import { connectionEnd } from "./connections.ts";
import { circuitEnds } from "./express-route-circuits.ts";
import { expressRouteName } from "./gateways.ts";
import { sitesOf } from "./hub-gateways.ts";
import { hubVpnGatewayName } from "./hub-ids.ts";
import { madeConnections, tunnelsOf } from "./made/connections.ts";
import { endsOf, type GatewayEnd, gatewaysOf, type ResourceGroup, virtualHubsOf } from "./subscription.ts";

const MINUTE_MS = 60_000;

/** Metrics of one direction that resources of a type have, or of how busy they are. */
interface ByteMetric {
  readonly isOut: boolean;
  readonly unit: ByteCounter["unit"] | Gauge["unit"];
  readonly unitName: "Bytes" | "BitsPerSecond" | "Percent" | "Count";
  /** The finest grain. */
  readonly sampleMs: number;
}

const bytes = (isOut: boolean): ByteMetric => ({ isOut, unit: "bytes", unitName: "Bytes", sampleMs: 5 * MINUTE_MS });
const bits = (isOut: boolean): ByteMetric => ({
  isOut,
  unit: "bits-per-second",
  unitName: "BitsPerSecond",
  sampleMs: MINUTE_MS,
});
const TUNNELS = { TunnelEgressBytes: bytes(true), TunnelIngressBytes: bytes(false) };
const BITS = { BitsOutPerSecond: bits(true), BitsInPerSecond: bits(false) };

/** Links of a resource that are counted by themselves, each with the values of its dimensions. */
export interface CountedLink {
  readonly dimensions: Readonly<Record<string, string>>;
  bytes(isOut: boolean, fromMs: number, toMs: number): number;
  /** What a metric counts that is neither sent nor received; `undefined` = it is. */
  counts?(metric: string, fromMs: number, toMs: number): number | undefined;
  /** The mean of a metric that says how things stand; `undefined` = it is not measured there. */
  mean?(metric: string, fromMs: number, toMs: number): number | undefined;
}

export interface CountedType {
  readonly metrics: Readonly<Record<string, ByteMetric>>;
  readonly dimensions: readonly string[];
  /** Those of the resource; none if it counts nothing. */
  readonly links: (group: ResourceGroup, resource: ArmResource) => readonly CountedLink[];
}

/** Types that have metrics of bytes, by their name in lower case. In and out are as Azure sees it. */
export const countedTypes: Readonly<Record<string, CountedType>> = {
  virtualnetworkgateways: {
    metrics: TUNNELS,
    dimensions: ["ConnectionName", "RemoteIP", "Instance"],
    links: (group, resource) => [
      ...gatewaysOf(group)
        .filter(({ providerId }) => providerId === resource.name)
        .flatMap((gateway) =>
          endsOf(group.world, gateway).filter(({ type }) => type === "IPsec" || type === "Vnet2Vnet"),
        )
        .map((end) => linkOf(group.world, [end], tunnelDimensions(end))),
      ...madeConnections(group)
        .filter(({ properties }) => idIn(properties.virtualNetworkGateway1) === resource.id.toLowerCase())
        .map((made) => madeLink(group.world, made)),
    ],
  },
  connections: {
    metrics: BITS,
    dimensions: [],
    links: (group, resource) => {
      const end = connectionEnd(group, resource);
      return end?.type === "ExpressRoute" ? [linkOf(group.world, [end], {})] : [];
    },
  },
  expressroutecircuits: {
    metrics: BITS,
    dimensions: ["PeeringType", "DeviceRole"],
    links: (group, resource) =>
      circuitEnds(group)
        .filter(({ name }) => name === resource.name)
        .map((end) => linkOf(group.world, [end], { PeeringType: "Private", DeviceRole: "Primary" })),
  },
  vpngateways: {
    metrics: TUNNELS,
    dimensions: ["ConnectionName", "RemoteIP", "Instance"],
    links: (group, resource) =>
      virtualHubsOf(group)
        .filter((hub) => hubVpnGatewayName(hub) === resource.name)
        .flatMap((hub) => sitesOf(group.world, hub))
        .flatMap(({ name, ends }) =>
          ends.map((end) => linkOf(group.world, [end], { ...tunnelDimensions(end), ConnectionName: `conn-${name}` })),
        ),
  },
  expressroutegateways: {
    metrics: {
      ErGatewayConnectionBitsOutPerSecond: bits(true),
      ErGatewayConnectionBitsInPerSecond: bits(false),
    },
    dimensions: ["ConnectionName"],
    links: (group, resource) =>
      virtualHubsOf(group)
        .filter((hub) => expressRouteName(hub) === resource.name)
        .flatMap((hub) => endsOf(group.world, hub).filter(({ type }) => type === "ExpressRoute"))
        .map((end) => linkOf(group.world, [end], { ConnectionName: end.name })),
  },
};

const tunnelDimensions = (end: GatewayEnd | undefined) => ({
  ConnectionName: end?.name ?? "",
  RemoteIP: end?.other.publicIp ?? "",
  Instance: "GatewayTenantWorker_IN_0",
});

const linkOf = (
  { traffic }: World,
  ends: readonly GatewayEnd[],
  dimensions: CountedLink["dimensions"],
): CountedLink => ({
  dimensions,
  bytes: (isOut, fromMs, toMs) =>
    ends.reduce(
      (sum, { connection, own }) => sum + traffic.bytes(connection.id, (own === connection.a) === isOut, fromMs, toMs),
      0,
    ),
});

const madeLink = (world: World, made: ArmResource): CountedLink => ({
  dimensions: { ConnectionName: made.name, RemoteIP: "", Instance: "GatewayTenantWorker_IN_0" },
  bytes: (isOut, fromMs, toMs) =>
    tunnelsOf(world, made).reduce(
      (sum, { connectionId, isFirst }) =>
        connectionId === undefined ? sum : sum + world.traffic.bytes(connectionId, isFirst === isOut, fromMs, toMs),
      0,
    ),
});

const idIn = (reference: unknown): string =>
  String((reference as { readonly id?: unknown } | undefined)?.id ?? "").toLowerCase();
