import type { IntentId } from "@skylane/core";
import { addressIn } from "../addresses.ts";
import type { Hub, HubOf } from "../hubs.ts";
import type { InsideOf } from "../inside-ranges.ts";
import { nameFor, pskNameOf } from "../naming.ts";
import type { StepBook, StepHandle, WantedStep } from "../step-book.ts";

/** A VPN between two gateways, while it is planned. */
export interface VpnDraft {
  readonly book: StepBook;
  readonly intentIds: readonly IntentId[];
  /** Names the VPN over all plans: the same two gateways, the same key. */
  readonly key: string;
  readonly label: string;
  readonly insideOf: InsideOf;
}

/** What both ends of a tunnel must say alike. */
export interface Tunnel {
  readonly key: string;
  readonly insideCidr: string;
  /** Address of the first end inside, and of the second. */
  readonly firstIp: string;
  readonly secondIp: string;
  readonly presharedKeySecret: string;
}

/** The range of /30s is used up at one of the gateways. */
export class InsideRangesUsedUp extends Error {}

/** The tunnel that goes by this number in its VPN. */
export function tunnelOf(draft: VpnDraft, number: string, hubs: readonly [Hub, Hub]): Tunnel {
  const key = `${draft.key}/${number}`;
  const insideCidr = draft.insideOf(key, hubs);
  if (insideCidr === undefined) throw new InsideRangesUsedUp(key);
  return {
    key,
    insideCidr,
    firstIp: addressIn(insideCidr, 1),
    secondIp: addressIn(insideCidr, 2),
    presharedKeySecret: pskNameOf(key),
  };
}

const want = ({ book, intentIds }: VpnDraft, step: WantedStep): StepHandle => book.want(step, intentIds);
const nameOf = ({ label }: VpnDraft, key: string): string => nameFor(label, key);

/**
 * AWS's side: for each address of the other side a customer gateway, and a VPN connection of two tunnels; AWS takes the first
 * address inside each. The outside addresses come in the order of the tunnels.
 */
export function awsConnection(
  draft: VpnDraft,
  hub: HubOf<"aws">,
  far: { readonly key: string; readonly publicIp: string; readonly asn: number },
  number: number,
  tunnels: readonly [Tunnel, Tunnel],
): { readonly outsideIps: readonly [string, string]; readonly stepId: string } {
  const customerKey = `aws/customer-gateway/${hub.at.accountId}/${hub.at.regionId}/${far.key}/${number}`;
  const customer = want(draft, {
    resource: "aws.customer-gateway",
    at: hub.at,
    key: customerKey,
    desired: { name: nameOf(draft, customerKey), publicIp: far.publicIp, asn: far.asn },
    summary: `Customer gateway for the far side's address ${number} (${draft.label})`,
  });
  const key = `${draft.key}/aws/${number}`;
  const connection = want(draft, {
    resource: "aws.vpn-connection",
    at: hub.at,
    key,
    desired: {
      name: nameOf(draft, key),
      transitGatewayId: hub.transitGatewayId,
      customerGatewayId: customer.output("customerGatewayId"),
      routeTableIds: [hub.routeTableId],
      tunnels: tunnels.map(({ insideCidr, presharedKeySecret }) => ({ insideCidr, presharedKeySecret })),
    },
    summary: `VPN connection ${number} with two tunnels (${draft.label})`,
  });
  return { outsideIps: [connection.output("outsideIp1"), connection.output("outsideIp2")], stepId: connection.id };
}

/** Azure's side of a tunnel: a local gateway for the far address, and a connection from one of the two instances. */
export function azureConnection(
  draft: VpnDraft,
  hub: HubOf<"azure">,
  tunnel: Tunnel,
  far: { readonly publicIp: string; readonly asn: number; readonly bgpIp: string },
  own: { readonly instance: 0 | 1; readonly ip: string; readonly otherInstanceIp: string },
): string {
  const localKey = `${tunnel.key}/azure-local-gateway`;
  const local = want(draft, {
    resource: "azure.local-gateway",
    at: hub.at,
    key: localKey,
    desired: {
      resourceGroup: hub.resourceGroup,
      name: nameOf(draft, localKey),
      publicIp: far.publicIp,
      asn: far.asn,
      bgpPeerIp: far.bgpIp,
    },
    summary: `Local network gateway for the far end of ${tunnel.insideCidr} (${draft.label})`,
  });
  const key = `${tunnel.key}/azure-connection`;
  // both instances must be named, though only one of them speaks over this tunnel (Microsoft's tutorial for AWS)
  const addresses = own.instance === 0 ? [own.ip, own.otherInstanceIp] : [own.otherInstanceIp, own.ip];
  for (const [i, { bgpAddresses }] of hub.instances.entries()) {
    const ip = addresses[i];
    if (ip !== undefined && !bgpAddresses.includes(ip)) bgpAddresses.push(ip);
  }
  return want(draft, {
    resource: "azure.vpn-connection",
    at: hub.at,
    key,
    desired: {
      resourceGroup: hub.resourceGroup,
      name: nameOf(draft, key),
      gatewayId: hub.gatewayId,
      localGatewayId: local.output("localGatewayId"),
      presharedKeySecret: tunnel.presharedKeySecret,
      bgpAddresses: hub.instances.map(({ configurationId }, i) => ({
        ipConfigurationId: configurationId,
        ip: addresses[i],
      })),
    },
    summary: `Tunnel ${tunnel.insideCidr} on the Azure side (${draft.label})`,
    lock: `azure/vpn-gateway/${hub.key}`,
  }).id;
}

