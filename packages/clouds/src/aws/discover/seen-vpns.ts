import type { CustomerGateway, TransitGatewayConnectPeer, VgwTelemetry } from "@aws-sdk/client-ec2";
import type { JoinFacts, LinkSighting } from "@skylane/core";
import { priceOfVpn } from "../prices/link-months.ts";
import { type AwsAtlas, gatewayOfVpn } from "./atlas.ts";
import type { Placed } from "./inventory.ts";
import type { SafeVpn, TunnelPlan } from "./without-secrets.ts";
import { asnOf, awsKey, commonOf, idOfArn, isGone, momentOf, present, provisioningOf } from "./words.ts";

/** Throughput of one tunnel; one flow never uses two. @see AWS Site-to-Site VPN quotas, TunnelBandwidth standard and large */
const STANDARD_TUNNEL_MBPS = 1_250;
const LARGE_TUNNEL_MBPS = 5_000;

/** A VPN connection with its two tunnels. What joins it with the far end are the facts of the tunnel in use. */
export function seenVpn({ it: vpn, ...place }: Placed<SafeVpn>, atlas: AwsAtlas): LinkSighting[] {
  const id = vpn.VpnConnectionId;
  if (id === undefined || isGone(vpn.State)) return [];
  const gatewayId = gatewayOfVpn({ it: vpn, ...place });
  const attachment = atlas.attachmentOfVpn.get(id);
  const coreAttachment = atlas.core.attachmentOf.get(id);
  const attachmentId =
    attachment?.TransitGatewayAttachmentId ?? coreAttachment?.AttachmentId ?? idOfArn(vpn.CoreNetworkAttachmentArn);
  const telemetry = vpn.VgwTelemetry ?? [];
  const tunnelUpCount = telemetry.filter(({ Status }) => Status === "UP").length;
  return [
    {
      ...commonOf(place, id, vpn.Tags),
      kind: "vpn",
      aliases: [id, ...(attachmentId === undefined ? [] : [attachmentId])],
      at: awsKey(gatewayId ?? id),
      join: joinOf(vpn, gatewayId, atlas),
      provisioning: provisioningOf(vpn.State),
      control: controlOf(telemetry.length, tunnelUpCount),
      bandwidthMbps: vpn.isLarge ? LARGE_TUNNEL_MBPS : STANDARD_TUNNEL_MBPS,
      ...(telemetry.length > 0 && { tunnelCount: telemetry.length, tunnelUpCount }),
      isEncrypted: true,
      isPublic: !vpn.isPrivate,
      // AWS's tunnels speak BGP without BFD
      isBfdOn: false,
      ...heardBy(telemetry, attachmentId, atlas),
      ...present({
        bytes30d: atlas.bytes30d.get(id),
        createdAtMs: momentOf(attachment?.CreationTime ?? coreAttachment?.CreatedAt),
        lastChangedAtMs: latest(telemetry.map(({ LastStatusChange }) => momentOf(LastStatusChange))),
        listPrice: priceOfVpn(place.regionId, vpn.TransitGatewayId !== undefined && vpn.TransitGatewayId !== ""),
      }),
    },
  ];
}

function controlOf(tunnelCount: number, upCount: number): LinkSighting["control"] {
  if (tunnelCount === 0) return "unknown";
  return upCount === 0 ? "down" : upCount < tunnelCount ? "partial" : "up";
}

/** Facts of the first tunnel that is up, else of the first: AWS gives two, and many far ends set up one. The others' stand beside. */
function joinOf(vpn: SafeVpn, gatewayId: string | undefined, atlas: AwsAtlas): JoinFacts {
  const customer = atlas.customerGateways.get(vpn.CustomerGatewayId ?? "");
  const isUp = (tunnel: Tunnel): boolean =>
    (vpn.VgwTelemetry ?? []).some(
      ({ Status, OutsideIpAddress }) => Status === "UP" && OutsideIpAddress === tunnel.outsideIp,
    );
  const tunnels = tunnelsOf(vpn);
  const used = tunnels.find(isUp) ?? tunnels[0];
  const plan = planOf(vpn, used);
  const gateway = gatewayId === undefined ? undefined : asnOfGateway(gatewayId, atlas);
  const others = tunnels
    .filter((tunnel) => tunnel !== used)
    .map((tunnel) => tunnelFacts(vpn, tunnel, customer))
    .filter(({ localPublicIp, localInsideIp }) => localPublicIp !== undefined || localInsideIp !== undefined);
  return present({
    ...tunnelFacts(vpn, used, customer),
    others: others.length > 0 ? others : undefined,
    localAsn: gateway ?? asnOf(plan?.localAsn),
    peerAsn: asnOfCustomer(customer) ?? asnOf(plan?.peerAsn),
  }) as JoinFacts;
}

type Tunnel = SafeVpn["tunnels"][number];
type TunnelFacts = NonNullable<JoinFacts["others"]>[number];

