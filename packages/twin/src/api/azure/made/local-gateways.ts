import * as z from "zod";
import { located } from "./inputs.ts";
import { inUse, type MadeType, refused } from "./made-type.ts";
import { isSameId, recordsOf } from "./records.ts";

export const LOCAL_GATEWAYS = "Microsoft.Network/localNetworkGateways";

const Input = z.looseObject({
  ...located,
  properties: z.looseObject({
    gatewayIpAddress: z.ipv4(),
    localNetworkAddressSpace: z.looseObject({ addressPrefixes: z.array(z.cidrv4()).default([]) }).default({
      addressPrefixes: [],
    }),
    bgpSettings: z.looseObject({ asn: z.int().min(1).max(4_294_967_295), bgpPeeringAddress: z.ipv4() }).optional(),
  }),
});

/** Far ends of tunnels, as their owner writes them down. */
export const localGateways: MadeType<z.infer<typeof Input>> = {
  type: LOCAL_GATEWAYS,
  input: Input,
  putMs: 15_000,
  deleteMs: 10_000,
  make({ id, name }, { location, tags, properties }) {
    const { gatewayIpAddress, localNetworkAddressSpace, bgpSettings } = properties;
    if (bgpSettings && isReservedAsn(bgpSettings.asn))
      return refused("InvalidAsn", `ASN ${bgpSettings.asn} of ${id} is reserved by Azure or by IANA.`);
    return {
      resource: {
        id,
        name,
        type: LOCAL_GATEWAYS,
        location,
        tags,
        properties: {
          gatewayIpAddress,
          localNetworkAddressSpace: { addressPrefixes: localNetworkAddressSpace.addressPrefixes },
          ...(bgpSettings && {
            bgpSettings: {
              asn: bgpSettings.asn,
              bgpPeeringAddress: bgpSettings.bgpPeeringAddress,
              peerWeight: 0,
            },
          }),
        },
      },
    };
  },
  keeps({ group }, { id }) {
    const user = recordsOf(group.world, "Microsoft.Network/connections").find(({ properties }) =>
      isSameId((properties.localNetworkGateway2 as { id: string } | undefined)?.id, id),
    );
    return user && inUse("InUseLocalNetworkGatewayCannotBeDeleted", id, user.id);
  },
};

const RESERVED: readonly (readonly [from: number, to: number])[] = [
  [8_074, 8_075],
  [12_076, 12_076],
  [23_456, 23_456],
  [64_496, 64_511],
  [65_515, 65_515],
  [65_517, 65_520],
  [65_535, 65_551],
];

/** AS numbers that no peer of a gateway may have. @see https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-vpn-faq#bgp (read 2026-11) */
export const isReservedAsn = (asn: number): boolean => RESERVED.some(([from, to]) => asn >= from && asn <= to);
