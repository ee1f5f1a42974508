import { describe, expect, it } from "vitest";
import { aDiscovery, aNetwork } from "../../../test/support/sightings.ts";
import type { Cloud } from "./_shared/define-cloud.ts";
import { discoverClouds } from "./discover-clouds.ts";

const cloud = (id: "aws" | "gcp" | "oci", discover?: Cloud["discover"]): Cloud => ({
  profile: { id, displayName: id, capabilities: [] },
  ...(discover && { discover }),
});
const how = { concurrency: 4, nowMs: () => 5 };
const context = { routerGatewayUrl: undefined };

describe("clouds/discover-clouds", () => {
  it("looks only where it is asked to, and goes on when one cloud breaks", async () => {
    const found = await discoverClouds(
      context,
      { aws: { accounts: [], regions: ["r1"] }, oci: { accounts: [], regions: [] } },
      how,
      [
        cloud(
          "aws",
          async () =>
            () =>
            async ({ regions }) =>
              aDiscovery({ cloud: "aws", callCount: regions.length }),
        ),
        cloud("gcp", async () => () => async () => aDiscovery({ cloud: "gcp" })),
        cloud("oci", async () => () => async () => Promise.reject(new Error("what is this"))),
      ],
    );

    expect(found).toMatchObject([
      { cloud: "aws", callCount: 1, gaps: [] },
      { cloud: "oci", gaps: [{ operation: "discover", reason: "not-understood", message: "what is this" }] },
    ]);
  });

  it("leaves out what an adapter made of something odd, says so, and keeps the rest", async () => {
    const odd = { ...aNetwork({ key: "aws/vpc-2" }), tags: { long: "x".repeat(10_000) } };
    const [found] = await discoverClouds(context, { aws: { accounts: [], regions: [] } }, how, [
      cloud("aws", async () => () => async () => ({
        ...aDiscovery({ networks: [aNetwork({ key: "aws/vpc-1" })] }),
        networks: [aNetwork({ key: "aws/vpc-1" }), odd],
      })),
    ]);

    expect(found?.networks.map(({ key }) => key)).toEqual(["aws/vpc-1"]);
    expect(found?.gaps).toMatchObject([{ cloud: "aws", operation: "network", reason: "not-understood" }]);
  });
});
