import type { DirectConnectGateway } from "@aws-sdk/client-direct-connect";
import type { InternetGateway, NatGateway, TransitGateway, VpnGateway } from "@aws-sdk/client-ec2";
import type { SeenGateway } from "@skylane/core";
import type { AwsAtlas } from "./atlas.ts";
import { edgeIdOf, edgeKey } from "./core-edges.ts";
import type { Placed } from "./inventory.ts";
import type { CoreNetworkParts } from "./read-core-networks.ts";
import { asnOf, awsKey, clipped, commonOf, isGone } from "./words.ts";

/** A transit gateway; accounts that it is shared with see it too. */
export function seenTransitGateway({ it: tgw, ...place }: Placed<TransitGateway>, atlas: AwsAtlas): SeenGateway[] {
  const id = tgw.TransitGatewayId;
  if (id === undefined || isGone(tgw.State)) return [];
  return [
    {
      ...commonOf({ ...place, accountId: tgw.OwnerId ?? place.accountId }, id, tgw.Tags, tgw.Description),
      kind: "transit-gateway",
      ...asnFact(tgw.Options?.AmazonSideAsn),
      ...edgeOf(id, atlas),
      ...(tgw.Options?.AssociationDefaultRouteTableId && {
        handles: { defaultRouteTableId: tgw.Options.AssociationDefaultRouteTableId },
      }),
    },
  ];
}

/** A virtual private gateway. */
export function seenVpnGateway({ it: gateway, ...place }: Placed<VpnGateway>, atlas: AwsAtlas): SeenGateway[] {
  const id = gateway.VpnGatewayId;
  if (id === undefined || isGone(gateway.State)) return [];
  return [
    {
      ...commonOf(place, id, gateway.Tags),
      kind: "vpn-gateway",
      ...asnFact(gateway.AmazonSideAsn),
      ...edgeOf(id, atlas),
    },
  ];
}

/** A Direct Connect gateway: of no Region; the networks are those behind the gateways it is associated with. */
export function seenDirectConnectGateway(
  { it: gateway, ...place }: Placed<DirectConnectGateway>,
  atlas: AwsAtlas,
): SeenGateway[] {
  const id = gateway.directConnectGatewayId;
  if (id === undefined || isGone(gateway.directConnectGatewayState)) return [];
  const owner = { ...place, accountId: gateway.ownerAccount ?? place.accountId };
  return [
    {
      ...commonOf(owner, id, gateway.tags, gateway.directConnectGatewayName),
      kind: "direct-connect-gateway",
      ...asnFact(gateway.amazonSideAsn),
      publicIps: [],
      networkKeys: [...(atlas.networksAt.get(id) ?? [])],
    },
  ];
}

export function seenInternetGateway({ it: gateway, ...place }: Placed<InternetGateway>): SeenGateway[] {
  const id = gateway.InternetGatewayId;
  if (id === undefined) return [];
  return [
    {
      ...commonOf({ ...place, accountId: gateway.OwnerId ?? place.accountId }, id, gateway.Tags),
      kind: "internet-gateway",
      publicIps: [],
      networkKeys: (gateway.Attachments ?? []).flatMap(({ VpcId }) => (VpcId === undefined ? [] : [awsKey(VpcId)])),
    },
  ];
}

export function seenNatGateway({ it: gateway, ...place }: Placed<NatGateway>): SeenGateway[] {
  const id = gateway.NatGatewayId;
  if (id === undefined || isGone(gateway.State) || gateway.State === "failed") return [];
  return [
    {
      ...commonOf(place, id, gateway.Tags),
      kind: "nat-gateway",
      publicIps: (gateway.NatGatewayAddresses ?? []).flatMap(({ PublicIp }) => PublicIp ?? []),
      networkKeys: gateway.VpcId === undefined ? [] : [awsKey(gateway.VpcId)],
    },
  ];
}

/** A core network of Cloud WAN: each of its edges is a router with a number and networks of its own. Without any it is seen as one. */
export function seenCoreNetwork(
  { it: core, ...place }: Placed<CoreNetworkParts["coreNetworks"][number]>,
  atlas: AwsAtlas,
): SeenGateway[] {
  const id = core.CoreNetworkId;
  if (id === undefined || isGone(core.State)) return [];
  const owner = { ...place, accountId: core.OwnerAccountId ?? place.accountId };
  const common = commonOf(owner, id, core.Tags, core.Description === undefined ? undefined : clipped(core.Description));
  const edges = [...atlas.core.edges.values()].filter(({ coreNetworkId }) => coreNetworkId === id);
  if (edges.length === 0) return [{ ...common, kind: "core-network", ...edgeOf(id, atlas) }];
  return edges.map(({ regionId, asn }) => ({
    ...common,
    key: edgeKey(id, regionId),
    regionId,
    kind: "core-network",
    ...asnFact(asn),
    ...edgeOf(edgeIdOf(id, regionId), atlas),
  }));
}

/** The addresses at which a gateway's tunnels end on the internet, and the networks behind it. */
const edgeOf = (id: string, { vpnsAt, networksAt }: AwsAtlas): Pick<SeenGateway, "publicIps" | "networkKeys"> => ({
  publicIps: [
    ...new Set(
      (vpnsAt.get(id) ?? []).flatMap(({ it: { tunnels, isPrivate } }) =>
        isPrivate ? [] : tunnels.flatMap(({ outsideIp }) => outsideIp ?? []),
      ),
    ),
  ],
  networkKeys: [...(networksAt.get(id) ?? [])],
});

function asnFact(number: number | undefined): { asn?: number } {
  const asn = asnOf(number);
  return asn === undefined ? {} : { asn };
}
