import {
  DescribeConnectionsCommand,
  DescribeDirectConnectGatewayAssociationsCommand,
  DescribeDirectConnectGatewayAttachmentsCommand,
  DescribeDirectConnectGatewaysCommand,
  DescribeLagsCommand,
  DescribeVirtualInterfacesCommand,
  DirectConnectClient,
} from "@aws-sdk/client-direct-connect";
import {
  CreateTransitGatewayRouteCommand,
  DeleteTransitGatewayRouteCommand,
  DescribeCustomerGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeRegionsCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeTransitGatewayAttachmentsCommand,
  DescribeTransitGatewayRouteTablesCommand,
  DescribeTransitGatewaysCommand,
  DescribeVpcsCommand,
  DescribeVpnConnectionsCommand,
  DisableTransitGatewayRouteTablePropagationCommand,
  EC2Client,
  GetTransitGatewayRouteTableAssociationsCommand,
  GetTransitGatewayRouteTablePropagationsCommand,
  ReplaceRouteCommand,
  ReplaceTransitGatewayRouteCommand,
  SearchTransitGatewayRoutesCommand,
} from "@aws-sdk/client-ec2";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { smallEstate } from "../../../../test/support/small-estate.ts";
import { loadEstate } from "../estate/load-estate.ts";
import { startTwin, type Twin } from "../start-twin.ts";

let twin: Twin;
let ec2: EC2Client;
let directConnect: DirectConnectClient;
const table = { TransitGatewayRouteTableId: "tgw-rtb-main" };
const route = { ...table, DestinationCidrBlock: "10.9.0.0/16" };
const lab = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${twin.apiUrl}/lab${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown> & { error?: { message: string } },
  };
};
const common = { region: "us-east-1", credentials: { accessKeyId: "SIM", secretAccessKey: "SIM" }, maxAttempts: 1 };
const startLarge = async () => {
  const large = await startTwin({ estate: loadEstate("globalcart"), apiPort: 0, socksPort: 0, seed: 1 });
  return { ec2: new EC2Client({ ...common, endpoint: large.apiUrl }), close: () => large.close() };
};
const search = async (...filters: [string, string][]) =>
  (
    await ec2.send(
      new SearchTransitGatewayRoutesCommand({
        ...table,
        Filters: filters.map(([Name, value]) => ({ Name, Values: [value] })),
      }),
    )
  ).Routes ?? [];

beforeEach(async () => {
  twin = await startTwin({ estate: smallEstate(), apiPort: 0, socksPort: 0, seed: 1 });
  ec2 = new EC2Client({ ...common, endpoint: twin.apiUrl });
  directConnect = new DirectConnectClient({ ...common, endpoint: twin.apiUrl });
  await lab("PUT", "/realism", { apiLatencyMs: 0, apiJitterMs: 0 });
});
afterEach(() => twin.close());

