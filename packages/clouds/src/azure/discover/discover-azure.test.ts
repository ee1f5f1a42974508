import { createDefaultHttpClient, type HttpClient } from "@azure/core-rest-pipeline";
import { CloudDiscovery, type DiscoveryRequest, type LinkSighting } from "@skylane/core";
import { Estate, loadEstate, startTwin, type Twin } from "@skylane/twin";
import { afterEach, describe, expect, it } from "vitest";
import { discoverAzure } from "./discover-azure.ts";

const SUBSCRIPTION = "7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411";
const FAST = { apiLatencyMs: 0, apiJitterMs: 0 };

const end = (at: string, last: number, more: object = {}) => ({ at, peerIp: `169.254.31.${last}`, ...more });
const estate = (change: (made: RawEstate) => void = () => undefined) => {
  const made = raw();
  change(made);
  return Estate.parse(made);
};
type RawEstate = ReturnType<typeof raw>;
const raw = () => ({
  version: 1,
  name: "small",
  networks: [
    {
      id: "east",
      cloud: "azure",
      regionId: "eastus",
      accountId: SUBSCRIPTION,
      cidrs: ["10.4.0.0/16"],
      gatewayId: "vng-east",
      resourceCount: 120,
      tags: {} as Record<string, string>,
      routes: [{ prefix: "10.1.0.9/32", connectionId: "stray" }],
    },
    {
      id: "west",
      cloud: "azure",
      regionId: "westeurope",
      accountId: SUBSCRIPTION,
      cidrs: ["10.5.0.0/16"],
      gatewayId: "vng-west",
      resourceCount: 3,
    },
    { id: "vpc", cloud: "aws", regionId: "us-east-1", cidrs: ["10.1.0.0/16"], providerId: "vpc-1" },
    { id: "dc", cloud: "onprem", regionId: "dc1", cidrs: ["10.9.0.0/16"], gatewayId: "r1" },
  ],
  gateways: [
    {
      id: "vng-east",
      kind: "router",
      cloud: "azure",
      regionId: "eastus",
      accountId: SUBSCRIPTION,
      providerId: "vng-east",
      asn: 65515,
    },
    {
      id: "vng-west",
      kind: "router",
      cloud: "azure",
      regionId: "westeurope",
      accountId: SUBSCRIPTION,
      providerId: "vng-west",
      asn: 65516,
    },
    { id: "r1", kind: "router", cloud: "onprem", regionId: "dc1", providerId: "r1", asn: 65010 },
  ],
  connections: [
    {
      id: "tunnel",
      kind: "vpn",
      a: end("vng-east", 1, { announces: ["10.4.0.0/16"], publicIp: "203.0.113.1" }),
      b: end("r1", 2, { announces: ["10.9.0.0/16"], publicIp: "203.0.113.9" }),
      bandwidthMbps: 500,
      latencyMs: 5,
      tags: {} as Record<string, string>,
    },
    {
      id: "idle",
      kind: "vpn",
      a: end("vng-east", 9, { publicIp: "203.0.113.2" }),
      b: end("r1", 10, { publicIp: "203.0.113.10" }),
      bandwidthMbps: 500,
      latencyMs: 5,
    },
    {
      id: "circuit",
      kind: "express-route",
      a: end("vng-east", 6, { announces: ["10.4.0.0/16"], localPreference: 200 }),
      b: end("r1", 5, { announces: ["10.9.0.0/16"], localPreference: 200 }),
      bandwidthMbps: 1_000,
      latencyMs: 2,
      carrier: "carrier-one",
      location: "Ashburn",
    },
    {
      id: "across",
      kind: "transit-peering",
      a: end("vng-east", 13, { announces: ["10.4.0.0/16"] }),
      b: end("vng-west", 14, { announces: ["10.5.0.0/16"] }),
      bandwidthMbps: 1_000,
      latencyMs: 40,
    },
    { id: "halves", kind: "peering", a: { at: "east" }, b: { at: "west" }, bandwidthMbps: 1_000, latencyMs: 40 },
    { id: "stray", kind: "internet", a: { at: "east" }, b: { at: "vpc" }, bandwidthMbps: 100, latencyMs: 50 },
  ],
  flows: [{ id: "orders", source: "10.4.0.5", destination: "10.9.0.5", port: 443, monthlyGb: 3 }],
});

