import type { BGPPeer, VirtualInterface } from "@aws-sdk/client-direct-connect";
import type { VpnConnection } from "@aws-sdk/client-ec2";

/** A tunnel as AWS would have the far end set it up, without its key. */
export interface TunnelPlan {
  /** On the internet, or in a private network. */
  readonly localOutsideIp: string | undefined;
  readonly peerOutsideIp: string | undefined;
  readonly localInsideIp: string | undefined;
  readonly peerInsideIp: string | undefined;
  readonly localAsn: string | undefined;
  readonly peerAsn: string | undefined;
}

/** A VPN connection without its pre-shared keys: they stand in the tunnels' options and in the configuration to download. */
export interface SafeVpn extends Omit<VpnConnection, "CustomerGatewayConfiguration" | "Options" | "PreSharedKeyArn"> {
  readonly plans: readonly TunnelPlan[];
  readonly isPrivate: boolean;
  readonly isLarge: boolean;
  readonly tunnels: readonly { readonly outsideIp: string | undefined; readonly insideCidr: string | undefined }[];
}

/** Called on each answer before anything else looks at it. */
export function withoutKeys({
  CustomerGatewayConfiguration,
  Options,
  PreSharedKeyArn: _,
  ...vpn
}: VpnConnection): SafeVpn {
  return {
    ...vpn,
    plans: plansOf(CustomerGatewayConfiguration),
    isPrivate: Options?.OutsideIpAddressType === "PrivateIpv4",
    isLarge: Options?.TunnelBandwidth === "large",
    tunnels: (Options?.TunnelOptions ?? []).map(({ OutsideIpAddress, TunnelInsideCidr }) => ({
      outsideIp: OutsideIpAddress,
      insideCidr: TunnelInsideCidr,
    })),
  };
}

/** A virtual interface without the key of its BGP sessions. */
export type SafeInterface = Omit<VirtualInterface, "authKey" | "customerRouterConfig" | "bgpPeers"> & {
  readonly bgpPeers: readonly Omit<BGPPeer, "authKey">[];
};

/** Called on each answer before anything else looks at it. */
export function withoutAuthKey({
  authKey: _key,
  customerRouterConfig: _config,
  bgpPeers,
  ...virtualInterface
}: VirtualInterface): SafeInterface {
  return { ...virtualInterface, bgpPeers: (bgpPeers ?? []).map(({ authKey: _, ...peer }) => peer) };
}

/** The tunnels of the configuration that AWS offers for download: its XML is flat enough to be read by its tags. */
function plansOf(configuration: string | undefined): readonly TunnelPlan[] {
  return blocksOf(configuration ?? "", "ipsec_tunnel").map((tunnel) => {
    const [local = ""] = blocksOf(tunnel, "vpn_gateway");
    const [peer = ""] = blocksOf(tunnel, "customer_gateway");
    return {
      localOutsideIp: textIn(blocksOf(local, "tunnel_outside_address")[0], "ip_address"),
      peerOutsideIp: textIn(blocksOf(peer, "tunnel_outside_address")[0], "ip_address"),
      localInsideIp: textIn(blocksOf(local, "tunnel_inside_address")[0], "ip_address"),
      peerInsideIp: textIn(blocksOf(peer, "tunnel_inside_address")[0], "ip_address"),
      localAsn: textIn(blocksOf(local, "bgp")[0], "asn"),
      peerAsn: textIn(blocksOf(peer, "bgp")[0], "asn"),
    };
  });
}

/** What stands between `<tag>` and `</tag>`, each time. */
function blocksOf(text: string, tag: string): readonly string[] {
  return text
    .split(`<${tag}>`)
    .slice(1)
    .map((after) => after.split(`</${tag}>`)[0] ?? "");
}

const textIn = (block: string | undefined, tag: string): string | undefined =>
  blocksOf(block ?? "", tag)[0]?.trim() || undefined;