describe("twin/api (the real SDKs against it)", () => {
  it("shows the NAT gateway of a VPC, and leads what is not private to it", async () => {
    const large = await startLarge();
    const { NatGateways } = await large.ec2.send(new DescribeNatGatewaysCommand({}));
    const ours = NatGateways?.find(({ NatGatewayAddresses }) => NatGatewayAddresses?.[0]?.PublicIp === "203.0.113.101");
    const filter = [{ Name: "vpc-id", Values: [ours?.VpcId ?? ""] }];
    const { RouteTables } = await large.ec2.send(new DescribeRouteTablesCommand({ Filters: filter }));
    await large.close();

    expect(ours).toMatchObject({ State: "available", ConnectivityType: "public" });
    const routes = RouteTables?.flatMap(({ Routes }) => Routes ?? []) ?? [];
    expect(routes.filter(({ NatGatewayId }) => NatGatewayId === ours?.NatGatewayId)).toMatchObject([
      { DestinationCidrBlock: "0.0.0.0/0", State: "active" },
    ]);
    expect(routes.find(({ DestinationCidrBlock }) => DestinationCidrBlock === "10.0.0.0/8")?.TransitGatewayId).toMatch(
      /^tgw-/,
    );
    expect((await ec2.send(new DescribeNatGatewaysCommand({}))).NatGateways).toEqual([]);
  });

  it("describes networks and gateways", async () => {
    expect((await ec2.send(new DescribeRegionsCommand({}))).Regions).toMatchObject([{ RegionName: "us-east-1" }]);
    expect((await ec2.send(new DescribeVpcsCommand({}))).Vpcs).toMatchObject([
      { VpcId: "vpc-1", CidrBlock: "10.1.0.0/16", CidrBlockAssociationSet: [{ CidrBlock: "10.1.0.0/16" }] },
      { VpcId: "vpc-2" },
    ]);
    expect(
      (await ec2.send(new DescribeSubnetsCommand({ Filters: [{ Name: "vpc-id", Values: ["vpc-1"] }] }))).Subnets,
    ).toHaveLength(1);
    expect((await ec2.send(new DescribeRouteTablesCommand({}))).RouteTables?.[0]?.Routes).toMatchObject([
      { GatewayId: "local" },
      { TransitGatewayId: "tgw-1" },
    ]);
    expect((await ec2.send(new DescribeTransitGatewaysCommand({}))).TransitGateways).toMatchObject([
      { TransitGatewayId: "tgw-1", Options: { AmazonSideAsn: 64512 } },
    ]);
    expect((await ec2.send(new DescribeTransitGatewayRouteTablesCommand({}))).TransitGatewayRouteTables).toHaveLength(
      2,
    );
  });

  it("describes VPNs with their telemetry, which a cut changes", async () => {
    const vpn = async () => (await ec2.send(new DescribeVpnConnectionsCommand({}))).VpnConnections?.[0];
    expect(await vpn()).toMatchObject({
      VpnConnectionId: "vpn-1",
      TransitGatewayId: "tgw-1",
      VgwTelemetry: [{ Status: "UP" }, { Status: "DOWN" }], // the far end has set up one of the two tunnels
    });
    expect((await ec2.send(new DescribeCustomerGatewaysCommand({}))).CustomerGateways).toMatchObject([
      { BgpAsn: "65010" },
    ]);
    twin.world.addFault({ kind: "flap", upMs: 1, downMs: 1_000_000, target: { connectionId: "vpn" } });
    expect((await vpn())?.VgwTelemetry?.[0]?.Status).toBe("UP"); // the hold time has not run out
  });

  it("describes attachments, associations and propagations", async () => {
    const { TransitGatewayAttachments } = await ec2.send(new DescribeTransitGatewayAttachmentsCommand({}));
    expect(TransitGatewayAttachments?.map(({ ResourceType }) => ResourceType)).toEqual([
      "vpc",
      "vpc",
      "direct-connect-gateway",
      "vpn",
    ]);
    expect(
      (await ec2.send(new GetTransitGatewayRouteTablePropagationsCommand(table))).TransitGatewayRouteTablePropagations,
    ).toHaveLength(4);
    expect((await ec2.send(new GetTransitGatewayRouteTableAssociationsCommand(table))).Associations).toHaveLength(3);
  });

  it("shows only the winner of a prefix, and lets a static route beat what is propagated", async () => {
    expect(await search(["route-search.exact-match", "10.9.0.0/16"])).toMatchObject([
      { Type: "propagated", TransitGatewayAttachments: [{ TransitGatewayAttachmentId: "tgw-attach-dx" }] },
    ]);
    await ec2.send(new CreateTransitGatewayRouteCommand({ ...route, TransitGatewayAttachmentId: "tgw-attach-vpn" }));
    expect(await search(["route-search.longest-prefix-match", "10.9.0.5/32"])).toMatchObject([
      {
        Type: "static",
        State: "active",
        TransitGatewayAttachments: [{ TransitGatewayAttachmentId: "tgw-attach-vpn", ResourceType: "vpn" }],
      },
    ]);
    await ec2.send(new DeleteTransitGatewayRouteCommand(route));
    expect(await search(["type", "static"])).toEqual([]);
  });

  it("moves a whole attachment by its propagation", async () => {
    await ec2.send(
      new DisableTransitGatewayRouteTablePropagationCommand({ ...table, TransitGatewayAttachmentId: "tgw-attach-dx" }),
    );

    expect(await search(["route-search.exact-match", "10.9.0.0/16"])).toMatchObject([
      { TransitGatewayAttachments: [{ TransitGatewayAttachmentId: "tgw-attach-vpn" }] },
    ]);
  });

  it.each([
    [
      "a route that is there",
      () => new CreateTransitGatewayRouteCommand({ ...route, TransitGatewayAttachmentId: "tgw-attach-vpn" }),
      "RouteAlreadyExists",
      true,
    ],
    [
      "a replace of none",
      () => new ReplaceTransitGatewayRouteCommand({ ...route, TransitGatewayAttachmentId: "tgw-attach-vpn" }),
      "InvalidRoute.NotFound",
      false,
    ],
    ["a delete of none", () => new DeleteTransitGatewayRouteCommand(route), "InvalidRoute.NotFound", false],
    [
      "an unknown table",
      () =>
        new CreateTransitGatewayRouteCommand({
          ...route,
          TransitGatewayRouteTableId: "tgw-rtb-x",
          TransitGatewayAttachmentId: "tgw-attach-vpn",
        }),
      "InvalidRouteTableID.NotFound",
      false,
    ],
    [
      "an unknown attachment",
      () => new CreateTransitGatewayRouteCommand({ ...route, TransitGatewayAttachmentId: "tgw-attach-x" }),
      "InvalidTransitGatewayAttachmentID.NotFound",
      false,
    ],
    [
      "a static route to Direct Connect",
      () => new CreateTransitGatewayRouteCommand({ ...route, TransitGatewayAttachmentId: "tgw-attach-dx" }),
      "IncorrectState",
      false,
    ],
    [
      "a range that is none",
      () =>
        new CreateTransitGatewayRouteCommand({
          ...route,
          DestinationCidrBlock: "us-east-1",
          TransitGatewayAttachmentId: "tgw-attach-vpn",
        }),
      "InvalidParameterValue",
      false,
    ],
    ["a dry run", () => new DeleteTransitGatewayRouteCommand({ ...route, DryRun: true }), "DryRunOperation", false],
    [
      "a VPC table that is not there",
      () =>
        new ReplaceRouteCommand({
          RouteTableId: "rtb-x",
          DestinationCidrBlock: "10.0.0.0/8",
          VpcPeeringConnectionId: "pcx-1",
        }),
      "InvalidRouteTableID.NotFound",
      false,
    ],
    ["a VPC that is not there", () => new DescribeVpcsCommand({ VpcIds: ["vpc-x"] }), "InvalidVpcID.NotFound", false],
  ] as const)("answers %s as EC2 does", async (_, command, code, isFirstMade) => {
    if (isFirstMade)
      await ec2.send(new CreateTransitGatewayRouteCommand({ ...route, TransitGatewayAttachmentId: "tgw-attach-vpn" }));

    await expect(ec2.send(command() as never)).rejects.toMatchObject({ name: code });
  });

  it("pages with MaxResults and NextToken", async () => {
    await expect(ec2.send(new DescribeVpcsCommand({ MaxResults: 4 }))).rejects.toMatchObject({
      name: "InvalidParameterValue",
    });
    const large = await startLarge();

    const all =
      (await large.ec2.send(new DescribeTransitGatewayAttachmentsCommand({}))).TransitGatewayAttachments ?? [];
    const first = await large.ec2.send(new DescribeTransitGatewayAttachmentsCommand({ MaxResults: 5 }));
    const second = await large.ec2.send(
      new DescribeTransitGatewayAttachmentsCommand({ MaxResults: 1_000, NextToken: first.NextToken }),
    );

    expect(
      [first.TransitGatewayAttachments, second.TransitGatewayAttachments]
        .flat()
        .map((one) => one?.TransitGatewayAttachmentId),
    ).toEqual(all.map((one) => one.TransitGatewayAttachmentId));
    expect([first.TransitGatewayAttachments?.length, second.NextToken]).toEqual([5, undefined]);
    await large.close();
  });

  it("throttles when told to, in EC2's own words", async () => {
    await lab("PUT", "/realism", { apiLatencyMs: 0, apiJitterMs: 0, callsPerSecond: 1 });
    await ec2.send(new DescribeVpcsCommand({}));

    await expect(ec2.send(new DescribeVpcsCommand({}))).rejects.toMatchObject({
      name: "RequestLimitExceeded",
      $metadata: { httpStatusCode: 503 },
    });
  });

  it("describes Direct Connect from port to gateway", async () => {
    expect((await directConnect.send(new DescribeConnectionsCommand({}))).connections).toMatchObject([
      { connectionId: "dxcon-1", connectionState: "available", bandwidth: "1Gbps" },
    ]);
    expect((await directConnect.send(new DescribeVirtualInterfacesCommand({}))).virtualInterfaces).toMatchObject([
      { bgpPeers: [{ bgpStatus: "up" }], asn: 65010 },
    ]);
    expect((await directConnect.send(new DescribeDirectConnectGatewaysCommand({}))).directConnectGateways).toHaveLength(
      1,
    );
    expect(
      (
        await directConnect.send(
          new DescribeDirectConnectGatewayAssociationsCommand({ directConnectGatewayId: "dxgw-dx" }),
        )
      ).directConnectGatewayAssociations,
    ).toMatchObject([{ associatedGateway: { id: "tgw-1" } }]);
    expect(
      (
        await directConnect.send(
          new DescribeDirectConnectGatewayAttachmentsCommand({ directConnectGatewayId: "dxgw-dx" }),
        )
      ).directConnectGatewayAttachments,
    ).toHaveLength(1);
  });
});

