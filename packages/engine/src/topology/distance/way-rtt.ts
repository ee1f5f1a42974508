import type { Coordinates, Estimates, Network, Topology } from "@skylane/core";
import type { Hop } from "../ways/index.ts";
import { fibreMap } from "./cable-map.ts";
import { FIBRE_KM_PER_RTT_MS, RTT_MODEL, type RttPrior, spreadAt } from "./rtt-prior.ts";

/** A gateway more on the way: what each link after the first adds. Not measured: the round number below what gateways state. */
const LINK_MS = 1;
/** IPsec, at both ends. */
const TUNNEL_MS = 1;

/** Answers how long the round trip over a way is thought to take; `undefined` where a place on it is not known. */
export type WayRtt = (sourceKey: string | undefined, way: readonly Hop[]) => RttPrior | undefined;

/** Places of an estate: what the inventory writes down comes before what is known of the clouds. */
export function wayRttPrior(
  topology: Pick<Topology, "networks">,
  networks: readonly Network[],
  estimates: Pick<Estimates, "locate">,
): WayRtt {
  const sites = new Map(
    networks.flatMap(({ cloud, regionId, coordinates }) =>
      coordinates ? [[`${cloud}:${regionId}`, coordinates] as const] : [],
    ),
  );
  const networkOf = new Map(topology.networks.map((network) => [network.key, network]));
  const locate = (place: Place | undefined): Coordinates | undefined =>
    place?.cloud === undefined || place.regionId === undefined
      ? undefined
      : (sites.get(`${place.cloud}:${place.regionId}`) ?? estimates.locate(place.cloud, place.regionId));
  const legs = new Map<Hop, Leg>();
  const legOf = (hop: Hop): Leg => {
    const known = legs.get(hop);
    if (known) return known;
    const leg = measure(hop, locate);
    legs.set(hop, leg);
    return leg;
  };
  return (sourceKey, way) => {
    const [first] = way;
    if (!first) return undefined;
    // a place that is not seen is where the link to it says
    const start = locate(sourceKey === undefined ? undefined : networkOf.get(sourceKey));
    const entry = locate(endOf(first, "from"));
    let fibreMs = start && entry ? fibreKm(start, entry) / FIBRE_KM_PER_RTT_MS : 0;
    let addedMs = LINK_MS * (way.length - 1);
    let isBetweenClouds = false;
    for (const hop of way) {
      const leg = legOf(hop);
      if (leg.fibreMs === undefined) return undefined;
      fibreMs += leg.fibreMs;
      addedMs += leg.tunnelMs;
      isBetweenClouds ||= leg.isBetweenClouds;
    }
    const p50Ms = (RTT_MODEL.baseMs + fibreMs) * (isBetweenClouds ? RTT_MODEL.betweenCloudsRatio : 1) + addedMs;
    const { p10Ratio, p90Ratio } = spreadAt(RTT_MODEL, p50Ms);
    return { p50Ms, p10Ms: p50Ms * p10Ratio, p90Ms: p50Ms * p90Ratio };
  };
}

type Place = Pick<Hop["connection"]["ends"][number], "cloud" | "regionId">;
interface Leg {
  readonly fibreMs: number | undefined;
  readonly tunnelMs: number;
  readonly isBetweenClouds: boolean;
}

const fibreKm = fibreMap(RTT_MODEL.detour);

/** The end of a hop that traffic enters or leaves at. */
export const endOf = ({ connection, from }: Hop, which: "from" | "to"): Hop["connection"]["ends"][number] => {
  const [a, b] = connection.ends;
  return (a.at === from) === (which === "from") ? a : b;
};

function measure(hop: Hop, locate: (place: Place) => Coordinates | undefined): Leg {
  const [from, to] = [endOf(hop, "from"), endOf(hop, "to")];
  const [start, end] = [locate(from), locate(to)];
  const { kind, isEncrypted } = hop.connection;
  return {
    fibreMs: start && end && fibreKm(start, end) / FIBRE_KM_PER_RTT_MS,
    tunnelMs: kind === "vpn" && isEncrypted ? TUNNEL_MS : 0,
    isBetweenClouds: from.cloud !== to.cloud,
  };
}
