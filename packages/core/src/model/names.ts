import type { ConnectionKind } from "./connection.ts";
import type { SeenGateway } from "./discovery.ts";

/** How the field calls a kind of link, in the middle of a sentence. */
export const connectionKindNames: Readonly<Record<ConnectionKind, string>> = {
  "direct-connect": "Direct Connect",
  "express-route": "ExpressRoute",
  interconnect: "Interconnect",
  fastconnect: "FastConnect",
  vpn: "VPN",
  peering: "peering",
  "transit-peering": "transit peering",
  internet: "internet line",
};

/** How the field calls a kind of gateway, in the middle of a sentence. */
export const gatewayKindNames: Readonly<Record<SeenGateway["kind"], string>> = {
  "transit-gateway": "transit gateway",
  "vpn-gateway": "VPN gateway",
  "express-route-gateway": "ExpressRoute gateway",
  "direct-connect-gateway": "Direct Connect gateway",
  "virtual-hub": "virtual hub",
  "cloud-router": "cloud router",
  drg: "DRG",
  "core-network": "core network",
  router: "router",
  "internet-gateway": "internet gateway",
  "nat-gateway": "NAT gateway",
};

/** As it begins a line: `peering` → `Peering`. */
export const atLineStart = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
