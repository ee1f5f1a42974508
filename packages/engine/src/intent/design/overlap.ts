import type { IntentIssue, SeenNetwork, Topology } from "@skylane/core";
import { cidrsOverlap, rangeOf } from "../../topology/index.ts";
import { translationRange } from "./addresses.ts";
import { type Ends, issueOf, privateLinks } from "./ends.ts";
import type { Hub } from "./hubs.ts";

/** Two networks with the same addresses that would meet. */
export interface Collision {
  readonly near: SeenNetwork;
  readonly nearCidr: string;
  readonly far: SeenNetwork;
  readonly farCidr: string;
}

/** Networks whose addresses a gateway would bring along: those behind it, and those behind what it is linked with. */
export function networksBeyond(
  { connections, networks }: Topology,
  hub: Pick<Hub, "key" | "networkKeys">,
  own: SeenNetwork,
): readonly SeenNetwork[] {
  const keys = new Set([own.key, ...hub.networkKeys]);
  for (const { ends, reaches } of connections)
    for (const i of [0, 1] as const)
      if (ends[i].at === hub.key && reaches[i].length > 0)
        for (const key of ends[1 - i]?.networkKeys ?? []) keys.add(key);
  return networks.filter(({ key }) => keys.has(key));
}

/** The first collision between what either side can reach (clouds.md 9.0); the same network seen from both sides is none. */
export function collisionOf(near: readonly SeenNetwork[], far: readonly SeenNetwork[]): Collision | undefined {
  for (const one of near)
    for (const other of far) {
      if (one.key === other.key) continue;
      for (const nearCidr of one.cidrs)
        for (const farCidr of other.cidrs)
          if (cidrsOverlap(nearCidr, farCidr)) return { near: one, nearCidr, far: other, farCidr };
    }
  return undefined;
}

/** Says what collides and how it could be joined all the same: what to translate to what, and where. */
export function collisionIssue(
  { intent, source }: Ends,
  { near, nearCidr, far, farCidr }: Collision,
  topology: Topology,
): IntentIssue {
  const range = rangeOf(farCidr);
  const bits = range ? 32 - Math.log2(range.last - range.first + 1) : 32;
  const everything = topology.networks.flatMap(({ cidrs }) => cidrs);
  const translated = translationRange(bits, everything);
  const plan =
    translated === undefined
      ? "renumber one of them: no range is free to translate to"
      : `translate ${farCidr} one to one to ${translated} where packets enter ${far.cloud} ${far.regionId}${NAT_HOW[far.cloud] ?? ""}, and answer the name there with the translated address`;
  const endpoint = privateLinks[intent.destination.kind] && source.key === near.key;
  return issueOf(
    "destination",
    "network.no-overlap",
    `${nearCidr} of ${placeOf(near)} and ${farCidr} of ${placeOf(far)} are the same addresses, so packets for one would go to the other. NAT plan: ${plan}.${endpoint ? " Or put the private endpoint into a VNet whose range is free." : ""}`,
    `a network in a range of its own, or ${translated ?? "a free range"} by translation`,
  );
}

/** What can translate there (clouds.md 9.0). */
const NAT_HOW: Partial<Readonly<Record<SeenNetwork["cloud"], string>>> = {
  aws: ", by a private NAT gateway in a VPC between (AWS VPN itself translates nothing)",
  azure: ", by NAT rules of the VPN gateway (VpnGw2 or larger, BGP not on APIPA addresses)",
  gcp: ", by Private NAT (Inter-VPC or hybrid)",
  onprem: ", by the router",
};

const placeOf = ({ cloud, regionId, nativeId }: SeenNetwork): string => `${cloud} ${regionId} (${nativeId.slice(-60)})`;
