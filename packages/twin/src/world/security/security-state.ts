import type { Estate, EstateNetwork } from "../../estate/estate.ts";
import type {
  FirewallRule,
  GroupRule,
  NetworkSecurityGroup,
  NsgRule,
  PublicRange,
  SecurityGroup,
} from "../../estate/guards.ts";
import { defaultGroup, offeredRules, vnetNsg } from "./born-guards.ts";
import { parseRuleset } from "./nft/parse-ruleset.ts";
import { type NftChain, OPEN_RULESET } from "./nft/ruleset.ts";

/** An entry of a network's ACL on AWS, which knows no connections: what comes back needs one too. */
export interface AclEntry {
  readonly direction: "ingress" | "egress";
  /** The lower number decides first; what no entry names is denied. */
  readonly number: number;
  readonly action: "allow" | "deny";
  readonly protocol: GroupRule["protocol"];
  readonly fromPort?: number | undefined;
  readonly toPort?: number | undefined;
  readonly cidr: string;
}

/** Every rule of every cloud that says which packets a service gets. API calls change it; `admits` obeys it. */
export interface SecurityState {
  /** Security groups of AWS and OCI, and their rules: group → rule → rule. */
  readonly groups: Map<string, SecurityGroup>;
  readonly groupRules: Map<string, Map<string, GroupRule>>;
  /** ACLs of VPCs that were written: network → `direction|number` → entry. The others let everything pass. */
  readonly acls: Map<string, Map<string, AclEntry>>;
  /** Network security groups of Azure, and their own rules: group → name → rule. */
  readonly nsgs: Map<string, NetworkSecurityGroup>;
  readonly nsgRules: Map<string, Map<string, NsgRule>>;
  /** Rules of Google's networks: network → name → rule. */
  readonly firewalls: Map<string, Map<string, FirewallRule>>;
  /** Chains of nftables on the routers of data centres: router → table and name → chain. */
  readonly routerChains: Map<string, Map<string, NftChain>>;
  /** Whether the public endpoint of a service is switched on (those that are not here are off), and who may come to it: service → name → addresses. */
  readonly publicEndpoints: Map<string, { readonly isEnabled: boolean }>;
  readonly publicRanges: Map<string, Map<string, PublicRange>>;
}

/** What an estate says, and what each network is born with. */
export function initialSecurity({ guards, networks, gateways }: Estate): SecurityState {
  const ofCloud = (cloud: string): readonly EstateNetwork[] => networks.filter((network) => network.cloud === cloud);
  const groups = [
    ...ofCloud("aws").map(defaultGroup),
    ...guards.securityGroups.map(({ rules, ...group }) => ({ group, rules })),
  ];
  const nsgs = [
    ...ofCloud("azure").map((network) => ({ ...vnetNsg(network), rules: [] })),
    ...guards.networkSecurityGroups,
  ];
  const firewalls = new Map(ofCloud("gcp").map((network) => [network.id, byName(offeredRules(network))]));
  for (const rule of guards.firewallRules) firewalls.get(rule.networkId)?.set(rule.name, rule);
  const rulesets = new Map(guards.routerRulesets.map(({ gatewayId, ruleset }) => [gatewayId, ruleset]));
  return {
    routerChains: new Map(
      gateways.flatMap(({ id, kind, cloud }) =>
        kind === "router" && cloud === "onprem" ? [[id, new Map(parseRuleset(rulesets.get(id) ?? OPEN_RULESET))]] : [],
      ),
    ),
    groups: new Map(groups.map(({ group }) => [group.id, group])),
    groupRules: new Map(groups.map(({ group, rules }) => [group.id, new Map(rules.map((rule) => [rule.id, rule]))])),
    acls: new Map(),
    nsgs: new Map(nsgs.map(({ rules, ...group }) => [group.id, group])),
    nsgRules: new Map(nsgs.map(({ id, rules }) => [id, byName(rules)])),
    firewalls,
    publicEndpoints: new Map(guards.publicAccess.map(({ serviceId, isEnabled }) => [serviceId, { isEnabled }])),
    publicRanges: new Map(guards.publicAccess.map(({ serviceId, ranges }) => [serviceId, byName(ranges)])),
  };
}

const byName = <T extends { readonly name: string }>(all: readonly T[]): Map<string, T> =>
  new Map(all.map((one) => [one.name, one]));
