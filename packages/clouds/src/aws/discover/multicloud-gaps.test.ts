import type { DiscoveryGap } from "@skylane/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { discoverAws } from "./discover-aws.ts";
import { type FakeAws, FakeAwsError, startFakeAws } from "./fake-aws.ts";

let fake: FakeAws | undefined;
afterEach(async () => {
  vi.unstubAllEnvs();
  await fake?.close();
});

const REGIONS = ["eu-west-1", "us-east-1"];
const associations = {
  directConnectGatewayAssociations: REGIONS.map((region) => ({
    directConnectGatewayId: "dxgw-1",
    associatedGateway: { id: `tgw-${region}`, region },
  })),
};
/** A Direct Connect gateway that leads to both Regions; `answer` is what AWS Interconnect says there. */
const look = async (answer: () => object): Promise<readonly DiscoveryGap[]> => {
  fake = await startFakeAws((operation) => {
    if (operation === "directconnect:DescribeDirectConnectGateways")
      return { directConnectGateways: [{ directConnectGatewayId: "dxgw-1" }] };
    if (operation === "directconnect:DescribeDirectConnectGatewayAssociations") return associations;
    return operation === "interconnect:ListConnections" ? answer() : undefined;
  });
  vi.stubEnv("AWS_ENDPOINT_URL", fake.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "any");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "any");
  vi.stubEnv("AWS_REGION", "us-east-1");
  return (await discoverAws()({ accounts: [], regions: REGIONS, concurrency: 4, nowMs: () => 1_795_000_000_000 })).gaps;
};

describe("clouds/aws/discover where AWS Interconnect is not offered", () => {
  it("says so once, whichever Regions do not have it", async () => {
    const gaps = await look(() => {
      throw new FakeAwsError(404, "UnknownOperationException", "what is that");
    });

    expect(gaps).toMatchObject([
      {
        operation: "interconnect:ListConnections",
        reason: "not-enabled",
        message: expect.stringMatching(/^in (eu-west-1, us-east-1|us-east-1, eu-west-1): .*what is that/),
        todo: expect.stringContaining("nothing if interconnect is not in use"),
      },
    ]);
    expect(gaps[0]).not.toHaveProperty("regionId");
  });

  it("names each Region where the permission is missing", async () => {
    const gaps = await look(() => {
      throw new FakeAwsError(400, "AccessDeniedException", "not authorized to perform: interconnect:ListConnections");
    });

    expect(gaps.map(({ regionId, permission }) => `${regionId} ${permission}`).sort()).toEqual(
      REGIONS.map((regionId) => `${regionId} interconnect:ListConnections`),
    );
  });

  it("says of an answer that makes no sense that it is not understood, and of a link without an id nothing", async () => {
    expect(await look(() => ({ connections: "many" }))).toMatchObject([
      { reason: "not-understood" },
      { reason: "not-understood" },
    ]);
    await fake?.close();
    expect(await look(() => ({ connections: [{ sharedId: 5 }] }))).toEqual([]);
  });

  it("keeps no activation key, even if one is told", async () => {
    fake = undefined;
    const answer = { connections: [{ id: "mcc-1a2b3c4d", state: "available", activationKey: "hunter2" }] };
    await look(() => answer);
    const found = await discoverAws()({
      accounts: [],
      regions: REGIONS,
      concurrency: 4,
      nowMs: () => 1_795_000_000_000,
    });

    expect(found.links.map(({ nativeId }) => nativeId)).toEqual(["mcc-1a2b3c4d"]);
    expect(JSON.stringify(found)).not.toContain("hunter2");
  });
});
