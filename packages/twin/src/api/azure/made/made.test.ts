import { beforeEach, describe, expect, it } from "vitest";
import { seededRandom } from "../../../../../../test/support/seeded-random.ts";
import { virtualClock } from "../../../../../../test/support/virtual-clock.ts";
import { Estate } from "../../../estate/estate.ts";
import type { TunnelEnd } from "../../../world/built/tunnel-end.ts";
import { createWorld, type World } from "../../../world/world.ts";
import { stateHash } from "../../../world/world-state.ts";
import { Realism } from "../../realism.ts";
import type { RestAnswer } from "../../rest-api.ts";
import { azureApi } from "../index.ts";

const ACCOUNT = "00000000-0000-0000-0000-000000000000";
const GROUP = `/subscriptions/${ACCOUNT}/resourceGroups/rg-made-eastus`;
const NETWORK = `${GROUP}/providers/Microsoft.Network`;
const HUB = `${NETWORK}/virtualNetworks/hub`;
const SPOKE = `${NETWORK}/virtualNetworks/spoke`;
const SQL = `${GROUP}/providers/Microsoft.Sql/servers/orderdb`;
const GATEWAY = `${NETWORK}/virtualNetworkGateways/vng`;
const TUNNEL = `${NETWORK}/connections/to-dc`;
const PSK = "not.a.secret.but.long.enough";

const place = { cloud: "azure", regionId: "eastus", accountId: ACCOUNT };
const estate = Estate.parse({
  version: 1,
  name: "made",
  networks: [
    { ...place, id: "hub", cidrs: ["10.4.0.0/16"], resourceCount: 2 },
    { ...place, id: "spoke", cidrs: ["10.5.0.0/16"] },
    { ...place, id: "near", cidrs: ["10.4.128.0/17"] },
    { id: "dc", cloud: "onprem", regionId: "dc1", cidrs: ["10.9.0.0/16"], gatewayId: "r1", egressIp: "203.0.113.9" },
  ],
  gateways: [{ id: "r1", kind: "router", cloud: "onprem", regionId: "dc1", providerId: "r1", asn: 65_010 }],
  connections: [],
  flows: [],
  services: [
    {
      ...place,
      id: "orderdb",
      kind: "azure-sql",
      name: "orderdb",
      publicAddress: "203.0.113.10",
      port: 1_433,
      dnsName: "orderdb.database.windows.net",
    },
    {
      ...place,
      id: "vm",
      kind: "azure-vm",
      name: "vm",
      networkId: "hub",
      address: "10.4.0.40",
      port: 443,
      nsgId: "nsg-hub",
    },
  ],
  guards: { publicAccess: [{ serviceId: "orderdb", isEnabled: true, ranges: [] }] },
});

let world: World;
let clock: ReturnType<typeof virtualClock>;
beforeEach(() => {
  clock = virtualClock(1_000_000);
  world = createWorld(estate, clock, seededRandom(1));
});

const call = (method: string, path: string, body: unknown = {}, headers: Record<string, string> = {}): RestAnswer =>
  azureApi.call(
    world,
    {
      method,
      path,
      query: new URLSearchParams("api-version=2026-01-01"),
      headers: { authorization: "Bearer any", ...headers },
      body,
      origin: "http://127.0.0.1:1/azure",
    },
    { realism: Realism.parse({}), isThrottled: false },
  );
const settle = (): void => clock.advance(3_600_000 / 600);
const codeOf = ({ statusCode, body }: RestAnswer): string =>
  `${statusCode} ${(body as { error?: { code: string } } | undefined)?.error?.code ?? ""}`.trim();
const propertiesOf = (path: string): Record<string, unknown> =>
  (call("GET", path).body as { properties: Record<string, unknown> }).properties;
/** Writes and waits until it is done. */
function put(path: string, body: unknown): RestAnswer {
  const answer = call("PUT", path, body);
  settle();
  return answer;
}

