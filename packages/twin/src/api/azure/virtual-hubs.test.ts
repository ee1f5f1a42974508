import { beforeEach, describe, expect, it } from "vitest";
import { Estate } from "../../estate/estate.ts";
import { seededRandom } from "../../world/clock.ts";
import { createWorld, type World } from "../../world/world.ts";
import { Realism } from "../realism.ts";
import { azureApi } from "./index.ts";

const SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";
const NETWORK = "providers/Microsoft.Network";
const EAST = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-wan-eastus/${NETWORK}`;
const WEST = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-wan-westeurope/${NETWORK}`;
const WIDE = `/subscriptions/${SUBSCRIPTION}/${NETWORK}`;
const HUB = `${EAST}/virtualHubs/hub-east`;
const VPN = `${EAST}/vpnGateways/hub-east-vpn`;
const SITE_CONNECTION = `${VPN}/vpnConnections/conn-site-hub-east-r1`;
const ER = `${EAST}/expressRouteGateways/hub-east-er`;

const azure = { cloud: "azure", kind: "router", service: "virtual-hub" };
const link = (id: string, kind: string, a: object, b: object) => ({
  id,
  kind,
  a: { at: "hub-east", announces: ["10.4.0.0/16"], ...a },
  b: { at: "r1", ...b },
  bandwidthMbps: 1_200,
  latencyMs: 5,
});
const estate = Estate.parse({
  version: 1,
  name: "wan",
  networks: [
    { id: "shop", cloud: "azure", regionId: "eastus", cidrs: ["10.4.0.0/16"], gatewayId: "hub-east" },
    { id: "wide", cloud: "azure", regionId: "westeurope", cidrs: ["10.240.0.0/20"], gatewayId: "hub-west" },
    { id: "dc", cloud: "onprem", regionId: "dc1", cidrs: ["10.9.0.0/16"], gatewayId: "r1" },
  ],
  gateways: [
    { ...azure, id: "hub-east", regionId: "eastus", providerId: "hub-east", asn: 65_515 },
    { ...azure, id: "hub-west", regionId: "westeurope", providerId: "hub-west", asn: 65_515 },
    { id: "r1", kind: "router", cloud: "onprem", regionId: "dc1", providerId: "r1", asn: 65_010 },
  ],
  connections: [
    ...[1, 2, 3, 4, 5].map((i) =>
      link(
        `tunnel-${i}`,
        "vpn",
        { peerIp: `169.254.21.${4 * i + 2}`, publicIp: "203.0.113.1", localPreference: 100 + i },
        { peerIp: `169.254.21.${4 * i + 1}`, publicIp: `198.51.100.${i}`, announces: ["10.9.0.0/16"] },
      ),
    ),
    link(
      "circuit",
      "express-route",
      { peerIp: "172.31.0.2", localPreference: 200 },
      { peerIp: "172.31.0.1", announces: ["10.9.0.0/16", "10.8.0.0/16"] },
    ),
    link("mesh", "transit-peering", {}, { at: "hub-west", announces: ["10.240.0.0/20"] }),
  ],
  flows: [{ id: "out", source: "10.4.0.5", destination: "10.9.0.5", port: 443, monthlyGb: 3 }],
});

let nowMs = 0;
let world: World;
beforeEach(() => {
  nowMs = Date.parse("2026-11-21T00:00:00Z");
  world = createWorld(estate, { nowMs: () => nowMs, after: () => () => undefined }, seededRandom(1));
});

