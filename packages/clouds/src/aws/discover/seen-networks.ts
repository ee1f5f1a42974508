import type { Vpc } from "@aws-sdk/client-ec2";
import type { SeenNetwork } from "@skylane/core";
import type { Placed } from "./inventory.ts";
import { commonOf } from "./words.ts";

/** A VPC with all its ranges, and how much is in it. Of a VPC that is shared, the owner's view counts. */
export function seenNetwork(
  { it: vpc, ...place }: Placed<Vpc>,
  counts: {
    readonly subnets: ReadonlyMap<string, number>;
    readonly endpoints: ReadonlyMap<string, number>;
  },
): SeenNetwork[] {
  if (vpc.VpcId === undefined) return [];
  const associated = [
    ...(vpc.CidrBlockAssociationSet ?? []).map((one) => ({ cidr: one.CidrBlock, state: one.CidrBlockState })),
    ...(vpc.Ipv6CidrBlockAssociationSet ?? []).map((one) => ({
      cidr: one.Ipv6CidrBlock,
      state: one.Ipv6CidrBlockState,
    })),
  ].flatMap(({ cidr, state }) => (cidr === undefined || OFF.has(state?.State ?? "") ? [] : [cidr]));
  return [
    {
      ...commonOf({ ...place, accountId: vpc.OwnerId ?? place.accountId }, vpc.VpcId, vpc.Tags),
      cidrs: [...new Set([...(vpc.CidrBlock === undefined ? [] : [vpc.CidrBlock]), ...associated])],
      subnetCount: counts.subnets.get(vpc.VpcId) ?? 0,
      endpointCount: counts.endpoints.get(vpc.VpcId) ?? 0,
    },
  ];
}

/** States of a range that is none of the VPC's. */
const OFF = new Set(["disassociating", "disassociated", "failing", "failed"]);

/** The highest of what several accounts count: a participant of a shared VPC sees only its own. */
export function highestOf(all: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const highest = new Map<string, number>();
  for (const counts of all) for (const [id, count] of counts) highest.set(id, Math.max(count, highest.get(id) ?? 0));
  return highest;
}
