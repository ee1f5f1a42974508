import { describe, expect, it } from "vitest";
import { aDiscovery } from "../../../test/support/sightings.ts";
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
          () =>
            async ({ regions }) =>
              aDiscovery({ cloud: "aws", callCount: regions.length }),
        ),
        cloud("gcp", () => async () => aDiscovery({ cloud: "gcp" })),
        cloud("oci", () => async () => Promise.reject(new Error("what is this"))),
      ],
    );

    expect(found).toMatchObject([
      { cloud: "aws", callCount: 1, gaps: [] },
      { cloud: "oci", gaps: [{ operation: "discover", reason: "not-understood", message: "what is this" }] },
    ]);
  });
});
