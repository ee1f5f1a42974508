import { describe, expect, it } from "vitest";
import { mapAzure } from "./map-azure.ts";
import { type AzureInventory, emptyInventory } from "./read-group.ts";
import type { AzureRouting } from "./read-routing.ts";

const RG = "/subscriptions/S/resourceGroups/RG/providers/Microsoft.Network";
const noRouting: AzureRouting = { gateways: new Map(), circuits: new Map(), hubs: new Map() };
const gateway = {
  id: `${RG}/virtualNetworkGateways/gw`,
  name: "gw",
  location: "eastus",
  gatewayType: "Vpn",
  sku: { name: "VpnGw2AZ" },
  ipConfigurations: [0, 1].map((i) => ({
    id: `${RG}/virtualNetworkGateways/gw/ipConfigurations/c${i}`,
    publicIPAddress: { id: `${RG}/publicIPAddresses/ip${i}` },
    subnet: { id: `${RG}/virtualNetworks/hub/subnets/GatewaySubnet` },
  })),
  bgpSettings: { asn: 65515, bgpPeeringAddress: "10.4.255.4,10.4.255.5" },
};
const publicIps = [0, 1].map((i) => ({ id: `${RG}/publicIPAddresses/IP${i}`, ipAddress: `203.0.113.${i + 1}` }));
const localGateway = {
  id: `${RG}/localNetworkGateways/far`,
  gatewayIpAddress: "198.51.100.1",
  bgpSettings: { asn: 64512, bgpPeeringAddress: "169.254.21.5" },
};
const connection = {
  id: `${RG}/connections/link`,
  name: "link",
  location: "eastus",
  connectionType: "IPsec",
  connectionStatus: "Connected",
  virtualNetworkGateway1: { id: gateway.id },
  localNetworkGateway2: { id: localGateway.id },
  enableBgp: true,
};
const circuit = {
  id: `${RG}/expressRouteCircuits/er`,
  name: "er",
  location: "eastus",
  serviceKey: "key-1",
  sku: { tier: "Standard", family: "MeteredData" },
  serviceProviderProperties: { serviceProviderName: "carrier-one", peeringLocation: "Ashburn", bandwidthInMbps: 200 },
  peerings: [
    { peeringType: "AzurePrivatePeering", primaryPeerAddressPrefix: "10.0.0.8/30", vlanId: 7, peerASN: 65010 },
  ],
};
const circuitConnection = {
  ...connection,
  id: `${RG}/connections/er`,
  name: "er",
  connectionType: "ExpressRoute",
  localNetworkGateway2: undefined,
  peer: { id: circuit.id },
};
/** The SDK's models want more properties than Azure always sends. */
const map = (inventory: object, routing = noRouting, regions: readonly string[] = []) =>
  mapAzure({ ...emptyInventory, ...inventory } as AzureInventory, routing, regions);
const tunnel = (more: object, routing?: AzureRouting, alone = gateway) =>
  map(
    { gateways: [alone], publicIps, localGateways: [localGateway], connections: [{ ...connection, ...more }] },
    routing,
  ).links[0];
const routingOf = (peers: object[]): AzureRouting => ({
  ...noRouting,
  gateways: new Map([[gateway.id.toLowerCase(), { peers, learned: [], advertised: new Map() }]]),
});

