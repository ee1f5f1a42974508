import { createHash } from "node:crypto";
import type { Describe } from "./describe.ts";
import { customerGatewayOf, nameTag, publicIpOf, type Scope, type ScopedVpn, vpnsOf, type Xml } from "./scope.ts";

/** VPN connections and their far ends. Each has one tunnel; virtual private gateways there are none. */
export const vpnDescribers: Readonly<Record<string, Describe>> = {
  DescribeVpnGateways: () => ({
    set: "vpnGatewaySet",
    idParameter: "VpnGatewayId",
    notFound: "InvalidVpnGatewayID.NotFound",
    items: [],
  }),
  DescribeCustomerGateways: (scope) => ({
    set: "customerGatewaySet",
    idParameter: "CustomerGatewayId",
    notFound: "InvalidCustomerGatewayID.NotFound",
    items: vpnsOf(scope).map((vpn) => ({
      id: customerGatewayOf(vpn.connection),
      xml: {
        customerGatewayId: customerGatewayOf(vpn.connection),
        state: "available",
        type: "ipsec.1",
        ipAddress: publicIpOf(vpn.connection),
        bgpAsn: String(farAsn(scope, vpn)),
        ...nameTag(vpn.other.at),
      },
      facts: {
        "customer-gateway-id": customerGatewayOf(vpn.connection),
        "bgp-asn": String(farAsn(scope, vpn)),
        "ip-address": publicIpOf(vpn.connection),
        state: "available",
        type: "ipsec.1",
        "tag:Name": vpn.other.at,
      },
    })),
  }),
  DescribeVpnConnections: (scope) => ({
    set: "vpnConnectionSet",
    idParameter: "VpnConnectionId",
    notFound: "InvalidVpnConnectionID.NotFound",
    items: vpnsOf(scope).map((vpn) => ({
      id: vpn.connection.providerId ?? vpn.connection.id,
      xml: {
        vpnConnectionId: vpn.connection.providerId,
        state: "available",
        type: "ipsec.1",
        category: "VPN",
        customerGatewayId: customerGatewayOf(vpn.connection),
        transitGatewayId: vpn.tgw.providerId,
        customerGatewayConfiguration: configurationOf(scope, vpn),
        options: {
          staticRoutesOnly: false,
          tunnelInsideIpVersion: "ipv4",
          tunnelOptionSet: {
            item: [{ outsideIpAddress: publicIpOf(vpn.connection), preSharedKey: preSharedKeyOf(vpn) }],
          },
        },
        vgwTelemetry: { item: [telemetry(scope, vpn)] },
        ...nameTag(vpn.connection.id),
      },
      facts: {
        "vpn-connection-id": vpn.connection.providerId ?? "",
        "transit-gateway-id": vpn.tgw.providerId,
        "customer-gateway-id": customerGatewayOf(vpn.connection),
        "bgp-asn": String(farAsn(scope, vpn)),
        "option.static-routes-only": "false",
        state: "available",
        type: "ipsec.1",
        "tag:Name": vpn.connection.id,
      },
    })),
  }),
};

const farAsn = ({ world }: Scope, { other }: ScopedVpn): number => world.atlas.gateways.get(other.at)?.asn ?? 65_000;

/** Not a secret, but looks like one: whoever stores or prints it would do so with a real one. */
const preSharedKeyOf = ({ connection }: ScopedVpn): string =>
  createHash("sha256").update(connection.id).digest("base64url").slice(0, 32);

const configurationOf = (scope: Scope, vpn: ScopedVpn): string =>
  [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<vpn_connection id="${vpn.connection.providerId}">`,
    `<customer_gateway_id>${customerGatewayOf(vpn.connection)}</customer_gateway_id>`,
    `<vpn_connection_type>ipsec.1</vpn_connection_type>`,
    `<ipsec_tunnel><customer_gateway><tunnel_outside_address><ip_address>${publicIpOf(vpn.connection)}</ip_address></tunnel_outside_address>`,
    `<tunnel_inside_address><ip_address>${vpn.other.peerIp ?? ""}</ip_address></tunnel_inside_address><bgp><asn>${farAsn(scope, vpn)}</asn><hold_time>30</hold_time></bgp></customer_gateway>`,
    `<vpn_gateway><tunnel_inside_address><ip_address>${vpn.own.peerIp ?? ""}</ip_address></tunnel_inside_address><bgp><asn>${vpn.tgw.asn}</asn><hold_time>30</hold_time></bgp></vpn_gateway>`,
    `<ike><pre_shared_key>${preSharedKeyOf(vpn)}</pre_shared_key></ike></ipsec_tunnel>`,
    `</vpn_connection>`,
  ].join("");

function telemetry({ world }: Scope, { connection, other }: ScopedVpn): Xml {
  const { isSessionUp } = world.conditionOf(connection);
  const acceptedRouteCount = isSessionUp ? other.announces.length : 0;
  return {
    outsideIpAddress: publicIpOf(connection),
    status: isSessionUp ? "UP" : "DOWN",
    statusMessage: isSessionUp ? `${acceptedRouteCount} BGP ROUTES` : "IPSEC IS DOWN",
    acceptedRouteCount,
    lastStatusChange: new Date(world.sessionChangedAtMs(connection.id)).toISOString(),
  };
}
