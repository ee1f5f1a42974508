import { CloudDiscovery, type DiscoveryRequest, type LinkSighting } from "@skylane/core";
import { Estate, loadEstate, startTwin, type Twin } from "@skylane/twin";
import { afterEach, describe, expect, it, vi } from "vitest";
import { discoverGcp } from "./discover-gcp.ts";

const HOSTILE = `<script>alert(1)</script>\u202e\u0000${"long ".repeat(40)}`;
const environment = { GOOGLE_OAUTH_ACCESS_TOKEN: "any", GOOGLE_CLOUD_PROJECT: "skylane-twin" };
let twin: Twin;
let nowMs = Date.UTC(2026, 10, 20);

/** Time stands still until discovery waits for it. */
const clock = {
  nowMs: () => nowMs,
  after(_delayMs: number, run: () => void) {
    const next = setImmediate(run);
    return () => clearImmediate(next);
  },
};
const wait = async (ms: number) => {
  nowMs += ms;
};
const start = async (estate: Estate, realism: object = {}) => {
  twin = await startTwin({ estate, apiPort: 0, socksPort: 0, seed: 1, clock });
  await fetch(`${twin.apiUrl}/lab/realism`, { method: "PUT", body: JSON.stringify(realism) });
};
const look = async (more: Partial<DiscoveryRequest> = {}, env: Record<string, string> = environment) => {
  const discover = discoverGcp(
    { routerGatewayUrl: undefined, endpoints: { gcp: `${twin.apiUrl}/gcp` } },
    { environment: env, wait },
  );
  return CloudDiscovery.parse(
    await discover({ accounts: [], regions: [], concurrency: 8, nowMs: () => nowMs, ...more }),
  );
};
const prod = { accounts: [{ id: "globalcart-prod" }] };
const named = (links: readonly LinkSighting[], name: string) => {
  const found = links.find((link) => link.name === name);
  if (!found) throw new Error(`no link ${name} among ${links.map((link) => link.name).join(", ")}`);
  return found;
};

const raw = () => ({
  version: 1,
  name: "small",
  networks: [
    {
      id: "shop",
      cloud: "gcp",
      regionId: "us-central1",
      cidrs: ["10.6.0.0/16", "10.66.0.0/16"],
      gatewayId: "cr",
      resourceCount: 1_203,
      tags: { note: HOSTILE.slice(0, 256) },
      routes: [{ prefix: "10.9.0.7/32", connectionId: "stray" }],
    },
    { id: "data", cloud: "gcp", regionId: "europe-west1", cidrs: ["10.7.0.0/16"], resourceCount: 2 },
    { id: "dc", cloud: "onprem", regionId: "dc1", cidrs: ["10.9.0.0/16"], gatewayId: "r1" },
  ],
  gateways: [
    { id: "cr", kind: "router", cloud: "gcp", regionId: "us-central1", providerId: "cr-1", asn: 64_600 },
    { id: "r1", kind: "router", cloud: "onprem", regionId: "dc1", providerId: "r1", asn: 65_010 },
  ],
  connections: [
    {
      id: "partner",
      kind: "interconnect",
      a: { at: "cr", announces: ["10.6.0.0/16"], peerIp: "169.254.1.1" },
      b: { at: "r1", announces: ["10.9.0.0/16"], peerIp: "169.254.1.2" },
      bandwidthMbps: 500,
      latencyMs: 5,
      carrier: "carrier-a",
      location: "EqDC2",
      bfd: { intervalMs: 300, detectMultiplier: 3 },
    },
    {
      id: "tunnel",
      kind: "vpn",
      a: { at: "cr", announces: ["10.6.0.0/16", "10.66.0.0/16"], peerIp: "169.254.2.1", publicIp: "198.51.100.1" },
      b: { at: "r1", announces: ["10.9.0.0/16"], peerIp: "169.254.2.2", publicIp: "198.51.100.9" },
      bandwidthMbps: 1_000,
      latencyMs: 9,
      tags: { [HOSTILE.slice(0, 100)]: HOSTILE.slice(0, 256), ok: "yes" },
      createdOn: "2024-03-01",
    },
    { id: "pair", kind: "peering", a: { at: "shop" }, b: { at: "data" }, bandwidthMbps: 1_000, latencyMs: 1 },
    { id: "stray", kind: "internet", a: { at: "shop" }, b: { at: "dc" }, bandwidthMbps: 100, latencyMs: 20 },
  ],
  flows: [{ id: "orders", source: "10.6.0.5", destination: "10.9.0.5", port: 8443, monthlyGb: 10 }],
});
const small = () => Estate.parse(raw());