const at = { location: "eastus", tags: { owner: "net" } };
const bodies = {
  subnet: (addressPrefix: string) => ({ properties: { addressPrefix } }),
  publicIp: {
    ...at,
    sku: { name: "Standard" },
    zones: ["1", "2", "3"],
    properties: { publicIPAllocationMethod: "Static" },
  },
  gateway: (change: object = {}) => ({
    ...at,
    properties: {
      gatewayType: "Vpn",
      vpnGatewayGeneration: "Generation2",
      sku: { name: "VpnGw2AZ", tier: "VpnGw2AZ" },
      activeActive: true,
      enableBgp: true,
      ipConfigurations: [1, 2].map((i) => ({
        name: `ipc${i}`,
        properties: {
          subnet: { id: `${HUB}/subnets/GatewaySubnet` },
          publicIPAddress: { id: `${NETWORK}/publicIPAddresses/pip-${i}` },
        },
      })),
      bgpSettings: {
        asn: 65_515,
        bgpPeeringAddresses: [
          { ipconfigurationId: `${GATEWAY}/ipConfigurations/ipc1`, customBgpIpAddresses: ["169.254.21.2"] },
          { ipconfigurationId: `${GATEWAY}/ipConfigurations/ipc2`, customBgpIpAddresses: ["169.254.21.6"] },
        ],
      },
      ...change,
    },
  }),
  farEnd: {
    ...at,
    properties: { gatewayIpAddress: "203.0.113.9", bgpSettings: { asn: 65_010, bgpPeeringAddress: "169.254.21.1" } },
  },
  connection: (change: object = {}) => ({
    ...at,
    properties: {
      connectionType: "IPsec",
      virtualNetworkGateway1: { id: GATEWAY },
      localNetworkGateway2: { id: `${NETWORK}/localNetworkGateways/lng` },
      enableBgp: true,
      sharedKey: PSK,
      ipsecPolicies: [POLICY],
      gatewayCustomBgpIpAddresses: [
        { ipConfigurationId: `${GATEWAY}/ipConfigurations/ipc1`, customBgpIpAddress: "169.254.21.2" },
        { ipConfigurationId: `${GATEWAY}/ipConfigurations/ipc2`, customBgpIpAddress: "169.254.21.6" },
      ],
      ...change,
    },
  }),
  peering: (remote: string, change: object = {}) => ({
    properties: { remoteVirtualNetwork: { id: remote }, ...change },
  }),
};
const POLICY = {
  ikeEncryption: "GCMAES256",
  ikeIntegrity: "SHA384",
  dhGroup: "ECP384",
  ipsecEncryption: "GCMAES256",
  ipsecIntegrity: "GCMAES256",
  pfsGroup: "ECP384",
  saLifeTimeSeconds: 3_600,
  saDataSizeKilobytes: 102_400_000,
};

function makeGateway(): void {
  put(`${HUB}/subnets/GatewaySubnet`, bodies.subnet("10.4.255.0/27"));
  for (const i of [1, 2]) put(`${NETWORK}/publicIPAddresses/pip-${i}`, bodies.publicIp);
  put(GATEWAY, bodies.gateway());
  put(`${NETWORK}/localNetworkGateways/lng`, bodies.farEnd);
}
const publicIp = (): string => String(propertiesOf(`${NETWORK}/publicIPAddresses/pip-1`).ipAddress);
/** What the router on the other side was told. */
const routerEnd = (change: Partial<TunnelEnd> = {}): TunnelEnd => ({
  id: "r1|azure",
  gatewayId: "r1",
  localPublicIp: "203.0.113.9",
  remotePublicIp: publicIp(),
  presharedKey: PSK,
  ikeVersions: [2],
  phase1: { encryption: ["aes-256-gcm"], integrity: ["sha2-384"], dhGroups: [20] },
  phase2: { encryption: ["aes-256-gcm"], integrity: [], dhGroups: [20] },
  bgp: {
    localIp: "169.254.21.1",
    peerIp: "169.254.21.2",
    localAsn: 65_010,
    peerAsn: 65_515,
    canInitiate: true,
    holdTimeSeconds: 30,
  },
  announces: { prefixes: ["10.9.0.0/16"], isWithNetworks: false },
  bandwidthMbps: 1_000,
  ...change,
});
function answerFromRouter(change: Partial<TunnelEnd> = {}): void {
  world.change("test", () => world.built.tunnelEnds.put("r1|azure", routerEnd(change)));
  settle();
}
const reaches = (from: string, to: string): boolean => world.traceBetween(from, to).kind === "delivered";

