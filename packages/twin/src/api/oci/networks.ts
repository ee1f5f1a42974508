import type { EstateNetwork } from "../../estate/estate.ts";
import { drgId, internetGatewayId, localPeeringId, routeTableId, subnetId, vcnId } from "./ids.ts";
import { instanceAttachments } from "./instances.ts";
import { ocid } from "./ocid.ts";
import { common, compartmentId, createdAt, endsAt, type Locality, nameOf, type OciEnd } from "./tenancy.ts";

export const vcns = (here: Locality) =>
  here.networks.map((network) => ({
    ...common(here, nameOf(network), network),
    id: vcnId(network),
    cidrBlock: network.cidrs[0],
    cidrBlocks: network.cidrs,
    defaultRouteTableId: routeTableId(network),
    lifecycleState: "AVAILABLE",
  }));

/** One subnet for each range. */
export const subnets = (here: Locality) =>
  here.networks.flatMap((network) =>
    network.cidrs.map((cidrBlock, i) => ({
      ...common(here, `${nameOf(network)}-${i}`, {}),
      id: subnetId(network, i),
      cidrBlock,
      vcnId: vcnId(network),
      routeTableId: routeTableId(network),
      virtualRouterIp: cidrBlock.replace(/\d+\/\d+$/, "1"),
      virtualRouterMac: "00:00:17:00:00:01",
      prohibitPublicIpOnVnic: true,
      lifecycleState: "AVAILABLE",
    })),
  );

/** The estate's count of resources, as interfaces in the first subnet. */
export const vnicAttachments = (here: Locality) => [
  ...instanceAttachments(here),
  ...here.networks.flatMap((network) =>
    Array.from({ length: network.resourceCount }, (_, i) => ({
      compartmentId: compartmentId(here.tenancyId),
      displayName: `${nameOf(network)}-vnic-${i}`,
      timeCreated: createdAt({}),
      id: ocid("vnicattachment", network.regionId, network.id, String(i)),
      availabilityDomain: `${network.regionId.toUpperCase()}-AD-1`,
      instanceId: ocid("instance", network.regionId, network.id, String(i)),
      vnicId: ocid("vnic", network.regionId, network.id, String(i)),
      subnetId: subnetId(network, 0),
      nicIndex: 0,
      lifecycleState: "ATTACHED",
    })),
  ),
];

/** Routes of the VCN's table as they are now; what is local is not shown, as on Oracle's side. */
export const routeTables = (here: Locality) =>
  here.networks.map((network) => ({
    ...common(here, `Default Route Table for ${nameOf(network)}`, {}),
    id: routeTableId(network),
    vcnId: vcnId(network),
    routeRules: [...(here.world.routing.networkRoutes.get(network.id) ?? [])].flatMap(([destination, target]) => {
      const networkEntityId = entityOf(here, network, target);
      return networkEntityId === undefined
        ? []
        : [{ destination, destinationType: "CIDR_BLOCK", networkEntityId, routeType: "STATIC" }];
    }),
    lifecycleState: "AVAILABLE",
  }));

/** A VCN has an internet gateway if a route of its own leads over the internet. */
export const internetGateways = (here: Locality) =>
  here.networks
    .filter((network) => endsAt(here.world, network.id).some(({ connection }) => connection.kind === "internet"))
    .map((network) => ({
      ...common(here, `Internet Gateway ${nameOf(network)}`, {}),
      id: internetGatewayId(network),
      vcnId: vcnId(network),
      isEnabled: true,
      lifecycleState: "AVAILABLE",
    }));

/** This side's half of each peering of a VCN. */
export const localPeeringGateways = (here: Locality) =>
  here.networks.flatMap((network) =>
    peeringEnds(here, network).map((end) => {
      const isUp = here.world.conditionOf(end.connection).isSessionUp;
      const far = here.world.atlas.networks.get(end.other.at);
      return {
        ...common(here, nameOf(end.connection), end.connection),
        id: localPeeringId(network, end),
        vcnId: vcnId(network),
        ...(far && { peerId: localPeeringId(far, end), peerAdvertisedCidrDetails: far.cidrs }),
        isCrossTenancyPeering: (far?.accountId ?? here.tenancyId) !== here.tenancyId,
        peeringStatus: isUp ? "PEERED" : "REVOKED",
        lifecycleState: "AVAILABLE",
      };
    }),
  );

const peeringEnds = ({ world }: Locality, network: EstateNetwork): readonly OciEnd[] =>
  endsAt(world, network.id).filter(({ connection }) => connection.kind === "peering");

function entityOf(
  { world }: Locality,
  network: EstateNetwork,
  target: { readonly kind: "gateway" | "connection"; readonly id: string },
): string | undefined {
  if (target.kind === "gateway") {
    const gateway = world.atlas.gateways.get(target.id);
    return gateway && drgId(gateway);
  }
  const end = endsAt(world, network.id).find(({ connection }) => connection.id === target.id);
  if (end?.connection.kind === "internet") return internetGatewayId(network);
  return end?.connection.kind === "peering" ? localPeeringId(network, end) : undefined;
}
