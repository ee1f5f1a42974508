import { createHash } from "node:crypto";
import type { EstateGateway, EstateNetwork } from "../../estate/estate.ts";
import type { World } from "../../world/world.ts";
import type { Describe } from "./describe.ts";
import { serviceInterfaces } from "./describe-instances.ts";
import { ownerOf, type Scope, suffixOf, tagFacts, tagSet, vpcsOf } from "./scope.ts";

/** Interfaces: as many in a VPC as the estate counts resources in it, each always with the same id and address; and those of services. */
export const interfaceDescribers: Readonly<Record<string, Describe>> = {
  DescribeNetworkInterfaces: (scope) => ({
    set: "networkInterfaceSet",
    idParameter: "NetworkInterfaceId",
    notFound: "InvalidNetworkInterfaceID.NotFound",
    items: [
      ...vpcsOf(scope).flatMap((network) =>
        interfacesOf(network).map((one, i) => describeInterface(scope, network, one, i)),
      ),
      ...serviceInterfaces(scope),
    ],
  }),
};

interface Interface {
  readonly networkInterfaceId: string;
  readonly privateIpAddress: string;
  readonly digest: string;
}

const interfacesOf = (network: EstateNetwork): readonly Interface[] =>
  Array.from({ length: network.resourceCount }, (_, i) => {
    const digest = createHash("sha256").update(`${network.id}/${i}`).digest("hex");
    return {
      networkInterfaceId: `eni-0${digest.slice(0, 16)}`,
      privateIpAddress: addressAt(network.cidrs[0] ?? "", FIRST_HOST + i),
      digest,
    };
  });

/** The virtual appliances that stand at interfaces of a VPC, with those interfaces. */
export const appliancesIn = (
  { atlas }: World,
  network: EstateNetwork,
): readonly { readonly gateway: EstateGateway; readonly networkInterfaceId: string }[] =>
  atlas.estate.gateways
    .filter(({ applianceIp }) => applianceIp !== undefined)
    .flatMap((gateway) =>
      interfacesOf(network)
        .filter(({ privateIpAddress }) => privateIpAddress === gateway.applianceIp)
        .map(({ networkInterfaceId }) => ({ gateway, networkInterfaceId })),
    );

function describeInterface(
  { world }: Scope,
  network: EstateNetwork,
  { networkInterfaceId, privateIpAddress, digest }: Interface,
  i: number,
) {
  const suffix = suffixOf(network.providerId, network.id);
  const subnetId = `subnet-${suffix}`;
  const name = `${network.id}-${i + 1}`;
  return {
    id: networkInterfaceId,
    xml: {
      networkInterfaceId,
      subnetId,
      vpcId: network.providerId,
      availabilityZone: `${network.regionId}a`,
      description: "",
      ownerId: ownerOf(network),
      requesterManaged: false,
      status: "in-use",
      macAddress: `02:${digest.slice(16, 26).match(/../g)?.join(":")}`,
      privateIpAddress,
      // what forwards for others must not check whether it is meant
      sourceDestCheck: !world.atlas.estate.gateways.some(({ applianceIp }) => applianceIp === privateIpAddress),
      interfaceType: "interface",
      ...tagSet(name),
    },
    facts: {
      "network-interface-id": networkInterfaceId,
      "subnet-id": subnetId,
      "vpc-id": network.providerId ?? "",
      "owner-id": ownerOf(network),
      status: "in-use",
      "private-ip-address": privateIpAddress,
      ...tagFacts(name),
    },
  };
}

const FIRST_HOST = 10; // the first four of a subnet are reserved by AWS

function addressAt(cidr: string, offset: number): string {
  const base = (cidr.split("/")[0] ?? "").split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0) + offset;
  return [24, 16, 8, 0].map((bits) => Math.floor(base / 2 ** bits) % 256).join(".");
}
