import { createHash, randomBytes } from "node:crypto";
import type { EstateGateway } from "../../../estate/estate.ts";
import type { TunnelEnd } from "../../../world/built/tunnel-end.ts";
import type { World } from "../../../world/world.ts";
import { ApiError } from "../../api-error.ts";
import type { Described } from "../describe.ts";
import type { Operation } from "../operation.ts";
import { insideCidrsOf, type Scope, tgwsOf, vpnsOf, type Xml } from "../scope.ts";
import { dropPropagations } from "./attachment-tables.ts";
import { freshId } from "./fresh-id.ts";
import { bury } from "./ghosts.ts";
import { dropTags, putTags, tagsFacts, tagsIn, tagsXml } from "./tags.ts";
import { type TunnelOptions, tunnelOptions } from "./tunnel-options.ts";
import { begin, isUnderWay, stop } from "./under-way.ts";
import {
  builtVpnsOf,
  type CustomerGatewayRecord,
  customerGatewaysOf,
  dropVpn,
  putVpn,
  tunnelEndId,
  type VpnRecord,
} from "./vpn-records.ts";

const CREATE_MS = 300_000;
const DELETE_MS = 120_000;
const TUNNEL_MBPS = 1_250;
const BGP_HOLD_SECONDS = 30;

/** VPN connections of transit gateways, with two tunnels each. The same request twice makes two. */
export const vpnConnectionOperations: Readonly<Record<string, Operation>> = {
  CreateVpnConnection(scope, parameters) {
    const { world, regionId, accountId } = scope;
    const customerGatewayId = parameters.need("CustomerGatewayId");
    const customer = customerGatewaysOf(scope).find(({ id }) => id === customerGatewayId);
    if (!customer)
      throw new ApiError(
        "InvalidCustomerGatewayID.NotFound",
        `The customerGateway ID '${customerGatewayId}' does not exist`,
      );
    const transitGatewayId = parameters.need("TransitGatewayId");
    const gateway = tgwsOf(scope).find(({ providerId }) => providerId === transitGatewayId);
    if (!gateway)
      throw new ApiError(
        "InvalidTransitGatewayID.NotFound",
        `Transit Gateway ${transitGatewayId} was deleted or does not exist.`,
      );
    if (isUnderWay(world, gateway.id)) throw new ApiError("IncorrectState", `${transitGatewayId} is in invalid state`);
    if (customer.asn === gateway.asn)
      throw new ApiError(
        "InvalidParameterValue",
        "The customer gateway and the transit gateway have the same BGP ASN.",
      );
    const tags = tagsIn(parameters, "vpn-connection");
    const asked = [tunnelOptions(parameters, 1), tunnelOptions(parameters, 2)];
    const inside = insideOf(scope, gateway, asked);
    const id = freshId("vpn");
    const record: VpnRecord = {
      id,
      regionId,
      accountId,
      gatewayId: gateway.id,
      transitGatewayId,
      customerGatewayId,
      customerIp: customer.ip,
      customerAsn: customer.asn,
      attachmentId: freshId("tgw-attach"),
      tableId: "",
      tunnels: inside.map((insideCidr, i) => ({ insideCidr, outsideIp: freeOutsideIp(world, tunnelEndId(id, i)) })),
    };
    putVpn(world, record);
    putTags(world, id, tags);
    begin(world, id, CREATE_MS, () => bringUp(world, record, gateway, customer, asked));
    return { vpnConnection: describeBuiltVpn(scope, record).xml };
  },

  DeleteVpnConnection(scope, parameters) {
    const { world } = scope;
    const id = parameters.need("VpnConnectionId");
    const record = builtVpnsOf(scope).find((one) => one.id === id);
    if (!record) throw new ApiError("InvalidVpnConnectionID.NotFound", `The vpnConnection ID '${id}' does not exist`);
    bury(scope, "DescribeVpnConnections", describeBuiltVpn(scope, record), DELETE_MS);
    stop(world, id);
    world.change("DeleteVpnConnection", () => {
      record.tunnels.forEach((_, i) => void world.built.tunnelEnds.remove(tunnelEndId(id, i)));
      dropPropagations(world, record.attachmentId);
    });
    dropVpn(world, id);
    dropTags(world, id);
    return { return: true };
  },
};

