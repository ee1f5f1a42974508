import type { Coordinates, Estimates, Network, Topology } from "@skylane/core";
import type { Hop, PlacedFlow } from "../ways/index.ts";

/** A way of a flow, with what it is thought to cost and to take. */
export interface WayEstimate {
  readonly connectionIds: readonly string[];
  /** There and back; absent where a place on it is not known. */
  readonly rttMs?: number;
  /** Of the flow's bytes at list price, USD; absent where a price on it, or the flow's volume, is not known. */
  readonly transferMonthlyUsd?: number;
}

const EARTH_RADIUS_KM = 6_371;
/** Light in glass. */
const FIBRE_KM_PER_MS = 200;
/**
 * How much longer than the great circle the way of the packets is, and what every link adds: medians over the 8,010 region
 * pairs of skyplane's measurements of 2022-04-16, which the prior meets within 17 % at the median and 44 % at the 90th percentile.
 */
const DETOUR_RATIO = 1.7;
const LINK_MS = 2;
/** IPsec, at both ends. */
const TUNNEL_MS = 1;

/** Answers how ways of one estate are estimated. */
export function wayEstimator(
  topology: Topology,
  networks: readonly Network[],
  estimates: Estimates,
): (placed: PlacedFlow, way: readonly Hop[]) => WayEstimate {
  const sites = new Map(
    networks.flatMap(({ cloud, regionId, coordinates }) =>
      coordinates ? [[`${cloud}:${regionId}`, coordinates] as const] : [],
    ),
  );
  const regionOfNetwork = new Map(topology.networks.map((network) => [network.key, network]));
  const locate = (place: Place | undefined): Coordinates | undefined =>
    place?.cloud === undefined || place.regionId === undefined
      ? undefined
      : (sites.get(`${place.cloud}:${place.regionId}`) ?? estimates.locate(place.cloud, place.regionId));
  const legs = new Map<Hop, Leg>();
  const legOf = (hop: Hop): Leg => {
    const known = legs.get(hop);
    if (known) return known;
    const leg = measure(hop, locate, estimates);
    legs.set(hop, leg);
    return leg;
  };
  return ({ flow, sourceKey }, way) => {
    // a place that is not seen is where the link to it says
    const start = locate(sourceKey === undefined ? undefined : regionOfNetwork.get(sourceKey));
    const rtts = way.map((hop) => legOf(hop).rttMs);
    const prices = way.map((hop) => legOf(hop).usdPerGb);
    const lead = start && way[0] ? distanceMs(start, locate(endOf(way[0], "from"))) : 0;
    const rttMs = sumOf([...rtts, lead]);
    const usdPerGb = sumOf(prices);
    return {
      connectionIds: way.map(({ connection }) => connection.id),
      ...(rttMs !== undefined && { rttMs: Math.round(rttMs * 10) / 10 }),
      ...(usdPerGb !== undefined &&
        flow.monthlyGb !== undefined && { transferMonthlyUsd: Math.round(usdPerGb * flow.monthlyGb * 100) / 100 }),
    };
  };
}

type Place = Pick<Hop["connection"]["ends"][number], "cloud" | "regionId">;
interface Leg {
  readonly rttMs: number | undefined;
  readonly usdPerGb: number | undefined;
}

const endOf = ({ connection, from }: Hop, which: "from" | "to"): Place => {
  const [a, b] = connection.ends;
  return (a.at === from) === (which === "from") ? a : b;
};

function measure(hop: Hop, locate: (place: Place) => Coordinates | undefined, estimates: Estimates): Leg {
  const [from, to] = [endOf(hop, "from"), endOf(hop, "to")];
  const { kind, isEncrypted } = hop.connection;
  const [start, end] = [locate(from), locate(to)];
  const far = start && distanceMs(start, end);
  return {
    rttMs: far === undefined ? undefined : far + LINK_MS + (kind === "vpn" && isEncrypted ? TUNNEL_MS : 0),
    usdPerGb:
      from.cloud === undefined || from.regionId === undefined || to.cloud === undefined || to.regionId === undefined
        ? undefined
        : estimates.transferUsdPerGb(
            kind,
            { cloud: from.cloud, regionId: from.regionId },
            { cloud: to.cloud, regionId: to.regionId },
          ),
  };
}

/** There and back through glass. */
function distanceMs(a: Coordinates, b: Coordinates | undefined): number | undefined {
  return b && (2 * DETOUR_RATIO * distanceKm(a, b)) / FIBRE_KM_PER_MS;
}

/** Along the great circle. */
export function distanceKm(a: Coordinates, b: Coordinates): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const half =
    Math.sin(radians(b.latitudeDeg - a.latitudeDeg) / 2) ** 2 +
    Math.cos(radians(a.latitudeDeg)) *
      Math.cos(radians(b.latitudeDeg)) *
      Math.sin(radians(b.longitudeDeg - a.longitudeDeg) / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** `undefined` if one of them is: a sum of which a part is not known is not known. */
function sumOf(parts: readonly (number | undefined)[]): number | undefined {
  let sum = 0;
  for (const part of parts) {
    if (part === undefined) return undefined;
    sum += part;
  }
  return sum;
}
