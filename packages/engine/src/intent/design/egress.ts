import {
  isPublicIp,
  type Network,
  type SeenNetwork,
  type SeenRoute,
  type SeenService,
  type Topology,
} from "@skylane/core";
import { isDeclaredFor } from "./declared-network.ts";
import { bestRoute, decidingTables } from "./vpc-routes.ts";

/** Addresses that the internet sees of a service. */
export interface KnownEgress {
  readonly kind: "known";
  /** Sorted. */
  readonly ips: readonly string[];
  /** Whose addresses they are, in words. */
  readonly of: string;
  /** True where others that send come from the same addresses. */
  readonly isShared: boolean;
}
export type Egress = KnownEgress | { readonly kind: "unknown"; readonly because: string };

const ANYWHERE = "0.0.0.0/0";
const unknown = (because: string): Egress => ({ kind: "unknown", because });

/**
 * The addresses a service leaves to the internet by: what the default routes of its subnets show, else `egressIps` of its network in the
 * configuration. Never a part of them: a packet that leaves by another address would be dropped. Pure.
 */
export function egressOf(
  service: SeenService,
  network: SeenNetwork,
  { routes, gateways }: Pick<Topology, "routes" | "gateways">,
  declared: readonly Network[],
): Egress {
  const seen =
    network.cloud === "aws"
      ? leavesAws(service, network, routes, gateways)
      : unknown(`what translates the addresses of ${shortOf(network)} is not discovered`);
  if (seen.kind === "known") return seen;
  const written = declared.find((one) => one.egressIps && isDeclaredFor(one, service));
  if (!written?.egressIps) return seen;
  const ips = [...new Set(written.egressIps)].sort();
  return { kind: "known", ips, of: `${written.id}, by egressIps of the configuration`, isShared: true };
}

function leavesAws(
  service: SeenService,
  network: SeenNetwork,
  routes: readonly SeenRoute[],
  gateways: Topology["gateways"],
): Egress {
  const own = routes.filter(({ owner }) => owner === network.key);
  const { tableIds, areAllItsOwn } = decidingTables(network, service.subnetIds, own);
  if (tableIds.length === 0) return unknown(`the route tables of ${shortOf(network)} were not read`);
  const ways = tableIds.map((tableId) => leavesBy(service, tableId, bestRoute(own, tableId, ANYWHERE), gateways));
  const [first] = ways;
  const missing = ways.find((one) => one.kind === "unknown");
  if (missing || !first) return missing ?? unknown("no route was seen");
  const known = ways.flatMap((one) => (one.kind === "known" ? [one] : []));
  // where nobody says which table is the main one, all of them must say the same
  const areSame = known.every(({ ips }) => ips.join() === known[0]?.ips.join());
  if (!areAllItsOwn && !areSame)
    return unknown(`the tables of ${shortOf(network)} lead to several NAT gateways, and which decides is not known`);
  return {
    kind: "known",
    ips: [...new Set(known.flatMap(({ ips }) => ips))].sort(),
    of: [...new Set(known.map((one) => one.of))].sort().join(" and "),
    isShared: known.some(({ isShared }) => isShared),
  };
}

function leavesBy(
  { publicAddress }: SeenService,
  tableId: string,
  route: SeenRoute | undefined,
  gateways: Topology["gateways"],
): Egress {
  if (!route) return unknown(`${tableId} has no way to the internet`);
  const { kind, key } = route.next;
  const gateway = gateways.find((one) => one.key === key);
  if (gateway?.kind === "nat-gateway") {
    const ips = gateway.publicIps.filter((ip) => isPublicIp(ip)).sort();
    return ips.length > 0
      ? { kind: "known", ips, of: `NAT gateway ${gateway.nativeId}`, isShared: true }
      : unknown(`NAT gateway ${gateway.nativeId} shows no address on the internet`);
  }
  if (kind === "internet")
    return publicAddress === undefined
      ? unknown(`${tableId} leads straight to the internet, and no public address of the source is seen`)
      : { kind: "known", ips: [publicAddress], of: "the machine itself", isShared: false };
  return unknown(`${tableId} leads to ${(key ?? kind).slice(-80)}, and what translates behind it is not discovered`);
}

const shortOf = ({ nativeId }: SeenNetwork): string => nativeId.slice(-60);
