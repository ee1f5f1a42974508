import { CloudDiscovery, type DiscoveryRequest, type LinkSighting } from "@skylane/core";
import { joinTopology } from "@skylane/engine";
import { Estate, startTwin, type Twin } from "@skylane/twin";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { seenCircuits } from "../../oci/discover/seen-circuits.ts";
import { discoverAws } from "./discover-aws.ts";
import { ACCOUNT, CORE, EAST, IRELAND, SHARED_ID, wanEstate } from "./wan-estate.ts";

let twin: Twin;
const start = async (estate: object): Promise<void> => {
  twin = await startTwin({ estate: Estate.parse(estate), apiPort: 0, socksPort: 0, seed: 1 });
  await fetch(`${twin.apiUrl}/lab/realism`, {
    method: "PUT",
    body: JSON.stringify({ apiLatencyMs: 0, apiJitterMs: 0 }),
  });
  vi.stubEnv("AWS_ENDPOINT_URL", twin.apiUrl);
};
beforeEach(async () => {
  await start(wanEstate());
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "any");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "any");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await twin.close();
});

const look = async (regions: readonly string[] = [], accounts: DiscoveryRequest["accounts"] = []) =>
  CloudDiscovery.parse(await discoverAws()({ accounts, regions, concurrency: 16, nowMs: () => 1_795_000_000_000 }));
const named = (links: readonly LinkSighting[], id: string): LinkSighting[] =>
  links.filter(({ nativeId, aliases }) => nativeId === id || aliases.includes(id));

describe("clouds/aws/discover of Cloud WAN", () => {
  it("sees each edge of a core network as a gateway with its number and networks, and no transit gateway in its place", async () => {
    const { gateways, gaps } = await look();

    expect(gaps).toEqual([]);
    expect(gateways.filter(({ kind }) => kind === "core-network")).toMatchObject([
      {
        key: EAST,
        nativeId: CORE,
        accountId: ACCOUNT,
        regionId: "us-east-1",
        asn: 64_520,
        networkKeys: ["aws/vpc-east"],
        publicIps: ["203.0.113.41", expect.any(String)],
      },
      { key: IRELAND, regionId: "eu-west-1", asn: 64_521, networkKeys: ["aws/vpc-ireland"], publicIps: [] },
    ]);
    expect(gateways.filter(({ kind }) => kind === "transit-gateway").map(({ nativeId }) => nativeId)).toEqual([
      "tgw-hub",
    ]);
  });

  it("ends VPNs and circuits at the edge that they are attached to, with what they hear there", async () => {
    const { links } = await look();

    expect(named(links, "vpn-wan")).toMatchObject([
      {
        at: EAST,
        kind: "vpn",
        aliases: ["vpn-wan", "attachment-0000000000000a001"],
        join: { localInsideIp: "169.254.41.1", peerInsideIp: "169.254.41.2", localAsn: 64_520, peerAsn: 65_010 },
        control: "partial",
        receivedPrefixes: ["10.9.8.0/24"],
        bytes30d: 2e9,
        createdAtMs: Date.parse("2023-05-14"),
        listPrice: { monthlyUsd: 36.5 },
      },
    ]);
    // the SDK does not say at which edges a Direct Connect gateway is; the routes do
    expect(named(links, "dxcon-wan")).toMatchObject([
      { at: IRELAND, receivedPrefixes: ["10.9.7.0/24"], join: { localInsideIp: "169.254.42.1" }, control: "up" },
    ]);
  });

  it("makes one link of the two halves of a peering with a transit gateway", async () => {
    const seen = await look();
    const halves = named(seen.links, "tgw-attach-wan");
    const peering = seen.links.find(({ at, kind }) => at === EAST && kind === "transit-peering");

    expect(halves).toMatchObject([
      {
        at: "aws/tgw-hub",
        peer: EAST,
        control: "up",
        join: { sharedId: `${CORE}|tgw-hub`, localAsn: 64_512, peerAsn: 64_520 },
      },
    ]);
    expect(peering).toMatchObject({
      nativeId: expect.stringMatching(/^peering-[0-9a-f]{17}$/),
      peer: "aws/tgw-hub",
      aliases: expect.arrayContaining(["attachment-0000000000000a003"]),
      join: { sharedId: `${CORE}|tgw-hub`, localAsn: 64_520, peerAsn: 64_512 },
    });
    const { connections } = joinTopology([seen], { estate: "wan", networks: [], connections: [], flows: [] }, 1);
    expect(connections.filter(({ kind }) => kind === "transit-peering")).toMatchObject([
      { status: "up", sightings: [{}, {}], evidence: [{ rule: "shared-id" }, { detail: /ASNs agree/ }] },
    ]);
  });

  it("reads the routes of each segment at each edge, and those that lead to another edge", async () => {
    const { routes, links } = await look();
    const of = (owner: string) =>
      routes
        .filter((route) => route.owner === owner)
        .map(({ prefix, next, origin, tableId }) => `${tableId} ${prefix} ${next.kind} ${next.key ?? "-"} ${origin}`);
    const peering = links.find(({ at, kind }) => at === EAST && kind === "transit-peering");
    const toGcp = links.find(({ at, kind }) => at === IRELAND && kind === "interconnect");

    expect(of(EAST)).toEqual([
      "production 10.1.0.0/16 network aws/vpc-east propagated",
      "production 10.9.8.0/24 link aws/vpn-wan propagated",
      `production 10.3.0.0/16 link ${peering?.key} propagated`,
      `production 10.2.0.0/16 gateway ${IRELAND} propagated`,
    ]);
    expect(of(IRELAND)).toEqual([
      "production 10.2.0.0/16 network aws/vpc-ireland propagated",
      "production 10.9.7.0/24 link aws/dxvif-wan propagated",
      `production 10.1.0.0/16 gateway ${EAST} propagated`,
      `production 10.40.0.0/16 link ${toGcp?.key} propagated`,
    ]);
    expect(of("aws/vpc-east")).toContain(`rtb-east 0.0.0.0/0 gateway ${EAST} static`);
  });
});

