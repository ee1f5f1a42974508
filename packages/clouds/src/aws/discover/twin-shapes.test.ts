import * as directConnect from "@aws-sdk/client-direct-connect";
import { type DescribeVirtualInterfacesCommand, DirectConnectClient } from "@aws-sdk/client-direct-connect";
import * as ec2 from "@aws-sdk/client-ec2";
import { loadEstate, startTwin, type Twin } from "@skylane/twin";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let twin: Twin;
let clients: { readonly ec2: ec2.EC2Client; readonly directConnect: DirectConnectClient };
beforeAll(async () => {
  twin = await startTwin({ estate: loadEstate("globalcart"), apiPort: 0, socksPort: 0, seed: 1 });
  await fetch(`${twin.apiUrl}/lab/realism`, {
    method: "PUT",
    body: JSON.stringify({ apiLatencyMs: 0, apiJitterMs: 0 }),
  });
  const how = {
    region: "us-east-1",
    endpoint: twin.apiUrl,
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
  };
  clients = { ec2: new ec2.EC2Client(how), directConnect: new DirectConnectClient(how) };
});
afterAll(() => twin.close());

const ask = async (service: string, target: string, body: string): Promise<string> => {
  const answer = await fetch(twin.apiUrl, {
    method: "POST",
    headers: { authorization: `Credential=any/20260101/us-east-1/${service}/`, "x-amz-target": target },
    body,
  });
  expect(answer.status).toBe(200);
  return answer.text();
};

/** Values in what an SDK hands over. */
function leavesOf(value: unknown): number {
  if (value === undefined || value === null || value === "") return 0;
  if (typeof value !== "object" || value instanceof Date) return 1;
  return Object.entries(value).reduce((sum, [name, inner]) => sum + (name === "$metadata" ? 0 : leavesOf(inner)), 0);
}

describe("clouds/aws/twin-shapes", () => {
  it.each([
    ["DescribeRegions", {}],
    ["DescribeVpcs", {}],
    ["DescribeSubnets", {}],
    ["DescribeRouteTables", {}],
    ["DescribeNetworkInterfaces", {}],
    ["DescribeInternetGateways", {}],
    ["DescribeCustomerGateways", {}],
    ["DescribeVpnConnections", {}],
    ["DescribeVpcPeeringConnections", {}],
    ["DescribeTransitGateways", {}],
    ["DescribeTransitGatewayAttachments", {}],
    ["DescribeTransitGatewayPeeringAttachments", {}],
    ["DescribeTransitGatewayRouteTables", {}],
  ])("the SDK reads every value that the simulated %s sends", async (action) => {
    const text = await ask("ec2", "", `Action=${action}&Version=2016-11-15`);
    const sent = [...text.matchAll(/<(\w+)>[^<]+<\/\1>/g)].filter(([, name]) => name !== "requestId");
    const Command = (ec2 as unknown as Record<string, new (input: object) => ec2.DescribeVpcsCommand>)[
      `${action}Command`
    ];
    expect(Command).toBeDefined();

    expect(sent.length).toBeGreaterThan(0);
    expect(leavesOf(Command && (await clients.ec2.send(new Command({}))))).toBe(sent.length);
  });

  it.each([
    "DescribeConnections",
    "DescribeVirtualInterfaces",
    "DescribeDirectConnectGateways",
    "DescribeDirectConnectGatewayAssociations",
  ])("the SDK reads every value that the simulated %s sends", async (action) => {
    const sent = JSON.parse(await ask("directconnect", `OvertureService.${action}`, "{}")) as unknown;
    const Command = (directConnect as unknown as Record<string, typeof DescribeVirtualInterfacesCommand>)[
      `${action}Command`
    ];

    expect(leavesOf(sent)).toBeGreaterThan(0);
    expect(leavesOf(Command && (await clients.directConnect.send(new Command({}))))).toBe(leavesOf(sent));
  });
});
