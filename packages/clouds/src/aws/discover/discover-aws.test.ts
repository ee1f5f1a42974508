import { CloudDiscovery, type DiscoveryRequest, type LinkSighting } from "@skylane/core";
import { Estate, loadEstate, startTwin, type Twin } from "@skylane/twin";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { discoverAws } from "./discover-aws.ts";

const ACCOUNT = "111122223333";
const OTHER_ACCOUNT = "444455556666";
const NOW_MS = 1_795_000_000_000;

type RawEstate = ReturnType<typeof raw>;
const estate = (change: (made: RawEstate) => void = () => undefined) => {
  const made = raw();
  change(made);
  return Estate.parse(made);
};
const aws = (id: string, regionId: string, cidr: string, more: object = {}) => ({
  id,
  cloud: "aws",
  regionId,
  accountId: ACCOUNT,
  cidrs: [cidr],
  providerId: `vpc-${id}`,
  tags: {} as Record<string, string>,
  ...more,
});
const tgw = (id: string, regionId: string, asn: number) => ({
  id,
  kind: "tgw",
  cloud: "aws",
  regionId,
  accountId: ACCOUNT,
  providerId: `tgw-${id}`,
  asn,
  tables: [`tgw-rtb-${id}`],
});
const heard = (at: string, id: string) => ({
  at,
  attachmentId: `tgw-attach-${id}`,
  propagatesTo: [`tgw-rtb-${at}`],
});
const raw = () => ({
  version: 1,
  name: "small",
  networks: [
    aws("east", "us-east-1", "10.1.0.0/16", {
      gatewayId: "hub",
      attachmentId: "tgw-attach-east",
      resourceCount: 1_120,
      cidrs: ["10.1.0.0/16", "10.101.0.0/16"],
      routes: [
        { prefix: "10.9.0.9/32", connectionId: "stray" },
        { prefix: "10.3.0.0/16", connectionId: "pcx" },
      ],
    }),
    aws("spoke", "eu-west-1", "10.3.0.0/16", { accountId: OTHER_ACCOUNT, resourceCount: 7 }),
    { id: "dc", cloud: "onprem", regionId: "dc1", cidrs: ["10.9.0.0/16"], gatewayId: "r1" },
  ],
  gateways: [
    tgw("hub", "us-east-1", 64_512),
    tgw("far", "eu-west-1", 64_514),
    { id: "r1", kind: "router", cloud: "onprem", regionId: "dc1", providerId: "r1", asn: 65_010 },
  ],
  connections: [
    {
      id: "tunnel",
      kind: "vpn",
      providerId: "vpn-1",
      a: { ...heard("hub", "vpn"), peerIp: "169.254.31.1", publicIp: "203.0.113.1", announces: ["10.1.0.0/16"] },
      b: { at: "r1", peerIp: "169.254.31.2", publicIp: "203.0.113.9", announces: ["10.9.8.0/24"] },
      bandwidthMbps: 500,
      latencyMs: 5,
      createdOn: "2023-05-14",
      tags: { owner: "network" } as Record<string, string>,
    },
    {
      id: "standby",
      kind: "vpn",
      providerId: "vpn-2",
      a: { ...heard("hub", "vpn2"), peerIp: "169.254.32.1", publicIp: "203.0.113.2", announces: ["10.1.0.0/16"] },
      b: { at: "r1", peerIp: "169.254.32.2", publicIp: "203.0.113.10", announces: ["10.9.0.0/16"] },
      bandwidthMbps: 500,
      latencyMs: 5,
    },
    {
      id: "idle",
      kind: "vpn",
      providerId: "vpn-3",
      a: { ...heard("hub", "vpn3"), peerIp: "169.254.33.1", publicIp: "203.0.113.3" },
      b: { at: "r1", peerIp: "169.254.33.2", publicIp: "203.0.113.11" },
      bandwidthMbps: 500,
      latencyMs: 5,
    },
    {
      id: "circuit",
      kind: "direct-connect",
      providerId: "dxcon-1",
      a: { ...heard("hub", "dx"), peerIp: "169.254.34.1", announces: ["10.1.0.0/16"] },
      b: { at: "r1", peerIp: "169.254.34.2", announces: ["10.9.0.0/16"], localPreference: 200 },
      bandwidthMbps: 10_000,
      latencyMs: 2,
      carrier: "carrier-one",
      location: "EqDC2",
    },
    {
      id: "across",
      kind: "transit-peering",
      providerId: "tgw-attach-across",
      a: heard("hub", "across"),
      b: heard("far", "across-far"),
      bandwidthMbps: 1_000,
      latencyMs: 40,
    },
    {
      id: "pcx",
      kind: "peering",
      providerId: "pcx-1",
      a: { at: "east" },
      b: { at: "spoke" },
      bandwidthMbps: 1_000,
      latencyMs: 40,
    },
    { id: "stray", kind: "internet", a: { at: "east" }, b: { at: "dc" }, bandwidthMbps: 100, latencyMs: 50 },
  ],
  flows: [{ id: "orders", source: "10.1.0.5", destination: "10.9.0.5", port: 443, monthlyGb: 3 }],
});

