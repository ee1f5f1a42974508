import type { Coordinates, SeenNetwork } from "@skylane/core";
import { distanceKm, rttPrior } from "../../topology/index.ts";
import type { Ends } from "./ends.ts";
import { mbpsOf } from "./existing-way.ts";
import type { Hub } from "./hubs.ts";
import type { ConnectWorld } from "./world.ts";

/** Encrypting and decrypting, at both ends: as for tunnels that are there. */
const TUNNEL_MS = 1;
/** Light in glass: no circuit is faster, whoever is paid. */
const KM_PER_RTT_MS = 100;

/** What a VPN carries at most, Mbps: the smaller side's (AWS: a tunnel; Azure: VpnGw2AZ; Google: a tunnel; vendors' quotas). */
const VPN_MBPS: Readonly<Record<Hub["cloud"], number>> = { aws: 1_250, azure: 1_000, gcp: 3_000, onprem: 1_250 };
export const vpnMbps = (a: Hub["cloud"], b: Hub["cloud"]): number => Math.min(VPN_MBPS[a], VPN_MBPS[b]);

type Placed = Pick<SeenNetwork, "cloud" | "regionId">;

/** Round trip that geography lets expect of something new between two networks, and the least that physics allows. */
export interface ExpectedRtt {
  readonly expectedMs: number;
  readonly leastMs: number;
}

export function expectedRtt(
  world: ConnectWorld,
  { source, destination }: { readonly source: Placed; readonly destination: Placed },
  isTunnel: boolean,
): ExpectedRtt | undefined {
  const [a, b] = [locate(world, source), locate(world, destination)];
  if (!a || !b) return undefined;
  const { p50Ms } = rttPrior(a, b, { isBetweenClouds: source.cloud !== destination.cloud });
  return { expectedMs: tenths(p50Ms + (isTunnel ? TUNNEL_MS : 0)), leastMs: tenths(distanceKm(a, b) / KM_PER_RTT_MS) };
}

/** Where a network is: what the inventory writes down comes before what is known of the clouds. */
function locate({ config, estimates }: ConnectWorld, { cloud, regionId }: Placed): Coordinates | undefined {
  const written = config.networks.find((one) => one.cloud === cloud && one.regionId === regionId && one.coordinates);
  return written?.coordinates ?? estimates.locate(cloud, regionId);
}

/** Why a VPN does not do, and whether it may stand in until something better is there. */
export interface VpnShortfall {
  readonly because: string;
  readonly isInterimAllowed: boolean;
}

export function vpnShortfall(
  ends: Ends,
  rtt: ExpectedRtt | undefined,
  capacityMbps: number,
  loadMbps: number,
): VpnShortfall | undefined {
  const { isPublicForbidden, maxRttMs } = ends.intent.requirements;
  if (isPublicForbidden)
    return { because: "a VPN crosses the public internet, and that is ruled out", isInterimAllowed: false };
  if (maxRttMs !== undefined && rtt && rtt.expectedMs > maxRttMs)
    return {
      because: `a VPN would take about ${rtt.expectedMs} ms, and ${maxRttMs} ms are asked for`,
      isInterimAllowed: true,
    };
  const needed = mbpsOf(ends);
  if (loadMbps + needed > capacityMbps)
    return {
      because: `a VPN there carries ${capacityMbps} Mbps, and ${Math.ceil(loadMbps + needed)} are asked for in all`,
      isInterimAllowed: loadMbps < capacityMbps,
    };
  return undefined;
}

const tenths = (ms: number): number => Math.round(ms * 10) / 10;
