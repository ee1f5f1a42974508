import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutAuthKey, withoutKeys } from "./without-secrets.ts";

const configuration = (psk: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<vpn_connection id="vpn-1">
  <ipsec_tunnel>
    <customer_gateway>
      <tunnel_outside_address><ip_address>198.51.100.7</ip_address></tunnel_outside_address>
      <tunnel_inside_address><ip_address>169.254.10.2</ip_address><network_cidr>30</network_cidr></tunnel_inside_address>
      <bgp><asn>65010</asn><hold_time>30</hold_time></bgp>
    </customer_gateway>
    <vpn_gateway>
      <tunnel_outside_address><ip_address>203.0.113.1</ip_address></tunnel_outside_address>
      <tunnel_inside_address><ip_address>169.254.10.1</ip_address></tunnel_inside_address>
      <bgp><asn>64512</asn></bgp>
    </vpn_gateway>
    <ike><pre_shared_key>${psk}</pre_shared_key></ike>
  </ipsec_tunnel>
  <ipsec_tunnel><customer_gateway></customer_gateway></ipsec_tunnel>
</vpn_connection>`;

describe("clouds/aws/without-secrets", () => {
  it("takes the ends of each tunnel out of the configuration, and leaves its keys", () => {
    const vpn = withoutKeys({
      VpnConnectionId: "vpn-1",
      CustomerGatewayConfiguration: configuration("top-secret-1"),
      PreSharedKeyArn: "arn:aws:secretsmanager:secret-2",
      Options: {
        OutsideIpAddressType: "PrivateIpv4",
        TunnelBandwidth: "large",
        TunnelOptions: [
          { OutsideIpAddress: "203.0.113.1", TunnelInsideCidr: "169.254.10.0/30", PreSharedKey: "top-secret-3" },
        ],
      },
    });

    expect(vpn).toEqual({
      VpnConnectionId: "vpn-1",
      isPrivate: true,
      isLarge: true,
      tunnels: [{ outsideIp: "203.0.113.1", insideCidr: "169.254.10.0/30" }],
      plans: [
        {
          localOutsideIp: "203.0.113.1",
          peerOutsideIp: "198.51.100.7",
          localInsideIp: "169.254.10.1",
          peerInsideIp: "169.254.10.2",
          localAsn: "64512",
          peerAsn: "65010",
        },
        {},
      ],
    });
    expect(JSON.stringify(vpn)).not.toContain("secret");
  });

  it("takes the keys off an interface and each of its sessions", () => {
    const safe = withoutAuthKey({
      virtualInterfaceId: "dxvif-1",
      authKey: "secret-1",
      customerRouterConfig: "<bgp_auth_key>secret-2</bgp_auth_key>",
      bgpPeers: [{ bgpPeerId: "p", authKey: "secret-3", asn: 65_010 }],
    });

    expect(safe).toEqual({ virtualInterfaceId: "dxvif-1", bgpPeers: [{ bgpPeerId: "p", asn: 65_010 }] });
  });

  it("breaks at no configuration, however broken", () => {
    const piece = fc.constantFrom(
      "<ipsec_tunnel>",
      "</ipsec_tunnel>",
      "<vpn_gateway>",
      "<bgp>",
      "<asn>",
      "</asn>",
      "x",
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        for (const plan of withoutKeys({ CustomerGatewayConfiguration: pieces.join("") }).plans)
          for (const value of Object.values(plan)) expect(typeof value).toMatch(/string|undefined/);
      }),
    );
  });
});
