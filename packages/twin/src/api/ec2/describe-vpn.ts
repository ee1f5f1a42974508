import { createHash } from "node:crypto";
import { describeCustomerGateway } from "./build/customer-gateways.ts";
import { describeBuiltVpn } from "./build/vpn-connections.ts";
import { builtVpnsOf, customerGatewaysOf } from "./build/vpn-records.ts";
import { coreNetworkArnOf, networkManagerArn } from "./core-networks.ts";
import type { Describe } from "./describe.ts";
import {
  customerGatewayOf,
  customerIpOf,
  insideCidrsOf,
  isCoreEdge,
  outsideIpsOf,
  ownerOf,
  type Scope,
  type ScopedVpn,
  tagFacts,
  tagSet,
  vgwsOf,
  vpnsOf,
  type Xml,
} from "./scope.ts";

/** VPN connections, their far ends, and virtual private gateways. Each connection has two tunnels, of which the far end has set up the first. */
export const vpnDescribers: Readonly<Record<string, Describe>> = {
  DescribeVpnGateways: (scope) => ({
    set: "vpnGatewaySet",
    idParameter: "VpnGatewayId",
    notFound: "InvalidVpnGatewayID.NotFound",
    items: vgwsOf(scope).map((gateway) => {
      const vpcId = scope.world.atlas.networks.get(gateway.vpcId ?? "")?.providerId;
      return {
        id: gateway.providerId,
        xml: {
          vpnGatewayId: gateway.providerId,
          state: "available",
          type: "ipsec.1",
          amazonSideAsn: gateway.asn,
          attachments: { item: [{ vpcId, state: "attached" }] },
          ...tagSet(gateway.id),
        },
        facts: {
          "vpn-gateway-id": gateway.providerId,
          "attachment.vpc-id": vpcId ?? "",
          "attachment.state": "attached",
          "amazon-side-asn": String(gateway.asn),
          state: "available",
          type: "ipsec.1",
          ...tagFacts(gateway.id),
        },
      };
    }),
  }),
  DescribeCustomerGateways: (scope) => ({
    set: "customerGatewaySet",
    idParameter: "CustomerGatewayId",
    notFound: "InvalidCustomerGatewayID.NotFound",
    items: [
      ...customerGatewaysOf(scope).map((one) => describeCustomerGateway(scope, one)),
      ...vpnsOf(scope).map((vpn) => ({
        id: customerGatewayOf(vpn.connection),
        xml: {
          customerGatewayId: customerGatewayOf(vpn.connection),
          state: "available",
          type: "ipsec.1",
          ipAddress: customerIpOf(vpn),
          bgpAsn: String(farAsn(scope, vpn)),
          ...tagSet(vpn.other.at),
        },
        facts: {
          "customer-gateway-id": customerGatewayOf(vpn.connection),
          "bgp-asn": String(farAsn(scope, vpn)),
          "ip-address": customerIpOf(vpn),
          state: "available",
          type: "ipsec.1",
          ...tagFacts(vpn.other.at),
        },
      })),
    ],
  }),
  DescribeVpnConnections: (scope) => ({
    set: "vpnConnectionSet",
    idParameter: "VpnConnectionId",
    notFound: "InvalidVpnConnectionID.NotFound",
    items: [
      ...builtVpnsOf(scope).map((one) => describeBuiltVpn(scope, one)),
      ...vpnsOf(scope).map((vpn) => ({
        id: vpn.connection.providerId ?? vpn.connection.id,
        xml: {
          vpnConnectionId: vpn.connection.providerId ?? vpn.connection.id,
          state: "available",
          type: "ipsec.1",
          category: "VPN",
          customerGatewayId: customerGatewayOf(vpn.connection),
          ...targetOf(vpn),
          customerGatewayConfiguration: configurationOf(scope, vpn),
          options: {
            enableAcceleration: false,
            staticRoutesOnly: false,
            localIpv4NetworkCidr: "0.0.0.0/0",
            remoteIpv4NetworkCidr: "0.0.0.0/0",
            tunnelInsideIpVersion: "ipv4",
            tunnelOptionSet: { item: tunnelOptions(scope, vpn) },
          },
          vgwTelemetry: { item: telemetry(scope, vpn) },
          ...tagSet(vpn.connection.id, vpn.connection.tags),
        },
        facts: {
          "vpn-connection-id": vpn.connection.providerId ?? vpn.connection.id,
          "transit-gateway-id": vpn.hub.kind === "tgw" && !isCoreEdge(vpn.hub) ? vpn.hub.providerId : "",
          "vpn-gateway-id": vpn.hub.vpcId === undefined ? "" : vpn.hub.providerId,
          "customer-gateway-id": customerGatewayOf(vpn.connection),
          "bgp-asn": String(farAsn(scope, vpn)),
          "option.static-routes-only": "false",
          state: "available",
          type: "ipsec.1",
          ...tagFacts(vpn.connection.id, vpn.connection.tags),
        },
      })),
    ],
  }),
};

