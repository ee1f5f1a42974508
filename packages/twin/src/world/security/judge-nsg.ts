import type { NsgRule } from "../../estate/guards.ts";
import { contains } from "../prefix.ts";
import { hasPort, type Packet } from "./packet.ts";
import type { SecurityState } from "./security-state.ts";

const born = (
  name: string,
  priority: number,
  direction: NsgRule["direction"],
  access: NsgRule["access"],
  source: string,
  destination: string,
): NsgRule => ({
  name,
  priority,
  direction,
  access,
  protocol: "all",
  sources: [source],
  destinations: [destination],
  destinationPorts: ["*"],
});

/**
 * What every network security group is born with, below all rules of its owner.
 * @see https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#default-security-rules (read 2026-11)
 */
export const DEFAULT_NSG_RULES: readonly NsgRule[] = [
  born("AllowVnetInBound", 65_000, "inbound", "allow", "VirtualNetwork", "VirtualNetwork"),
  born("AllowAzureLoadBalancerInBound", 65_001, "inbound", "allow", "AzureLoadBalancer", "*"),
  born("DenyAllInBound", 65_500, "inbound", "deny", "*", "*"),
  born("AllowVnetOutBound", 65_000, "outbound", "allow", "VirtualNetwork", "VirtualNetwork"),
  born("AllowInternetOutBound", 65_001, "outbound", "allow", "*", "Internet"),
  born("DenyAllOutBound", 65_500, "outbound", "deny", "*", "*"),
];

const LOAD_BALANCER_PROBE_IP = "168.63.129.16";

/** The rule that decides for a packet, its owner's or one it was born with. `virtualNetwork` = the ranges that tag stands for there. */
export function decidingNsgRule(
  { nsgRules }: SecurityState,
  nsgId: string,
  direction: NsgRule["direction"],
  packet: Packet,
  virtualNetwork: readonly string[],
): NsgRule | undefined {
  const isIn = (places: readonly string[], address: string): boolean =>
    places.some((place) => matches(place, address, virtualNetwork));
  return [...(nsgRules.get(nsgId)?.values() ?? []), ...DEFAULT_NSG_RULES]
    .sort((one, other) => one.priority - other.priority)
    .find(
      (rule) =>
        rule.direction === direction &&
        (rule.protocol === "all" || rule.protocol === packet.protocol) &&
        isIn(rule.sources, packet.from) &&
        isIn(rule.destinations, packet.to) &&
        rule.destinationPorts.some((range) => hasPort(range, packet.port)),
    );
}

/** A tag that is not known here stands for nothing. */
function matches(place: string, address: string, virtualNetwork: readonly string[]): boolean {
  if (/^\d/.test(place)) return contains(place, address);
  const isInVirtualNetwork = virtualNetwork.some((range) => contains(range, address));
  switch (place) {
    case "*":
      return true;
    case "VirtualNetwork":
      return isInVirtualNetwork;
    case "Internet":
      return !isInVirtualNetwork;
    case "AzureLoadBalancer":
      return address === LOAD_BALANCER_PROBE_IP;
    default:
      return false;
  }
}
