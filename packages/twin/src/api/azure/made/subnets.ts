import * as z from "zod";
import { covers } from "../../../world/prefix.ts";
import type { ArmResource } from "../arm-answer.ts";
import { vnetAt } from "../subscription.ts";
import { subnetsOf } from "../virtual-networks.ts";
import { absent, inUse, type MadeType, refused } from "./made-type.ts";
import { isSameId, recordsOf } from "./records.ts";

export const SUBNETS = "Microsoft.Network/virtualNetworks/subnets";

const Input = z.looseObject({ properties: z.looseObject({ addressPrefix: z.cidrv4() }) });

const GATEWAY_SUBNET_BITS = 29;
/** What a subnet without a gateway in it may be at its smallest. */
const SUBNET_BITS = 29;

/** Parts of VNets. */
export const subnets: MadeType<z.infer<typeof Input>> = {
  type: SUBNETS,
  input: Input,
  putMs: 5_000,
  deleteMs: 5_000,
  lockOf: ({ id }) => `vnet ${vnetIdOf(id)}`,
  make({ group, id, name, parentId }, { properties: { addressPrefix } }) {
    const vnet = vnetAt(group.world, parentId);
    if (!vnet) return absent(parentId, id);
    if (!vnet.cidrs.some((range) => covers(range, addressPrefix)))
      return refused(
        "NetcfgInvalidSubnet",
        `Subnet '${name}' is not valid because its IP address range is outside the IP address range of virtual network '${parentId}'.`,
      );
    const bits = Number(addressPrefix.split("/")[1]);
    if (bits > (name === "GatewaySubnet" ? GATEWAY_SUBNET_BITS : SUBNET_BITS))
      return refused("NetcfgInvalidSubnet", `Subnet '${name}' is too small: /${bits}.`);
    const other = subnetsOf(group, vnet).find(
      (one) => !isSameId(one.id, id) && overlap(String(one.properties.addressPrefix), addressPrefix),
    );
    if (other)
      return refused(
        "NetcfgSubnetRangesOverlap",
        `Subnet '${name}' is not valid because its range overlaps '${other.id}'.`,
      );
    return { resource: { id, name, type: SUBNETS, properties: { addressPrefix } } };
  },
  done({ group, id, name, parentId }, { properties }) {
    const vnet = vnetAt(group.world, parentId);
    const cidr = String(properties.addressPrefix);
    if (vnet) group.world.built.parts.put(id.toLowerCase(), { networkId: vnet.id, name, cidr });
  },
  keeps({ group: { world } }, { id }) {
    const user = [
      ...recordsOf(world, "Microsoft.Network/privateEndpoints"),
      ...recordsOf(world, "Microsoft.Network/virtualNetworkGateways"),
    ].find((one) => isIn(one, id));
    return user && inUse("InUseSubnetCannotBeDeleted", id, user.id);
  },
  undone: ({ group, id }) => void group.world.built.parts.remove(id.toLowerCase()),
};

const overlap = (one: string, other: string): boolean => covers(one, other) || covers(other, one);
/** True if something stands in a subnet. */
const isIn = ({ properties }: ArmResource, subnetId: string): boolean =>
  JSON.stringify(properties).toLowerCase().includes(`"${subnetId.toLowerCase()}"`);
const vnetIdOf = (id: string): string => id.toLowerCase().split("/subnets/")[0] ?? "";
