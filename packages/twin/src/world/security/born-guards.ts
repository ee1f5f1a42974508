import type { EstateNetwork } from "../../estate/estate.ts";
import type { FirewallRule, GroupRule, NetworkSecurityGroup, SecurityGroup } from "../../estate/guards.ts";

/** The group that AWS makes with each VPC: lets in what is in it too, and lets all out. */
export function defaultGroup({ id, providerId, tags }: EstateNetwork): {
  readonly group: SecurityGroup;
  readonly rules: readonly GroupRule[];
} {
  const suffix = (providerId ?? id).replace(/^[a-z]+-/, "");
  const groupId = `sg-${suffix}`;
  return {
    group: { id: groupId, name: "default", networkId: id, description: "default VPC security group", tags },
    rules: [
      { id: `sgr-${suffix}-in`, direction: "ingress", protocol: "all", groupId },
      { id: `sgr-${suffix}-out`, direction: "egress", protocol: "all", cidr: "0.0.0.0/0" },
    ],
  };
}

/** The network security group that stands with each VNet, without a rule of its owner's. */
export const vnetNsg = ({ id, providerId, regionId, accountId }: EstateNetwork): NetworkSecurityGroup => ({
  id: `nsg-${id}`,
  name: `nsg-${providerId ?? id}`,
  regionId,
  accountId,
  tags: {},
});

/** The priority below every rule that an owner of a network of Google writes. */
const LAST_PRIORITY = 65_534;

/** The rules that Google's console offers with a network whose subnets are its owner's: all within its own ranges, and ICMP. */
export function offeredRules({ id, providerId, cidrs }: EstateNetwork): readonly FirewallRule[] {
  const rule = (what: string, protocol: "all" | "icmp", ranges: string[], description: string): FirewallRule => ({
    name: `${providerId ?? id}-${what}`,
    networkId: id,
    priority: LAST_PRIORITY,
    direction: "ingress",
    action: "allow",
    protocols: [{ protocol, ports: [] }],
    ranges,
    sourceTags: [],
    targetTags: [],
    isDisabled: false,
    description,
  });
  return [
    rule("allow-custom", "all", cidrs, "Allows connections between any two addresses of the network's own subnets."),
    rule("allow-icmp", "icmp", ["0.0.0.0/0"], "Allows ICMP from any source to any instance of the network."),
  ];
}
