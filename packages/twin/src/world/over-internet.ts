import type { Estate, EstateNetwork } from "../estate/estate.ts";
import { latencyBetweenMs } from "./geography.ts";
import { doorAt } from "./services/door-at.ts";
import type { ServicesState } from "./services/services-state.ts";
import type { Fate } from "./world.ts";

/**
 * What becomes of a packet between a host and a public endpoint, in either direction: it takes the NAT gateway of the host's
 * network, if that has one. `undefined` if neither end is a public endpoint.
 */
export function overInternet(
  services: ServicesState,
  networkOf: (address: string) => EstateNetwork | undefined,
  sites: Estate["sites"],
  from: string,
  to: string,
): Fate | undefined {
  for (const [address, host] of [
    [to, from],
    [from, to],
  ] as const) {
    const door = doorAt(services, address);
    if (door?.kind !== "public") continue;
    const network = networkOf(host);
    if (network?.egressIp === undefined) return { kind: "unreachable", delayMs: 0 };
    return { kind: "arrives", delayMs: latencyBetweenMs(network.regionId, door.service.regionId, sites) };
  }
  return undefined;
}
