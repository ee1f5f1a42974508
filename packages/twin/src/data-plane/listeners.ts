import { DNS_PORT, resolverAt } from "../world/dns/resolver-at.ts";
import { doorAt } from "../world/services/door-at.ts";
import type { World } from "../world/world.ts";
import type { Asked } from "./handshake.ts";

/** Who listens at an address and port: a small HTTP server, one behind TLS, the resolver of a network. */
export type Listener =
  | { readonly kind: "http" }
  | { readonly kind: "tls"; readonly serverName: string }
  /** `routedTo` = where packets for its address go. */
  | { readonly kind: "dns"; readonly networkId: string; readonly routedTo: string };

/** The listener that `source` finds there; `undefined` = nobody listens. */
export type ListenerAt = (asked: Pick<Asked, "source" | "host" | "port">) => Listener | undefined;

/** Ends of flows and canaries, which stay, services at the doors that they have at the moment, and resolvers. */
export function listenersOf(world: World): ListenerAt {
  const { flows, canaries } = world.atlas.estate;
  const fixed = new Set([
    ...flows.map(({ destination, port }) => `${destination}:${port}`),
    ...canaries.map(({ address, port }) => `${address}:${port}`),
  ]);
  return ({ source, host, port }) => {
    if (fixed.has(`${host}:${port}`)) return { kind: "http" };
    const service = doorAt(world.services, host)?.service;
    if (service && service.port === port)
      return service.isTls && service.dnsName !== undefined
        ? { kind: "tls", serverName: service.dnsName }
        : { kind: "http" };
    const resolver = port === DNS_PORT ? resolverAt(world, source, host) : undefined;
    return resolver && { kind: "dns", ...resolver };
  };
}
