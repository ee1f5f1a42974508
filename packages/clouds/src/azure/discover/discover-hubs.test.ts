import { CloudDiscovery, type DiscoveryRequest, type LinkSighting } from "@skylane/core";
import { joinTopology } from "@skylane/engine";
import { Estate, startTwin, type Twin } from "@skylane/twin";
import { afterEach, describe, expect, it, vi } from "vitest";
import { discoverAws } from "../../aws/discover/discover-aws.ts";
import { discoverAzure } from "./discover-azure.ts";
import { hubEstate, SUBSCRIPTION } from "./hub-estate.ts";

let twin: Twin | undefined;
afterEach(async () => {
  vi.unstubAllEnvs();
  await twin?.close();
  twin = undefined;
});
const start = async (realism: object = {}): Promise<Twin> => {
  twin = await startTwin({ estate: Estate.parse(hubEstate()), apiPort: 0, socksPort: 0, seed: 1 });
  await fetch(`${twin.apiUrl}/lab/realism`, {
    method: "PUT",
    body: JSON.stringify({ apiLatencyMs: 0, apiJitterMs: 0, ...realism }),
  });
  return twin;
};
const look = async ({ apiUrl }: Twin, request: Partial<DiscoveryRequest> = {}) =>
  CloudDiscovery.parse(
    await discoverAzure(
      { endpoints: { azure: `${apiUrl}/azure` } },
      { environment: { AZURE_ACCESS_TOKEN: "any" }, pollMs: 10 },
    )({ accounts: [{ id: SUBSCRIPTION }], regions: [], concurrency: 8, nowMs: () => 5, ...request }),
  );
const lastOf = (id: string): string => id.slice(id.lastIndexOf("/") + 1);
const named = (links: readonly LinkSighting[], name: string): LinkSighting[] =>
  links.filter(({ nativeId }) => lastOf(nativeId) === name);

