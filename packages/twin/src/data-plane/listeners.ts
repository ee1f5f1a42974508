import { doorAt } from "../world/services/door-at.ts";
import type { World } from "../world/world.ts";

/** True if somebody listens at an address and port. */
export type HasListener = (host: string, port: number) => boolean;

/** Ends of flows and canaries, which stay, and services at the doors that they have at the moment. */
export function listenersOf({ atlas, services }: World): HasListener {
  const { flows, canaries } = atlas.estate;
  const fixed = new Set([
    ...flows.map(({ destination, port }) => `${destination}:${port}`),
    ...canaries.map(({ address, port }) => `${address}:${port}`),
  ]);
  return (host, port) => fixed.has(`${host}:${port}`) || doorAt(services, host)?.service.port === port;
}
