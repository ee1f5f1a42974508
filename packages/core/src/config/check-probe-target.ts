import type * as z from "zod";

/** What may be probed: the ranges of the estate, and whether this machine itself belongs to it. */
export interface ProbeTargetRules {
  readonly allowedCidrs: readonly string[];
  readonly isLoopbackAllowed: boolean;
}

/** The parts of a configuration that say what is probed, and what is its own. */
interface Probing {
  readonly networks: readonly { readonly cidrs: readonly string[] }[];
  readonly probing: { readonly allowedTargets: readonly string[]; readonly isLoopbackAllowed: boolean };
  readonly groups: readonly {
    readonly paths: readonly { readonly probe: { readonly host: string } }[];
  }[];
  readonly flows: readonly { readonly groupId?: string | undefined; readonly destination: { readonly ip: string } }[];
}

/** Never probed, whatever the configuration declares: what would answer here is no part of a path, or tells secrets. */
const NEVER: readonly { readonly cidr: string; readonly what: string }[] = [
  { cidr: "0.0.0.0/8", what: "an address of no host" },
  { cidr: "169.254.169.0/24", what: "where clouds keep their metadata services" },
  { cidr: "169.254.170.0/24", what: "where AWS hands out credentials of containers" },
  { cidr: "168.63.129.16/32", what: "Azure's platform address" },
  { cidr: "192.0.0.192/32", what: "a metadata service" },
  { cidr: "100.100.100.200/32", what: "a metadata service" },
  { cidr: "224.0.0.0/4", what: "multicast" },
  { cidr: "240.0.0.0/4", what: "reserved or broadcast" },
];
const LOOPBACK = "127.0.0.0/8";
const LINK_LOCAL = "169.254.0.0/16";
/** Link-local addresses are those of tunnels, which come in pairs; a wider range would let in whatever else lives there. */
const MIN_LINK_LOCAL_PREFIX_LENGTH = 30;

/** What the configuration lets be probed: its networks, and the ranges it allows beside them. */
export const probeTargetRules = ({ networks, probing }: Pick<Probing, "networks" | "probing">): ProbeTargetRules => ({
  allowedCidrs: [...networks.flatMap(({ cidrs }) => cidrs), ...probing.allowedTargets],
  isLoopbackAllowed: probing.isLoopbackAllowed,
});

/**
 * Why `host` must not be probed and what to do about it; `undefined` if it may be. Only an IPv4 address in its usual form
 * may: a name, IPv6 and forms such as `0x7f.1` could mean another host than they seem to.
 */
export function whyNotProbed(host: string, rules: ProbeTargetRules): string | undefined {
  const address = toNumber(host);
  if (address === undefined)
    return `"${host}" is no IPv4 address; names are not resolved for probes, write the address such as 10.1.0.10`;
  const forbidden = NEVER.find(({ cidr }) => isIn(address, cidr));
  if (forbidden) return `${host} is ${forbidden.what}, which is never probed; name an address of the estate`;
  if (isIn(address, LOOPBACK))
    return rules.isLoopbackAllowed
      ? undefined
      : `${host} is this machine itself; name an address of the estate, or set probing.isLoopbackAllowed`;

  const holding = rules.allowedCidrs.filter((cidr) => isIn(address, cidr));
  if (isIn(address, LINK_LOCAL) && !holding.some((cidr) => lengthOf(cidr) >= MIN_LINK_LOCAL_PREFIX_LENGTH))
    return `${host} is link-local; add its tunnel to probing.allowedTargets, as a /30 or longer`;
  if (holding.length === 0)
    return `${host} is outside the estate; name an address of a declared network, or add its range to probing.allowedTargets`;
  if (holding.every((cidr) => isLastOf(address, cidr)))
    return `${host} is the broadcast address of ${holding[0]}; name one host`;
  return undefined;
}

/** Adds an issue for each target of a probe or a proof request that must not be sent to. */
export function checkProbeTargets(config: Probing, context: z.RefinementCtx): void {
  const rules = probeTargetRules(config);
  const check = (host: string, path: PropertyKey[]): void => {
    const message = whyNotProbed(host, rules);
    if (message !== undefined) context.addIssue({ code: "custom", path, message });
  };
  config.groups.forEach((group, i) => {
    group.paths.forEach(({ probe }, j) => {
      check(probe.host, ["groups", i, "paths", j, "probe", "host"]);
    });
  });
  // a flow of a group proves a move by requests to its destination
  config.flows.forEach(({ groupId, destination }, i) => {
    if (groupId !== undefined) check(destination.ip, ["flows", i, "destination", "ip"]);
  });
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

const toNumber = (host: string): number | undefined =>
  IPV4.test(host) ? host.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0) : undefined;

const lengthOf = (cidr: string): number => Number(cidr.split("/")[1]);
const sizeOf = (cidr: string): number => 2 ** (32 - lengthOf(cidr));
const firstOf = (cidr: string): number =>
  Math.floor((toNumber(cidr.split("/")[0] ?? "") ?? Number.NaN) / sizeOf(cidr)) * sizeOf(cidr);
const isIn = (address: number, cidr: string): boolean =>
  address >= firstOf(cidr) && address < firstOf(cidr) + sizeOf(cidr);
const isLastOf = (address: number, cidr: string): boolean =>
  lengthOf(cidr) <= 30 && address === firstOf(cidr) + sizeOf(cidr) - 1;