describe("twin/api/azure/made", () => {
  it("brings a tunnel up where both sides agree: packets pass, and the calls say so", () => {
    makeGateway();
    put(TUNNEL, bodies.connection());
    expect(propertiesOf(TUNNEL).connectionStatus).toBe("NotConnected");
    answerFromRouter();

    expect(propertiesOf(TUNNEL)).toMatchObject({
      connectionStatus: "Connected",
      tunnelConnectionStatus: [
        { tunnel: `to-dc_${publicIp()}`, connectionStatus: "Connected" },
        { connectionStatus: "NotConnected" },
      ],
    });
    expect([reaches("10.4.0.5", "10.9.0.5"), reaches("10.9.0.5", "10.4.0.5")]).toEqual([true, true]);
    expect(world.send("10.4.0.5", "10.9.0.5", 500).kind).toBe("arrives");
    expect(propertiesOf(TUNNEL)).toMatchObject({ egressBytesTransferred: 500, ingressBytesTransferred: 0 });
    expect(learned()).toEqual(["10.4.0.0/16", "10.9.0.0/16"]);
    expect((call("GET", `${NETWORK}/connections`).body as { value: unknown[] }).value).toHaveLength(1);
    expect((call("GET", `${NETWORK}/localNetworkGateways`).body as { value: unknown[] }).value).toHaveLength(1);
  });

  it.each([
    ["another key", { presharedKey: "another.key.that.is.long.enough" }],
    ["another cipher", { phase1: { encryption: ["aes-128-cbc"], integrity: ["sha1"], dhGroups: [2] } }],
    ["another address", { remotePublicIp: "198.51.100.9" }],
  ] as const)("shows no connection where the other side has %s", (_, change) => {
    makeGateway();
    put(TUNNEL, bodies.connection());
    answerFromRouter(change);

    expect(propertiesOf(TUNNEL).connectionStatus).toBe("NotConnected");
    expect(reaches("10.4.0.5", "10.9.0.5")).toBe(false);
  });

  it("tells a key by the call for it alone", () => {
    makeGateway();
    const answer = put(TUNNEL, bodies.connection());

    const texts = [answer.body, call("GET", TUNNEL).body, call("GET", `${NETWORK}/connections`).body];
    expect(JSON.stringify(texts)).not.toContain(PSK);
    expect(call("GET", `${TUNNEL}/sharedkey`).body).toEqual({ value: PSK });
  });

  it("lets a spoke use the gateway of its hub once both halves say so, and no longer", () => {
    makeGateway();
    put(TUNNEL, bodies.connection());
    answerFromRouter();
    const [hubHalf, spokeHalf] = [`${HUB}/virtualNetworkPeerings/s`, `${SPOKE}/virtualNetworkPeerings/h`];
    put(hubHalf, bodies.peering(SPOKE, { allowGatewayTransit: true }));
    expect(propertiesOf(hubHalf).peeringState).toBe("Initiated");
    expect(reaches("10.4.0.5", "10.5.0.5")).toBe(false);
    put(spokeHalf, bodies.peering(HUB, { useRemoteGateways: true }));

    expect([propertiesOf(hubHalf).peeringState, propertiesOf(spokeHalf).peeringState]).toEqual([
      "Connected",
      "Connected",
    ]);
    expect([reaches("10.4.0.5", "10.5.0.5"), reaches("10.5.0.5", "10.9.0.5"), reaches("10.9.0.5", "10.5.0.5")]).toEqual(
      [true, true, true],
    );
    call("DELETE", spokeHalf);
    settle();
    expect(propertiesOf(hubHalf).peeringState).toBe("Disconnected");
    expect([reaches("10.4.0.5", "10.5.0.5"), reaches("10.5.0.5", "10.9.0.5")]).toEqual([false, false]);
    expect(codeOf(put(spokeHalf, bodies.peering(HUB)))).toBe("400 RemotePeeringIsDisconnected");
  });

  it("lets packets in by a rule, before one that denies and not after it", () => {
    const nsg = `${NETWORK}/networkSecurityGroups/nsg-hub`;
    const rule = (priority: number, access: string) => ({
      properties: {
        protocol: "Tcp",
        access,
        direction: "Inbound",
        priority,
        sourceAddressPrefix: "10.9.0.0/16",
        sourcePortRange: "*",
        destinationAddressPrefix: "10.4.0.40/32",
        destinationPortRange: "443",
      },
    });
    const isLetIn = (): boolean =>
      world.admits({ from: "10.9.0.5", to: "10.4.0.40", port: 443, protocol: "tcp" }).isAllowed;
    expect(isLetIn()).toBe(false);
    put(`${nsg}/securityRules/in`, rule(200, "Allow"));
    expect(isLetIn()).toBe(true);
    expect(codeOf(put(`${nsg}/securityRules/out`, rule(200, "Deny")))).toBe("400 SecurityRuleConflict");
    put(`${nsg}/securityRules/out`, rule(199, "Deny"));
    expect(isLetIn()).toBe(false);
    call("DELETE", `${nsg}/securityRules/out`);
    settle();
    expect(isLetIn()).toBe(true);
  });

  it("opens a database by a private endpoint, and by a rule for public addresses", () => {
    const door = { port: 1_433, protocol: "tcp" } as const;
    const isLetIn = (from: string, to: string): boolean => world.admits({ from, to, ...door }).isAllowed;
    expect(isLetIn("10.9.0.5", "203.0.113.10")).toBe(false);
    put(`${SQL}/firewallRules/dc`, { properties: { startIpAddress: "203.0.113.9", endIpAddress: "203.0.113.9" } });
    expect(isLetIn("10.9.0.5", "203.0.113.10")).toBe(true);

    const endpoint = `${NETWORK}/privateEndpoints/pe`;
    const body = (targetId: string, groupId: string) => ({
      ...at,
      properties: {
        subnet: { id: `${HUB}/subnets/default` },
        privateLinkServiceConnections: [
          { name: "pe", properties: { privateLinkServiceId: targetId, groupIds: [groupId] } },
        ],
      },
    });
    expect(codeOf(put(endpoint, body(SQL, "blob")))).toBe("400 InvalidPrivateLinkGroupId");
    put(endpoint, body(SQL, "sqlServer"));
    expect(propertiesOf(endpoint).customDnsConfigs).toEqual([
      { fqdn: "orderdb.database.windows.net", ipAddresses: ["10.4.0.6"] },
    ]);
    expect(isLetIn("10.4.0.40", "10.4.0.6")).toBe(true);
    expect(codeOf(call("DELETE", `${HUB}/subnets/default`))).toBe("405 MethodNotAllowed");
  });

  it("resolves a zone in the VNets that are linked to it", () => {
    const zone = `${NETWORK}/privateDnsZones/privatelink.database.windows.net`;
    const link = `${zone}/virtualNetworkLinks/hub`;
    put(zone, { location: "global" });
    put(link, { location: "global", properties: { virtualNetwork: { id: HUB } } });
    put(`${zone}/A/orderdb`, { properties: { ttl: 300, aRecords: [{ ipv4Address: "10.4.0.6" }] } });

    const key = zone.toLowerCase();
    expect(world.dns.zones.get(key)).toMatchObject({ name: "privatelink.database.windows.net", cloud: "azure" });
    expect([...(world.dns.zoneLinks.get(key)?.keys() ?? [])]).toEqual(["hub"]);
    expect([...(world.dns.records.get(key)?.values() ?? [])]).toEqual([
      { name: "orderdb.privatelink.database.windows.net", type: "A", ttlSeconds: 300, values: ["10.4.0.6"] },
    ]);
    expect(codeOf(call("DELETE", zone))).toBe("409 CannotDeleteResource");
    for (const one of [link, zone]) {
      call("DELETE", one);
      settle();
    }
    expect([world.dns.zones.size, world.dns.zoneLinks.size, world.dns.records.size]).toEqual([0, 0, 0]);
  });

  it("takes as long as a real gateway does, and holds its lock meanwhile", () => {
    makeGateway();
    expect(codeOf(call("PUT", TUNNEL, bodies.connection()))).toBe("201");
    expect(codeOf(call("PUT", `${NETWORK}/connections/other`, bodies.connection()))).toBe(
      "409 AnotherOperationInProgress",
    );
    expect(propertiesOf(TUNNEL).provisioningState).toBe("Updating");
    clock.advance(120_000 / 600 - 1);
    expect(propertiesOf(TUNNEL).provisioningState).toBe("Updating");
    clock.advance(1);
    expect(propertiesOf(TUNNEL).provisioningState).toBe("Succeeded");
    expect(world.provisioning.sofar().operationCount).toBe(6);
  });

  it("writes only over the version that the caller has seen", () => {
    const id = `${NETWORK}/localNetworkGateways/lng`;
    put(id, bodies.farEnd);
    const { etag } = call("GET", id).body as { etag: string };

    expect(codeOf(call("PUT", id, bodies.farEnd, { "if-match": 'W/"old"' }))).toBe("412 PreconditionFailed");
    expect(codeOf(call("PUT", id, bodies.farEnd, { "if-match": etag }))).toBe("200");
  });

  it.each([
    ["a subnet outside its VNet", `${HUB}/subnets/a`, bodies.subnet("10.7.0.0/24"), "NetcfgInvalidSubnet"],
    ["a subnet over another", `${HUB}/subnets/a`, bodies.subnet("10.4.1.0/24"), "NetcfgSubnetRangesOverlap"],
    [
      "an address of the old kind",
      `${NETWORK}/publicIPAddresses/p`,
      { ...bodies.publicIp, sku: { name: "Basic" } },
      "BasicPublicIpCreationNotAllowed",
    ],
    ["a gateway without its subnet", GATEWAY, bodies.gateway(), "InvalidResourceReference"],
    [
      "a gateway of a size that is sold no more",
      GATEWAY,
      bodies.gateway({ sku: { name: "VpnGw1", tier: "VpnGw1" } }),
      "InvalidGatewaySku",
    ],
    [
      "one instance of an active-active gateway",
      GATEWAY,
      bodies.gateway({ activeActive: false }),
      "ActiveActiveGatewayMustHaveTwoIpConfigurations",
    ],
    ["an AS number that is reserved", GATEWAY, bodies.gateway({ bgpSettings: { asn: 8_075 } }), "InvalidAsn"],
    [
      "a BGP address outside of Azure's range",
      GATEWAY,
      bodies.gateway({
        bgpSettings: {
          asn: 65_515,
          bgpPeeringAddresses: [{ ipconfigurationId: "x", customBgpIpAddresses: ["169.254.20.2"] }],
        },
      }),
      "InvalidCustomBgpIpAddress",
    ],
    ["a tunnel of no gateway", TUNNEL, bodies.connection(), "InvalidResourceReference"],
    [
      "a peering with what overlaps",
      `${HUB}/virtualNetworkPeerings/x`,
      bodies.peering(`${NETWORK}/virtualNetworks/near`),
      "VnetAddressSpacesOverlap",
    ],
    [
      "a peering that uses a gateway which is not there",
      `${SPOKE}/virtualNetworkPeerings/x`,
      bodies.peering(HUB, { useRemoteGateways: true }),
      "RemoteVnetHasNoGateways",
    ],
  ])("refuses %s", (_, path, body, code) => {
    const before = stateHash(world).hash;

    expect(codeOf(put(path, body))).toBe(`400 ${code}`);
    expect(stateHash(world).hash).toBe(before);
  });

  it.each([
    ["a key with a space", { sharedKey: "a b" }, "VpnConnectionSharedKeyInvalid"],
    [
      "a policy that does not fit together",
      { ipsecPolicies: [{ ...POLICY, ipsecIntegrity: "SHA256" }] },
      "InvalidIpsecPolicy",
    ],
    [
      "an address that the gateway does not speak from",
      {
        gatewayCustomBgpIpAddresses: [
          { ipConfigurationId: `${GATEWAY}/ipConfigurations/ipc1`, customBgpIpAddress: "169.254.22.2" },
        ],
      },
      "InvalidGatewayCustomBgpIpAddress",
    ],
  ])("refuses a tunnel with %s", (_, change, code) => {
    makeGateway();

    expect(codeOf(call("PUT", TUNNEL, bodies.connection(change)))).toBe(`400 ${code}`);
  });

  it("keeps what something else stands on", () => {
    makeGateway();
    put(TUNNEL, bodies.connection());

    expect(
      [
        `${HUB}/subnets/GatewaySubnet`,
        `${NETWORK}/publicIPAddresses/pip-1`,
        `${NETWORK}/localNetworkGateways/lng`,
        GATEWAY,
      ].map((id) => codeOf(call("DELETE", id))),
    ).toEqual([
      "400 InUseSubnetCannotBeDeleted",
      "400 PublicIPAddressCannotBeDeleted",
      "400 InUseLocalNetworkGatewayCannotBeDeleted",
      "400 VirtualNetworkGatewayCannotBeDeleted",
    ]);
  });

  it("forgets all of it, and what is under way, when the world is reset", () => {
    const before = stateHash(world).hash;
    makeGateway();
    call("PUT", TUNNEL, bodies.connection());
    world.reset();
    settle();

    expect(stateHash(world).hash).toBe(before);
    expect(codeOf(call("GET", GATEWAY))).toBe("404 ResourceNotFound");
  });
});

function learned(): readonly string[] {
  const { headers } = call("POST", `${GATEWAY}/getLearnedRoutes`);
  clock.advance(20);
  const { body } = call("GET", new URL(headers?.location ?? "").pathname.replace(/^\/azure/, ""));
  return (body as { value: { network: string }[] }).value.map(({ network }) => network);
}
