import { contains } from "../world/prefix.ts";
import { parseRuleset } from "../world/security/nft/parse-ruleset.ts";
import { NftRefusal } from "../world/security/nft/ruleset.ts";
import type { EstateGuards } from "./guards.ts";
import type { EstateNames } from "./names.ts";
import type { EstateService } from "./service.ts";

/** What is checked of services, their guards and their names. */
export interface CheckedServices {
  readonly networks: readonly { readonly id: string; readonly cidrs: readonly string[] }[];
  readonly gateways: readonly { readonly id: string; readonly kind: string; readonly cloud: string }[];
  readonly services: readonly EstateService[];
  readonly guards: EstateGuards;
  readonly names: EstateNames;
}

/** Complains of each duplicate, and of each place, address and guard that belongs to nothing. */
export function checkServices(
  { networks, gateways, services, guards, names }: CheckedServices,
  complain: (path: PropertyKey[], message: string) => void,
): void {
  const networkIds = new Set(networks.map(({ id }) => id));
  const groups = new Set(guards.securityGroups.map(({ id }) => id));
  // each VNet is born with one of its own
  const nsgs = new Set([...guards.networkSecurityGroups.map(({ id }) => id), ...networks.map(({ id }) => `nsg-${id}`)]);
  const known = (path: PropertyKey[], what: string, wanted: string, all: ReadonlySet<string>): void => {
    if (!all.has(wanted)) complain(path, `names ${what} "${wanted}", which is not declared`);
  };
  const seen = new Set<string>();
  services.forEach((service, i) => {
    const at = (...path: PropertyKey[]): PropertyKey[] => ["services", i, ...path];
    for (const name of [service.id, service.address, service.publicAddress]) {
      if (name === undefined) continue;
      if (seen.has(name)) complain(at(), `"${name}" is used twice; ids and addresses must be unique`);
      seen.add(name);
    }
    const network = networks.find(({ id }) => id === service.networkId);
    if (service.networkId !== undefined) known(at("networkId"), "network", service.networkId, networkIds);
    if ((service.networkId === undefined) !== (service.address === undefined))
      complain(at(), "has a network without an address in it, or an address without a network");
    if (network && !network.cidrs.some((range) => contains(range, service.address ?? "")))
      complain(at("address"), `${service.address} is not in network "${network.id}"`);
    for (const id of service.securityGroupIds) known(at("securityGroupIds"), "security group", id, groups);
    if (service.nsgId !== undefined) known(at("nsgId"), "network security group", service.nsgId, nsgs);
    if (service.isTls && service.dnsName === undefined)
      complain(at("isTls"), "needs a dnsName, for which its certificate is made");
    const isGuardedByGroups = network !== undefined && (service.cloud === "aws" || service.cloud === "oci");
    if (isGuardedByGroups && service.securityGroupIds.length === 0)
      complain(at("securityGroupIds"), "is empty; what stands in a network of AWS or OCI has a security group");
  });
  guards.securityGroups.forEach(({ networkId }, i) => {
    known(["guards", "securityGroups", i, "networkId"], "network", networkId, networkIds);
  });
  guards.firewallRules.forEach(({ networkId }, i) => {
    known(["guards", "firewallRules", i, "networkId"], "network", networkId, networkIds);
  });
  const routers = new Set(
    gateways.filter(({ kind, cloud }) => kind === "router" && cloud === "onprem").map(({ id }) => id),
  );
  guards.routerRulesets.forEach(({ gatewayId, ruleset }, i) => {
    known(["guards", "routerRulesets", i, "gatewayId"], "router of a data centre", gatewayId, routers);
    const refusal = refusalOf(ruleset);
    if (refusal !== undefined)
      complain(["guards", "routerRulesets", i, "ruleset"], `nft would not load it: ${refusal}`);
  });
  guards.publicAccess.forEach(({ serviceId }, i) => {
    if (!services.some(({ id, publicAddress }) => id === serviceId && publicAddress !== undefined))
      complain(["guards", "publicAccess", i], `names "${serviceId}", which is no service with a public endpoint`);
  });
  names.zones.forEach((zone, i) => {
    for (const id of zone.networkIds) known(["names", "zones", i, "networkIds"], "network", id, networkIds);
  });
  names.forwardRules.forEach((rule, i) => {
    for (const id of rule.networkIds) known(["names", "forwardRules", i, "networkIds"], "network", id, networkIds);
  });
  names.resolverEndpoints.forEach(({ networkId }, i) => {
    known(["names", "resolverEndpoints", i, "networkId"], "network", networkId, networkIds);
  });
}

function refusalOf(ruleset: string): string | undefined {
  try {
    parseRuleset(ruleset);
    return undefined;
  } catch (error) {
    if (error instanceof NftRefusal) return error.message;
    throw error;
  }
}
