import { createHash } from "node:crypto";
import type { EstateNetwork } from "../../estate/estate.ts";
import type { Describe } from "./describe.ts";
import { ownerOf, suffixOf, tagFacts, tagSet, vpcsOf } from "./scope.ts";

/** Interfaces: as many in a VPC as the estate counts resources in it, each always with the same id and address. */
export const interfaceDescribers: Readonly<Record<string, Describe>> = {
  DescribeNetworkInterfaces: (scope) => ({
    set: "networkInterfaceSet",
    idParameter: "NetworkInterfaceId",
    notFound: "InvalidNetworkInterfaceID.NotFound",
    items: vpcsOf(scope).flatMap((network) =>
      Array.from({ length: network.resourceCount }, (_, i) => describeInterface(network, i)),
    ),
  }),
};

function describeInterface(network: EstateNetwork, i: number) {
  const suffix = suffixOf(network.providerId, network.id);
  const digest = createHash("sha256").update(`${network.id}/${i}`).digest("hex");
  const networkInterfaceId = `eni-0${digest.slice(0, 16)}`;
  const privateIpAddress = addressAt(network.cidrs[0] ?? "", FIRST_HOST + i);
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
      sourceDestCheck: true,
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
