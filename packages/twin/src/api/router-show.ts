import type { EstateGateway } from "../estate/estate.ts";
import type { PrefixListEntry } from "../world/routing-state.ts";
import { bgpPaths } from "../world/select-route.ts";
import type { World } from "../world/world.ts";

/** `show bgp ipv4 unicast P json`: every path of exactly that prefix, the best first. */
export function showRoute(world: World, router: EstateGateway, prefix: string) {
  const paths = bgpPaths(world.viewOf(router.id), world.routing, prefix);
  if (paths.length === 0) return {};
  return {
    prefix,
    paths: paths.map(({ peerIp, localPreference, connectionId, med }, i) => ({
      valid: true,
      metric: med,
      locPrf: localPreference,
      ...(i === 0 && { bestpath: { overall: true, selectionReason: "Local Pref" } }),
      peer: { peerId: peerIp, hostname: connectionId, type: "external" },
      nexthops: [{ ip: peerIp, afi: "ipv4", used: true }],
    })),
  };
}

/** `show bgp ipv4 unicast summary json`: the neighbors and their sessions. */
export const showSummary = (world: World, router: EstateGateway) => ({
  as: router.asn,
  peers: Object.fromEntries(
    world.viewOf(router.id).links.map(({ connection, other, isSessionUp }) => [
      other.peerIp ?? other.at,
      {
        remoteAs: world.atlas.gateways.get(other.at)?.asn ?? 0,
        desc: connection.id,
        state: isSessionUp ? "Established" : "Active",
        pfxRcd: isSessionUp ? other.announces.length : 0,
      },
    ]),
  ),
});

/** `show ip route P json`: what the kernel does with exactly that prefix. */
export function showFib(world: World, router: EstateGateway, prefix: string) {
  const [best] = bgpPaths(world.viewOf(router.id), world.routing, prefix);
  if (!best) return {};
  const nexthops = [{ ip: best.peerIp, interfaceName: best.connectionId, active: true, fib: true }];
  return { [prefix]: [{ prefix, protocol: "bgp", selected: true, installed: true, nexthops }] };
}

/** `show ip prefix-list NAME json`: keyed by daemon, as FRR prints it. */
export function showPrefixList(name: string, entries: readonly (readonly [number, PrefixListEntry])[]) {
  if (entries.length === 0) return {};
  return {
    BGP: {
      [name]: {
        addressFamily: "IPv4",
        entries: entries.map(([sequenceNumber, { action, prefix, le }]) => ({
          sequenceNumber,
          type: action,
          prefix,
          ...(le !== undefined && { maximumPrefixLength: le }),
        })),
      },
    },
  };
}

/** `ip -j -s link`: one interface per connection, named after it; received and sent as this router sees them. */
export const linkCounters = (world: World, gatewayId: string) =>
  world.viewOf(gatewayId).links.map(({ connection }) => {
    const count = world.counters.get(connection.id);
    const isA = connection.a.at === gatewayId;
    const forward = { packets: count?.forwardPackets ?? 0, bytes: count?.forwardBytes ?? 0 };
    const reverse = { packets: count?.reversePackets ?? 0, bytes: count?.reverseBytes ?? 0 };
    return {
      ifname: connection.id,
      operstate: "UP",
      stats64: { rx: isA ? reverse : forward, tx: isA ? forward : reverse },
    };
  });
