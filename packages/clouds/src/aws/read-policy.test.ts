import { afterEach, describe, expect, it, vi } from "vitest";
import { discoverAws } from "./discover/discover-aws.ts";
import { type FakeAnswer, type FakeAws, FakeAwsError, startFakeAws } from "./discover/fake-aws.ts";
import { awsReadPolicy } from "./read-policy.ts";
import { readAwsStores } from "./usage/read-aws-stores.ts";

const xml = (action: string, inner: string): string => `<${action}Response>${inner}</${action}Response>`;
const item = (set: string, inner: string): string => `<${set}><item>${inner}</item></${set}>`;
/** One of everything that makes discovery ask for more. */
const answers: Readonly<Record<string, FakeAnswer>> = {
  "ec2:DescribeRegions": xml("DescribeRegions", item("regionInfo", "<regionName>us-east-1</regionName>")),
  "ec2:DescribeVpcs": xml("DescribeVpcs", item("vpcSet", "<vpcId>vpc-1</vpcId>")),
  "ec2:DescribeVpnConnections": xml(
    "DescribeVpnConnections",
    item("vpnConnectionSet", "<vpnConnectionId>vpn-1</vpnConnectionId>"),
  ),
  "ec2:DescribeTransitGateways": xml(
    "DescribeTransitGateways",
    item("transitGatewaySet", "<transitGatewayId>tgw-1</transitGatewayId>"),
  ),
  "ec2:DescribeTransitGatewayAttachments": xml(
    "DescribeTransitGatewayAttachments",
    `<transitGatewayAttachments><item><resourceType>peering</resourceType></item><item><resourceType>connect</resourceType></item></transitGatewayAttachments>`,
  ),
  "ec2:DescribeTransitGatewayRouteTables": xml(
    "DescribeTransitGatewayRouteTables",
    item(
      "transitGatewayRouteTables",
      "<transitGatewayRouteTableId>tgw-rtb-1</transitGatewayRouteTableId><transitGatewayId>tgw-1</transitGatewayId>",
    ),
  ),
  "directconnect:DescribeDirectConnectGateways": { directConnectGateways: [{ directConnectGatewayId: "dxgw-1" }] },
  "directconnect:DescribeDirectConnectGatewayAssociations": {
    directConnectGatewayAssociations: [{ associatedGateway: { id: "tgw-1", region: "us-east-1" } }],
  },
  "networkmanager:GetCoreNetwork": {
    CoreNetwork: {
      CoreNetworkId: "core-network-1",
      GlobalNetworkId: "global-network-1",
      Segments: [{ Name: "production", EdgeLocations: ["us-east-1"] }],
    },
  },
  "networkmanager:ListCoreNetworks": { CoreNetworks: [{ CoreNetworkId: "core-network-1" }] },
};

let fake: FakeAws | undefined;
afterEach(async () => {
  vi.unstubAllEnvs();
  await fake?.close();
});

const look = async (answer: (operation: string) => FakeAnswer | undefined) => {
  fake = await startFakeAws(answer);
  vi.stubEnv("AWS_ENDPOINT_URL", fake.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "any");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "any");
  vi.stubEnv("AWS_REGION", "us-east-1");
  return discoverAws()({ accounts: [], regions: [], concurrency: 4, nowMs: () => 1_795_000_000_000 });
};
const { Statement } = JSON.parse(awsReadPolicy) as { Statement: [{ Action: string[]; Resource: string }] };

describe("clouds/aws/read-policy", () => {
  it("allows exactly what a look and reading the use of stores ask for", async () => {
    await look((operation) => answers[operation]);
    const asking = fake?.asked ?? [];
    await fake?.close();
    fake = await startFakeAws((operation) => (operation.startsWith("cloudwatch:") ? { Metrics: [] } : undefined));
    vi.stubEnv("AWS_ENDPOINT_URL", fake.url);
    await readAwsStores({
      accounts: [],
      regionIds: ["us-east-1"],
      services: [],
      fromMs: 0,
      toMs: 2_592_000_000,
      concurrency: 4,
      nowMs: () => 2_592_000_000,
    });
    // who one is may always be asked
    const asked = new Set([...asking, ...fake.asked].filter((operation) => operation !== "sts:GetCallerIdentity"));

    expect([...asked].sort()).toEqual(Statement[0].Action.toSorted());
  });

  it("allows to read only", () => {
    for (const action of Statement[0].Action) expect(action).toMatch(/^\w+:(Describe|Get|List|Search)/);
  });

  it("asks for no services where there is no network they could be in", async () => {
    await look(() => undefined);

    expect(fake?.asked.filter((operation) => /Functions|Instances/.test(operation))).toEqual([]);
  });

  it("names each permission that is missing, in each service's own words of denial", async () => {
    const denied = [
      "ec2:DescribeRouteTables",
      "directconnect:DescribeLags",
      "networkmanager:ListPeerings",
      "lambda:ListFunctions",
      "rds:DescribeDBInstances",
    ];
    const found = await look((operation) => {
      if (denied.includes(operation))
        throw new FakeAwsError(
          operation.startsWith("directconnect") ? 400 : 403,
          operation.startsWith("ec2") ? "UnauthorizedOperation" : "AccessDeniedException",
          "not authorized",
        );
      return answers[operation];
    });

    expect(found.gaps.map(({ permission, reason }) => `${permission} ${reason}`).sort()).toEqual(
      denied.map((operation) => `${operation} denied`).sort(),
    );
  });
});