afterEach(async () => {
  vi.unstubAllEnvs();
  await twin.close();
});

describe("clouds/gcp/discover", () => {
  it("sees all of GlobalCart's Google Cloud", async () => {
    await start(loadEstate("globalcart"));

    const { networks, gateways, links, gaps } = await look(prod);

    expect(gaps).toEqual([]);
    expect(networks.reduce((sum, { endpointCount }) => sum + endpointCount, 0)).toBe(137);
    expect(networks).toHaveLength(8);
    expect(gateways).toMatchObject([
      { kind: "cloud-router", name: "router-euw1", asn: 64_602, publicIps: ["198.51.106.1", "198.51.106.2"] },
      { kind: "cloud-router", name: "router-usc1", asn: 64_601, publicIps: ["198.51.105.1", "198.51.105.2"] },
    ]);
    const names = (kind: string) => links.filter((link) => link.kind === kind).map(({ name }) => name ?? "");
    expect(names("vpn").sort()).toEqual([
      "vpn-eastus-usc1-1",
      "vpn-euw1-geuw1-1",
      "vpn-geuw1-old-7",
      "vpn-usc1-dc2-1",
      "vpn-usc1-old-6",
      "vpn-use1-usc1-1",
      "vpn-use1-usc1-2",
      "vpn-weu-geuw1-1",
    ]);
    expect(names("interconnect")).toEqual(["ic-usc1-1"]);
    expect(names("transit-peering")).toEqual(["tpx-router-usc1--router-euw1", "tpx-router-usc1--router-euw1"]);
    expect(names("peering")).toHaveLength(30); // both halves of fifteen
    expect(named(links, "vpn-use1-usc1-1")).toMatchObject({
      nativeId: "projects/globalcart-prod/regions/us-central1/vpnTunnels/vpn-use1-usc1-1",
      at: "gcp/projects/globalcart-prod/regions/us-central1/routers/router-usc1",
      join: {
        localPublicIp: "198.51.105.2",
        peerPublicIp: "198.51.100.21",
        localInsideIp: "169.254.111.2",
        peerInsideIp: "169.254.111.1",
        localAsn: 64_601,
        peerAsn: 64_512,
      },
      control: "up",
      receivedPrefixes: ["10.1.0.0/16"],
      announcedPrefixes: ["10.6.0.0/16"],
      isBfdOn: false,
      listPrice: { monthlyUsd: 36.5 },
    });
    expect(named(links, "ic-usc1-1")).toMatchObject({
      bandwidthMbps: 10_000,
      location: "coresite-la1",
      join: { localInsideIp: "169.254.103.1", peerInsideIp: "169.254.103.2", localAsn: 64_601, peerAsn: 65_020 },
      listPrice: { monthlyUsd: 1_772.44 },
    });
    expect(named(links, "vpn-usc1-old-6")).toMatchObject({ receivedPrefixes: [], announcedPrefixes: [], bytes30d: 0 });
    expect(named(links, "vpn-eastus-usc1-1").bytes30d).toBeGreaterThan(1e12);
  });

  it("counts what is on later pages, and gives a network all its ranges", async () => {
    await start(small());

    const { networks, callCount } = await look();

    expect(networks).toMatchObject([
      { name: "shop", regionId: "us-central1", endpointCount: 1_203, cidrs: ["10.6.0.0/16", "10.66.0.0/16"] },
      { name: "data", regionId: "europe-west1", endpointCount: 2, cidrs: ["10.7.0.0/16"] },
    ]);
    expect(callCount).toBeGreaterThan(18);
  });

  it("reads sessions, bytes and the hashed pairing key of a partner's attachment", async () => {
    await start(small());

    const found = await look();
    const partner = named(found.links, "partner");

    expect(partner).toMatchObject({
      kind: "interconnect",
      carrier: "carrier-a",
      location: "EqDC2",
      bandwidthMbps: 500,
      isBfdOn: true,
      isPublic: false,
      receivedPrefixes: ["10.9.0.0/16"],
      bytes30d: 10e9,
      join: { sharedId: expect.stringMatching(/^[0-9a-f]{64}$/), vlan: expect.any(Number) },
    });
    expect(partner.listPrice).toBeUndefined(); // what the partner takes is not known
    expect(named(found.links, "tunnel")).toMatchObject({
      bytes30d: 0,
      createdAtMs: Date.parse("2024-03-01T00:00:00-07:00"),
      announcedPrefixes: ["10.6.0.0/16", "10.66.0.0/16"],
    });
    const answer = await fetch(
      `${twin.apiUrl}/gcp/compute/v1/projects/skylane-twin/regions/us-central1/interconnectAttachments/partner`,
      { headers: { authorization: "Bearer any" } },
    );
    const { pairingKey } = (await answer.json()) as { pairingKey: string };
    expect(pairingKey).toMatch(/us-central1\/1$/);
    expect(JSON.stringify(found)).not.toContain(pairingKey.split("/")[0]);
  });

  it("shows routes to the internet, over peerings and those heard by BGP", async () => {
    await start(small());

    const { routes, links } = await look();
    const toDc = routes.filter(({ owner }) => owner.endsWith("/networks/shop"));

    expect(toDc.find(({ prefix }) => prefix === "10.9.0.7/32")).toMatchObject({
      next: { kind: "internet" },
      origin: "static",
    });
    const [half] = links.filter(({ kind, at }) => kind === "peering" && at.endsWith("/shop"));
    expect(half).toMatchObject({ receivedPrefixes: ["10.7.0.0/16"], peer: expect.stringMatching(/networks\/data$/) });
    expect(toDc.find(({ prefix }) => prefix === "10.7.0.0/16")?.next).toEqual({ kind: "link", key: half?.key });
    expect(toDc.find(({ prefix }) => prefix === "10.9.0.0/16")).toMatchObject({
      next: { kind: "link", key: named(links, "partner").key },
      origin: "propagated",
    });
    const halves = links.filter(({ kind }) => kind === "peering").map(({ join }) => join.sharedId);
    expect(halves).toHaveLength(2);
    expect(new Set(halves).size).toBe(1);
  });

  it("says that a link is down when its session is", async () => {
    await start(small());
    twin.world.addFault({ kind: "cut", target: { connectionId: "tunnel" } });
    nowMs += 120_000;

    const tunnel = named((await look()).links, "tunnel");

    expect(tunnel).toMatchObject({ control: "down", tunnelUpCount: 0, receivedPrefixes: [], announcedPrefixes: [] });
  });

  it("names a region that it may not see, and shows the rest", async () => {
    await start(loadEstate("globalcart"), { deniedScopes: ["gcp:europe-west1"] });

    const { gaps, links, gateways, networks } = await look(prod);

    expect(gaps).toEqual([
      expect.objectContaining({
        accountId: "globalcart-prod",
        regionId: "europe-west1",
        reason: "denied",
        permission: "compute.routers.list",
        todo: expect.stringContaining("grant compute.routers.list"),
      }),
    ]);
    expect(gateways.map(({ name }) => name)).toEqual(["router-usc1"]);
    expect(named(links, "vpn-use1-usc1-1").control).toBe("up");
    expect(networks).toHaveLength(8); // networks are global
    expect(networks.reduce((sum, { endpointCount }) => sum + endpointCount, 0)).toBe(88);
  });

  it("waits when it is throttled, and misses nothing", async () => {
    await start(loadEstate("globalcart"), { callsPerSecond: 4 });
    const beforeMs = nowMs;

    const { gaps, networks, links } = await look(prod);

    expect(nowMs - beforeMs).toBeGreaterThan(1_000); // at least the Retry-After of one answer
    expect(gaps).toEqual([]);
    expect(networks).toHaveLength(8);
    expect(named(links, "vpn-use1-usc1-1").receivedPrefixes).toEqual(["10.1.0.0/16"]);
  });

  it("passes hostile labels and descriptions through as text", async () => {
    await start(small());

    const { links, networks } = await look();

    const { tags } = named(links, "tunnel");
    expect(tags.ok).toBe("yes");
    expect(tags[HOSTILE.slice(0, 100)]).toBe(HOSTILE.slice(0, 256));
    const description = networks.find(({ name }) => name === "shop")?.tags.description ?? "";
    expect(description).toBe(`note=${HOSTILE}`.slice(0, 256));
  });

  it("keeps to the regions it is asked for", async () => {
    await start(loadEstate("globalcart"));

    const { gateways, networks, links } = await look({ ...prod, regions: ["europe-west1"] });

    expect(gateways.map(({ name }) => name)).toEqual(["router-euw1"]);
    expect(new Set(networks.map(({ regionId }) => regionId))).toEqual(new Set(["europe-west1"]));
    expect(new Set(links.map(({ regionId }) => regionId))).toEqual(new Set(["", "europe-west1"]));
  });

  it.each([
    ["an access token that has run out", { ...environment, GOOGLE_OAUTH_ACCESS_TOKEN: "expired" }],
    ["no project", { GOOGLE_OAUTH_ACCESS_TOKEN: "any" }],
  ])("has one gap for %s, and it says what to do", async (_what, env) => {
    await start(small());

    const { gaps, networks } = await look({}, env);

    expect(networks).toEqual([]);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]?.todo).toMatch(/gcloud auth application-default login.*GOOGLE_OAUTH_ACCESS_TOKEN/);
  });

  it("has one gap where nobody is logged in", async () => {
    await start(small());
    vi.stubEnv("HOME", "/nowhere");
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", undefined);
    vi.stubEnv("METADATA_SERVER_DETECTION", "none");

    const { gaps, callCount } = await look({}, { GOOGLE_CLOUD_PROJECT: "skylane-twin" });

    expect(gaps).toMatchObject([{ reason: "credentials", operation: "credentials" }]);
    expect(gaps[0]?.todo).toContain("gcloud auth application-default login");
    expect(callCount).toBe(1);
  });

  it("has one gap for a project that is not there, and still sees the other", async () => {
    await start(small());

    const { gaps, networks } = await look({ accounts: [{ id: "not-mine" }, { id: "skylane-twin" }] });

    expect(gaps).toMatchObject([{ accountId: "not-mine", reason: "denied", operation: "compute.networks.list" }]);
    expect(networks).toHaveLength(2);
  });

  it("gives up after the first call where nothing answers", async () => {
    await start(small());
    const discover = discoverGcp(
      { routerGatewayUrl: undefined, endpoints: { gcp: "http://127.0.0.1:9/gcp" } },
      { environment, wait },
    );

    const { gaps } = await discover({ accounts: [], regions: [], concurrency: 8, nowMs: () => nowMs });

    expect(gaps).toMatchObject([{ reason: "unavailable", operation: "compute.networks.list" }]);
  });
});
