import { beforeEach, describe, expect, it } from "vitest";
import { Estate } from "../../estate/estate.ts";
import { seededRandom } from "../../world/clock.ts";
import { createWorld, type World } from "../../world/world.ts";
import { Realism } from "../realism.ts";
import { azureApi } from "./index.ts";

const SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";
const ORIGIN = "http://127.0.0.1:1/azure";
const EAST = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-two-eastus`;
const WEST = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-two-westeurope`;
const NETWORK = "/providers/Microsoft.Network";

const estate = Estate.parse({
  version: 1,
  name: "two",
  networks: [
    {
      id: "hub",
      cloud: "azure",
      regionId: "eastus",
      cidrs: ["10.4.0.0/16"],
      gatewayId: "vng-east",
      resourceCount: 230,
      routes: [{ prefix: "10.5.0.9/32", connectionId: "stray" }],
    },
    { id: "spoke", cloud: "azure", regionId: "westeurope", cidrs: ["10.5.0.0/24"], resourceCount: 2 },
    { id: "dc", cloud: "onprem", regionId: "dc1", cidrs: ["10.9.0.0/16"], gatewayId: "r1" },
  ],
  gateways: [
    { id: "vng-east", kind: "router", cloud: "azure", regionId: "eastus", providerId: "vng-east", asn: 65515 },
    { id: "vng-west", kind: "router", cloud: "azure", regionId: "westeurope", providerId: "vng-west", asn: 65516 },
    { id: "r1", kind: "router", cloud: "onprem", regionId: "dc1", providerId: "r1", asn: 65010 },
  ],
  connections: [
    {
      id: "tunnel",
      kind: "vpn",
      a: {
        at: "vng-east",
        announces: ["10.4.0.0/16"],
        localPreference: 200,
        peerIp: "169.254.21.1",
        publicIp: "203.0.113.1",
      },
      b: {
        at: "r1",
        announces: ["10.9.0.0/16"],
        localPreference: 200,
        asPathPrepend: 1,
        peerIp: "169.254.21.2",
        publicIp: "203.0.113.9",
      },
      bandwidthMbps: 500,
      latencyMs: 5,
    },
    {
      id: "circuit",
      kind: "express-route",
      a: { at: "vng-east", announces: ["10.4.0.0/16"], peerIp: "169.254.22.6" },
      b: { at: "r1", announces: ["10.9.0.0/16"], peerIp: "169.254.22.5" },
      bandwidthMbps: 1_000,
      latencyMs: 2,
      carrier: "carrier-one",
      location: "Ashburn",
    },
    {
      id: "across",
      kind: "transit-peering",
      a: { at: "vng-east", peerIp: "169.254.23.1" },
      b: { at: "vng-west", peerIp: "169.254.23.2" },
      bandwidthMbps: 1_000,
      latencyMs: 40,
    },
    { id: "halves", kind: "peering", a: { at: "hub" }, b: { at: "spoke" }, bandwidthMbps: 1_000, latencyMs: 40 },
    { id: "stray", kind: "internet", a: { at: "hub" }, b: { at: "spoke" }, bandwidthMbps: 100, latencyMs: 50 },
  ],
  flows: [
    { id: "out", source: "10.4.0.5", destination: "10.9.0.5", port: 443, monthlyGb: 3 },
    { id: "in", source: "10.9.0.5", destination: "10.4.0.5", port: 443, monthlyGb: 2 },
  ],
});

let nowMs = Date.parse("2026-11-21T00:00:00Z");
let world: World;
beforeEach(() => {
  world = createWorld(estate, { nowMs: () => nowMs, after: () => () => undefined }, seededRandom(1));
});

interface Body {
  readonly id: string;
  readonly name: string;
  readonly nextLink?: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly value: readonly Body[];
  readonly properties: Record<string, unknown>;
}
const ask = (
  path: string,
  more: { method?: string; realism?: object; isThrottled?: boolean; headers?: object } = {},
) => {
  const url = new URL(path.replace(ORIGIN, ""), "http://localhost");
  if (!url.searchParams.has("api-version")) url.searchParams.set("api-version", "2026-01-01");
  const answer = azureApi.call(
    world,
    {
      method: more.method ?? "GET",
      path: url.pathname,
      query: url.searchParams,
      headers: { authorization: "Bearer any", ...more.headers },
      body: {},
      origin: ORIGIN,
    },
    { realism: Realism.parse(more.realism ?? {}), isThrottled: more.isThrottled ?? false },
  );
  return { ...answer, body: answer.body as Body };
};
const list = (path: string) => ask(path).body.value;
const get = (path: string) => ask(path).body;