describe("clouds/aws/discover of a core network that accounts share", () => {
  it("sees it once, as its owner does, with the networks of both", async () => {
    const estate = wanEstate();
    const other = "444455556666";
    for (const one of estate.networks) if (one.id === "ireland") Object.assign(one, { accountId: other });
    await twin.close();
    await start(estate);
    const roleArn = `arn:aws:iam::${other}:role/SkylaneRead`;
    const { gateways, routes, gaps } = await look([], [{ id: ACCOUNT }, { id: other, roleArn }]);

    expect(gaps).toEqual([]);
    expect(gateways.filter(({ kind }) => kind === "core-network")).toMatchObject([
      { key: EAST, accountId: ACCOUNT, networkKeys: ["aws/vpc-east"] },
      { key: IRELAND, accountId: ACCOUNT, networkKeys: ["aws/vpc-ireland"] },
    ]);
    expect(routes.filter(({ owner }) => owner === IRELAND)).toHaveLength(4);
    // the other account alone sees its own network there, and none of the routes
    const alone = await look([], [{ id: other, roleArn }]);
    expect(alone.gaps).toEqual([]);
    expect(alone.gateways.find(({ key }) => key === IRELAND)).toMatchObject({ networkKeys: ["aws/vpc-ireland"] });
    expect(alone.routes.some(({ owner }) => owner === IRELAND)).toBe(false);
  });
});

describe("clouds/aws/discover of bundles", () => {
  it("takes the ports of a bundle for one, and hangs its interfaces on that", async () => {
    const { links } = await look();

    expect(named(links, "dxlag-1")).toMatchObject([
      {
        nativeId: "dxvif-a",
        at: "aws/tgw-hub",
        aliases: ["dxvif-a", "dxlag-1", "port-a", "dxgw-port-a", "dxcon-a", "dxcon-b", "port-b"],
        bandwidthMbps: 20_000,
        control: "up",
        bytes30d: 3e9,
        carrier: "carrier-one",
        listPrice: { monthlyUsd: 1_642.5 },
      },
      { nativeId: "dxvif-b", bandwidthMbps: 20_000, bytes30d: 0, receivedPrefixes: ["10.9.128.0/17"] },
    ]);
    expect(links.some(({ nativeId }) => nativeId === "dxcon-a")).toBe(false);
  });

  it("matches each interface with its own entry of the inventory", async () => {
    const declared = ["a", "b"].map((name) => ({
      id: `port-${name}`,
      kind: "direct-connect" as const,
      ends: ["hub", "r1"] as const,
      providerId: `dxcon-${name}`,
    }));
    const { connections } = joinTopology(
      [await look()],
      { estate: "wan", networks: [], connections: declared as never, flows: [] },
      1,
    );

    expect(
      connections.filter(({ isDeclared }) => isDeclared).map(({ id, sightings }) => `${id} ${sightings[0]?.nativeId}`),
    ).toEqual(["port-a dxvif-a", "port-b dxvif-b"]);
  });

  it("is degraded with the bandwidth of what is left when a port is down, and down with the last", async () => {
    const cut = (connectionId: string) =>
      twin.world.addFault({ kind: "cut", target: { connectionId }, durationMs: 600_000 });
    cut("port-b");
    await vi.waitUntil(() => !twin.world.conditionOf(port("port-b")).isSessionUp);
    expect(named((await look()).links, "dxlag-1")).toMatchObject([
      { nativeId: "dxvif-a", control: "partial", bandwidthMbps: 10_000 },
      { nativeId: "dxvif-b", control: "down", receivedPrefixes: [] },
    ]);
    cut("port-a");
    await vi.waitUntil(() => !twin.world.conditionOf(port("port-a")).isSessionUp);

    expect(named((await look()).links, "dxlag-1").map(({ control }) => control)).toEqual(["down", "down"]);
  });
});