describe("clouds/azure/discover-hubs", () => {
  it("sees hubs with the addresses of their VPN gateways and the VNets connected to them", async () => {
    const { gateways, gaps, networks } = await look(await start());
    const keyOf = (name: string): string | undefined => networks.find((one) => one.name === name)?.key;

    expect(gaps).toEqual([]);
    expect(gateways.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
      "virtual-hub hub-east",
      "virtual-hub hub-west",
      "vpn-gateway vng-legacy",
    ]);
    expect(gateways.find(({ name }) => name === "hub-east")).toMatchObject({
      asn: 65_515,
      regionId: "eastus",
      publicIps: ["203.0.113.1", "203.0.113.2"],
      networkKeys: [keyOf("shop"), keyOf("stock")],
    });
    expect(gateways.find(({ name }) => name === "hub-west")?.publicIps).toHaveLength(2);
    expect(networks.find(({ name }) => name === "shop")).toMatchObject({ subnetCount: 1, endpointCount: 4 });
  });

  it("tells of a tunnel of a hub what its other end knows too, and what passes", async () => {
    const { links, gateways } = await look(await start());
    const hub = gateways.find(({ name }) => name === "hub-east");

    expect(named(links, "to-aws")).toMatchObject([
      {
        at: hub?.key,
        regionId: "eastus",
        kind: "vpn",
        control: "up",
        provisioning: "ready",
        join: {
          localPublicIp: "203.0.113.1",
          peerPublicIp: "198.51.100.1",
          localInsideIp: "169.254.21.2",
          peerInsideIp: "169.254.21.1",
          localAsn: 65_515,
          peerAsn: 64_512,
        },
        receivedPrefixes: ["10.1.0.0/16"],
        announcedPrefixes: ["10.4.0.0/16", "10.5.0.0/16"],
        bandwidthMbps: 1_000,
        bytes30d: 3e9,
        isEncrypted: true,
        isPublic: true,
      },
    ]);
    expect(named(links, "branch-2")).toMatchObject([{ join: { localPublicIp: "203.0.113.2", peerAsn: 65_010 } }]);
  });

  it("does not say what one of two links to a site hears, until the other is down", async () => {
    const world = await start();
    const before = await look(world);
    world.world.addFault({ kind: "cut", target: { connectionId: "branch-1" }, durationMs: 600_000 });
    const after = await look(world);

    for (const link of ["branch-1", "branch-2"]) {
      expect(named(before.links, link)).toMatchObject([{ control: "up", announcedPrefixes: ["10.4.0.0/16"] }]);
      expect(named(before.links, link)[0]).not.toHaveProperty("receivedPrefixes");
    }
    expect(named(after.links, "branch-1")).toMatchObject([{ control: "down", receivedPrefixes: [] }]);
    expect(named(after.links, "branch-2")).toMatchObject([{ control: "up", receivedPrefixes: ["10.9.2.0/24"] }]);
  });

  it("sees a circuit by the facts of both its ends, and never its key", async () => {
    const world = await start();
    const found = await look(world);
    const [circuit] = named(found.links, "circuit");

    expect(circuit).toMatchObject({
      at: found.gateways.find(({ name }) => name === "hub-east")?.key,
      kind: "express-route",
      control: "up",
      join: {
        sharedId: expect.stringMatching(/^[0-9a-f]{64}$/),
        localInsideIp: "172.31.0.2",
        peerInsideIp: "172.31.0.1",
        peerAsn: 65_010,
      },
      receivedPrefixes: ["10.9.0.0/16"],
      announcedPrefixes: ["10.4.0.0/16", "10.5.0.0/16"],
      carrier: "carrier-two",
      location: "Ashburn",
      listPrice: { monthlyUsd: 436 },
    });
    expect(named(found.links, "circuit")).toHaveLength(1);
    expect(circuit?.aliases).toContain("circuit");

    world.world.addFault({ kind: "cut", target: { connectionId: "circuit" }, durationMs: 600_000 });
    expect(named((await look(world)).links, "circuit")).toMatchObject([{ control: "down", receivedPrefixes: [] }]);
  });

  it("reads a hub's default table: into VNets, over the one link that can be meant, and to the other hub", async () => {
    const { routes, links, gateways, networks } = await look(await start());
    const hub = gateways.find(({ name }) => name === "hub-east");
    const keys = new Map(
      [...networks, ...gateways, ...links].map(({ key, name, nativeId }) => [key, name ?? nativeId]),
    );
    const rows = routes
      .filter(({ owner }) => owner === hub?.key)
      .map(({ prefix, next }) => `${prefix} ${next.kind} ${keys.get(next.key ?? "") ?? ""}`.trim());

    expect(rows.sort()).toEqual([
      "10.1.0.0/16 link to-aws",
      "10.4.0.0/16 network shop",
      "10.5.0.0/16 network stock",
      "10.6.0.0/16 gateway hub-west",
      "10.9.0.0/16 link circuit",
      "10.9.1.0/24 gateway",
      "10.9.2.0/24 gateway",
    ]);
    expect(routes.every(({ tableId }) => tableId.endsWith("/hubroutetables/defaultroutetable"))).toBe(true);
  });

  it("makes one connection of each link: hub to hub, hub to an older gateway, hub to a transit gateway of AWS", async () => {
    const world = await start();
    vi.stubEnv("AWS_ENDPOINT_URL", world.apiUrl);
    vi.stubEnv("AWS_REGION", "us-east-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "any");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "any");
    const aws = await discoverAws()({ accounts: [], regions: ["us-east-1"], concurrency: 8, nowMs: () => 5 });
    const inventory = { estate: "wan", networks: [], connections: [], flows: [] };
    const { connections } = joinTopology([await look(world), aws], inventory, 1);
    const rowsOf = (name: string) =>
      connections
        .filter(({ sightings }) => sightings.some(({ nativeId, aliases }) => [...aliases, nativeId].includes(name)))
        .map(({ kind, status, sightings, evidence }) => [
          kind,
          status,
          sightings.map(({ cloud }) => cloud).sort(),
          evidence[0]?.rule,
        ]);

    expect(rowsOf("to-aws")).toEqual([["vpn", "up", ["aws", "azure"], "public-ips"]]);
    expect(rowsOf("vpn-0a1b")).toEqual(rowsOf("to-aws"));
    expect(rowsOf("to-legacy")).toEqual([["vpn", "up", ["azure", "azure"], "public-ips"]]);
    expect(connections.filter(({ kind }) => kind === "transit-peering")).toMatchObject([
      { status: "up", sightings: [{ cloud: "azure" }, { cloud: "azure" }], evidence: [{ rule: "shared-id" }] },
    ]);
    expect(connections.filter(({ kind }) => kind === "peering")).toEqual([]);
    expect(connections.flatMap(({ evidence }) => evidence).filter(({ detail }) => detail.includes("disagree"))).toEqual(
      [],
    );
  });

  it("looks into the hubs of the regions it is asked for only", async () => {
    const { gateways, links, routes } = await look(await start(), { regions: ["westeurope"] });

    expect(gateways.map(({ name }) => name).sort()).toEqual(["hub-west", "vng-legacy"]);
    expect(links.map(({ regionId }) => regionId)).toEqual(links.map(() => "westeurope"));
    expect(named(links, "to-legacy")).toHaveLength(2);
    expect(new Set(routes.map(({ owner }) => owner)).size).toBe(1);
  });

  it("goes on without the hubs of a group that it may not read", async () => {
    const { gateways, gaps, links } = await look(await start({ deniedScopes: ["azure:westeurope"] }));

    expect(gateways.map(({ name }) => name)).toEqual(["hub-east"]);
    expect(named(links, "to-aws")).toHaveLength(1);
    expect(gaps).toMatchObject([{ regionId: "westeurope", reason: "denied" }]);
  });
});
