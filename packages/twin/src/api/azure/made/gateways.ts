import { createHash } from "node:crypto";
import * as z from "zod";
import type { World } from "../../../world/world.ts";
import { addressIn } from "../addresses.ts";
import type { ArmResource } from "../arm-answer.ts";
import { hasOwnGateway, vnetAt } from "../subscription.ts";
import { located, Reference } from "./inputs.ts";
import { isReservedAsn } from "./local-gateways.ts";
import { absent, inUse, type MadeType, refused } from "./made-type.ts";
import { PUBLIC_IPS, usesAddress } from "./public-ips.ts";
import { isSameId, recordAt, recordsOf } from "./records.ts";
import { SUBNETS } from "./subnets.ts";

export const GATEWAYS = "Microsoft.Network/virtualNetworkGateways";

const BgpAddress = z.looseObject({
  ipconfigurationId: z.string().min(1),
  customBgpIpAddresses: z.array(z.ipv4()).default([]),
});
export const GatewayInput = z.looseObject({
  ...located,
  properties: z.looseObject({
    gatewayType: z.enum(["Vpn", "ExpressRoute"]),
    vpnType: z.enum(["RouteBased", "PolicyBased"]).default("RouteBased"),
    vpnGatewayGeneration: z.enum(["None", "Generation1", "Generation2"]).default("Generation1"),
    sku: z.looseObject({ name: z.string().min(1), tier: z.string().min(1) }),
    // API versions call it one or the other
    activeActive: z.boolean().default(false),
    enableBgp: z.boolean().default(false),
    ipConfigurations: z
      .array(
        z.looseObject({
          name: z.string().min(1),
          properties: z.looseObject({ subnet: Reference, publicIPAddress: Reference.optional() }),
        }),
      )
      .min(1),
    bgpSettings: z
      .looseObject({
        asn: z.int().min(1).max(4_294_967_295).default(65_515),
        bgpPeeringAddresses: z.array(BgpAddress).default([]),
      })
      .default({ asn: 65_515, bgpPeeringAddresses: [] }),
  }),
});
export type GatewayInput = z.infer<typeof GatewayInput>;

const GATEWAY_ASN = 65_515;
const SKUS = ["VpnGw1AZ", "VpnGw2AZ", "VpnGw3AZ", "VpnGw4AZ", "VpnGw5AZ"];

/** VPN gateways that calls have made. One a VNet, in its GatewaySubnet. */
export const gateways: MadeType<GatewayInput> = {
  type: GATEWAYS,
  input: GatewayInput,
  putMs: 30 * 60_000,
  deleteMs: 10 * 60_000,
  lockOf: ({ id }) => gatewayLock(id),
  make({ group, id, name }, input, before) {
    const { world } = group;
    const { properties } = input;
    const refusal = faultOf(world, id, input, before);
    if (refusal) return refusal;
    const configurations = properties.ipConfigurations.map((one) => ({
      ...one,
      id: `${id}/ipConfigurations/${one.name}`,
    }));
    const range = subnetRange(world, configurations[0]?.properties.subnet.id ?? "");
    const defaults = configurations.map((_, i) => addressIn(range, FIRST_INSTANCE + i));
    return {
      resource: {
        id,
        name,
        type: GATEWAYS,
        location: input.location,
        tags: input.tags,
        properties: {
          ipConfigurations: configurations.map((one) => ({
            name: one.name,
            id: one.id,
            properties: {
              provisioningState: "Succeeded",
              privateIPAllocationMethod: "Dynamic",
              ...(one.properties.publicIPAddress && { publicIPAddress: { id: one.properties.publicIPAddress.id } }),
              subnet: { id: one.properties.subnet.id },
            },
          })),
          sku: { name: properties.sku.name, tier: properties.sku.tier, capacity: 2 },
          gatewayType: "Vpn",
          vpnType: "RouteBased",
          vpnGatewayGeneration: properties.vpnGatewayGeneration,
          enableBgp: properties.enableBgp,
          enablePrivateIpAddress: false,
          activeActive: properties.activeActive,
          bgpSettings: {
            asn: properties.bgpSettings.asn,
            bgpPeeringAddress: defaults.join(","),
            peerWeight: 0,
            bgpPeeringAddresses: configurations.map((one, i) => ({
              ipconfigurationId: one.id,
              defaultBgpIpAddresses: defaults.slice(i, i + 1),
              customBgpIpAddresses: customOf(properties, one.id),
              tunnelIpAddresses: addressesOf(world, one.properties.publicIPAddress?.id),
            })),
          },
        },
      },
    };
  },
  done({ group }, { id, name, properties }) {
    const { world } = group;
    const network = networkOf(world, properties);
    if (!network) return;
    const gatewayId = builtGatewayId(id);
    world.built.gateways.put(gatewayId, {
      id: gatewayId,
      kind: "router",
      cloud: "azure",
      regionId: group.regionId,
      accountId: group.subscriptionId,
      providerId: name,
      asn: (properties.bgpSettings as { asn: number }).asn,
      selects: "azure",
      tables: [],
    });
    world.built.attachments.put(network.id, { networkId: network.id, gatewayId });
  },
  keeps({ group }, { id }) {
    const user = recordsOf(group.world, "Microsoft.Network/connections").find(({ properties }) =>
      isSameId((properties.virtualNetworkGateway1 as { id: string } | undefined)?.id, id),
    );
    return user && inUse("VirtualNetworkGatewayCannotBeDeleted", id, user.id);
  },
  undone({ group: { world } }, { id, properties }) {
    const network = networkOf(world, properties);
    if (network) world.built.attachments.remove(network.id);
    world.built.gateways.remove(builtGatewayId(id));
  },
};