let twin: Twin | undefined;
afterEach(async () => {
  await twin?.close();
  twin = undefined;
});

const start = async (of: Estate, realism: object = {}): Promise<Twin> => {
  twin = await startTwin({ estate: of, apiPort: 0, socksPort: 0, seed: 1 });
  const put = await fetch(`${twin.apiUrl}/lab/realism`, {
    method: "PUT",
    body: JSON.stringify({ ...FAST, ...realism }),
  });
  expect(put.status).toBe(200);
  return twin;
};
const look = async (
  { apiUrl }: Twin,
  request: Partial<DiscoveryRequest> = {},
  environment: Record<string, string> = { AZURE_ACCESS_TOKEN: "from-az" },
  httpClient?: HttpClient,
) => {
  const found = await discoverAzure(
    { endpoints: { azure: `${apiUrl}/azure` } },
    { environment, pollMs: 20, ...(httpClient && { httpClient }) },
  )({
    accounts: [{ id: SUBSCRIPTION }],
    regions: [],
    concurrency: 8,
    nowMs: () => 5,
    ...request,
  });
  return CloudDiscovery.parse(found);
};
const lastOf = (id: string): string => id.slice(id.lastIndexOf("/") + 1);
const named = (links: readonly LinkSighting[], name: string): LinkSighting[] =>
  links.filter(({ nativeId }) => lastOf(nativeId) === name);

