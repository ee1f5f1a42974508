import type { EstateGateway } from "../estate/estate.ts";
import { canonical, prefixBits } from "../world/prefix.ts";
import type { PrefixListEntry } from "../world/routing-state.ts";
import { bgpPaths } from "../world/select-route.ts";
import type { World } from "../world/world.ts";
import { interfaceOf, interfacesOf } from "./router-interfaces.ts";

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

/** `show ip route P json`: what the kernel does with exactly that prefix. */
export function showFib(world: World, router: EstateGateway, prefix: string) {
  const [best] = bgpPaths(world.viewOf(router.id), world.routing, prefix);
  if (!best) return {};
  const nexthops = [
    { ip: best.peerIp, interfaceName: interfaceOf(world, router, best.connectionId), active: true, fib: true },
  ];
  return {
    [prefix]: [
      {
        prefix,
        prefixLen: prefixBits(prefix),
        protocol: "bgp",
        vrfName: "default",
        selected: true,
        destSelected: true,
        distance: 20,
        metric: best.med,
        installed: true,
        nexthops,
      },
    ],
  };
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

/** `show ip route json`: what the kernel does, with the router's own subnets. */
export function showRoutes(world: World, router: EstateGateway) {
  const view = world.viewOf(router.id);
  const connected = interfacesOf(world, router).flatMap(({ name, addresses, isUp }) =>
    isUp ? addresses.map((address) => ({ prefix: canonical(address), name })) : [],
  );
  const heard = new Set(view.links.flatMap(({ other, isSessionUp }) => (isSessionUp ? other.announces : [])));
  return {
    ...Object.fromEntries(
      connected.map(({ prefix, name }) => [
        prefix,
        [
          {
            prefix,
            prefixLen: prefixBits(prefix),
            protocol: "connected",
            vrfName: "default",
            selected: true,
            destSelected: true,
            distance: 0,
            metric: 0,
            installed: true,
            nexthops: [{ fib: true, directlyConnected: true, interfaceName: name, active: true }],
          },
        ],
      ]),
    ),
    ...Object.assign({}, ...[...heard].map((prefix) => showFib(world, router, prefix))),
  };
}

/** `show version`: text, as vtysh has no JSON for it. */
export const showVersion = (router: EstateGateway): string =>
  `FRRouting 8.4.4 (${router.providerId}) on Linux(6.1.0).\nCopyright 1996-2005 Kunihiro Ishiguro, et al.`;