/** Connections of a gateway wait for one another, and for the gateway. */
export const gatewayLock = (id: string): string => `gateway ${id.toLowerCase()}`;
export const builtGatewayId = (id: string): string =>
  `azg-${createHash("sha256").update(id.toLowerCase()).digest("hex").slice(0, 12)}`;

const FIRST_INSTANCE = 4; // Azure keeps the first four addresses of a subnet
const vnetIdOf = (subnetId: string): string => subnetId.split(/\/subnets\//i)[0] ?? "";
const subnetRange = (world: World, subnetId: string): string =>
  String(recordAt(world, SUBNETS, subnetId)?.properties.addressPrefix ?? "0.0.0.0/27");
const addressesOf = (world: World, publicIpId = ""): readonly string[] => {
  const address = recordAt(world, PUBLIC_IPS, publicIpId)?.properties.ipAddress;
  return address === undefined ? [] : [String(address)];
};
const networkOf = (world: World, properties: ArmResource["properties"]) => {
  const [first] = properties.ipConfigurations as GatewayInput["properties"]["ipConfigurations"];
  return vnetAt(world, vnetIdOf(first?.properties.subnet.id ?? ""));
};

/** What a body says of one instance. */
export const customOf = ({ bgpSettings }: GatewayInput["properties"], configurationId: string): readonly string[] =>
  bgpSettings.bgpPeeringAddresses.find((one) => isSameId(one.ipconfigurationId, configurationId))
    ?.customBgpIpAddresses ?? [];

/** Azure takes addresses in 169.254.21.0 to 169.254.22.255, each for one instance. */
export function badBgpAddress(addresses: readonly string[]): string | undefined {
  return (
    addresses.find((address) => !/^169\.254\.2[12]\./.test(address)) ??
    addresses.find((address, i) => addresses.indexOf(address) !== i)
  );
}

/** Why Azure does not make such a gateway. */
function faultOf(world: World, id: string, input: GatewayInput, before: ArmResource | undefined) {
  const { properties } = input;
  const [first, ...others] = properties.ipConfigurations;
  if (properties.gatewayType !== "Vpn")
    return refused("GatewayTypeNotServed", "Only VPN gateways can be made in this world.");
  if (!SKUS.includes(properties.sku.name))
    return refused("InvalidGatewaySku", `Gateway SKU ${properties.sku.name} is not allowed for new VPN gateways.`);
  if (properties.sku.name === "VpnGw1AZ" && properties.vpnGatewayGeneration === "Generation2")
    return refused("InvalidGatewaySkuForGeneration", "Gateway SKU VpnGw1AZ is of Generation1 only.");
  if (properties.activeActive !== others.length > 0)
    return refused(
      "ActiveActiveGatewayMustHaveTwoIpConfigurations",
      `Gateway ${id} needs two ipConfigurations if, and only if, it is active-active.`,
    );
  if (properties.bgpSettings.asn !== GATEWAY_ASN && isReservedAsn(properties.bgpSettings.asn))
    return refused("InvalidAsn", `ASN ${properties.bgpSettings.asn} of ${id} is reserved by Azure or by IANA.`);
  const bad = badBgpAddress(properties.bgpSettings.bgpPeeringAddresses.flatMap((one) => one.customBgpIpAddresses));
  if (bad !== undefined)
    return refused(
      "InvalidCustomBgpIpAddress",
      `Custom BGP address ${bad} of ${id} must be in 169.254.21.0 to 169.254.22.255, and of one instance only.`,
    );
  const subnetId = first?.properties.subnet.id ?? "";
  if (!/\/subnets\/GatewaySubnet$/i.test(subnetId))
    return refused("InvalidSubnetName", `Gateway ${id} must stand in a subnet that is called GatewaySubnet.`);
  const vnet = vnetAt(world, vnetIdOf(subnetId));
  if (!vnet || (!recordAt(world, SUBNETS, subnetId) && !hasOwnGateway(world, vnet))) return absent(subnetId, id);
  if (!before && (hasOwnGateway(world, vnet) || isTaken(world, subnetId)))
    return refused("GatewaySubnetInUse", `${subnetId} has a VPN gateway already.`);
  return addressFault(world, id, properties);
}

const isTaken = (world: World, subnetId: string): boolean =>
  recordsOf(world, GATEWAYS).some(({ properties }) =>
    (properties.ipConfigurations as GatewayInput["properties"]["ipConfigurations"]).some((one) =>
      isSameId(one.properties.subnet.id, subnetId),
    ),
  );

function addressFault(world: World, id: string, { ipConfigurations }: GatewayInput["properties"]) {
  for (const { properties } of ipConfigurations) {
    const publicIpId = properties.publicIPAddress?.id ?? "";
    const address = recordAt(world, PUBLIC_IPS, publicIpId);
    if (!address) return absent(publicIpId, id);
    if (!address.zones)
      return refused(
        "VmssVpnGatewayPublicIpsMustHaveZonesConfigured",
        `Standard Public IPs associated with VPN gateways with AZ VPN skus must have zones configured: ${publicIpId}.`,
      );
    const other = recordsOf(world, GATEWAYS).find((one) => !isSameId(one.id, id) && usesAddress(one, publicIpId));
    if (other) return refused("PublicIPAddressInUse", `${publicIpId} is in use by ${other.id}.`);
  }
  return undefined;
}