describe("twin/api/azure", () => {
  it("lists subscriptions, and one resource group a region", () => {
    expect(list("/subscriptions").map(({ id }) => id)).toEqual([`/subscriptions/${SUBSCRIPTION}`]);
    expect(list(`/subscriptions/${SUBSCRIPTION}/resourcegroups`)).toMatchObject([
      { name: "rg-two-eastus", location: "eastus" },
      { name: "rg-two-westeurope", location: "westeurope" },
    ]);
    expect(get(EAST.toUpperCase().replace("SUBSCRIPTIONS", "subscriptions")).name).toBe("rg-two-eastus");
  });

  it.each([
    ["/subscriptions/11111111-0000-0000-0000-000000000000", 404, "SubscriptionNotFound"],
    [`/subscriptions/${SUBSCRIPTION}/resourceGroups/none`, 404, "ResourceGroupNotFound"],
    [`${EAST}${NETWORK}/virtualNetworks/none`, 404, "ResourceNotFound"],
    [`${EAST}${NETWORK}/unicorns`, 404, "InvalidResourceType"],
    [`${EAST}/providers/Microsoft.Compute/virtualMachines`, 404, "InvalidResourceType"],
    ["/tenants", 404, "InvalidResourceType"],
    [`/subscriptions/${SUBSCRIPTION}${NETWORK}/connections`, 404, "InvalidResourceType"],
    [`${EAST}${NETWORK}/networkInterfaces?$skiptoken=x`, 400, "InvalidSkipToken"],
    [`${EAST}${NETWORK}/expressRouteCircuits/circuit/peerings/MicrosoftPeering`, 404, "ResourceNotFound"],
    ["/subscriptions/%ZZ", 404, "SubscriptionNotFound"],
  ])("answers %s as Resource Manager does", (path, statusCode, code) => {
    expect(ask(path)).toMatchObject({ statusCode, body: { error: { code, message: expect.any(String) } } });
  });

  it("asks for credentials and an API version", () => {
    expect(ask("/subscriptions", { headers: { authorization: undefined } })).toMatchObject({
      statusCode: 401,
      body: { error: { code: "AuthenticationFailed" } },
    });
    const bare = azureApi.call(
      world,
      {
        method: "GET",
        path: "/subscriptions",
        query: new URLSearchParams(),
        headers: { authorization: "Bearer any" },
        body: {},
        origin: ORIGIN,
      },
      { realism: Realism.parse({}), isThrottled: false },
    );
    expect(bare).toMatchObject({ statusCode: 400, body: { error: { code: "MissingApiVersionParameter" } } });
  });

  it("says when to come again if there are too many calls", () => {
    expect(ask("/subscriptions", { isThrottled: true })).toMatchObject({
      statusCode: 429,
      headers: { "retry-after": "1" },
      body: { error: { code: "TooManyRequests" } },
    });
  });

  it("denies what is in a group but not that the group is there", () => {
    const realism = { deniedScopes: ["azure:westeurope"] };
    const denied = ask(`${WEST}${NETWORK}/virtualNetworks`, { realism });

    expect(denied.statusCode).toBe(403);
    expect(denied.body.error?.code).toBe("AuthorizationFailed");
    expect(denied.body.error?.message).toContain("'Microsoft.Network/virtualNetworks/read'");
    expect(ask(`/subscriptions/${SUBSCRIPTION}/resourceGroups`, { realism }).body.value).toHaveLength(2);
    expect(ask(`${EAST}${NETWORK}/virtualNetworks`, { realism }).body.value).toHaveLength(1);
    expect(ask(`/subscriptions/${SUBSCRIPTION}${NETWORK}/virtualNetworks`, { realism }).body.value).toHaveLength(1);
  });

  it("pages interfaces by links that can be followed, each of them once", () => {
    const seen: string[] = [];
    let path: string | undefined = `${EAST}${NETWORK}/networkInterfaces`;
    let pageCount = 0;
    while (path !== undefined) {
      const page: Body = ask(path).body;
      seen.push(...page.value.map(({ id }) => id));
      expect(page.nextLink?.startsWith(`${ORIGIN}/subscriptions/`) ?? true).toBe(true);
      path = page.nextLink;
      pageCount += 1;
    }

    expect(pageCount).toBe(3);
    expect(new Set(seen).size).toBe(230);
  });

  it("shows both halves of a peering, connected while the link lives", () => {
    const half = (path: string) =>
      list(`${path}${NETWORK}/virtualNetworks`)[0]?.properties.virtualNetworkPeerings as readonly Body[];
    expect(half(EAST)).toMatchObject([
      {
        name: "halves",
        properties: {
          peeringState: "Connected",
          peeringSyncLevel: "FullyInSync",
          remoteVirtualNetwork: { id: `${WEST}${NETWORK}/virtualNetworks/spoke` },
        },
      },
    ]);
    expect(half(WEST)).toMatchObject([{ properties: { remoteAddressSpace: { addressPrefixes: ["10.4.0.0/16"] } } }]);

    cut("halves");
    expect(half(EAST)).toMatchObject([{ properties: { peeringState: "Disconnected" } }]);
  });

  it("has a VPN gateway, and an ExpressRoute gateway where a circuit ends", () => {
    expect(list(`${EAST}${NETWORK}/virtualNetworkGateways`)).toMatchObject([
      {
        name: "vng-east",
        properties: {
          gatewayType: "Vpn",
          activeActive: false,
          bgpSettings: {
            asn: 65515,
            bgpPeeringAddresses: [
              {
                customBgpIpAddresses: ["169.254.21.1", "169.254.23.1"],
                tunnelIpAddresses: ["203.0.113.1"],
                defaultBgpIpAddresses: ["10.4.255.228"],
              },
            ],
          },
        },
      },
      { name: "vng-east-er", properties: { gatewayType: "ExpressRoute" } },
    ]);
    expect(list(`${WEST}${NETWORK}/virtualNetworkGateways`).map(({ name }) => name)).toEqual(["vng-west"]);
  });

  it("keeps status and counters for whoever asks for one connection", () => {
    const path = `${EAST}${NETWORK}/connections`;
    expect(list(path).map(({ name }) => name)).toEqual(["tunnel", "circuit", "across"]);
    expect(list(path)[0]?.properties).not.toHaveProperty("connectionStatus");
    expect(get(`${path}/tunnel`).properties).toMatchObject({
      connectionType: "IPsec",
      connectionStatus: "Connected",
      egressBytesTransferred: 3e9,
      ingressBytesTransferred: 2e9,
      gatewayCustomBgpIpAddresses: [{ customBgpIpAddress: "169.254.21.1" }],
    });
    expect(get(`${path}/tunnel`).properties).not.toHaveProperty("sharedKey");
    expect(get(`${path}/across`).properties).toMatchObject({ connectionType: "Vnet2Vnet" });
    expect(get(`${path}/circuit`).properties).toMatchObject({
      peer: { id: `${EAST}${NETWORK}/expressRouteCircuits/circuit` },
      egressBytesTransferred: 0,
    });

    cut("tunnel");
    expect(get(`${path}/tunnel`).properties).toMatchObject({
      connectionStatus: "NotConnected",
      tunnelConnectionStatus: [{ connectionStatus: "NotConnected" }],
    });
  });

  it("tells what the owner wrote about the far end", () => {
    expect(list(`${EAST}${NETWORK}/localNetworkGateways`)).toMatchObject([
      {
        name: "lng-tunnel",
        properties: {
          gatewayIpAddress: "203.0.113.9",
          bgpSettings: { asn: 65010, bgpPeeringAddress: "169.254.21.2" },
        },
      },
    ]);
  });

  it("gives a circuit its /30, its VLAN and its provider", () => {
    const circuit = get(`${EAST}${NETWORK}/expressRouteCircuits/circuit`);
    expect(circuit.properties).toMatchObject({
      serviceProviderProperties: {
        serviceProviderName: "carrier-one",
        peeringLocation: "Ashburn",
        bandwidthInMbps: 1_000,
      },
    });
    const [peering] = list(`${EAST}${NETWORK}/expressRouteCircuits/circuit/peerings`);
    expect(peering?.properties).toMatchObject({ primaryPeerAddressPrefix: "169.254.22.4/30", peerASN: 65010 });
    expect(peering?.properties.vlanId).toBeGreaterThanOrEqual(100);
    expect(peering?.properties.vlanId).toBeLessThan(4_000);
    expect(get(`${EAST}${NETWORK}/expressRouteCircuits/circuit/peerings/AzurePrivatePeering`)).toEqual(peering);
  });

  it("puts a way over the internet into a route table of the subnet", () => {
    expect(list(`${EAST}${NETWORK}/routeTables`)).toMatchObject([
      {
        properties: {
          routes: [{ properties: { addressPrefix: "10.5.0.9/32", nextHopType: "Internet" } }],
          subnets: [{ id: `${EAST}${NETWORK}/virtualNetworks/hub/subnets/default` }],
        },
      },
    ]);
    expect(list(`${WEST}${NETWORK}/routeTables`)).toEqual([]);
  });

  it("answers a slow read later, where it said it would", () => {
    const rows = slowRead(`${EAST}${NETWORK}/virtualNetworkGateways/vng-east/getBgpPeerStatus`);
    expect(rows).toMatchObject([
      { neighbor: "169.254.21.2", state: "Connected", asn: 65010, routesReceived: 1 },
      { neighbor: "169.254.23.2", state: "Connected", routesReceived: 0 },
    ]);
    expect(ask(`/subscriptions/${SUBSCRIPTION}${NETWORK}/locations/eastus/operations/none`).statusCode).toBe(404);
  });

  it("tells what each session heard and was told, and nothing of a session that is down", () => {
    const gateway = `${EAST}${NETWORK}/virtualNetworkGateways/vng-east`;
    expect(slowRead(`${gateway}/getLearnedRoutes`)).toMatchObject([
      { network: "10.4.0.0/16", origin: "Network" },
      { network: "10.9.0.0/16", origin: "EBgp", sourcePeer: "169.254.21.2", asPath: "65010-65010" },
    ]);
    const told = `${gateway}/getAdvertisedRoutes?peer=169.254.21.2`;
    expect(slowRead(told)).toMatchObject([{ network: "10.4.0.0/16", asPath: "65515" }]);

    cut("tunnel");
    expect(slowRead(`${gateway}/getLearnedRoutes`)).toHaveLength(1);
    expect(slowRead(told)).toEqual([]);
  });

  it("shows routes and neighbours of a circuit on its first edge router", () => {
    const peering = `${EAST}${NETWORK}/expressRouteCircuits/circuit/peerings/AzurePrivatePeering`;
    expect(slowRead(`${peering}/routeTables/primary`)).toMatchObject([
      { network: "10.9.0.0/16", nextHop: "169.254.22.5", path: "65010" },
      { network: "10.4.0.0/16", nextHop: "169.254.22.6" },
    ]);
    expect(slowRead(`${peering}/arpTables/primary`)).toMatchObject([
      { interface: "On-Prem", ipAddress: "169.254.22.5" },
      { interface: "Microsoft", ipAddress: "169.254.22.6" },
    ]);
    expect(slowRead(`${peering}/routeTables/secondary`)).toEqual([]);
  });

  it("changes nothing", () => {
    expect(ask(`${EAST}${NETWORK}/virtualNetworks/hub`, { method: "DELETE" }).statusCode).toBe(405);
    expect(list(`${EAST}${NETWORK}/virtualNetworks`)).toHaveLength(1);
  });
});

/** Cut, and so long ago that its BGP session has noticed. */
function cut(connectionId: string): void {
  world.addFault({ kind: "cut", target: { connectionId } });
  nowMs += 200_000;
}

function slowRead(path: string): readonly Body[] {
  const accepted = ask(path, { method: "POST" });
  expect(accepted.statusCode).toBe(202);
  const operation = accepted.headers?.["azure-asyncoperation"] ?? "";
  const location = accepted.headers?.location ?? "";
  expect(ask(operation).body).toEqual({ status: "InProgress" });
  expect(ask(location).statusCode).toBe(202);
  nowMs += 1_000;
  expect(ask(operation).body).toEqual({ status: "Succeeded" });
  return ask(location).body.value;
}