describe("twin/api/lab", () => {
  it("refuses a fault that is none, and one on a link nobody knows, with the nearest", async () => {
    expect(await lab("POST", "/faults", { kind: "meteor", target: { connectionId: "dx" } })).toMatchObject({
      status: 400,
    });
    expect(
      (await lab("POST", "/faults", { kind: "cut", target: { connectionId: "vpm" } })).body.error?.message,
    ).toContain(`there is no connection "vpm"; the nearest are`);
    expect((await lab("POST", "/faults", { kind: "cut", target: {} })).body.error?.message).toContain(
      "must name exactly one of",
    );
    expect(twin.world.faults()).toEqual([]);
  });

  it("puts a fault on a link and takes it away", async () => {
    const { body } = await lab("POST", "/faults", { kind: "blackhole", target: { connectionId: "dx" } });
    expect((await lab("GET", "/faults")).body).toMatchObject({ faults: [{ id: body.id, kind: "blackhole" }] });
    await lab("DELETE", `/faults/${String(body.id)}`);
    expect((await lab("GET", "/faults")).body).toEqual({ faults: [] });
    expect((await lab("DELETE", "/faults/fault-99")).status).toBe(404);
  });

  it("shows the way between two addresses", async () => {
    expect((await lab("GET", "/trace?from=10.1.0.5&to=10.9.0.5")).body).toEqual({
      forward: { kind: "delivered", over: ["dx"] },
      reverse: { kind: "delivered", over: ["dx"] },
    });
  });

  it("says which port is taken", async () => {
    const port = Number(new URL(twin.apiUrl).port);

    await expect(startTwin({ estate: smallEstate(), apiPort: port, socksPort: 0, seed: 1 })).rejects.toThrow(
      `Port ${port} for the twin's APIs is taken`,
    );
  });
});