let twin: Twin | undefined;
beforeEach(() => {
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "any");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "any");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await twin?.close();
  twin = undefined;
});

const start = async (of: Estate, realism: object = {}): Promise<Twin> => {
  twin = await startTwin({ estate: of, apiPort: 0, socksPort: 0, seed: 1 });
  vi.stubEnv("AWS_ENDPOINT_URL", twin.apiUrl);
  const put = await fetch(`${twin.apiUrl}/lab/realism`, {
    method: "PUT",
    body: JSON.stringify({ apiLatencyMs: 0, apiJitterMs: 0, ...realism }),
  });
  expect(put.status).toBe(200);
  return twin;
};
const both = [
  { id: ACCOUNT },
  { id: OTHER_ACCOUNT, roleArn: `arn:aws:iam::${OTHER_ACCOUNT}:role/SkylaneRead` },
] as const;
const look = async (request: Partial<DiscoveryRequest> = {}) =>
  CloudDiscovery.parse(
    await discoverAws()({ accounts: [], regions: [], concurrency: 16, nowMs: () => NOW_MS, ...request }),
  );
const named = (links: readonly LinkSighting[], id: string): LinkSighting[] =>
  links.filter(({ nativeId, aliases }) => nativeId === id || aliases.includes(id));

describe("clouds/aws/discover", () => {
  it("sees all of GlobalCart in AWS: 412 endpoints, each connection by its id, nothing hidden", async () => {
    const globalcart = loadEstate("globalcart");
    await start(globalcart);
    const found = await look();
    const places = new Map([...globalcart.networks, ...globalcart.gateways].map((place) => [place.id, place]));
    const isAws = (at: string): boolean => places.get(at)?.cloud === "aws";
    const expected = globalcart.connections.filter(
      ({ kind, a, b }) => kind !== "internet" && (isAws(a.at) || isAws(b.at)),
    );

    expect(found.gaps).toEqual([]);
    expect(found.networks.reduce((sum, { endpointCount }) => sum + endpointCount, 0)).toBe(412);
    expect(found.networks).toHaveLength(18);
    for (const { providerId = "", a, b } of expected)
      expect(named(found.links, providerId), providerId).toHaveLength(isAws(a.at) && isAws(b.at) ? 2 : 1);
    expect(found.links).toHaveLength(expected.reduce((sum, { a, b }) => sum + (isAws(a.at) && isAws(b.at) ? 2 : 1), 0));
    expect(new Set(found.links.map(({ key }) => key)).size).toBe(found.links.length);
    expect(found.links.filter(({ control }) => control === "down" || control === "unknown")).toEqual([]);
    expect(found.routes.filter(({ next }) => next.kind === "internet").map(({ prefix }) => prefix)).toEqual([
      "10.4.13.14/32",
      "10.4.13.15/32",
      "10.4.13.16/32",
    ]);
    const zombies = expected.filter(({ isZombie }) => isZombie);
    expect(zombies).toHaveLength(6);
    for (const { providerId = "" } of zombies)
      expect(named(found.links, providerId)).toMatchObject([{ bytes30d: 0, receivedPrefixes: [] }]);
  }, 30_000);

  it("tells of a VPN what its far end knows too, of the tunnel in use, and what passes", async () => {
    await start(estate());
    const { links, gateways } = await look();

    expect(gateways.find(({ nativeId }) => nativeId === "tgw-hub")).toMatchObject({
      kind: "transit-gateway",
      accountId: ACCOUNT,
      asn: 64_512,
      publicIps: expect.arrayContaining(["203.0.113.1", "203.0.113.2", "203.0.113.3"]),
      networkKeys: ["aws/vpc-east"],
    });
    expect(named(links, "vpn-1")).toMatchObject([
      {
        key: "aws/vpn-1",
        at: "aws/tgw-hub",
        kind: "vpn",
        name: "tunnel",
        tags: { owner: "network" },
        aliases: ["vpn-1", "tgw-attach-vpn"],
        join: {
          localPublicIp: "203.0.113.1",
          peerPublicIp: "203.0.113.9",
          localInsideIp: "169.254.31.1",
          peerInsideIp: "169.254.31.2",
          localAsn: 64_512,
          peerAsn: 65_010,
        },
        control: "partial",
        tunnelCount: 2,
        tunnelUpCount: 1,
        receivedPrefixes: ["10.9.8.0/24"],
        receivedRouteCount: 1,
        bandwidthMbps: 1_250,
        isEncrypted: true,
        isPublic: true,
        createdAtMs: Date.parse("2023-05-14"),
        lastChangedAtMs: expect.any(Number),
        listPrice: { monthlyUsd: 73 },
      },
    ]);
    expect(named(links, "vpn-3")).toMatchObject([{ bytes30d: 0, receivedPrefixes: [], receivedRouteCount: 0 }]);
  });

  it("does not call a standby empty whose routes lose: their number is known, not which they are", async () => {
    await start(estate());
    const [standby] = named((await look()).links, "vpn-2");

    expect(standby).toMatchObject({ receivedRouteCount: 1 });
    expect(standby).not.toHaveProperty("receivedPrefixes");
  });

  it("tells of Direct Connect who is who, its VLAN, carrier, bytes and list price", async () => {
    await start(estate());
    const { links, gateways } = await look();

    expect(named(links, "dxcon-1")).toMatchObject([
      {
        key: "aws/dxvif-1",
        at: "aws/tgw-hub",
        kind: "direct-connect",
        aliases: ["dxvif-1", "dxcon-1", "circuit", "dxgw-circuit"],
        join: {
          localInsideIp: "169.254.34.1",
          peerInsideIp: "169.254.34.2",
          localAsn: 64_512,
          peerAsn: 65_010,
          vlan: expect.any(Number),
        },
        control: "up",
        receivedPrefixes: ["10.9.0.0/16"],
        announcedPrefixes: ["10.1.0.0/16"],
        bytes30d: 3e9,
        bandwidthMbps: 10_000,
        carrier: "carrier-one",
        location: "EqDC2",
        listPrice: { monthlyUsd: 1_642.5 },
      },
    ]);
    expect(gateways.find(({ kind }) => kind === "direct-connect-gateway")).toMatchObject({
      nativeId: "dxgw-circuit",
      regionId: "",
      networkKeys: ["aws/vpc-east"],
    });
  });

  it("keeps no pre-shared key and no key of a BGP session", async () => {
    await start(estate());
    const text = JSON.stringify(await look({ accounts: both }));

    for (const [service, target, form] of [
      ["ec2", "", "Action=DescribeVpnConnections"],
      ["directconnect", "OvertureService.DescribeVirtualInterfaces", "{}"],
    ] as const) {
      const answer = await fetch(twin?.apiUrl ?? "", {
        method: "POST",
        headers: { authorization: `Credential=any/20260101/us-east-1/${service}/`, "x-amz-target": target },
        body: form,
      });
      const secrets = [
        ...(await answer.text()).matchAll(/pre_?shared_?key(?:>|&gt;)([\w-]{20,})|"authKey":"([\w-]+)"/gi),
      ].map(([, one, other]) => one ?? other ?? "");
      expect(secrets.length).toBeGreaterThan(0);
      for (const secret of secrets) expect(text).not.toContain(secret);
    }
    expect(text).not.toMatch(/pre_?shared_?key|auth_?key/i);
  });

  it("sees both halves of peerings, in two accounts and Regions, with one id", async () => {
    await start(estate());
    const { links, networks, routes } = await look({ accounts: both });

    expect(named(links, "pcx-1")).toMatchObject([
      {
        key: "aws/pcx-1/vpc-east",
        accountId: ACCOUNT,
        regionId: "us-east-1",
        peer: "aws/vpc-spoke",
        join: { sharedId: "pcx-1" },
      },
      {
        key: "aws/pcx-1/vpc-spoke",
        accountId: OTHER_ACCOUNT,
        regionId: "eu-west-1",
        peer: "aws/vpc-east",
        join: { sharedId: "pcx-1" },
      },
    ]);
    expect(named(links, "tgw-attach-across")).toMatchObject([
      { at: "aws/tgw-hub", peer: "aws/tgw-far", control: "up", join: { localAsn: 64_512, peerAsn: 64_514 } },
      { at: "aws/tgw-far", peer: "aws/tgw-hub", isEncrypted: true, bytes30d: 0 },
    ]);
    expect(networks).toMatchObject([
      { nativeId: "vpc-east", endpointCount: 1_120, cidrs: ["10.1.0.0/16", "10.101.0.0/16"], subnetCount: 1 },
      { nativeId: "vpc-spoke", accountId: OTHER_ACCOUNT, endpointCount: 7 },
    ]);
    expect(routes).toContainEqual(
      expect.objectContaining({ prefix: "10.3.0.0/16", next: { kind: "link", key: "aws/pcx-1/vpc-east" } }),
    );
  });

  it("reads the routes of VPCs and transit gateways, and where each leads", async () => {
    await start(estate());
    const { routes } = await look();
    const of = (owner: string) =>
      routes
        .filter((route) => route.owner === owner)
        .map(({ prefix, next, origin }) => `${prefix} ${next.kind} ${next.key ?? "-"} ${origin}`);

    expect(of("aws/vpc-east")).toEqual([
      "10.1.0.0/16 local - system",
      "10.101.0.0/16 local - system",
      "10.9.0.9/32 internet aws/igw-east static",
      "10.3.0.0/16 link aws/pcx-1/vpc-east static",
      "0.0.0.0/0 gateway aws/tgw-hub static",
    ]);
    expect(of("aws/tgw-hub")).toEqual([
      "10.1.0.0/16 network aws/vpc-east propagated",
      "10.101.0.0/16 network aws/vpc-east propagated",
      "10.9.8.0/24 link aws/vpn-1 propagated",
      "10.9.0.0/16 link aws/dxvif-1 propagated",
    ]);
  });

  it("believes that a cut tunnel and a cut circuit are down, without prefixes", async () => {
    const { world } = await start(
      estate((one) => {
        for (const connection of one.connections)
          Object.assign(connection, { bfd: { intervalMs: 1, detectMultiplier: 1 } });
      }),
    );
    for (const connectionId of ["tunnel", "circuit"])
      world.addFault({ kind: "cut", target: { connectionId }, durationMs: 600_000 });
    const { links } = await look();

    expect(named(links, "vpn-1")).toMatchObject([
      { control: "down", tunnelUpCount: 0, receivedPrefixes: [], join: { localPublicIp: "203.0.113.1" } },
    ]);
    expect(named(links, "dxcon-1")).toMatchObject([{ control: "down", receivedPrefixes: [], announcedPrefixes: [] }]);
    // what the circuit no longer says the standby does
    expect(named(links, "vpn-2")).toMatchObject([{ control: "partial", receivedPrefixes: ["10.9.0.0/16"] }]);
  });

  it("names a denied Region and the permission, once, and shows the others", async () => {
    await start(estate(), { deniedScopes: ["aws:eu-west-1"] });
    const { gaps, networks } = await look();

    expect(gaps).toMatchObject([
      {
        accountId: ACCOUNT,
        regionId: "eu-west-1",
        operation: "ec2:DescribeVpcs",
        reason: "denied",
        permission: "ec2:DescribeVpcs",
        todo: expect.stringContaining("allow ec2:DescribeVpcs in eu-west-1"),
      },
    ]);
    expect(gaps[0]?.message).toContain("UnauthorizedOperation");
    expect(networks.map(({ name }) => name)).toEqual(["east"]);
  });

  it("keeps the rest of a Region if one action is denied", async () => {
    await start(estate(), { deniedActions: ["ec2:DescribeVpnConnections", "directconnect:DescribeVirtualInterfaces"] });
    const { gaps, links, networks } = await look({ regions: ["us-east-1"] });

    expect(gaps.map(({ permission, reason }) => `${permission} ${reason}`).sort()).toEqual([
      "directconnect:DescribeVirtualInterfaces denied",
      "ec2:DescribeVpnConnections denied",
    ]);
    expect(networks).toHaveLength(1);
    expect(links.map(({ nativeId }) => nativeId).sort()).toEqual(["dxcon-1", "pcx-1", "tgw-attach-across"]);
  });

  it("waits and comes again where there are too many calls, and misses nothing", async () => {
    await start(estate(), { callsPerSecond: 30 });
    const found = await look();

    expect(found.gaps).toEqual([]);
    expect(found.networks).toMatchObject([{ endpointCount: 1_120 }]);
    expect(named(found.links, "vpn-1")).toHaveLength(1);
  }, 60_000);

  it("asks for no more than it needs", async () => {
    await start(estate());

    expect((await look({ regions: ["us-east-1"] })).callCount).toBe(29);
  });

  it("takes hostile tags as text, cut to what fits", async () => {
    const hostile = {
      "<script>alert(1)</script>": "\u202Eevil",
      __proto__x: "💥".repeat(128),
      constructor: "'; DROP TABLE links; -- &amp; ]]>",
    };
    await start(
      estate((one) => {
        for (const tagged of [one.networks[0], one.connections[0]])
          if (tagged) Object.assign(tagged, { tags: hostile });
      }),
    );
    const { links, networks } = await look();

    expect(named(links, "vpn-1")).toMatchObject([{ tags: hostile, name: "tunnel" }]);
    expect(networks[0]?.tags).toEqual(hostile);
  });

  it("says in one gap how to sign in if it has no credentials", async () => {
    await start(estate());
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"]) vi.stubEnv(name, undefined);
    for (const name of ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"]) vi.stubEnv(name, "/nowhere");
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
    const { gaps, networks } = await look();

    expect(networks).toEqual([]);
    expect(gaps).toMatchObject([
      { operation: "sts:GetCallerIdentity", reason: "credentials", todo: expect.stringContaining("AWS_PROFILE") },
    ]);
    expect(gaps[0]?.todo).toContain("aws sso login");
  });

  it("asks for a role where the credentials are of another account", async () => {
    await start(estate());
    const { gaps, networks } = await look({ accounts: [{ id: ACCOUNT }, { id: OTHER_ACCOUNT }] });

    expect(networks.map(({ accountId }) => accountId)).toEqual([ACCOUNT]);
    expect(gaps).toMatchObject([
      { accountId: OTHER_ACCOUNT, reason: "credentials", todo: expect.stringContaining("readRoleArn") },
    ]);
  });

  it("keeps what it sees of one account if the role of another cannot be assumed", async () => {
    await start(estate());
    const roleArn = "arn:aws:iam::999999999999:role/SkylaneRead";
    const { gaps, networks } = await look({ accounts: [{ id: ACCOUNT }, { id: "999999999999", roleArn }] });

    expect(networks).toHaveLength(1);
    expect(gaps).toMatchObject([
      { accountId: "999999999999", operation: "sts:AssumeRole", reason: "denied", permission: "sts:AssumeRole" },
    ]);
    expect(gaps[0]?.todo).toContain("trust policy");
  });

  it("stops when it is told to, and says so", async () => {
    await start(estate());
    const found = await look({ signal: AbortSignal.abort() });

    expect(found.networks).toEqual([]);
    expect(found.gaps).toMatchObject([{ reason: "timeout" }]);
  });

  it("tells how far it is, Region by Region", async () => {
    await start(estate());
    const steps = new Map<string, { doneCount: number; totalCount: number }>();
    await look({ onProgress: (step) => steps.set(step.regionId, step) });

    expect([...steps.keys()].sort()).toEqual(["", "eu-west-1", "us-east-1", "us-west-2"]);
    for (const { doneCount, totalCount } of steps.values()) expect(doneCount).toBe(totalCount);
  });
});