/** Its tunnels as its options name them, else as they are watched, else as the far end would be set up. */
function tunnelsOf({ tunnels, VgwTelemetry, plans }: SafeVpn): readonly Tunnel[] {
  if (tunnels.length > 0) return tunnels;
  const outsideIps = VgwTelemetry?.length
    ? VgwTelemetry.map(({ OutsideIpAddress }) => OutsideIpAddress)
    : plans.map(({ localOutsideIp }) => localOutsideIp);
  return outsideIps.map((outsideIp) => ({ outsideIp, insideCidr: undefined }));
}

const planOf = ({ plans }: SafeVpn, tunnel: Tunnel | undefined): TunnelPlan | undefined =>
  plans.find(({ localOutsideIp }) => localOutsideIp === tunnel?.outsideIp);

function tunnelFacts(vpn: SafeVpn, tunnel: Tunnel | undefined, customer: CustomerGateway | undefined): TunnelFacts {
  const plan = planOf(vpn, tunnel);
  const inside = insideOf(plan, tunnel?.insideCidr);
  return present({
    localPublicIp: tunnel?.outsideIp,
    peerPublicIp: customer?.IpAddress ?? plan?.peerOutsideIp ?? vpn.plans[0]?.peerOutsideIp,
    localInsideIp: inside?.[0],
    peerInsideIp: inside?.[1],
  });
}

const asnOfGateway = (id: string, { transitGateways, vpnGateways, core }: AwsAtlas): number | undefined =>
  asnOf(transitGateways.get(id)?.Options?.AmazonSideAsn ?? vpnGateways.get(id)?.AmazonSideAsn) ??
  core.edges.get(id)?.asn;

const asnOfCustomer = (customer: CustomerGateway | undefined): number | undefined =>
  asnOf(customer?.BgpAsnExtended) ?? asnOf(customer?.BgpAsn);

/** As the configuration for the far end says, else by the rule that AWS has the first address of the /30 and the customer the second. */
function insideOf(
  plan: TunnelPlan | undefined,
  insideCidr: string | undefined,
): readonly [local: string, peer: string] | undefined {
  if (plan?.localInsideIp !== undefined && plan.peerInsideIp !== undefined)
    return [plan.localInsideIp, plan.peerInsideIp];
  const [, start, last] = /^(\d+\.\d+\.\d+\.)(\d+)\/30$/.exec(insideCidr ?? "") ?? [];
  return start === undefined ? undefined : [`${start}${Number(last) + 1}`, `${start}${Number(last) + 2}`];
}

/**
 * How many routes its BGP sessions hear, and which, if the tables of the gateway hold as many over it: they hold only
 * those that win, so of a standby no more than the number is known.
 */
function heardBy(
  telemetry: readonly VgwTelemetry[],
  attachmentId: string | undefined,
  { heardOver }: AwsAtlas,
): Pick<LinkSighting, "receivedPrefixes" | "receivedRouteCount"> {
  const counts = telemetry.flatMap(({ AcceptedRouteCount }) => AcceptedRouteCount ?? []);
  if (counts.length === 0) return {};
  const receivedRouteCount = Math.max(...counts);
  const winning = heardOver.get(attachmentId ?? "") ?? [];
  return {
    receivedRouteCount,
    ...((receivedRouteCount === 0 || winning.length >= receivedRouteCount) && {
      receivedPrefixes: receivedRouteCount === 0 ? [] : [...winning],
    }),
  };
}

function latest(moments: readonly (number | undefined)[]): number | undefined {
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

/** A peer of a Connect attachment: GRE to an appliance, over a VPC or Direct Connect. */
export function seenConnectPeer(
  { it: peer, ...place }: Placed<TransitGatewayConnectPeer>,
  atlas: AwsAtlas,
): LinkSighting[] {
  const { TransitGatewayConnectPeerId: id, TransitGatewayAttachmentId: attachmentId } = peer;
  const gatewayId = atlas.attachments.get(attachmentId ?? "")?.TransitGatewayId;
  if (id === undefined || gatewayId === undefined || isGone(peer.State)) return [];
  const sessions = peer.ConnectPeerConfiguration?.BgpConfigurations ?? [];
  const [session] = sessions;
  const upCount = sessions.filter(({ BgpStatus }) => BgpStatus === "up").length;
  return [
    {
      ...commonOf(place, id, peer.Tags),
      aliases: [id, ...(attachmentId === undefined ? [] : [attachmentId])],
      at: awsKey(gatewayId),
      join: present({
        localInsideIp: session?.TransitGatewayAddress,
        peerInsideIp: session?.PeerAddress,
        localAsn: asnOf(session?.TransitGatewayAsn),
        peerAsn: asnOf(session?.PeerAsn),
      }) as JoinFacts,
      provisioning: provisioningOf(peer.State),
      control: controlOf(sessions.length, upCount),
      isEncrypted: false,
      isPublic: false,
      ...present({ createdAtMs: momentOf(peer.CreationTime), bytes30d: atlas.bytes30d.get(attachmentId ?? "") }),
    },
  ];
}
