import {
  DescribeConnectionsCommand,
  DescribeDirectConnectGatewayAssociationsCommand,
  DescribeDirectConnectGatewayAttachmentsCommand,
  DescribeDirectConnectGatewaysCommand,
  DescribeVirtualInterfacesCommand,
  DirectConnectClient,
} from "@aws-sdk/client-direct-connect";
import {
  CreateTransitGatewayRouteCommand,
  DeleteTransitGatewayRouteCommand,
  DescribeCustomerGatewaysCommand,
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
      BGP: { "SKY-DRAIN-DX-IN": { entries: [{ sequenceNumber: 10, prefix: "10.1.0.0/16" }] } },
    });
  });

  it("refuses what it does not know, as vtysh does, and what is not in its allow-list", async () => {
    expect((await run(vtysh("shutdown now"))).stdout).toContain("% Unknown command: shutdown now");
    expect((await run(["rm", "-rf", "/"])).exitCode).toBe(126);
    expect((await run(vtysh("end"), "r9")).status).toBe(404);
  });
});
