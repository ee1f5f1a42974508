import * as z from "zod";
import type { EstateConnection } from "../estate/estate.ts";
import { bytesByConnection } from "../world/bytes-by-connection.ts";
import type { World } from "../world/world.ts";
import { ApiError } from "./api-error.ts";
import type { Ec2Caller } from "./ec2/ec2.ts";
import { hubsOf, outsideIpsOf, virtualInterfaceOf } from "./ec2/scope.ts";

const MONTH_SECONDS = 30 * 86_400;
const MAX_QUERIES = 500;
const MAX_POINTS = 100_800;

const Query = z.looseObject({
  Id: z.string().min(1),
  MetricStat: z.looseObject({
    Metric: z.looseObject({
      Namespace: z.string(),
      MetricName: z.string(),
      Dimensions: z.array(z.looseObject({ Name: z.string(), Value: z.string() })).default([]),
    }),
    Period: z.int().min(60).multipleOf(60),
    Stat: z.string(),
  }),
});
type Query = z.infer<typeof Query>;
/** Moments are seconds since 1970. */
const Input = z.looseObject({
  StartTime: z.number(),
  EndTime: z.number(),
  MetricDataQueries: z.array(Query).max(MAX_QUERIES),
});

/** CloudWatch's JSON API for one Region: bytes over VPN connections, Direct Connect and attachments of transit gateways. */
export function callCloudWatch(
  world: World,
  caller: Ec2Caller,
  operation: string,
  body: unknown,
): Readonly<Record<string, unknown>> {
  if (operation !== "GetMetricData")
    throw new ApiError("InvalidAction", `CloudWatch here knows no operation ${operation}`);
  const input = Input.safeParse(body);
  if (!input.success) {
    const issue = input.error.issues[0];
    throw new ApiError("ValidationError", `${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { StartTime, EndTime, MetricDataQueries } = input.data;
  if (StartTime >= EndTime)
    throw new ApiError("ValidationError", "The parameter EndTime must be greater than StartTime.");
  const points = MetricDataQueries.reduce((sum, { MetricStat }) => sum + (EndTime - StartTime) / MetricStat.Period, 0);
  if (points > MAX_POINTS)
    throw new ApiError("ValidationError", `You have requested more than ${MAX_POINTS} data points.`);
  const ends = endsOf(world, caller);
  return {
    MetricDataResults: MetricDataQueries.map((query) => resultOf(world, query, ends, StartTime, EndTime)),
    Messages: [],
  };
}

/** A connection as a metric names it, and which way is into AWS. */
interface MeteredEnd {
  readonly connection: EstateConnection;
  readonly isA: boolean;
  readonly attachmentId: string | undefined;
  readonly tgwProviderId: string;
  /** The VPN's second tunnel, which carries nothing. */
  readonly idleTunnelIp: string;
}

const endsOf = (world: World, { regionId, accountId }: Ec2Caller): readonly MeteredEnd[] => {
  const hubs = hubsOf({ world, regionId, accountId, read: world.routing });
  return hubs.flatMap((hub) =>
    world.viewOf(hub.id).links.map(({ connection, own, other }) => ({
      connection,
      isA: own === connection.a,
      attachmentId: own.attachmentId,
      tgwProviderId: hub.providerId,
      idleTunnelIp: outsideIpsOf({ connection, hub, own, other })[1],
    })),
  );
};

function resultOf(world: World, { Id, MetricStat }: Query, ends: readonly MeteredEnd[], start: number, end: number) {
  const { Metric, Period } = MetricStat;
  const perSecond = rateOf(world, Metric, ends);
  const count = perSecond === undefined ? 0 : Math.max(1, Math.ceil((end - start) / Period));
  // Newest first, as CloudWatch does unless asked otherwise; the last interval ends with what was asked for.
  const Timestamps = Array.from({ length: count }, (_, i) => start + Period * (count - 1 - i));
  return {
    Id,
    Label: Metric.MetricName,
    Timestamps,
    Values: Timestamps.map((at) => (perSecond ?? 0) * (Metric.Namespace === "AWS/DX" ? 1 : Math.min(Period, end - at))),
    StatusCode: "Complete",
  };
}

/** Bytes a second, bits a second for Direct Connect, or `undefined` where there is no such metric. */
function rateOf(
  world: World,
  { Namespace, MetricName, Dimensions }: Query["MetricStat"]["Metric"],
  ends: readonly MeteredEnd[],
): number | undefined {
  const isIn = INWARD[`${Namespace}/${MetricName}`];
  const dimensions = new Map(Dimensions.map(({ Name, Value }) => [Name, Value]));
  const end = ends.find((one) => isNamed(one, Namespace, dimensions));
  if (isIn === undefined || !end) return undefined;
  if (dimensions.get("TunnelIpAddress") === end.idleTunnelIp) return 0;
  const { forward = 0, reverse = 0 } = bytesByConnection(world).get(end.connection.id) ?? {};
  const bytesPerSecond = (end.isA === isIn ? reverse : forward) / MONTH_SECONDS;
  return Namespace === "AWS/DX" ? bytesPerSecond * 8 : bytesPerSecond;
}

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

function isNamed(
  { connection, attachmentId, tgwProviderId }: MeteredEnd,
  namespace: string,
  dimensions: ReadonlyMap<string, string>,
): boolean {
  const id = connection.providerId ?? connection.id;
  if (namespace === "AWS/VPN") return connection.kind === "vpn" && dimensions.get("VpnId") === id;
  if (namespace === "AWS/DX") {
    if (connection.kind !== "direct-connect") return false;
    const interfaceId = dimensions.get("VirtualInterfaceId");
    return interfaceId === undefined
      ? dimensions.get("ConnectionId") === id
      : interfaceId === virtualInterfaceOf(connection) && dimensions.get("ConnectionId") === (connection.lagId ?? id);
  }
  return (
    attachmentId !== undefined &&
    dimensions.get("TransitGatewayAttachment") === attachmentId &&
    dimensions.get("TransitGateway") === tgwProviderId
  );
}
