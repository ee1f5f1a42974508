import type { EstateNetwork } from "../../estate/estate.ts";
import { addressIn, contains } from "../prefix.ts";
import type { World } from "../world.ts";

/** Port of DNS, over TCP and UDP. */
export const DNS_PORT = 53;

const AZURE_RESOLVER = "168.63.129.16";
const METADATA_RESOLVER = "169.254.169.254";
/** AWS reserves the third address of each VPC for it; a data centre of an estate does the same. */
const RESOLVER_HOST = 2;

/**
 * Address at which hosts of a network ask its resolver.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
 * @see https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
 * @see https://cloud.google.com/dns/docs/vpc-name-res-order (all read 2026-11)
 */
export function resolverOf(network: EstateNetwork): string {
  switch (network.cloud) {
    case "azure":
      return AZURE_RESOLVER;
    case "gcp":
    case "oci":
      return METADATA_RESOLVER;
    case "aws":
    case "onprem":
      return insideOf(network);
  }
}

/** The address that packets to and from a network's resolver have in it. */
export const insideOf = ({ cidrs }: EstateNetwork): string => addressIn(cidrs[0] ?? "", RESOLVER_HOST);

/** A resolver that somebody may ask: of which network, and where packets for it go. */
export interface Resolver {
  readonly networkId: string;
  readonly routedTo: string;
}

/**
 * The resolver that answers `source` at an address: that of its own network, the endpoint of another, the server of a data
 * centre. A cloud's own resolver answers nobody outside of its network.
 */
export function resolverAt(
  { atlas, dns }: Pick<World, "atlas" | "dns">,
  source: string,
  address: string,
): Resolver | undefined {
  const networks = [...atlas.networks.values()];
  const own = networks.find(({ cidrs }) => cidrs.some((range) => contains(range, source)));
  if (own && resolverOf(own) === address) return { networkId: own.id, routedTo: insideOf(own) };
  const endpoint = [...dns.resolverEndpoints.values()].find(
    ({ direction, addresses, allowedCidrs }) =>
      direction === "inbound" &&
      addresses.includes(address) &&
      (allowedCidrs.length === 0 || allowedCidrs.some((range) => contains(range, source))),
  );
  if (endpoint) return { networkId: endpoint.networkId, routedTo: address };
  const server = networks.find((network) => network.cloud === "onprem" && insideOf(network) === address);
  return server && { networkId: server.id, routedTo: address };
}
