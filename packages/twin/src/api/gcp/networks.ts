import type { EstateNetwork, EstateService } from "../../estate/estate.ts";
import { prefixBits, toNumber } from "../../world/prefix.ts";
import { sizeOf } from "../../world/services/machine-size.ts";
import type { World } from "../../world/world.ts";
import { networkPath, peeringsOf, projectIdOf, subnetworkPath } from "./project.ts";
import { resource, selfLink } from "./resource.ts";
import { halvesOf, otherHalf } from "./write-peering.ts";

const MTU = 1_460;

/** A VPC network; both halves of each of the estate's peerings are active. Networks have no labels, so tags are its description. */
export const networkOf = (world: World, network: EstateNetwork) => ({
  ...resource("network", networkPath(network)),
  description: descriptionOf(network),
  autoCreateSubnetworks: false,
  subnetworks: [selfLink(subnetworkPath(network))],
  mtu: MTU,
  routingConfig: { routingMode: "GLOBAL", bgpBestPathSelectionMode: "LEGACY" },
  networkFirewallPolicyEnforcementOrder: "AFTER_CLASSIC_FIREWALL",
  peerings: [
    ...peeringsOf(world, network).map(({ name, remote }) => peeringItem(name, networkPath(remote), true)),
    ...halvesOf(world, network).map((half) => {
      const peer = world.atlas.networks.get(half.peerNetworkId);
      return peeringItem(half.name, peer ? networkPath(peer) : "", otherHalf(world, half) !== undefined);
    }),
  ],
});

const peeringItem = (name: string, path: string, isActive: boolean) => ({
  name,
  network: selfLink(path),
  state: isActive ? "ACTIVE" : "INACTIVE",
  stateDetails: isActive ? "Connected." : "Waiting for peer network to connect.",
  autoCreateRoutes: true,
  exchangeSubnetRoutes: true,
  exportCustomRoutes: true,
  importCustomRoutes: true,
  exportSubnetRoutesWithPublicIp: true,
  importSubnetRoutesWithPublicIp: false,
  peerMtu: MTU,
  stackType: "IPV4_ONLY",
});

/** The subnet of a network: its first range, the others as secondary ones. */
export const subnetworkOf = (network: EstateNetwork) => ({
  ...resource("subnetwork", subnetworkPath(network)),
  description: "",
  network: selfLink(networkPath(network)),
  region: selfLink(`projects/${projectIdOf(network)}/regions/${network.regionId}`),
  ipCidrRange: network.cidrs[0],
  gatewayAddress: addressAt(network.cidrs[0] ?? "0.0.0.0/32", 1),
  ...(network.cidrs.length > 1 && {
    secondaryIpRanges: network.cidrs.slice(1).map((range, i) => ({ rangeName: `range-${i + 1}`, ipCidrRange: range })),
  }),
  privateIpGoogleAccess: true,
  purpose: "PRIVATE",
  stackType: "IPV4_ONLY",
});

export const zoneOf = ({ regionId }: { readonly regionId: string }): string => `${regionId}-b`;

/** A machine of the network, with one interface: there is one for each of its resources. */
export function instanceOf(network: EstateNetwork, index: number) {
  const zone = `projects/${projectIdOf(network)}/zones/${zoneOf(network)}`;
  return {
    ...resource("instance", `${zone}/instances/${network.id}-vm-${index + 1}`),
    zone: selfLink(zone),
    machineType: selfLink(`${zone}/machineTypes/e2-medium`),
    status: "RUNNING",
    networkInterfaces: [
      {
        kind: "compute#networkInterface",
        name: "nic0",
        network: selfLink(networkPath(network)),
        subnetwork: selfLink(subnetworkPath(network)),
        networkIP: addressAt(network.cidrs[0] ?? "0.0.0.0/32", index + 2),
        stackType: "IPV4_ONLY",
      },
    ],
  };
}

/** The number of a machine, by which bills name it. */
export const instanceNumber = (service: EstateService): string =>
  resource("instance", `projects/${projectIdOf(service)}/zones/${zoneOf(service)}/instances/${service.name}`).id;

/** A service that is a machine: with its tags for the firewall, and labels where the estate has tags. */
export function serviceInstanceOf(service: EstateService, network: EstateNetwork) {
  const zone = `projects/${projectIdOf(network)}/zones/${zoneOf(network)}`;
  return {
    ...resource("instance", `${zone}/instances/${service.name}`),
    zone: selfLink(zone),
    machineType: selfLink(`${zone}/machineTypes/${sizeOf(service)}`),
    status: "RUNNING",
    ...(service.networkTags.length > 0 && { tags: { items: service.networkTags } }),
    ...(Object.keys(service.tags).length > 0 && { labels: service.tags }),
    networkInterfaces: [
      {
        kind: "compute#networkInterface",
        name: "nic0",
        network: selfLink(networkPath(network)),
        subnetwork: selfLink(subnetworkPath(network)),
        networkIP: service.address,
        stackType: "IPV4_ONLY",
      },
    ],
  };
}

/** The so-many-th address of a range; begins anew where the range ends. */
function addressAt(cidr: string, index: number): string {
  const size = 2 ** (32 - prefixBits(cidr));
  const number = toNumber(cidr.split("/")[0] ?? "") + (index % size);
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff).join(".");
}

const descriptionOf = ({ tags }: EstateNetwork): string =>
  Object.entries(tags)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");