interface Body {
  readonly id: string;
  readonly name: string;
  readonly error?: { readonly code: string };
  readonly value: readonly Body[];
  readonly properties: Record<string, unknown>;
}
const ask = (path: string, method = "GET", body: unknown = {}, realism: object = {}) => {
  const url = new URL(path, "http://127.0.0.1:1");
  const query = new URLSearchParams({ "api-version": "2026-01-01" });
  const headers = { authorization: "Bearer any" };
  const request = { method, path: url.pathname.replace("/azure", ""), query, headers, body, origin: "http://x/azure" };
  const answer = azureApi.call(world, request, { realism: Realism.parse(realism), isThrottled: false });
  return { ...answer, body: answer.body as Body };
};
const get = (path: string) => ask(path).body;
const list = (path: string) => get(path).value;
/** What a slow read of a hub answers in the end. */
const read = (action: string, body: object, hub = HUB): readonly Body[] => {
  const accepted = ask(`${hub}/${action}`, "POST", body);
  expect(accepted.statusCode).toBe(202);
  nowMs += 1_000;
  return list(accepted.headers?.location ?? "");
};
const cut = (connectionId: string): void => {
  world.addFault({ kind: "cut", target: { connectionId } });
  nowMs += 200_000;
};

describe("twin/api/azure/virtual-hubs", () => {
  it("shows hubs of one Virtual WAN, each with a range that overlaps nothing", () => {
    expect(list(`${WIDE}/virtualWans`)).toMatchObject([
      { name: "vwan-wan", properties: { type: "Standard", virtualHubs: [{ id: HUB }, {}] } },
    ]);
    expect(list(`${WEST}/virtualWans`)).toEqual([]);
    expect(list(`${WIDE}/virtualHubs`)).toMatchObject([
      {
        id: HUB,
        properties: {
          virtualWan: { id: `${EAST}/virtualWans/vwan-wan` },
          addressPrefix: "10.240.16.0/24",
          virtualRouterAsn: 65_515,
          virtualRouterIps: ["10.240.16.68", "10.240.16.69"],
          hubRoutingPreference: "ExpressRoute",
          routingState: "Provisioned",
          provisioningState: "Succeeded",
          vpnGateway: { id: VPN },
          expressRouteGateway: { id: ER },
        },
      },
      { name: "hub-west", properties: { addressPrefix: "10.240.17.0/24" } },
    ]);
    expect(get(`${WEST}/virtualHubs/hub-west`).properties).not.toHaveProperty("vpnGateway");
  });

  it("has no gateway, address or connection of the kind that stands in a VNet", () => {
    for (const type of ["virtualNetworkGateways", "publicIPAddresses", "localNetworkGateways", "connections"])
      expect([type, list(`${EAST}/${type}`)]).toEqual([type, []]);
  });

  it("gives a VPN gateway two instances, with addresses on the internet and in the hub", () => {
    expect(list(`${WIDE}/vpnGateways`)).toMatchObject([
      {
        id: VPN,
        properties: {
          virtualHub: { id: HUB },
          vpnGatewayScaleUnit: 3,
          ipConfigurations: [
            { id: "Instance0", publicIpAddress: "203.0.113.1", privateIpAddress: "10.240.16.4" },
            { id: "Instance1", privateIpAddress: "10.240.16.5" },
          ],
          bgpSettings: {
            asn: 65_515,
            bgpPeeringAddresses: [
              {
                ipconfigurationId: "Instance0",
                defaultBgpIpAddresses: ["10.240.16.12"],
                customBgpIpAddresses: [6, 10, 14, 18, 22].map((last) => `169.254.21.${last}`),
                tunnelIpAddresses: ["203.0.113.1", "10.240.16.4"],
              },
              { ipconfigurationId: "Instance1", customBgpIpAddresses: [] },
            ],
          },
        },
      },
    ]);
  });

  it("makes a site of each far place, with four links at most", () => {
    const sites = list(`${WIDE}/vpnSites`);

    expect(sites.map(({ name }) => name)).toEqual(["site-hub-east-r1", "site-hub-east-r1-2"]);
    expect(sites.map(({ properties }) => (properties.vpnSiteLinks as readonly Body[]).length)).toEqual([4, 1]);
    expect(list(`${EAST}/vpnSites/site-hub-east-r1/vpnSiteLinks`)[0]).toMatchObject({
      name: "link-tunnel-1",
      properties: {
        ipAddress: "198.51.100.1",
        linkProperties: { linkSpeedInMbps: 1_200 },
        bgpProperties: { asn: 65_010, bgpPeeringAddress: "169.254.21.5" },
      },
    });
  });

  it("shows each tunnel by its name, with its status and what passes, and no shared key", () => {
    expect(list(`${VPN}/vpnConnections`).map(({ name }) => name)).toEqual([
      "conn-site-hub-east-r1",
      "conn-site-hub-east-r1-2",
    ]);
    expect(list(`${SITE_CONNECTION}/vpnLinkConnections`).map(({ name }) => name)).toEqual(
      [1, 2, 3, 4].map((i) => `tunnel-${i}`),
    );
    const path = `${SITE_CONNECTION}/vpnLinkConnections/tunnel-2`;
    expect(get(path).properties).toMatchObject({
      connectionStatus: "Connected",
      enableBgp: true,
      vpnSiteLink: { id: `${EAST}/vpnSites/site-hub-east-r1/vpnSiteLinks/link-tunnel-2` },
      vpnGatewayCustomBgpAddresses: [{ ipConfigurationId: "Instance0", customBgpIpAddress: "169.254.21.10" }],
      egressBytesTransferred: 0,
    });
    expect(JSON.stringify(get(VPN))).not.toMatch(/sharedKey/i);

    cut("tunnel-2");
    expect(get(path).properties).toMatchObject({ connectionStatus: "NotConnected" });
  });

  it("counts what a hub's tunnels carry once its circuit is cut", () => {
    cut("circuit");
    world.changes(); // nobody's timer looks here
    nowMs += 3 * 86_400_000;

    expect(get(SITE_CONNECTION).properties).toMatchObject({ egressBytesTransferred: 0 });
    // three days' of a month's traffic
    expect(get(`${VPN}/vpnConnections/conn-site-hub-east-r1-2`).properties).toMatchObject({
      egressBytesTransferred: 3e8,
      ingressBytesTransferred: 0,
    });
  });

  it("connects a circuit's peering to the hub, both of which name the other", () => {
    expect(list(`${WIDE}/expressRouteGateways`)).toMatchObject([{ id: ER, properties: { virtualHub: { id: HUB } } }]);
    const peering = `${EAST}/expressRouteCircuits/circuit/peerings/AzurePrivatePeering`;
    const [connection] = list(`${ER}/expressRouteConnections`);

    expect(connection).toMatchObject({ name: "circuit", properties: { expressRouteCircuitPeering: { id: peering } } });
    expect(get(peering).properties).toMatchObject({ expressRouteConnection: { id: connection?.id } });
    expect(get(`${ER}/expressRouteConnections/circuit`)).toEqual(connection);
  });

  it("connects VNets by a connection of the hub and a peering that Azure made, without a gateway subnet", () => {
    expect(list(`${HUB}/hubVirtualNetworkConnections`)).toMatchObject([
      { name: "conn-shop", properties: { remoteVirtualNetwork: { id: `${EAST}/virtualNetworks/shop` } } },
    ]);
    const { subnets, virtualNetworkPeerings } = get(`${EAST}/virtualNetworks/shop`).properties;
    expect((subnets as readonly Body[]).map(({ name }) => name)).toEqual(["default"]);
    expect(virtualNetworkPeerings).toMatchObject([
      {
        name: expect.stringMatching(/^RemoteVnetToHubPeering_[0-9a-f-]{36}$/),
        properties: {
          useRemoteGateways: true,
          remoteVirtualNetwork: { id: expect.stringMatching(/\/RG_hub-east_\S+\/virtualNetworks\/HV_hub-east_/) },
          remoteAddressSpace: { addressPrefixes: ["10.240.16.0/24"] },
        },
      },
    ]);
  });

  it("routes by its default table: to VNets, over its gateways, to other hubs", () => {
    const table = (name: string) => ({
      resourceId: `${HUB}/hubRouteTables/${name}`,
      virtualWanResourceType: "RouteTable",
    });
    expect(list(`${HUB}/hubRouteTables`).map(({ name }) => name)).toEqual(["defaultRouteTable", "noneRouteTable"]);
    expect(read("effectiveRoutes", table("defaultRouteTable"))).toEqual([
      {
        addressPrefixes: ["10.4.0.0/16"],
        nextHopType: "Virtual Network Connection",
        nextHops: [`${HUB}/hubVirtualNetworkConnections/conn-shop`],
        routeOrigin: `${HUB}/hubVirtualNetworkConnections/conn-shop`,
      },
      ...["10.9.0.0/16", "10.8.0.0/16"].map((prefix) => ({
        addressPrefixes: [prefix],
        asPath: "12076-65010",
        nextHopType: "ExpressRouteGateway",
        nextHops: [ER],
        routeOrigin: ER,
      })),
      {
        addressPrefixes: ["10.240.0.0/20"],
        asPath: "65520-65520",
        nextHopType: "Remote Hub",
        nextHops: [`${WEST}/virtualHubs/hub-west`],
        routeOrigin: `${WEST}/virtualHubs/hub-west`,
      },
    ]);
    expect(read("effectiveRoutes", table("noneRouteTable"))).toEqual([]);

    cut("circuit");
    expect(read("effectiveRoutes", {})).toMatchObject([
      {},
      { addressPrefixes: ["10.9.0.0/16"], nextHopType: "VPN_S2S_Gateway", nextHops: [VPN], asPath: "65010" },
      { nextHopType: "Remote Hub" },
    ]);
  });

  it("tells what is heard and told over each connection, and nothing of one that is down", () => {
    const over = (resourceUri: string, connectionType: string) => ({ resourceUri, connectionType });
    const tunnels = over(SITE_CONNECTION, "VpnConnection");
    const circuit = over(`${ER}/expressRouteConnections/circuit`, "ExpressRouteConnection");
    const vnet = over(`${HUB}/hubVirtualNetworkConnections/conn-shop`, "HubVirtualNetworkConnection");

    expect(read("inboundRoutes", tunnels)).toEqual([{ prefix: "10.9.0.0/16", bgpCommunities: "", asPath: "65010" }]);
    expect(read("outboundRoutes", tunnels)).toEqual([{ prefix: "10.4.0.0/16", bgpCommunities: "", asPath: "65515" }]);
    expect(read("inboundRoutes", circuit)).toHaveLength(2);
    expect(read("inboundRoutes", vnet)).toMatchObject([{ prefix: "10.4.0.0/16" }]);
    expect(read("outboundRoutes", vnet).length).toBeGreaterThan(2);

    cut("circuit");
    expect(read("inboundRoutes", circuit)).toEqual([]);
  });

  it.each([
    [`${HUB}/hubRouteTables/none`, "GET", {}, 404, "NotFound"],
    [`${HUB}/routeMaps`, "GET", {}, 404, "InvalidResourceType"],
    [`${SITE_CONNECTION}/vpnLinkConnections/none`, "GET", {}, 404, "NotFound"],
    [`${SITE_CONNECTION}/sharedKeys`, "GET", {}, 404, "InvalidResourceType"],
    [`${SITE_CONNECTION}`, "PUT", {}, 404, "InvalidResourceType"],
    [`${HUB}/inboundRoutes`, "POST", {}, 400, "InvalidRequestFormat"],
    [`${HUB}/inboundRoutes`, "POST", { resourceUri: "none", connectionType: "x" }, 400, "InvalidRequestFormat"],
    [`${HUB}/effectiveRoutes`, "POST", { resourceId: 5 }, 400, "InvalidRequestFormat"],
    [`${HUB}/reboot`, "POST", {}, 404, "InvalidResourceType"],
    [HUB, "DELETE", {}, 405, "MethodNotAllowed"],
  ])("answers %s by %s as Resource Manager does", (path, method, body, statusCode, code) => {
    expect(ask(path, method, body)).toMatchObject({ statusCode, body: { error: { code } } });
  });

  it("names the action that a caller may not do to a hub", () => {
    const { statusCode, body } = ask(`${HUB}/effectiveRoutes`, "POST", {}, { deniedScopes: ["azure:eastus"] });

    expect(statusCode).toBe(403);
    expect(JSON.stringify(body)).toContain("'Microsoft.Network/virtualHubs/effectiveRoutes/action'");
  });
});