describe("twin/api (Cloud WAN, bundles and managed links)", () => {
  const CORE = "core-network-0a1b2c3d4e5f60718";
  const ARN = `arn:aws:networkmanager::111122223333:core-network/${CORE}`;
  let wan: Twin;
  const bgp = { bfd: { intervalMs: 1, detectMultiplier: 1 } };
  /** The small world with its gateway sold as an edge of a core network, a bundle of ports, and a link to another cloud. */
  beforeEach(async () => {
    const estate = smallEstate((one) => {
      const { gateways, connections, networks } = one as unknown as Record<string, object[]>;
      Object.assign(gateways?.[0] ?? {}, { service: "core-network", providerId: CORE, accountId: "111122223333" });
      Object.assign(connections?.[0] ?? {}, { lagId: "dxlag-1", ...bgp });
      Object.assign(connections?.[1] ?? {}, { createdOn: "2023-05-14", ...bgp });
      gateways?.push({ id: "cr", kind: "router", cloud: "gcp", regionId: "us-east4", providerId: "cr", asn: 64_600 });
      networks?.push({ id: "lake", cloud: "gcp", regionId: "us-east4", cidrs: ["10.40.0.0/16"], gatewayId: "cr" });
      for (const id of ["to-gcp", "to-gcp-2"])
        connections?.push({
          id,
          kind: "interconnect",
          a: { at: "tgw", attachmentId: `attachment-${id}` },
          b: { at: "cr" },
          bandwidthMbps: 500,
          latencyMs: 1,
          sharedId: "0b0fa3b8-8f5b-4e0c-9a35-3a2d6c1e7f42",
        });
    });
    wan = await startTwin({ estate, apiPort: 0, socksPort: 0, seed: 1 });
    ec2 = new EC2Client({ ...common, endpoint: wan.apiUrl });
    directConnect = new DirectConnectClient({ ...common, endpoint: wan.apiUrl });
    await fetch(`${wan.apiUrl}/lab/realism`, {
      method: "PUT",
      body: JSON.stringify({ apiLatencyMs: 0, apiJitterMs: 0 }),
    });
  });
  afterEach(() => wan.close());

  const ask = async (service: string, { region = "us-east-1", path = "/", target = "", body = {} }) => {
    const response = await fetch(new URL(path, wan.apiUrl), {
      method: "POST",
      headers: { authorization: `Credential=SIM/20260101/${region}/${service}/`, "x-amz-target": target },
      body: JSON.stringify(body),
    });
    const answer: Record<string, unknown> = { status: response.status, ...((await response.json()) as object) };
    return answer;
  };
  const interconnect = (body = {}, target = "Interconnect.ListConnections") => ask("interconnect", { target, body });
  const wide = (path: string, body = {}) => ask("networkmanager", { region: "us-west-2", path, body });

  it("shows a core network at Network Manager, and only what is attached to it at EC2", async () => {
    expect((await ec2.send(new DescribeTransitGatewaysCommand({}))).TransitGateways).toEqual([]);
    expect((await ec2.send(new DescribeTransitGatewayAttachmentsCommand({}))).TransitGatewayAttachments).toEqual([]);
    expect((await ec2.send(new DescribeVpnConnectionsCommand({}))).VpnConnections).toMatchObject([
      { VpnConnectionId: "vpn-1", CoreNetworkArn: ARN, GatewayAssociationState: "associated" },
    ]);
    expect((await ec2.send(new DescribeRouteTablesCommand({}))).RouteTables?.[0]?.Routes?.[1]).toMatchObject({
      CoreNetworkArn: ARN,
    });
    expect(await wide(`/core-networks/${CORE}`)).toMatchObject({
      CoreNetwork: {
        Edges: [{ EdgeLocation: "us-east-1", Asn: 64512 }],
        Segments: [{ Name: "tgw-rtb-main" }, { Name: "tgw-rtb-probe" }],
      },
    });
    expect((await wide("/attachments")).Attachments).toMatchObject(
      [
        "VPC",
        "VPC",
        "DIRECT_CONNECT_GATEWAY",
        "SITE_TO_SITE_VPN",
        "DIRECT_CONNECT_GATEWAY",
        "DIRECT_CONNECT_GATEWAY",
      ].map((AttachmentType) => ({ AttachmentType, CoreNetworkArn: ARN, State: "AVAILABLE" })),
    );
  });

  it("answers for Network Manager in its own Region only, and knows no core network that is not there", async () => {
    expect(await ask("networkmanager", { path: "/core-networks" })).toMatchObject({
      status: 403,
      __type: "InvalidSignatureException",
    });
    expect(await wide("/core-networks/core-network-other")).toMatchObject({ status: 404 });
    const path = "/global-networks/global-network-0a1b2c3d4e5f60718/network-routes";
    expect(await wide(path)).toMatchObject({ status: 400, __type: "ValidationException" });
    const segment = { CoreNetworkId: CORE, SegmentName: "none", EdgeLocation: "us-east-1" };
    expect(await wide(path, { RouteTableIdentifier: { CoreNetworkSegmentEdge: segment } })).toMatchObject({
      status: 404,
    });
  });

  it("routes a VPC to its core network, and to no other", async () => {
    const route = { RouteTableId: "rtb-1", DestinationCidrBlock: "0.0.0.0/0" };

    await ec2.send(new ReplaceRouteCommand({ ...route, CoreNetworkArn: ARN }));
    await expect(ec2.send(new ReplaceRouteCommand({ ...route, CoreNetworkArn: `${ARN}1` }))).rejects.toThrow(
      "does not exist",
    );
    await expect(ec2.send(new ReplaceRouteCommand({ ...route, TransitGatewayId: CORE }))).rejects.toThrow(
      "does not exist",
    );
  });

  it("says of a session that never changed that it is as old as its connection, until it changes", async () => {
    const changedAt = async () =>
      (await ec2.send(new DescribeVpnConnectionsCommand({}))).VpnConnections?.[0]?.VgwTelemetry?.[0]?.LastStatusChange;

    expect(await changedAt()).toEqual(new Date("2023-05-14"));
    wan.world.addFault({ kind: "cut", target: { connectionId: "vpn" }, durationMs: 600_000 });
    await expect.poll(changedAt).not.toEqual(new Date("2023-05-14"));
  });

  it("bundles ports, and has their interfaces on the bundle", async () => {
    const { virtualInterfaces } = await directConnect.send(
      new DescribeVirtualInterfacesCommand({ connectionId: "dxlag-1" }),
    );

    expect(virtualInterfaces).toMatchObject([{ connectionId: "dxlag-1" }]);
    expect((await directConnect.send(new DescribeConnectionsCommand({}))).connections).toMatchObject([
      { lagId: "dxlag-1" },
    ]);
    expect((await directConnect.send(new DescribeLagsCommand({ lagId: "dxlag-1" }))).lags).toMatchObject([
      { lagId: "dxlag-1", numberOfConnections: 1, lagState: "available", connections: [{ lagId: "dxlag-1" }] },
    ]);
    expect((await directConnect.send(new DescribeLagsCommand({ lagId: "dxlag-2" }))).lags).toEqual([]);
    wan.world.addFault({ kind: "cut", target: { connectionId: "dx" }, durationMs: 600_000 });
    await expect
      .poll(async () => (await directConnect.send(new DescribeLagsCommand({}))).lags)
      .toMatchObject([{ lagState: "down" }]);
  });

  it("associates a Direct Connect gateway with a core network, without a list of what it may announce", async () => {
    const { directConnectGatewayAssociations: [first] = [] } = await directConnect.send(
      new DescribeDirectConnectGatewayAssociationsCommand({ directConnectGatewayId: "dxgw-dx" }),
    );

    expect(first).toMatchObject({ associatedCoreNetwork: { id: CORE } });
    expect(first).not.toHaveProperty("allowedPrefixesToDirectConnectGateway");
  });

  it("lists managed links page by page and by what is asked for, and never their keys", async () => {
    const first = await interconnect({ maxResults: 1 });
    const rest = await interconnect({ maxResults: 1, nextToken: first.nextToken });

    expect(first).toMatchObject({
      connections: [{ description: "to-gcp", state: "available", provider: { cloudServiceProvider: "gcp" } }],
    });
    expect(rest).toMatchObject({ connections: [{ description: "to-gcp-2" }] });
    expect(rest).not.toHaveProperty("nextToken");
    expect((await interconnect({ provider: { cloudServiceProvider: "oci" } })).connections).toEqual([]);
    expect((await interconnect({ state: "available" })).connections).toHaveLength(2);
    expect(JSON.stringify(await interconnect())).not.toMatch(/activationKey/i);
  });

  it("refuses what AWS Interconnect is not asked here, in its own words", async () => {
    expect(await interconnect({ maxResults: 1_000 })).toMatchObject({
      status: 400,
      __type: "InterconnectValidationException",
      message: expect.stringContaining("maxResults"),
    });
    expect(await interconnect({}, "Interconnect.GetConnection")).toMatchObject({
      __type: "UnknownOperationException",
    });
  });
});

