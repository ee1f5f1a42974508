import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DescribeLagsCommand, DirectConnectClient } from "@aws-sdk/client-direct-connect";
import {
  DescribeTransitGatewayAttachmentsCommand,
  DescribeTransitGatewayPeeringAttachmentsCommand,
  DescribeVpnConnectionsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import {
  GetCoreNetworkCommand,
  GetNetworkRoutesCommand,
  ListAttachmentsCommand,
  ListCoreNetworksCommand,
  ListPeeringsCommand,
  NetworkManagerClient,
} from "@aws-sdk/client-networkmanager";
import { Estate, startTwin, type Twin } from "@skylane/twin";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiFixtures } from "../../../../../test/support/api-fixtures.ts";
import { CORE, wanEstate } from "./wan-estate.ts";

let twin: Twin;
let clients: { readonly ec2: EC2Client; readonly dx: DirectConnectClient; readonly wan: NetworkManagerClient };
beforeAll(async () => {
  twin = await startTwin({ estate: Estate.parse(wanEstate()), apiPort: 0, socksPort: 0, seed: 1 });
  await fetch(`${twin.apiUrl}/lab/realism`, {
    method: "PUT",
    body: JSON.stringify({ apiLatencyMs: 0, apiJitterMs: 0 }),
  });
  const how = {
    region: "us-east-1",
    endpoint: twin.apiUrl,
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
    maxAttempts: 1,
  };
  clients = {
    ec2: new EC2Client(how),
    dx: new DirectConnectClient(how),
    wan: new NetworkManagerClient({ ...how, region: "us-west-2" }),
  };
});
afterAll(() => twin.close());

const raw = async (
  service: string,
  { region = "us-east-1", path = "/", target = "", body = "" }: Partial<Record<string, string>>,
): Promise<string> => {
  const answer = await fetch(new URL(path, twin.apiUrl), {
    method: "POST",
    headers: { authorization: `Credential=any/20260101/${region}/${service}/`, "x-amz-target": target },
    body,
  });
  expect(answer.status).toBe(200);
  return answer.text();
};

/** Values in what an SDK hands over; those of newer releases than the SDK are left out. */
function leavesOf(value: unknown): number {
  if (value === undefined || value === null || value === "") return 0;
  if (typeof value !== "object" || value instanceof Date) return 1;
  return Object.entries(value).reduce(
    (sum, [name, inner]) => sum + (name === "$metadata" || name === "EdgeLocations" ? 0 : leavesOf(inner)),
    0,
  );
}

const segment = { CoreNetworkId: CORE, SegmentName: "production", EdgeLocation: "us-east-1" };
const routesOf = { RouteTableIdentifier: { CoreNetworkSegmentEdge: segment } };
const GLOBAL = CORE.replace("core-network", "global-network");