/** The /30s of the tunnels: those that are asked for, else free ones. No two tunnels of a gateway have the same. */
function insideOf(scope: Scope, gateway: EstateGateway, asked: readonly TunnelOptions[]): readonly string[] {
  const used = new Set([
    ...builtVpnsOf(scope)
      .filter(({ gatewayId }) => gatewayId === gateway.id)
      .flatMap(({ tunnels }) => tunnels.map(({ insideCidr }) => insideCidr)),
    ...vpnsOf(scope)
      .filter(({ hub }) => hub.id === gateway.id)
      .flatMap((vpn) => insideCidrsOf(scope, vpn) ?? []),
  ]);
  return asked.map(({ insideCidr }) => {
    const chosen = insideCidr ?? freeInside(used);
    if (used.has(chosen))
      throw new ApiError(
        "InvalidParameterValue",
        `The tunnel inside CIDR ${chosen} is already in use on ${gateway.providerId}.`,
      );
    used.add(chosen);
    return chosen;
  });
}

function freeInside(used: ReadonlySet<string>): string {
  for (let third = 6; third < 255; third += 1)
    for (let fourth = 0; fourth < 256; fourth += 4) {
      const cidr = `169.254.${third}.${fourth}/30`;
      if (third !== 169 && !used.has(cidr)) return cidr;
    }
  throw new ApiError("InvalidParameterValue", "There is no free tunnel inside CIDR.");
}

/** An address for tests of networks (RFC 2544), the same for the same tunnel unless another has it. */
function freeOutsideIp({ built }: World, endId: string): string {
  const taken = new Set([
    ...built.tunnelEnds.values().map(({ localPublicIp }) => localPublicIp),
    ...built.objects
      .values()
      .flatMap(({ kind, data }) =>
        kind === "aws:vpn-connection" ? (data as VpnRecord).tunnels.map(({ outsideIp }) => outsideIp) : [],
      ),
  ]);
  for (let attempt = 0; ; attempt += 1) {
    const [third = 0, fourth = 0] = createHash("sha256").update(`${endId}/${attempt}`).digest();
    const ip = `198.19.${third}.${1 + (fourth % 254)}`;
    if (!taken.has(ip)) return ip;
  }
}

/** It is available: the tunnels listen, and the attachment is where the gateway puts every new one. */
function bringUp(
  world: World,
  record: VpnRecord,
  gateway: EstateGateway,
  customer: CustomerGatewayRecord,
  asked: readonly TunnelOptions[],
): void {
  const [tableId = ""] = gateway.tables;
  putVpn(world, { ...record, tableId });
  world.change("CreateVpnConnection", () => {
    world.routing.propagations.add(`${tableId}|${record.attachmentId}`);
    record.tunnels.forEach(({ insideCidr, outsideIp }, i) => {
      const options = asked[i] as TunnelOptions;
      const end: TunnelEnd = {
        id: tunnelEndId(record.id, i),
        gatewayId: gateway.id,
        localPublicIp: outsideIp,
        remotePublicIp: customer.ip,
        presharedKey: options.presharedKey ?? `t${randomBytes(16).toString("hex")}`,
        ikeVersions: options.ikeVersions,
        phase1: options.phase1,
        phase2: options.phase2,
        bgp: {
          localIp: hostOf(insideCidr, 1),
          peerIp: hostOf(insideCidr, 2),
          localAsn: gateway.asn,
          peerAsn: customer.asn,
          canInitiate: true,
          holdTimeSeconds: BGP_HOLD_SECONDS,
        },
        announces: { prefixes: [], isWithNetworks: false, tableId },
        bandwidthMbps: TUNNEL_MBPS,
        attachmentId: record.attachmentId,
        associatedTableId: tableId,
      };
      world.built.tunnelEnds.put(end.id, end);
    });
  });
}

/** AWS takes the first address of a /30, its peer the second. */
const hostOf = (cidr: string, n: number): string => {
  const [address = ""] = cidr.split("/");
  const bytes = address.split(".").map(Number);
  return [...bytes.slice(0, 3), (bytes[3] ?? 0) + n].join(".");
};