const farAsn = ({ world }: Scope, { other }: ScopedVpn): number => world.atlas.gateways.get(other.at)?.asn ?? 65_000;

/** Not a secret, but looks like one: whoever stores or prints it would do so with a real one. */
const preSharedKeyOf = ({ connection }: ScopedVpn): string =>
  createHash("sha256").update(connection.id).digest("base64url").slice(0, 32);

/** What it is attached to: a gateway, or a core network by an attachment that Network Manager shows. */
const targetOf = ({ hub, own }: ScopedVpn): Xml => {
  if (hub.vpcId !== undefined) return { vpnGatewayId: hub.providerId };
  return isCoreEdge(hub)
    ? {
        coreNetworkArn: coreNetworkArnOf(hub),
        ...(own.attachmentId !== undefined && {
          coreNetworkAttachmentArn: networkManagerArn(ownerOf(hub), `attachment/${own.attachmentId}`),
        }),
        gatewayAssociationState: "associated",
      }
    : { transitGatewayId: hub.providerId };
};

const tunnelOptions = (scope: Scope, vpn: ScopedVpn): readonly Xml[] =>
  outsideIpsOf(vpn).map((outsideIpAddress, i) => ({
    outsideIpAddress,
    tunnelInsideCidr: insideCidrsOf(scope, vpn)?.[i],
    preSharedKey: preSharedKeyOf(vpn),
  }));

const configurationOf = (scope: Scope, vpn: ScopedVpn): string =>
  [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<vpn_connection id="${vpn.connection.providerId}">`,
    `<customer_gateway_id>${customerGatewayOf(vpn.connection)}</customer_gateway_id>`,
    `<vpn_connection_type>ipsec.1</vpn_connection_type>`,
    `<ipsec_tunnel><customer_gateway><tunnel_outside_address><ip_address>${customerIpOf(vpn)}</ip_address></tunnel_outside_address>`,
    `<tunnel_inside_address><ip_address>${vpn.other.peerIp ?? ""}</ip_address></tunnel_inside_address><bgp><asn>${farAsn(scope, vpn)}</asn><hold_time>30</hold_time></bgp></customer_gateway>`,
    `<vpn_gateway><tunnel_outside_address><ip_address>${outsideIpsOf(vpn)[0]}</ip_address></tunnel_outside_address>`,
    `<tunnel_inside_address><ip_address>${vpn.own.peerIp ?? ""}</ip_address></tunnel_inside_address><bgp><asn>${vpn.hub.asn}</asn><hold_time>30</hold_time></bgp></vpn_gateway>`,
    `<ike><pre_shared_key>${preSharedKeyOf(vpn)}</pre_shared_key></ike></ipsec_tunnel>`,
    `</vpn_connection>`,
  ].join("");

/** The configured tunnel as its session is; the second was never set up at the far end. */
function telemetry({ world }: Scope, vpn: ScopedVpn): readonly Xml[] {
  const { connection, other } = vpn;
  const { isSessionUp } = world.conditionOf(connection);
  const acceptedRouteCount = isSessionUp ? other.announces.length : 0;
  const [first, second] = outsideIpsOf(vpn);
  const down = { status: "DOWN", statusMessage: "IPSEC IS DOWN", acceptedRouteCount: 0 };
  return [
    {
      outsideIpAddress: first,
      ...(isSessionUp ? { status: "UP", statusMessage: `${acceptedRouteCount} BGP ROUTES`, acceptedRouteCount } : down),
      lastStatusChange: new Date(world.sessionChangedAtMs(connection.id)).toISOString(),
    },
    {
      outsideIpAddress: second,
      ...down,
      lastStatusChange: `${connection.createdOn ?? "2023-01-01"}T00:00:00.000Z`,
    },
  ];
}