describe("clouds/azure/discover", () => {
  it("sees all of GlobalCart in Azure: 298 endpoints, each connection by its name, nothing hidden", async () => {
    const globalcart = loadEstate("globalcart");
    const found = await look(await start(globalcart));
    const places = new Map([...globalcart.networks, ...globalcart.gateways].map((place) => [place.id, place]));
    const isAzure = (at: string): boolean => places.get(at)?.cloud === "azure";
    const expected = globalcart.connections
      .filter(({ kind, a, b }) => kind !== "internet" && (isAzure(a.at) || isAzure(b.at)))
      .map((one) => ([one.a.at, one.b.at].some((at) => places.get(at)?.cloud === "aws") ? one.id : one.providerId));

    expect(found.gaps).toEqual([]);
    expect(found.networks.reduce((sum, { endpointCount }) => sum + endpointCount, 0)).toBe(298);
    expect(found.networks).toHaveLength(10);
    expect([...new Set(found.links.map(({ nativeId }) => lastOf(nativeId)))].sort()).toEqual(expected.sort());
    expect(new Set(found.links.map(({ key }) => key)).size).toBe(found.links.length);
    expect(found.links.filter(({ control }) => control !== "up")).toEqual([]);
    expect(found.routes.map(({ prefix, next }) => `${prefix} ${next.kind}`)).toEqual([
      "10.1.13.14/32 internet",
      "10.1.13.15/32 internet",
      "10.1.13.16/32 internet",
    ]);
    const zombies = globalcart.connections.filter(({ isZombie, a }) => isZombie && isAzure(a.at));
    expect(zombies.length).toBeGreaterThan(0);
    for (const { providerId = "" } of zombies)
      expect(named(found.links, providerId)).toMatchObject([
        { bytes30d: 0, receivedPrefixes: [], announcedPrefixes: [] },
      ]);
  }, 30_000);

  it("tells of a tunnel what its other end knows too, and what passes", async () => {
    const { links, gateways } = await look(await start(estate()));
    const gateway = gateways.find(({ name }) => name === "vng-east");

    expect(gateway).toMatchObject({
      kind: "vpn-gateway",
      asn: 65515,
      publicIps: ["203.0.113.1", "203.0.113.2"],
      networkKeys: [expect.stringMatching(/\/virtualnetworks\/east$/)],
    });
    expect(named(links, "tunnel")).toMatchObject([
      {
        at: gateway?.key,
        kind: "vpn",
        control: "up",
        join: {
          localPublicIp: "203.0.113.1",
          peerPublicIp: "203.0.113.9",
          localInsideIp: "169.254.31.1",
          peerInsideIp: "169.254.31.2",
          localAsn: 65515,
          peerAsn: 65010,
        },
        receivedPrefixes: ["10.9.0.0/16"],
        announcedPrefixes: ["10.4.0.0/16"],
        tunnelCount: 1,
        tunnelUpCount: 1,
        bandwidthMbps: 650,
        isEncrypted: true,
        isPublic: true,
        isBfdOn: false,
        lastChangedAtMs: expect.any(Number),
      },
    ]);
    expect(named(links, "idle")).toMatchObject([{ bytes30d: 0, join: { localPublicIp: "203.0.113.2" } }]);
  });

  it("tells of a circuit who is who, its VLAN, carrier and list price, and never its key", async () => {
    const found = await look(await start(estate()));
    const [circuit] = named(found.links, "circuit");

    expect(circuit).toMatchObject({
      kind: "express-route",
      control: "up",
      join: {
        sharedId: expect.stringMatching(/^[0-9a-f]{64}$/),
        localInsideIp: "169.254.31.6",
        peerInsideIp: "169.254.31.5",
        peerAsn: 65010,
        vlan: expect.any(Number),
      },
      receivedPrefixes: ["10.9.0.0/16"],
      announcedPrefixes: ["10.4.0.0/16"],
      bytes30d: 3e9,
      bandwidthMbps: 1_000,
      carrier: "carrier-one",
      location: "Ashburn",
      listPrice: { monthlyUsd: 436 },
    });
    expect(circuit?.at).toMatch(/vng-east-er$/);
    expect(named(found.links, "circuit")).toHaveLength(1);
    const key = await serviceKey();
    expect(key).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.stringify(found)).not.toContain(key);
  });

  it("sees both ends of VNet to VNet connections and of peerings, with one id", async () => {
    const { links } = await look(await start(estate()));
    const [east, west] = named(links, "across");

    expect(east).toMatchObject({
      kind: "transit-peering",
      join: { localInsideIp: "169.254.31.13", peerInsideIp: "169.254.31.14", localAsn: 65515, peerAsn: 65516 },
      receivedPrefixes: ["10.5.0.0/16"],
      isPublic: false,
    });
    expect(west).toMatchObject({ at: east?.peer, peer: east?.at, join: { sharedId: east?.join.sharedId } });
    const halves = named(links, "halves");
    expect(halves).toMatchObject([
      { kind: "peering", control: "up", receivedPrefixes: ["10.5.0.0/16"], announcedPrefixes: ["10.4.0.0/16"] },
      { kind: "peering", control: "up", at: halves[0]?.peer, peer: halves[0]?.at },
    ]);
    expect(new Set(halves.map(({ join }) => join.sharedId)).size).toBe(1);
  });

  it("believes that a cut tunnel and a cut peering are down, without prefixes", async () => {
    const world = await start(
      estate((one) => {
        for (const connection of one.connections)
          Object.assign(connection, { bfd: { intervalMs: 1, detectMultiplier: 1 } });
      }),
    );
    for (const connectionId of ["tunnel", "halves"])
      world.world.addFault({ kind: "cut", target: { connectionId }, durationMs: 600_000 });
    const { links } = await look(world);

    expect(named(links, "tunnel")).toMatchObject([{ control: "down", tunnelUpCount: 0, receivedPrefixes: [] }]);
    expect(named(links, "halves")).toMatchObject([{ control: "down" }, { control: "down", receivedPrefixes: [] }]);
    expect(named(links, "idle")).toMatchObject([{ control: "up" }]);
  });

  it("names a group it may not read and the permission, and goes on", async () => {
    const { gaps, networks, links } = await look(await start(estate(), { deniedScopes: ["azure:westeurope"] }));

    expect(gaps).toMatchObject([
      {
        accountId: SUBSCRIPTION,
        regionId: "westeurope",
        reason: "denied",
        operation: "Microsoft.Network/virtualNetworks/read in resource group rg-small-westeurope",
        permission: "Microsoft.Network/virtualNetworks/read",
      },
    ]);
    expect(gaps[0]?.message).toContain("AuthorizationFailed");
    expect(networks).toMatchObject([{ name: "east", endpointCount: 120 }]);
    expect(named(links, "halves")).toHaveLength(1);
    expect(named(links, "tunnel")).toHaveLength(1);
  });

  it("looks at the regions it is asked for", async () => {
    const { networks, gateways, links, routes } = await look(await start(estate()), { regions: ["westeurope"] });

    expect(networks.map(({ name }) => name)).toEqual(["west"]);
    expect(gateways.map(({ name }) => name)).toEqual(["vng-west"]);
    expect(links.map(({ nativeId }) => lastOf(nativeId)).sort()).toEqual(["across", "halves"]);
    expect(routes).toEqual([]);
  });

  it("waits and comes again where there are too many calls, and misses nothing", async () => {
    const world = await start(estate(), { callsPerSecond: 25 });
    const inner = createDefaultHttpClient();
    let refusedCount = 0;
    const httpClient: HttpClient = {
      async sendRequest(request) {
        const answer = await inner.sendRequest(request);
        if (answer.status === 429) refusedCount += 1;
        return answer;
      },
    };
    const found = await look(world, {}, { AZURE_ACCESS_TOKEN: "from-az" }, httpClient);

    expect(refusedCount).toBeGreaterThan(0);
    expect(found.gaps).toEqual([]);
    expect(found.networks.map(({ endpointCount }) => endpointCount)).toEqual([120, 3]);
  }, 30_000);

  it("takes hostile tags as text, cut to what fits", async () => {
    const hostile = {
      "<script>alert(1)</script>": "\u202Eevil\u0000\u0007",
      __proto__x: "💥".repeat(128),
      constructor: "'; DROP TABLE links; --",
    };
    const { links, networks } = await look(
      await start(
        estate((one) => {
          for (const tagged of [one.networks[0], one.connections[0]])
            if (tagged) Object.assign(tagged, { tags: hostile });
        }),
      ),
    );

    expect(named(links, "tunnel")).toMatchObject([{ tags: hostile }]);
    expect(networks[0]?.tags).toEqual(hostile);
  });

  it("says in one gap how to sign in if it has no credentials, and sends nothing better to plain http", async () => {
    const { gaps, networks } = await look(await start(estate()), {}, {});

    expect(networks).toEqual([]);
    expect(gaps).toMatchObject([{ reason: "credentials", todo: expect.stringContaining("az login") }]);
    expect(gaps[0]?.todo).toContain("AZURE_ACCESS_TOKEN");
  });

  it("takes the subscription from the environment, else every one that the credentials see", async () => {
    const world = await start(estate());
    const environment = { AZURE_ACCESS_TOKEN: "from-az", AZURE_SUBSCRIPTION_ID: SUBSCRIPTION };

    expect((await look(world, { accounts: [] }, environment)).networks).toHaveLength(2);
    const all = await look(world, { accounts: [] });
    expect(all.networks).toHaveLength(2);
    expect(all.gaps).toEqual([]);
  });

  it("keeps what it sees of one subscription if another cannot be found", async () => {
    const found = await look(await start(estate()), {
      accounts: [{ id: "11111111-1111-1111-1111-111111111111" }, { id: SUBSCRIPTION }],
    });

    expect(found.networks).toHaveLength(2);
    expect(found.gaps).toMatchObject([
      {
        accountId: "11111111-1111-1111-1111-111111111111",
        reason: "denied",
        message: expect.stringContaining("Subscription"),
      },
    ]);
  });

  it("stops when it is told to, and says so", async () => {
    const found = await look(await start(estate()), { signal: AbortSignal.abort() });

    expect(found.networks).toEqual([]);
    expect(found.gaps.length).toBeGreaterThan(0);
  });
});

async function serviceKey(): Promise<string> {
  const path = `subscriptions/${SUBSCRIPTION}/resourceGroups/rg-small-eastus/providers/Microsoft.Network/expressRouteCircuits/circuit`;
  const answer = await fetch(`${twin?.apiUrl}/azure/${path}?api-version=1`, {
    headers: { authorization: "Bearer any" },
  });
  const { properties } = (await answer.json()) as { properties: { serviceKey: string } };
  return properties.serviceKey;
}