describe("clouds/azure/map-azure", () => {
  it("takes of two inside addresses the one in the peer's /30, and the public address of its instance", () => {
    const gatewayCustomBgpIpAddresses = ["169.254.21.2", "169.254.21.6"].map((customBgpIpAddress, i) => ({
      customBgpIpAddress,
      ipConfigurationId: gateway.ipConfigurations[i]?.id,
    }));

    expect(tunnel({ gatewayCustomBgpIpAddresses })?.join).toEqual({
      localInsideIp: "169.254.21.6",
      localPublicIp: "203.0.113.2",
      peerInsideIp: "169.254.21.5",
      peerPublicIp: "198.51.100.1",
      localAsn: 65515,
      peerAsn: 64512,
    });
  });

  it("does not guess which of two instances a tunnel ends at", () => {
    expect(tunnel({})?.join).toEqual({
      peerInsideIp: "169.254.21.5",
      peerPublicIp: "198.51.100.1",
      localAsn: 65515,
      peerAsn: 64512,
    });
    const alone = { ...gateway, ipConfigurations: gateway.ipConfigurations.slice(0, 1) };
    expect(tunnel({}, undefined, alone)?.join.localPublicIp).toBe("203.0.113.1");
  });

  it.each([
    ["Connected", [], [{ neighbor: "169.254.21.5", state: "Connected" }], "up"],
    ["Connected", [], [{ neighbor: "169.254.21.5", state: "Connecting" }], "partial"],
    ["Connected", ["Connected", "NotConnected"], [], "partial"],
    ["Connected", ["Connected"], [], "up"],
    ["NotConnected", ["NotConnected"], [], "down"],
    ["Connecting", [], [], "down"],
    ["Unknown", [], [], "unknown"],
  ] as const)("takes status %s with tunnels %j and sessions %j for %s", (connectionStatus, tunnels, peers, control) => {
    const tunnelConnectionStatus = tunnels.map((one) => ({ connectionStatus: one }));
    expect(tunnel({ connectionStatus, tunnelConnectionStatus }, routingOf([...peers]))?.control).toBe(control);
  });

  it("says nothing of prefixes where the far end is not known", () => {
    const lone = map({ gateways: [gateway], connections: [connection] }, routingOf([]));
    expect(lone.links[0]).not.toHaveProperty("receivedPrefixes");
    expect(tunnel({}, routingOf([]))?.receivedPrefixes).toEqual([]);
  });

  it("has routes into a tunnel for ranges that are written down", () => {
    const written = { ...localGateway, localNetworkAddressSpace: { addressPrefixes: ["10.9.0.0/16"] } };
    const { routes, links } = map({ gateways: [gateway], localGateways: [written], connections: [connection] });

    expect(routes).toMatchObject([
      { prefix: "10.9.0.0/16", next: { kind: "link", key: links[0]?.key }, owner: links[0]?.at, isActive: true },
    ]);
  });

  it("gives Microsoft the second address of a circuit's /30, unless ARP says otherwise", () => {
    const inventory = { circuits: [circuit], connections: [circuitConnection] };
    expect(map(inventory).links).toMatchObject([
      {
        kind: "express-route",
        aliases: [circuitConnection.id, "er", circuit.id],
        join: { peerInsideIp: "10.0.0.9", localInsideIp: "10.0.0.10", vlan: 7, peerAsn: 65010 },
        listPrice: { monthlyUsd: 145 },
      },
    ]);
    const arp = [
      { interface: "On-Prem", ipAddress: "10.0.0.10" },
      { interface: "Microsoft", ipAddress: "10.0.0.9" },
    ];
    const circuits = new Map([[circuit.id.toLowerCase(), { arp }]]);
    expect(map(inventory, { ...noRouting, circuits }).links[0]?.join).toMatchObject({ localInsideIp: "10.0.0.9" });
  });

  it("takes a circuit's key for a mark of one link only if one connection uses the circuit", () => {
    const shared = map({
      circuits: [circuit],
      connections: [circuitConnection, { ...circuitConnection, id: `${RG}/connections/er2` }],
    });
    expect(shared.links.map(({ join }) => join.sharedId)).toEqual([undefined, undefined]);
    expect(map({ circuits: [circuit], connections: [circuitConnection] }).links[0]?.join.sharedId).toMatch(/^\w{64}$/);
  });

  it("shows a circuit that nothing uses", () => {
    expect(map({ circuits: [circuit] }).links).toMatchObject([
      { at: `azure/${circuit.id.toLowerCase()}`, control: "unknown", listPrice: { monthlyUsd: 145 } },
    ]);
  });

  it.each([
    ["Connected", "FullyInSync", true, "up", ["10.5.0.0/16"]],
    ["Connected", "RemoteNotInSync", true, "partial", ["10.5.0.0/16"]],
    ["Connected", undefined, true, "unknown", ["10.5.0.0/16"]],
    ["Connected", "FullyInSync", false, "up", []],
    ["Initiated", "FullyInSync", true, "down", []],
    ["Disconnected", "FullyInSync", true, "down", []],
  ] as const)("takes a half that is %s and %s for %s", (state, level, isAllowed, control, receivedPrefixes) => {
    const peering = {
      id: `${RG}/virtualNetworks/a/virtualNetworkPeerings/to-b`,
      peeringState: state,
      peeringSyncLevel: level,
      allowVirtualNetworkAccess: isAllowed,
      remoteVirtualNetwork: { id: `${RG}/virtualNetworks/B` },
      remoteAddressSpace: { addressPrefixes: ["10.5.0.0/16"] },
    };
    const vnet = { id: `${RG}/virtualNetworks/a`, location: "eastus", virtualNetworkPeerings: [peering] };

    expect(map({ vnets: [vnet] }).links).toMatchObject([
      { control, receivedPrefixes, peer: `azure/${RG}/virtualNetworks/b`.toLowerCase() },
    ]);
  });

  it("leads user-defined routes to where they go, and leaves out service tags", () => {
    const subnets = [{ id: `${RG}/virtualNetworks/hub/subnets/a` }, { id: `${RG}/virtualNetworks/HUB/subnets/b` }];
    const routes = [
      ["10.9.0.0/16", "VirtualNetworkGateway"],
      ["10.8.0.0/16", "VirtualAppliance"],
      ["10.7.0.0/16", "None"],
      ["0.0.0.0/0", "Internet"],
      ["10.4.0.0/16", "VnetLocal"],
      ["Storage", "Internet"],
    ].map(([addressPrefix, nextHopType]) => ({ addressPrefix, nextHopType }));
    const found = map({ gateways: [gateway], routeTables: [{ id: `${RG}/routeTables/t`, routes, subnets }] });

    expect(found.routes.map(({ prefix, next }) => [prefix, next])).toEqual([
      ["10.9.0.0/16", { kind: "gateway", key: `azure/${gateway.id.toLowerCase()}` }],
      ["10.8.0.0/16", { kind: "interface" }],
      ["10.7.0.0/16", { kind: "none" }],
      ["0.0.0.0/0", { kind: "internet" }],
      ["10.4.0.0/16", { kind: "local" }],
    ]);
  });

  it("says of a subnet whose table takes no routes from gateways that it does not, and of no other", () => {
    const subnet = (name: string, table: string) => ({
      id: `${RG}/virtualNetworks/hub/subnets/${name}`,
      addressPrefix: "10.4.1.0/24",
      routeTable: { id: `${RG}/routeTables/${table}` },
    });
    const vnet = {
      id: `${RG}/virtualNetworks/hub`,
      location: "eastus",
      addressSpace: { addressPrefixes: ["10.4.0.0/16"] },
      subnets: [subnet("a", "DEAF"), subnet("b", "hears")],
    };
    const routeTables = [
      { id: `${RG}/routeTables/deaf`, disableBgpRoutePropagation: true },
      { id: `${RG}/routeTables/hears`, disableBgpRoutePropagation: false },
    ];
    const [network] = map({ vnets: [vnet], routeTables }).networks;

    expect(network?.subnets?.map(({ isPropagationOff }) => isPropagationOff)).toEqual([true, undefined]);
  });

  it("shows a hub of Virtual WAN with its VNets and the addresses of its VPN gateway on the internet", () => {
    const hub = {
      id: `${RG}/virtualHubs/h`,
      name: "h",
      location: "West Europe",
      virtualRouterAsn: 65515,
      vpnGateway: { id: `${RG}/vpnGateways/v` },
    };
    const hubConnections = [
      { id: `${hub.id}/hubVirtualNetworkConnections/c`, remoteVirtualNetwork: { id: `${RG}/virtualNetworks/a` } },
    ];
    const vpnGateways = [
      {
        id: `${RG}/VPNGateways/v`,
        bgpSettings: { bgpPeeringAddresses: [{ tunnelIpAddresses: ["203.0.113.7", "172.17.25.6"] }] },
      },
    ];
    const found = map({ hubs: [hub], hubConnections, vpnGateways }, noRouting, ["westeurope"]);

    expect(found.gateways).toMatchObject([
      {
        kind: "virtual-hub",
        asn: 65515,
        publicIps: ["203.0.113.7"],
        networkKeys: [`azure/${RG}/virtualNetworks/a`.toLowerCase()],
      },
    ]);
    expect(found.gaps).toEqual([]);
  });

  it("goes on where one object is not as it should be, and says which", () => {
    const odd = { ...connection, id: `${RG}/connections/odd`, ingressBytesTransferred: "many" };
    const found = map({ gateways: [gateway], connections: [odd, connection] });

    expect(found.links).toMatchObject([{ name: "link" }]);
    expect(found.gaps).toMatchObject([{ operation: "read odd in resource group RG", reason: "not-understood" }]);
  });
});