export function describeBuiltVpn(scope: Scope, record: VpnRecord): Described {
  const { world } = scope;
  const { id, customerGatewayId, transitGatewayId, tunnels } = record;
  const state = isUnderWay(world, id) ? "pending" : "available";
  return {
    id,
    xml: {
      vpnConnectionId: id,
      state,
      type: "ipsec.1",
      category: "VPN",
      customerGatewayId,
      transitGatewayId,
      customerGatewayConfiguration: configurationOf(world, record),
      options: {
        enableAcceleration: false,
        staticRoutesOnly: false,
        localIpv4NetworkCidr: "0.0.0.0/0",
        remoteIpv4NetworkCidr: "0.0.0.0/0",
        tunnelInsideIpVersion: "ipv4",
        tunnelOptionSet: {
          item: tunnels.map(({ insideCidr, outsideIp }, i) => ({
            outsideIpAddress: outsideIp,
            tunnelInsideCidr: insideCidr,
            preSharedKey: world.built.tunnelEnds.get(tunnelEndId(id, i))?.presharedKey,
          })),
        },
      },
      vgwTelemetry: {
        item: tunnels.map(({ outsideIp }, i) => telemetry(scope, record, tunnelEndId(id, i), outsideIp)),
      },
      ...tagsXml(world, id, id),
    },
    facts: {
      "vpn-connection-id": id,
      "transit-gateway-id": transitGatewayId,
      "vpn-gateway-id": "",
      "customer-gateway-id": customerGatewayId,
      "bgp-asn": String(record.customerAsn),
      "option.static-routes-only": "false",
      state,
      type: "ipsec.1",
      ...tagsFacts(world, id, id),
    },
  };
}

/** The far end's configuration as AWS writes it, with the keys in it. */
const configurationOf = (
  { built, atlas }: World,
  { id, customerGatewayId, customerIp, customerAsn, gatewayId, tunnels }: VpnRecord,
): string =>
  [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<vpn_connection id="${id}"><customer_gateway_id>${customerGatewayId}</customer_gateway_id><vpn_connection_type>ipsec.1</vpn_connection_type>`,
    ...tunnels.map(({ insideCidr, outsideIp }, i) =>
      [
        `<ipsec_tunnel><customer_gateway><tunnel_outside_address><ip_address>${customerIp}</ip_address></tunnel_outside_address>`,
        `<tunnel_inside_address><ip_address>${hostOf(insideCidr, 2)}</ip_address></tunnel_inside_address><bgp><asn>${customerAsn}</asn><hold_time>30</hold_time></bgp></customer_gateway>`,
        `<vpn_gateway><tunnel_outside_address><ip_address>${outsideIp}</ip_address></tunnel_outside_address>`,
        `<tunnel_inside_address><ip_address>${hostOf(insideCidr, 1)}</ip_address></tunnel_inside_address><bgp><asn>${atlas.gateways.get(gatewayId)?.asn}</asn><hold_time>30</hold_time></bgp></vpn_gateway>`,
        `<ike><pre_shared_key>${built.tunnelEnds.get(tunnelEndId(id, i))?.presharedKey ?? ""}</pre_shared_key></ike></ipsec_tunnel>`,
      ].join(""),
    ),
    `</vpn_connection>`,
  ].join("");

/** How a tunnel is, in AWS's words. */
function telemetry({ world }: Scope, { gatewayId }: VpnRecord, endId: string, outsideIpAddress: string): Xml {
  const status = world.tunnelStatus(endId);
  if (status.state !== "up")
    return {
      outsideIpAddress,
      status: "DOWN",
      statusMessage: status.state === "ike-down" ? "IPSEC IS DOWN" : "IPSEC IS UP",
      acceptedRouteCount: 0,
    };
  const link = world.viewOf(gatewayId).links.find(({ connection }) => connection.id === status.connectionId);
  const acceptedRouteCount = link?.other.announces.length ?? 0;
  return {
    outsideIpAddress,
    status: "UP",
    statusMessage: `${acceptedRouteCount} BGP ROUTES`,
    acceptedRouteCount,
    lastStatusChange: new Date(status.upAtMs).toISOString(),
  };
}
