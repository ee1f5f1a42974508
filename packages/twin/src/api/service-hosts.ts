import type { EstateNetwork, EstateService } from "../estate/estate.ts";
import { contains } from "../world/prefix.ts";
import type { World } from "../world/world.ts";
import type { Ec2Caller } from "./ec2/ec2.ts";
import { subnetIdOf, subnetIdsOf } from "./ec2/scope.ts";

/** A service of AWS with the VPC and the subnet that it stands in, if it stands in one. */
export interface ServiceHost {
  readonly service: EstateService;
  readonly network: EstateNetwork | undefined;
  readonly subnetId: string | undefined;
}

/** The caller's services of one kind in the Region. */
export const servicesOf = (
  { services, atlas }: World,
  { regionId, accountId }: Ec2Caller,
  kind: EstateService["kind"],
): readonly ServiceHost[] =>
  [...services.services.values()]
    .filter((one) => one.kind === kind && one.regionId === regionId && (one.accountId ?? accountId) === accountId)
    .map((service) => {
      const network = service.networkId === undefined ? undefined : atlas.networks.get(service.networkId);
      return { service, network, subnetId: network && subnetOf(network, service.address) };
    });

/** The part of a VPC with a table of its own that an address is in, else the one with the main table. */
export function subnetOf(network: EstateNetwork, address: string | undefined): string | undefined {
  const part = network.subnets.find(({ cidr }) => address !== undefined && contains(cidr, address));
  return part ? subnetIdOf(part.routeTableId) : subnetIdsOf(network)[0];
}
