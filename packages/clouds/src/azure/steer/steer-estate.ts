export const SUBSCRIPTION = "7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411";
const NETWORK = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-steer-eastus/providers/Microsoft.Network`;

/** The table of the VNet with the appliance, two circuits that end at the other VNet's gateway, and a hub with a link of each kind. */
export const ids = {
  table: `${NETWORK}/routeTables/rt-vnet-shop`,
  circuitTable: `${NETWORK}/routeTables/rt-vnet-stock`,
  circuitA: `${NETWORK}/connections/circuit-a`,
  circuitB: `${NETWORK}/connections/circuit-b`,
  spareVpn: `${NETWORK}/connections/spare-vpn`,
  hub: `${NETWORK}/virtualHubs/hub`,
  peeringA: `${NETWORK}/expressRouteCircuits/circuit-a/peerings/AzurePrivatePeering`,
  peeringB: `${NETWORK}/expressRouteCircuits/circuit-b/peerings/AzurePrivatePeering`,
};

const end = (at: string, announces: readonly string[], more: object = {}) => ({ at, announces, ...more });
const link = (id: string, kind: string, a: object, b: object) => ({
  id,
  kind,
  a,
  b,
  providerId: id,
  bandwidthMbps: 1_000,
  latencyMs: 3,
});
const gateway = (id: string, more: object) => ({
  id,
  kind: "router",
  cloud: "azure",
  regionId: "eastus",
  accountId: SUBSCRIPTION,
  providerId: id,
  asn: 65_515,
  ...more,
});
const vnet = (id: string, cidr: string, gatewayId: string) => ({
  id,
  cloud: "azure",
  regionId: "eastus",
  accountId: SUBSCRIPTION,
  providerId: `vnet-${id}`,
  cidrs: [cidr],
  gatewayId,
});

const SHOP = ["10.4.0.0/16"];
const STOCK = ["10.5.0.0/16"];
const EDGE = ["10.6.0.0/16"];
const DC = ["10.9.0.0/16", "10.8.0.0/16"];

/**
 * Two VNets and a data centre: `shop` reaches it by a VPN gateway (`tunnel`) or by an appliance (`sdwan`), `stock` by two
 * circuits on one gateway, with a VPN as a spare; `edge` by a hub of a Virtual WAN, over a circuit or a VPN.
 */
export const steerEstate = () => ({
  version: 1,
  name: "steer",
  networks: [
    vnet("shop", "10.4.0.0/16", "vpn-gw"),
    vnet("stock", "10.5.0.0/16", "er-gw"),
    vnet("edge", "10.6.0.0/16", "hub"),
    { id: "dc", cloud: "onprem", regionId: "dc1", cidrs: DC, gatewayId: "r1" },
  ],
  gateways: [
    gateway("vpn-gw", { selects: "azure" }),
    gateway("er-gw", { selects: "azure", asn: 65_514 }),
    gateway("hub", { selects: "azure", service: "virtual-hub" }),
    gateway("nva", { applianceIp: "10.4.0.10", asn: 65_020 }),
    { id: "r1", kind: "router", cloud: "onprem", regionId: "dc1", providerId: "r1", asn: 65_010 },
  ],
  connections: [
    link("tunnel", "vpn", end("vpn-gw", SHOP, { peerIp: "169.254.21.2" }), end("r1", DC, { peerIp: "169.254.21.1" })),
    link("sdwan", "vpn", end("nva", SHOP), end("r1", DC)),
    link("circuit-a", "express-route", end("er-gw", STOCK, { routingWeight: 10 }), end("r1", DC)),
    link("circuit-b", "express-route", end("er-gw", STOCK), end("r1", DC)),
    link(
      "spare-vpn",
      "vpn",
      end("er-gw", STOCK, { peerIp: "169.254.22.2" }),
      end("r1", DC, { peerIp: "169.254.22.1" }),
    ),
    link("hub-circuit", "express-route", end("hub", EDGE), end("r1", DC)),
    link("hub-vpn", "vpn", end("hub", EDGE, { peerIp: "169.254.23.2" }), end("r1", DC, { peerIp: "169.254.23.1" })),
  ],
  flows: [
    { id: "orders", source: "10.4.0.5", destination: "10.9.0.5", port: 8_443, monthlyGb: 10 },
    { id: "tills", source: "10.6.0.5", destination: "10.9.0.5", port: 8_445, monthlyGb: 10 },
    { id: "levels", source: "10.5.0.5", destination: "10.9.0.5", port: 8_444, monthlyGb: 10 },
    { id: "other", source: "10.4.0.5", destination: "10.8.0.5", port: 8_443, monthlyGb: 10 },
  ],
});
