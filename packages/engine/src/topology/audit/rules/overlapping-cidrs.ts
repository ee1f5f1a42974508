import type { Finding, SeenNetwork } from "@skylane/core";
import { rangeOf } from "../../cidr.ts";
import { type AuditFacts, counted, finding, firstOf, nameOf } from "../facts.ts";

interface Claim {
  readonly network: SeenNetwork;
  readonly cidr: string;
  readonly first: number;
  readonly last: number;
}

/** Networks that own the same addresses: traffic for them goes to one of them, or nowhere. One finding a group. */
export function overlappingCidrs({ topology }: AuditFacts): readonly Finding[] {
  const claims = topology.networks
    .flatMap((network) =>
      network.cidrs.flatMap((cidr): Claim[] => {
        const range = rangeOf(cidr);
        return range ? [{ network, cidr, ...range }] : [];
      }),
    )
    .sort((a, b) => a.first - b.first || b.last - a.last);
  const linked = linkedNetworks(topology);
  return clusters(claims).flatMap((cluster) => {
    const networks = [...new Set(cluster.map(({ network }) => network))];
    const [one] = networks;
    if (!one || networks.length < 2) return [];
    const touching = networks.filter(({ key }) => linked.has(key));
    const isJoined = touching.length > 1;
    return finding(
      networks
        .map(({ key }) => key)
        .sort()
        .join("|")
        .slice(0, 400),
      {
        rule: "overlapping-cidrs",
        severity: isJoined ? "high" : "low",
        title: `${counted(networks.length, "network")} own the same addresses: ${firstOf([...new Set(cluster.map(({ cidr }) => cidr))], 3)}`,
        subjects: networks.map(({ key }) => key),
        evidence: [
          ...cluster
            .slice(0, 10)
            .map(({ network, cidr }) => `${cidr} is of ${nameOf(network)} (${network.cloud} ${network.regionId}).`),
          ...(cluster.length > 10 ? [`and ${cluster.length - 10} more.`] : []),
          isJoined
            ? `${counted(touching.length, "of them has", "of them have")} links to other networks, so the ranges can meet.`
            : "They are not joined to one another today; they cannot be without translation.",
        ],
        todo: isJoined
          ? "Renumber one of them, or translate its addresses at the link (NAT); until then announce only ranges that do not meet."
          : "Renumber before joining them, or plan for NAT.",
      },
    );
  });
}

/** Runs of ranges that overlap, by one sweep over their sorted beginnings. */
function clusters(sorted: readonly Claim[]): readonly (readonly Claim[])[] {
  const found: Claim[][] = [];
  let end = -1;
  for (const claim of sorted) {
    if (claim.first > end) found.push([]);
    found.at(-1)?.push(claim);
    end = Math.max(end, claim.last);
  }
  return found.filter(({ length }) => length > 1);
}

const linkedNetworks = ({ connections }: AuditFacts["topology"]): ReadonlySet<string> =>
  new Set(connections.flatMap(({ ends }) => ends.flatMap(({ networkKeys }) => networkKeys)));
