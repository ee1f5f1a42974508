import type { SeenNetwork, SeenRoute } from "@skylane/core";
import { holds, rangeOf } from "./addresses.ts";
import type { Route } from "./answers.ts";
import type { PlacedLink } from "./place-links.ts";
import type { RouterAnswers } from "./read-router.ts";
import { gatewayKey, linkKey } from "./words.ts";

type Hop = Route["nexthops"][number];

/** The routes a router uses, of its default table: one for each next hop. What is only a spare is left out. */
export function seenRoutes(
  answers: RouterAnswers,
  networks: readonly SeenNetwork[],
  links: readonly PlacedLink[],
): SeenRoute[] {
  const keyOf = (link: PlacedLink): string => linkKey(answers.routerId, link.name);
  const byPort = new Map(
    links.flatMap((link) => (link.port && link.name === link.port.name ? [[link.port.name, keyOf(link)]] : [])),
  );
  const byNeighbor = new Map(links.flatMap((link) => link.sessions.map(({ neighborId }) => [neighborId, keyOf(link)])));
  const networkOf = (prefix: string): string | undefined =>
    networks.find(({ cidrs }) => cidrs.some((cidr) => holds(cidr, prefix)))?.key;
  const nextOf = (prefix: string, protocol: string, hop: Hop): SeenRoute["next"] => {
    const link = byNeighbor.get(hop.ip ?? "") ?? byPort.get(hop.interfaceName ?? "");
    const own = networkOf(prefix);
    if (isOwnSubnet(protocol) && own === undefined) return { kind: "local" };
    if (link !== undefined) return { kind: "link", key: link };
    if (hop.blackhole === true || hop.reject === true || hop.unreachable === true)
      // Holds a network's announcement up; its parts have longer routes.
      return own === undefined ? { kind: "none" } : { kind: "network", key: own };
    if (own !== undefined) return { kind: "network", key: own };
    return prefix === "0.0.0.0/0" ? { kind: "internet" } : { kind: "interface" };
  };
  return [...answers.routes].flatMap(([prefix, all]) =>
    rangeOf(prefix) === undefined
      ? []
      : all
          .filter(({ selected }) => selected === true)
          .flatMap(({ protocol, installed, nexthops }) =>
            nexthops.map(
              (hop): SeenRoute => ({
                cloud: "onprem",
                owner: gatewayKey(answers.routerId),
                tableId: "default",
                prefix,
                next: nextOf(prefix, protocol, hop),
                origin: originOf(protocol),
                isActive: installed !== false && hop.active !== false,
              }),
            ),
          ),
  );
}

/** The subnet of a link itself is no use of the link. */
const isOwnSubnet = (protocol: string): boolean => protocol === "connected" || protocol === "local";

function originOf(protocol: string): SeenRoute["origin"] {
  if (protocol === "static") return "static";
  return isOwnSubnet(protocol) || protocol === "kernel" ? "system" : "propagated";
}
