import { CloudDiscovery, type SeenService } from "@skylane/core";
import { Estate, startTwin, type Twin } from "@skylane/twin";
import { afterEach, describe, expect, it, vi } from "vitest";
import { discoverAws } from "./discover-aws.ts";

const ACCOUNT = "111122223333";
const service = (id: string, kind: string, more: object = {}) => ({
  id,
  kind,
  name: id,
  cloud: "aws",
  regionId: "us-east-1",
  accountId: ACCOUNT,
  networkId: "shop",
  securityGroupIds: [`sg-${id}`],
  ...more,
});
const shop = (services: readonly object[]) =>
  Estate.parse({
    version: 1,
    name: "shop",
    networks: [
      {
        id: "shop",
        cloud: "aws",
        regionId: "us-east-1",
        accountId: ACCOUNT,
        providerId: "vpc-01",
        cidrs: ["10.1.0.0/16"],
        gatewayId: "hub",
        attachmentId: "tgw-attach-01",
        resourceCount: 3,
        subnets: [{ cidr: "10.1.20.0/24", routeTableId: "rtb-lambda" }],
      },
    ],
    gateways: [
      {
        id: "hub",
        kind: "tgw",
        cloud: "aws",
        regionId: "us-east-1",
        accountId: ACCOUNT,
        providerId: "tgw-01",
        asn: 64_512,
        tables: ["tgw-rtb-01"],
      },
    ],
    connections: [],
    flows: [],
    services,
    guards: {
      securityGroups: [...new Set((services as SeenGroup[]).flatMap((one) => one.securityGroupIds))].map((id) => ({
        id,
        name: id,
        networkId: "shop",
        rules: [],
      })),
    },
  });
interface SeenGroup {
  readonly securityGroupIds: readonly string[];
}

const SHOP = shop([
  service("orders", "lambda", { name: "OrderProcessor", address: "10.1.20.11", securityGroupIds: ["sg-orders"] }),
  service("erp", "ec2-instance", {
    address: "10.1.0.40",
    port: 443,
    dnsName: "erp.shop.internal",
    tags: { "data-class": "pci" },
  }),
  service("carts", "rds", { address: "10.1.0.50", port: 5432, dnsName: "carts.rds.internal" }),
]);

let twin: Twin;
const look = async (estate: Estate, realism: object = {}): Promise<CloudDiscovery> => {
  twin = await startTwin({ estate, apiPort: 0, socksPort: 0, seed: 1 });
  vi.stubEnv("AWS_ENDPOINT_URL", twin.apiUrl);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "SIM");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "SIM");
  const body = JSON.stringify({ apiLatencyMs: 0, apiJitterMs: 0, ...realism });
  await fetch(`${twin.apiUrl}/lab/realism`, { method: "PUT", body });
  const found = await discoverAws()({ accounts: [], regions: ["us-east-1"], concurrency: 8, nowMs: () => 1 });
  return CloudDiscovery.parse(found);
};
afterEach(async () => {
  vi.unstubAllEnvs();
  await twin.close();
});
const called = ({ services }: CloudDiscovery, name: string): SeenService | undefined =>
  services?.find((one) => one.name === name);

describe("clouds/aws/discover: services", () => {
  it("finds functions, machines and databases, where they stand, how they are asked and what guards them", async () => {
    const found = await look(SHOP);

    expect(found.gaps).toEqual([]);
    expect(called(found, "OrderProcessor")).toEqual({
      key: `aws/arn:aws:lambda:us-east-1:${ACCOUNT}:function:OrderProcessor`,
      kind: "lambda",
      cloud: "aws",
      accountId: ACCOUNT,
      regionId: "us-east-1",
      nativeId: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:OrderProcessor`,
      name: "OrderProcessor",
      tags: {},
      networkKey: "aws/vpc-01",
      subnetIds: ["subnet-lambda"],
      addresses: ["10.1.20.11"],
      isPublic: false,
      guards: [{ kind: "security-group", id: "sg-orders" }],
    });
    expect(called(found, "erp")).toMatchObject({
      kind: "ec2-instance",
      addresses: ["10.1.0.40"],
      subnetIds: ["subnet-01"],
      tags: { "data-class": "pci" },
      guards: [{ kind: "security-group", id: "sg-erp" }],
    });
    expect(called(found, "carts")).toMatchObject({
      kind: "rds",
      networkKey: "aws/vpc-01",
      addresses: ["10.1.0.50"],
      port: 5_432,
      dnsName: "carts.rds.internal",
      isPublic: false,
    });
  });

  it("does not count their interfaces twice", async () => {
    const { networks } = await look(SHOP);

    expect(networks).toMatchObject([{ nativeId: "vpc-01", endpointCount: 3 }]);
  });

  it("says of a network which subnets it has, and which table decides for each; of a gateway which it uses by default", async () => {
    const { networks, gateways } = await look(SHOP);

    expect(networks[0]?.subnets).toEqual([
      { nativeId: "subnet-01", name: "shop-a", cidr: "10.1.0.0/16", routeTableId: "rtb-01", zone: "us-east-1a" },
      {
        nativeId: "subnet-lambda",
        name: "shop-a",
        cidr: "10.1.20.0/24",
        routeTableId: "rtb-lambda",
        zone: "us-east-1a",
      },
    ]);
    expect(gateways.find(({ nativeId }) => nativeId === "tgw-01")?.handles).toEqual({
      defaultRouteTableId: "tgw-rtb-01",
    });
  });

  it("does not guess which of two databases with the same groups an interface is of", async () => {
    const found = await look(
      shop([
        service("carts", "rds", { address: "10.1.0.50", port: 5432, securityGroupIds: ["sg-db"] }),
        service("stock", "rds", { address: "10.1.0.51", port: 5432, securityGroupIds: ["sg-db"] }),
      ]),
    );

    expect(found.services?.map(({ name, addresses }) => [name, addresses])).toEqual([
      ["carts", []],
      ["stock", []],
    ]);
  });

  it("is a gap for each kind that may not be read, and finds the others", async () => {
    const found = await look(SHOP, { deniedActions: ["lambda:ListFunctions", "rds:DescribeDBInstances"] });

    expect(found.services?.map(({ name }) => name)).toEqual(["erp"]);
    expect(found.gaps.map(({ permission, reason }) => [permission, reason]).sort()).toEqual([
      ["lambda:ListFunctions", "denied"],
      ["rds:DescribeDBInstances", "denied"],
    ]);
  });

  it("reads all pages of functions", async () => {
    const functions = Array.from({ length: 130 }, (_, i) =>
      service(`f-${i}`, "lambda", { address: `10.1.20.${i + 5}`, securityGroupIds: [`sg-${i}`] }),
    );
    const found = await look(shop(functions));

    expect(found.services).toHaveLength(130);
    expect(new Set(found.services?.flatMap(({ addresses }) => addresses)).size).toBe(130);
  });
});