/** Google's side of a tunnel, with its BGP session; Google takes the second address inside. */
export function gcpTunnel(
  draft: VpnDraft,
  hub: HubOf<"gcp">,
  tunnel: Tunnel,
  far: { readonly externalGateway: string; readonly peerInterface: number; readonly asn: number },
  ownInterface: 0 | 1,
): string {
  const key = `${tunnel.key}/gcp-tunnel`;
  const made = want(draft, {
    resource: "gcp.vpn-tunnel",
    at: hub.at,
    key,
    desired: {
      name: nameOf(draft, key),
      gateway: hub.gateway,
      interface: ownInterface,
      externalGateway: far.externalGateway,
      peerInterface: far.peerInterface,
      router: hub.router,
      presharedKeySecret: tunnel.presharedKeySecret,
    },
    summary: `Tunnel ${tunnel.insideCidr} on the Google Cloud side (${draft.label})`,
  });
  const peerKey = `${tunnel.key}/gcp-peer`;
  want(draft, {
    resource: "gcp.bgp-peer",
    at: hub.at,
    key: peerKey,
    desired: {
      router: hub.router,
      name: nameOf(draft, peerKey),
      tunnel: made.output("tunnel"),
      ipRange: `${tunnel.secondIp}/30`,
      peerIp: tunnel.firstIp,
      peerAsn: far.asn,
    },
    summary: `BGP session with ${tunnel.firstIp} (${draft.label})`,
    lock: `gcp/router/${hub.key}`,
  });
  return made.id;
}

/** The far side's addresses, as Google's gateways know them: one, two or four. */
export function externalGateway(draft: VpnDraft, hub: HubOf<"gcp">, ips: readonly string[]): string {
  const key = `${draft.key}/gcp-external-gateway`;
  return want(draft, {
    resource: "gcp.external-gateway",
    at: hub.at,
    key,
    desired: { name: nameOf(draft, key), ips },
    summary: `External gateway with ${ips.length} address${ips.length === 1 ? "" : "es"} (${draft.label})`,
  }).output("externalGateway");
}

/** RFC 4271's default is 100; dedicated circuits have 200 on the routers, so a tunnel beside one stays its backup. */
const VPN_LOCAL_PREFERENCE = 100;

/** A router's side of a tunnel, with its BGP session; the router takes the second address inside. */
export function onpremTunnel(
  draft: VpnDraft,
  hub: HubOf<"onprem">,
  tunnel: Tunnel,
  far: { readonly publicIp: string; readonly asn: number },
  ownPublicIp: string,
): string {
  const lock = `onprem/router/${hub.routerId}`;
  const key = `${tunnel.key}/onprem-tunnel`;
  const made = want(draft, {
    resource: "onprem.ipsec-tunnel",
    at: hub.at,
    key,
    desired: {
      routerId: hub.routerId,
      name: nameOf(draft, key),
      localPublicIp: ownPublicIp,
      peerPublicIp: far.publicIp,
      presharedKeySecret: tunnel.presharedKeySecret,
      insideCidr: tunnel.insideCidr,
      localInsideIp: tunnel.secondIp,
    },
    summary: `Tunnel ${tunnel.insideCidr} on the router ${hub.routerId.slice(0, 60)} (${draft.label})`,
    lock,
  });
  const neighborKey = `${tunnel.key}/onprem-neighbor`;
  want(draft, {
    resource: "onprem.bgp-neighbor",
    at: hub.at,
    key: neighborKey,
    desired: {
      routerId: hub.routerId,
      neighborIp: tunnel.firstIp,
      remoteAsn: far.asn,
      localPreference: VPN_LOCAL_PREFERENCE,
      announce: hub.announce,
    },
    summary: `BGP neighbor ${tunnel.firstIp} on the router ${hub.routerId.slice(0, 60)}`,
    needs: [made.id],
    lock,
  });
  return made.id;
}