describe("twin/api/routers", () => {
  const run = async (argv: string[], router = "r1") => {
    const response = await fetch(`${twin.apiUrl}/routers/${router}/run`, {
      method: "POST",
      body: JSON.stringify({ argv }),
    });
    return { status: response.status, ...((await response.json()) as { exitCode: number; stdout: string }) };
  };
  const vtysh = (...commands: string[]): string[] => ["vtysh", ...commands.flatMap((command) => ["-c", command])];

  it("shows paths by local preference, and prefix lists as they are written", async () => {
    expect(JSON.parse((await run(vtysh("show bgp ipv4 unicast 10.1.0.0/16 json"))).stdout)).toMatchObject({
      paths: [{ locPrf: 200, bestpath: { overall: true } }, { locPrf: 100 }],
    });
    await run(vtysh("configure terminal", "ip prefix-list SKY-DRAIN-DX-IN seq 10 permit 10.1.0.0/16 le 32", "end"));
    expect(JSON.parse((await run(vtysh("show ip prefix-list SKY-DRAIN-DX-IN json"))).stdout)).toMatchObject({
      BGP: {
        "SKY-DRAIN-DX-IN": {
          entries: [
            { sequenceNumber: 10, prefix: "10.1.0.0/16" },
            { type: "deny", prefix: "0.0.0.0/0" },
          ],
        },
      },
    });
  });

  it("refuses what it does not know, as vtysh does, and what is not in its allow-list", async () => {
    expect((await run(vtysh("shutdown now"))).stdout).toContain("% Unknown command: shutdown now");
    expect((await run(["rm", "-rf", "/"])).exitCode).toBe(126);
    expect((await run(vtysh("end"), "r9")).status).toBe(404);
  });
});
