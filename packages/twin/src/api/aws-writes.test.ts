import {
  DescribeDirectConnectGatewayAssociationsCommand,
  DirectConnectClient,
  UpdateDirectConnectGatewayAssociationCommand,
} from "@aws-sdk/client-direct-connect";
import {
  CreateRouteCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpnConnectionsCommand,
  DescribeVpnGatewaysCommand,
  DisableVgwRoutePropagationCommand,
  EC2Client,
  EnableVgwRoutePropagationCommand,
  GetTransitGatewayRouteTablePropagationsCommand,
} from "@aws-sdk/client-ec2";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type AwsTwin, startAwsTwin } from "../../../../test/support/aws-steering.ts";

let lab: AwsTwin;
let ec2: EC2Client;
let directConnect: DirectConnectClient;
const id = "dxassoc-dx";
beforeEach(async () => {
  lab = await startAwsTwin();
  const how = {
    endpoint: lab.twin.apiUrl,
    region: "us-east-1",
    credentials: { accessKeyId: "SIM", secretAccessKey: "SIM" },
    maxAttempts: 1,
  };
  ec2 = new EC2Client(how);
  directConnect = new DirectConnectClient(how);
});
afterEach(() => lab.close());

const tables = async () => (await ec2.send(new DescribeRouteTablesCommand({}))).RouteTables ?? [];
const association = async () => {
  const found = await directConnect.send(new DescribeDirectConnectGatewayAssociationsCommand({ associationId: id }));
  return found.directConnectGatewayAssociations?.[0];
};
const update = (change: object) =>
  directConnect.send(new UpdateDirectConnectGatewayAssociationCommand({ associationId: id, ...change }));
const propagation = { RouteTableId: "rtb-1", GatewayId: "vgw-1" };

