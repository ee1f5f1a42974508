import type { Instance } from "@aws-sdk/client-ec2";
import type { DBInstance } from "@aws-sdk/client-rds";
import type { SeenService } from "@skylane/core";
import type { AwsInventory, Placed } from "./inventory.ts";
import type { HostInterface, SafeFunction } from "./read-services.ts";
import { type AwsTag, awsKey, clipped, commonOf, isGone, type Place } from "./words.ts";

type Seen = Omit<SeenService, "tags" | "subnetIds" | "addresses" | "guards"> &
  Required<Pick<SeenService, "tags" | "subnetIds" | "addresses" | "guards">>;

/** A function. Its addresses are those of the interfaces that Lambda shares among functions of the same subnets and groups. */
export function seenFunction({ it, ...place }: Placed<SafeFunction>, interfaces: readonly HostInterface[]): Seen[] {
  const { FunctionArn, FunctionName, VpcConfig } = it;
  if (FunctionArn === undefined) return [];
  // a function outside of any VPC answers with an empty id
  const vpcId = VpcConfig?.VpcId || undefined;
  const [subnetIds, groupIds] = [VpcConfig?.SubnetIds ?? [], VpcConfig?.SecurityGroupIds ?? []];
  const own = interfaces.filter(
    (one) =>
      one.kind === "lambda" &&
      one.vpcId === vpcId &&
      subnetIds.includes(one.subnetId ?? "") &&
      areSame(one.groupIds, groupIds),
  );
  return [
    {
      ...identityOf(place, FunctionArn, FunctionName),
      kind: "lambda",
      ...networkOf(vpcId),
      subnetIds,
      addresses: addressesOf(own),
      isPublic: false,
      guards: guardsOf(groupIds),
    },
  ];
}

/** A virtual machine. */
export function seenInstance({ it, ...place }: Placed<Instance>): Seen[] {
  const { InstanceId, State, VpcId, SubnetId, PrivateIpAddress, PublicIpAddress, PrivateDnsName } = it;
  if (InstanceId === undefined || OFF.has(State?.Name ?? "")) return [];
  return [
    {
      ...identityOf(place, InstanceId, undefined, it.Tags),
      kind: "ec2-instance",
      ...(it.InstanceType && { size: it.InstanceType }),
      ...networkOf(VpcId),
      subnetIds: SubnetId === undefined ? [] : [SubnetId],
      addresses: PrivateIpAddress === undefined ? [] : [PrivateIpAddress],
      ...(PrivateDnsName && { dnsName: PrivateDnsName }),
      isPublic: Boolean(PublicIpAddress),
      ...(PublicIpAddress && { publicAddress: PublicIpAddress }),
      guards: guardsOf((it.SecurityGroups ?? []).flatMap(({ GroupId }) => GroupId ?? [])),
    },
  ];
}

/** States of a machine that does not come back. */
const OFF: ReadonlySet<string> = new Set(["terminated", "shutting-down"]);

/**
 * A database. RDS tells its name and port, and not its address: the interface is its own if no other database of the VPC has the
 * same groups.
 */
export function seenDatabase(
  { it, ...place }: Placed<DBInstance>,
  interfaces: readonly HostInterface[],
  all: readonly DBInstance[],
): Seen[] {
  const { DBInstanceArn, DBInstanceIdentifier, DBInstanceStatus, DBSubnetGroup, Endpoint, PubliclyAccessible } = it;
  if (DBInstanceArn === undefined || isGone(DBInstanceStatus)) return [];
  const [vpcId, groupIds] = [DBSubnetGroup?.VpcId, groupsOf(it)];
  const isAlone =
    all.filter((other) => other.DBSubnetGroup?.VpcId === vpcId && areSame(groupsOf(other), groupIds)).length === 1;
  const own = interfaces.filter(
    (one) => isAlone && one.kind === "rds" && one.vpcId === vpcId && areSame(one.groupIds, groupIds),
  );
  return [
    {
      ...identityOf(place, DBInstanceArn, DBInstanceIdentifier, it.TagList),
      kind: "rds",
      ...networkOf(vpcId),
      subnetIds: (DBSubnetGroup?.Subnets ?? []).flatMap(({ SubnetIdentifier }) => SubnetIdentifier ?? []),
      addresses: addressesOf(own),
      ...(Endpoint?.Port !== undefined && { port: Endpoint.Port }),
      ...(Endpoint?.Address && { dnsName: Endpoint.Address }),
      isPublic: PubliclyAccessible === true,
      guards: guardsOf(groupIds),
    },
  ];
}

/** Interfaces of the services that were seen, by VPC: they are not counted twice. */
export function hostedCounts(
  { regions }: Pick<AwsInventory, "regions">,
  services: readonly SeenService[],
): ReadonlyMap<string, number> {
  const addresses = new Set(services.flatMap((one) => one.addresses.map((address) => `${one.networkKey}|${address}`)));
  const counts = new Map<string, number>();
  for (const { hostInterfaces } of regions)
    for (const { vpcId, address } of hostInterfaces)
      if (addresses.has(`${awsKey(vpcId)}|${address}`)) counts.set(vpcId, (counts.get(vpcId) ?? 0) + 1);
  return counts;
}

/** A service without a name is called by its id. */
function identityOf(place: Place, id: string, name: string | undefined, tags?: readonly AwsTag[]) {
  const common = commonOf(place, id, tags, name);
  return { ...common, name: common.name ?? clipped(id) };
}

const networkOf = (vpcId: string | undefined): { networkKey?: string } =>
  vpcId === undefined ? {} : { networkKey: awsKey(vpcId) };

const guardsOf = (groupIds: readonly string[]): SeenService["guards"] =>
  groupIds.map((id) => ({ kind: "security-group" as const, id }));

const groupsOf = ({ VpcSecurityGroups }: DBInstance): readonly string[] =>
  (VpcSecurityGroups ?? []).flatMap(({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? []);

const addressesOf = (interfaces: readonly HostInterface[]): string[] => [
  ...new Set(interfaces.map(({ address }) => address)),
];

const areSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((id) => other.includes(id));
