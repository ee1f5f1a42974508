import { createHash } from "node:crypto";
import type { EstateService } from "../../estate/estate.ts";
import { sizeOf } from "../../world/services/machine-size.ts";
import type { World } from "../../world/world.ts";
import { servicesOf } from "../service-hosts.ts";
import type { Describe, Described } from "./describe.ts";
import { type Scope, tagFacts, tagSet, type Xml } from "./scope.ts";

/** The id of a machine. */
export const instanceIdOf = (service: EstateService): string => idOf("i", service);

/** Virtual machines that are services, and the interfaces that services of all kinds have in their VPCs. */
export const instanceDescribers: Readonly<Record<string, Describe>> = {
  DescribeInstances: (scope) => ({
    set: "reservationSet",
    idParameter: "InstanceId",
    notFound: "InvalidInstanceID.NotFound",
    items: servicesOf(scope.world, scope, "ec2-instance").map(({ service, network, subnetId }) => {
      const instanceId = instanceIdOf(service);
      return {
        id: instanceId,
        xml: {
          reservationId: idOf("r", service),
          ownerId: scope.accountId,
          instancesSet: {
            item: [
              {
                instanceId,
                instanceType: sizeOf(service),
                instanceState: { code: 16, name: "running" },
                privateIpAddress: service.address,
                ipAddress: service.publicAddress,
                privateDnsName: service.dnsName,
                vpcId: network?.providerId,
                subnetId,
                groupSet: groupSet(scope.world, service),
                ...tagSet(service.name, service.tags),
              },
            ],
          },
        },
        facts: {
          "instance-id": instanceId,
          "vpc-id": network?.providerId ?? "",
          "instance-state-name": "running",
          ...tagFacts(service.name, service.tags),
        },
      };
    }),
  }),
};

/** Interfaces of the services in a Region, with the words by which AWS says whose they are. */
export const serviceInterfaces = (scope: Scope): readonly Described[] =>
  (["lambda", "ec2-instance", "rds"] as const).flatMap((kind) =>
    servicesOf(scope.world, scope, kind).flatMap(({ service, network, subnetId }) => {
      if (!network || service.address === undefined) return [];
      const networkInterfaceId = idOf("eni", service);
      const isManaged = kind !== "ec2-instance";
      const xml: Xml = {
        networkInterfaceId,
        subnetId,
        vpcId: network.providerId,
        availabilityZone: `${network.regionId}a`,
        description: descriptionOf(service),
        ownerId: scope.accountId,
        requesterManaged: isManaged,
        status: "in-use",
        privateIpAddress: service.address,
        sourceDestCheck: true,
        interfaceType: kind === "lambda" ? "lambda" : "interface",
        groupSet: groupSet(scope.world, service),
        ...(!isManaged && { attachment: { instanceId: instanceIdOf(service), status: "attached" } }),
        tagSet: { item: [] },
      };
      return [
        {
          id: networkInterfaceId,
          xml,
          facts: {
            "network-interface-id": networkInterfaceId,
            "subnet-id": subnetId ?? "",
            "vpc-id": network.providerId ?? "",
            "owner-id": scope.accountId,
            status: "in-use",
            "private-ip-address": service.address,
          },
        },
      ];
    }),
  );

function descriptionOf({ kind, name, id }: EstateService): string {
  if (kind === "rds") return "RDSNetworkInterface";
  if (kind !== "lambda") return "";
  const digest = createHash("sha256").update(id).digest("hex");
  return `AWS Lambda VPC ENI-${name}-${digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5")}`;
}

const groupSet = ({ security }: World, { securityGroupIds }: EstateService): Xml => ({
  item: securityGroupIds.map((groupId) => ({ groupId, groupName: security.groups.get(groupId)?.name })),
});

/** The same id for the same service. */
const idOf = (prefix: string, { id }: EstateService): string =>
  `${prefix}-0${createHash("sha256").update(`${prefix}/${id}`).digest("hex").slice(0, 16)}`;
