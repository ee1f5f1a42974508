import type { RouteTable, Subnet, Vpc } from "@aws-sdk/client-ec2";
import type { SeenNetwork } from "@skylane/core";
import type { Placed } from "./inventory.ts";
import { clipped, commonOf, listOf } from "./words.ts";

/** A VPC with all its ranges, and how much is in it. Of a VPC that is shared, the owner's view counts. */
export function seenNetwork(
  { it: vpc, ...place }: Placed<Vpc>,
  parts: {
    readonly subnets: readonly Subnet[];
    readonly routeTables: readonly RouteTable[];
    /** Interfaces of what is no service. */
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
  const subnets = parts.subnets.filter(({ VpcId }) => VpcId === vpc.VpcId);
  return [
    {
      ...commonOf({ ...place, accountId: vpc.OwnerId ?? place.accountId }, vpc.VpcId, vpc.Tags),
      cidrs: [...new Set([...(vpc.CidrBlock === undefined ? [] : [vpc.CidrBlock]), ...associated])],
      subnetCount: subnets.length,
      subnets: subnets.flatMap((subnet) => seenSubnet(subnet, parts.routeTables)),
      endpointCount: parts.endpoints.get(vpc.VpcId) ?? 0,
    },
  ];
}

/** A subnet, with the table that is associated with it, else the main one of its VPC. */
function seenSubnet(
  { SubnetId, VpcId, CidrBlock, AvailabilityZone, Tags }: Subnet,
  tables: readonly RouteTable[],
): NonNullable<SeenNetwork["subnets"]> {
  if (SubnetId === undefined || CidrBlock === undefined) return [];
  const own = tables.filter((table) => table.VpcId === VpcId);
  const table =
    own.find(({ Associations }) => listOf(Associations).some((one) => one.SubnetId === SubnetId)) ??
    own.find(({ Associations }) => listOf(Associations).some((one) => one.Main));
  const name = listOf(Tags).find(({ Key }) => Key === "Name")?.Value;
  return [
    {
      nativeId: SubnetId,
      ...(name !== undefined && { name: clipped(name) }),
      cidr: CidrBlock,
      ...(table?.RouteTableId !== undefined && { routeTableId: table.RouteTableId }),
      ...(AvailabilityZone !== undefined && { zone: AvailabilityZone }),
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