describe("clouds/aws/wan-shapes", () => {
  it.each([
    ["DescribeVpnConnections", () => clients.ec2.send(new DescribeVpnConnectionsCommand({}))],
    ["DescribeTransitGatewayAttachments", () => clients.ec2.send(new DescribeTransitGatewayAttachmentsCommand({}))],
    [
      "DescribeTransitGatewayPeeringAttachments",
      () => clients.ec2.send(new DescribeTransitGatewayPeeringAttachmentsCommand({})),
    ],
  ] as const)("the SDK reads every value of Cloud WAN that the simulated %s sends", async (action, send) => {
    const text = await raw("ec2", { body: `Action=${action}&Version=2016-11-15` });
    const sent = [...text.matchAll(/<(\w+)>[^<]+<\/\1>/g)].filter(([, name]) => name !== "requestId");

    expect(text).toContain(CORE);
    expect(leavesOf(await send())).toBe(sent.length);
  });

  it.each([
    ["/core-networks", "", () => clients.wan.send(new ListCoreNetworksCommand({}))],
    [`/core-networks/${CORE}`, "", () => clients.wan.send(new GetCoreNetworkCommand({ CoreNetworkId: CORE }))],
    ["/attachments", "", () => clients.wan.send(new ListAttachmentsCommand({}))],
    ["/peerings", "", () => clients.wan.send(new ListPeeringsCommand({}))],
    [
      `/global-networks/${GLOBAL}/network-routes`,
      JSON.stringify(routesOf),
      () => clients.wan.send(new GetNetworkRoutesCommand({ GlobalNetworkId: GLOBAL, ...routesOf })),
    ],
  ] as const)("the SDK reads every value that the simulated Network Manager sends at %s", async (path, body, send) => {
    const sent = JSON.parse(await raw("networkmanager", { region: "us-west-2", path, body })) as unknown;

    expect(leavesOf(sent)).toBeGreaterThan(0);
    expect(leavesOf(await send())).toBe(leavesOf(sent));
  });

  it("the SDK reads every value that the simulated DescribeLags sends", async () => {
    const sent = JSON.parse(await raw("directconnect", { target: "OvertureService.DescribeLags", body: "{}" })) as {
      lags: unknown[];
    };

    expect(sent.lags).toMatchObject([
      { lagId: "dxlag-1", numberOfConnections: 2, minimumLinks: 1, connectionsBandwidth: "10Gbps" },
    ]);
    expect(leavesOf(await clients.dx.send(new DescribeLagsCommand({})))).toBe(leavesOf(sent));
  });

  it("lists managed links as the vendor describes them, without their keys", async ({ skip }) => {
    const folder = apiFixtures("aws");
    skip(folder === undefined);
    const schema = JSON.parse(
      readFileSync(join(folder ?? "", "botocore", "interconnect_schema.json"), "utf8"),
    ) as Schema;
    const answers = await Promise.all(
      ["us-east-1", "eu-west-1"].map(async (region) =>
        JSON.parse(await raw("interconnect", { region, target: "Interconnect.ListConnections", body: "{}" })),
      ),
    );

    for (const answer of answers) {
      expect(answer.connections).toHaveLength(1);
      expect(complaintsAbout(answer, "ListConnectionsResponse", schema)).toEqual([]);
      expect(JSON.stringify(answer)).not.toMatch(/activationKey/i);
    }
    expect(complaintsAbout({ connections: [{ id: "x", state: "up" }] }, "ListConnectionsResponse", schema)).toEqual(
      expect.arrayContaining([expect.stringContaining("id"), expect.stringContaining("state")]),
    );
  });
});

interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly member?: { readonly shape: string };
  readonly required?: readonly string[];
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
}
interface Schema {
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** Where a value is not of the shape that the vendor publishes. */
function complaintsAbout(value: unknown, name: string, schema: Schema, at = ""): readonly string[] {
  const shape = schema.shapes[name];
  if (!shape) return [`${at}: no shape ${name}`];
  if (shape.type === "list")
    return (value as unknown[]).flatMap((one, i) =>
      complaintsAbout(one, shape.member?.shape ?? "", schema, `${at}[${i}]`),
    );
  if (shape.type === "structure") {
    const given = Object.entries(value as object);
    const missing = (shape.required ?? []).filter((one) => !given.some(([key]) => key === one));
    return [
      ...missing.map((one) => `${at}.${one} is missing`),
      ...given.flatMap(([key, inner]) => {
        const member = shape.members?.[key];
        return member ? complaintsAbout(inner, member.shape, schema, `${at}.${key}`) : [`${at}.${key} is unknown`];
      }),
    ];
  }
  if (shape.type !== "string") return [];
  const text = String(value);
  const isFine =
    typeof value === "string" &&
    new RegExp(`^(?:${shape.pattern ?? "[^]*"})$`).test(text) &&
    (shape.enum?.includes(text) ?? true) &&
    text.length >= (shape.min ?? 0) &&
    text.length <= (shape.max ?? Number.POSITIVE_INFINITY);
  return isFine ? [] : [`${at} is ${text}`];
}