describe("twin/api (AWS's SDKs, what they write)", () => {
  it("shows a table of the VPC's parts, and what a virtual private gateway propagates into one", async () => {
    const subnets = (await ec2.send(new DescribeSubnetsCommand({}))).Subnets ?? [];
    expect(subnets.map(({ SubnetId }) => SubnetId)).toContain("subnet-1b");
    expect((await tables()).map(({ RouteTableId }) => RouteTableId)).toEqual(["rtb-1", "rtb-1b", "rtb-2", "rtb-3"]);

    await ec2.send(new EnableVgwRoutePropagationCommand(propagation));
    const [main, part] = await tables();
    expect(main?.PropagatingVgws).toEqual([{ GatewayId: "vgw-1" }]);
    expect(main?.Routes).toContainEqual({
      DestinationCidrBlock: "10.9.0.0/16",
      GatewayId: "vgw-1",
      Origin: "EnableVgwRoutePropagation",
      State: "active",
    });
    expect(part?.PropagatingVgws ?? []).toEqual([]);

    await ec2.send(new DisableVgwRoutePropagationCommand(propagation));
    expect((await tables())[0]?.PropagatingVgws ?? []).toEqual([]);
  });

  it("shows virtual private gateways, their tunnels, and interfaces that forward for others", async () => {
    expect((await ec2.send(new DescribeVpnGatewaysCommand({}))).VpnGateways).toMatchObject([
      { VpnGatewayId: "vgw-1", VpcAttachments: [{ VpcId: "vpc-1", State: "attached" }] },
    ]);
    const { VpnConnections = [] } = await ec2.send(new DescribeVpnConnectionsCommand({}));
    expect(VpnConnections.find(({ VpnGatewayId }) => VpnGatewayId === "vgw-1")).toMatchObject({
      VpnConnectionId: "vpn-side",
    });
    const { NetworkInterfaces } = await ec2.send(new DescribeNetworkInterfacesCommand({}));
    expect(NetworkInterfaces).toMatchObject([{ PrivateIpAddress: "10.1.0.10", SourceDestCheck: false }]);
  });

  it.each([
    ["another VPC's gateway", { ...propagation, RouteTableId: "rtb-2" }, "InvalidGatewayID.NotFound"],
    ["a table that is not there", { ...propagation, RouteTableId: "rtb-9" }, "InvalidRouteTableID.NotFound"],
  ])("does not propagate %s", async (_, wrong, name) => {
    await expect(ec2.send(new EnableVgwRoutePropagationCommand(wrong))).rejects.toMatchObject({ name });
  });

  it("takes no route to an interface that forwards nothing", async () => {
    const route = { RouteTableId: "rtb-1", DestinationCidrBlock: "10.9.0.0/16", NetworkInterfaceId: "eni-0" };
    await expect(ec2.send(new CreateRouteCommand(route))).rejects.toMatchObject({
      name: "InvalidNetworkInterfaceID.NotFound",
    });
  });

  it("lists the propagations that are asked for", async () => {
    const list = async (filters: readonly [name: string, value: string][]) => {
      const answer = await ec2.send(
        new GetTransitGatewayRouteTablePropagationsCommand({
          TransitGatewayRouteTableId: "tgw-rtb-main",
          Filters: filters.map(([Name, value]) => ({ Name, Values: [value] })),
        }),
      );
      return answer.TransitGatewayRouteTablePropagations?.map((one) => one.TransitGatewayAttachmentId);
    };

    expect(await list([["transit-gateway-attachment-id", "tgw-attach-vpn"]])).toEqual(["tgw-attach-vpn"]);
    expect(await list([["resource-type", "direct-connect-gateway"]])).toEqual(["tgw-attach-dx"]);
    expect(await list([["transit-gateway-attachment-id", "tgw-attach-spare"]])).toEqual([]);
    await expect(list([["colour", "blue"]])).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });

  it("updates an association for a while, and routers hear of it when that is over", async () => {
    expect(await association()).toMatchObject({ associationState: "associated" });
    const answer = await update({ removeAllowedPrefixesToDirectConnectGateway: [{ cidr: "10.1.0.0/16" }] });
    expect(answer.directConnectGatewayAssociation).toMatchObject({ associationState: "updating" });
    await expect(update({ addAllowedPrefixesToDirectConnectGateway: [{ cidr: "10.1.0.0/16" }] })).rejects.toMatchObject(
      {
        name: "DirectConnectClientException",
      },
    );

    await vi.waitFor(async () => expect(await association()).toMatchObject({ associationState: "associated" }));
    expect((await association())?.allowedPrefixesToDirectConnectGateway).toEqual([
      { cidr: "10.2.0.0/16" },
      { cidr: "10.255.1.0/28" },
    ]);
    expect(lab.carriers(["10.9.0.5", "10.1.0.5"])).toEqual(["vpn"]);
    expect(lab.carriers(["10.9.0.5", "10.2.0.5"])).toEqual(["dx"]);
  });

  it.each([
    ["a prefix that is none", { addAllowedPrefixesToDirectConnectGateway: [{ cidr: "10.1/16" }] }],
    ["an association that is not there", { associationId: "dxassoc-x" }],
    [
      "an update that leaves nothing",
      {
        removeAllowedPrefixesToDirectConnectGateway: [
          { cidr: "10.1.0.0/16" },
          { cidr: "10.2.0.0/16" },
          { cidr: "10.255.1.0/28" },
        ],
      },
    ],
  ])("refuses %s", async (_, change) => {
    await expect(update(change)).rejects.toMatchObject({ name: "DirectConnectClientException" });
    expect(lab.carriers(["10.9.0.5", "10.1.0.5"])).toEqual(["dx"]);
  });

  it("forgets an update that is under way when the world is reset", async () => {
    await update({ removeAllowedPrefixesToDirectConnectGateway: [{ cidr: "10.1.0.0/16" }] });
    lab.twin.world.reset();

    expect(await association()).toMatchObject({ associationState: "associated" });
    expect(lab.carriers(["10.9.0.5", "10.1.0.5"])).toEqual(["dx"]);
  });
});