const never = (): never => {
  throw new Error("there is no circuit");
};
const port = (id: string) => {
  const found = twin.world.atlas.connections.get(id);
  if (!found) throw new Error(id);
  return found;
};

describe("clouds/aws/discover of managed links to other clouds", () => {
  it("sees one at the gateway that it reaches, with the id that the other provider shows", async () => {
    const { links, gaps } = await look();

    expect(gaps).toEqual([]);
    expect(named(links, "mcc-1a2b3c4d")).toMatchObject([
      {
        key: "aws/mcc-1a2b3c4d",
        at: "aws/tgw-hub",
        kind: "interconnect",
        name: "to-oci",
        regionId: "us-east-1",
        join: { sharedId: SHARED_ID },
        control: "up",
        provisioning: "ready",
        bandwidthMbps: 1_000,
        carrier: "oci",
        location: "us-ashburn-1",
        isEncrypted: true,
        isPublic: false,
        announcedPrefixes: ["10.3.0.0/16"],
        receivedPrefixes: ["10.20.0.0/16"],
      },
    ]);
    expect(links.find(({ at, kind }) => at === IRELAND && kind === "interconnect")).toMatchObject({
      nativeId: expect.stringMatching(/^mcc-[a-z0-9]{8}$/),
      carrier: "gcp",
      location: "europe-west1",
      receivedPrefixes: ["10.40.0.0/16"],
    });
    expect(named(links, "mcc-1a2b3c4d")[0]).not.toHaveProperty("listPrice");
  });

  it("is one link with the circuit that the other provider shows with the same id", async () => {
    const seen = await look();
    const [circuit] = seenCircuits({
      tenancyId: "ocid1.tenancy.oc1..any",
      regionId: "us-ashburn-1",
      virtualCircuits: [{ id: "ocid1.virtualcircuit.oc1..any", gatewayId: "drg", sharedConnectionUuid: SHARED_ID }],
    } as unknown as Parameters<typeof seenCircuits>[0]);
    const oci = { ...seen, cloud: "oci" as const, networks: [], gateways: [], links: [circuit ?? never()], routes: [] };
    const inventory = { estate: "wan", networks: [], connections: [], flows: [] };

    expect(joinTopology([seen, oci], inventory, 1).connections).toContainEqual(
      expect.objectContaining({
        sightings: [
          expect.objectContaining({ nativeId: "mcc-1a2b3c4d" }),
          expect.objectContaining({ key: circuit?.key }),
        ],
        evidence: expect.arrayContaining([expect.objectContaining({ rule: "shared-id", confidence: 1 })]),
      }),
    );
  });

  it("shows that it is down, with nothing told or heard", async () => {
    twin.world.addFault({ kind: "cut", target: { connectionId: "to-oci" }, durationMs: 600_000 });
    await vi.waitUntil(() => !twin.world.conditionOf(port("to-oci")).isSessionUp);

    expect(named((await look()).links, "mcc-1a2b3c4d")).toMatchObject([
      { control: "down", provisioning: "ready", announcedPrefixes: [], receivedPrefixes: [] },
    ]);
  });

  it("is asked for only where a Direct Connect gateway leads, among the Regions that are looked at", async () => {
    const { links, callCount } = await look(["eu-west-1"]);

    expect(links.filter(({ kind }) => kind === "interconnect")).toHaveLength(1);
    expect(callCount).toBeLessThan((await look()).callCount);
  });
});
