import type { SeenGateway, SeenNetwork } from "@skylane/core";
import { addressOf, holds, isPublic, rangeOf, subnetOf } from "./addresses.ts";
import { isLan, LONGEST_LAN_BITS, type PlacedLink, type Port } from "./place-links.ts";
import type { RouterAnswers } from "./read-router.ts";
import { clipped, gatewayKey, networkKey } from "./words.ts";

/**
 * The networks of a data centre, as far as a router shows them: what it announces as its own, and the LANs it stands in where
 * they are no part of that. It knows no machines, so none are counted.
 */
export function seenNetworks(
  answers: RouterAnswers,
  ports: readonly Port[],
  links: readonly PlacedLink[],
): SeenNetwork[] {
  const lans = lansOf(answers, ports, links);
  const own = [...(answers.table ?? [])]
    .filter(
      ([prefix, paths]) =>
        isNetwork(prefix) && paths.some(({ peerId, weight }) => peerId === "(unspec)" || weight === OWN_WEIGHT),
    )
    .map(([prefix]) => prefix);
  // A public subnet that it does not announce belongs to whoever connects it to the internet.
  const inside = [...lans.keys()].filter((lan) => !isPublic(addressOf(lan)));
  const prefixes = [...new Set([...own, ...inside])];
  return prefixes
    .filter((prefix) => !prefixes.some((other) => other !== prefix && holds(other, prefix)))
    .map((prefix) => {
      const within = [...lans].filter(([lan]) => holds(prefix, lan));
      const name = within.find(([lan]) => lan === prefix)?.[1].frr.description ?? within[0]?.[1].frr.description;
      return {
        key: networkKey(answers, prefix),
        cloud: "onprem",
        accountId: answers.routerId,
        regionId: answers.regionId,
        nativeId: prefix,
        ...(name !== undefined && { name: clipped(name) }),
        tags: {},
        cidrs: [prefix],
        subnetCount: within.length,
        endpointCount: 0,
      };
    });
}

/** What bgpd gives a route of its own. */
const OWN_WEIGHT = 32_768;
const MULTICAST = "224.0.0.0/3";

/** True for a prefix that machines can live in: no host route, no link's subnet, no default route. */
function isNetwork(prefix: string): boolean {
  const range = rangeOf(prefix);
  return range !== undefined && range.bits > 0 && range.bits <= LONGEST_LAN_BITS && !holds(MULTICAST, prefix);
}

/** Subnets the router stands in, that no link and no way to the internet uses. */
function lansOf(
  { routes }: RouterAnswers,
  ports: readonly Port[],
  links: readonly PlacedLink[],
): ReadonlyMap<string, Port> {
  const used = new Set(links.flatMap(({ port }) => port?.name ?? []));
  for (const route of routes.get("0.0.0.0/0") ?? [])
    for (const { interfaceName } of route.nexthops) if (interfaceName !== undefined) used.add(interfaceName);
  return new Map(
    ports
      .filter(
        ({ name, isLoopback, isTunnel, frr }) =>
          !isLoopback && !isTunnel && !used.has(name) && frr.administrativeStatus !== "down",
      )
      .flatMap((port) => port.addresses.filter(isLan).flatMap((address) => lanOf(address, port))),
  );
}

function lanOf(address: string, port: Port): [string, Port][] {
  const subnet = subnetOf(address);
  return subnet === undefined || !isNetwork(subnet) || holds("169.254.0.0/16", subnet) ? [] : [[subnet, port]];
}

/** The router itself, with every address of its own that can be on the internet. */
export const seenGateway = (
  answers: RouterAnswers,
  ports: readonly Port[],
  networks: readonly SeenNetwork[],
): SeenGateway => ({
  key: gatewayKey(answers.routerId),
  cloud: "onprem",
  accountId: answers.routerId,
  regionId: answers.regionId,
  nativeId: answers.routerId,
  name: clipped(answers.host ?? answers.routerId),
  tags: answers.version === undefined ? {} : { frr: clipped(answers.version) },
  kind: "router",
  ...(answers.asn !== undefined && answers.asn > 0 && { asn: answers.asn }),
  publicIps: [
    ...new Set(
      ports.flatMap(({ addresses, kernel }) => [
        ...addresses.map(addressOf).filter(isPublic),
        ...[kernel?.linkinfo?.info_data?.local].flatMap((address) =>
          address !== undefined && isPublic(address) ? [address] : [],
        ),
      ]),
    ),
  ],
  networkKeys: networks.map(({ key }) => key),
});
