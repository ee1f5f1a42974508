import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { aDiscovery, aNetwork } from "../../../../../test/support/sightings.ts";
import { discoverCloud, readTopology } from "../index.ts";

describe("engine/topology/read-topology", () => {
  it("is empty before the first look", async () => {
    expect(await readTopology(memoryDeps(aConfig()))).toEqual({ topology: null, findings: [], places: [] });
  });

  it("tells the last snapshot with what is wrong, and places what has a place that is known", async () => {
    const deps = memoryDeps(
      aConfig((raw) => {
        Object.assign(raw.networks[1] as object, { coordinates: { latitudeDeg: 50, longitudeDeg: 8 } });
      }),
    );
    deps.clouds.set(
      "aws",
      aDiscovery({
        networks: [
          aNetwork({ key: "aws/vpc-1", cidrs: ["10.1.0.0/16"], regionId: "us-east-1" }),
          aNetwork({ key: "aws/vpc-2", cidrs: ["10.1.0.0/16"], regionId: "eu-nowhere-1" }),
          aNetwork({ key: "onprem/lan", cidrs: ["10.9.0.0/16"], regionId: "dc1" }),
        ],
      }),
    );
    await discoverCloud(deps, "aws");

    const { topology, findings, places } = await readTopology(deps);

    expect(topology?.networks).toHaveLength(3);
    expect(findings.map(({ rule }) => rule)).toContain("overlapping-cidrs");
    expect(places).toEqual([
      { cloud: "aws", regionId: "us-east-1", latitudeDeg: 39, longitudeDeg: -77.5 },
      { cloud: "onprem", regionId: "dc1", latitudeDeg: 50, longitudeDeg: 8 },
    ]);
  });

  it("tells an older snapshot by its key, and says where the keys are if there is none", async () => {
    const deps = memoryDeps(aConfig());
    deps.clouds.set("aws", aDiscovery({ networks: [aNetwork({ key: "aws/old" })] }));
    const { snapshotKey } = await discoverCloud(deps, "aws");
    deps.clouds.set("aws", aDiscovery({ networks: [aNetwork({ key: "aws/new" })] }));
    await discoverCloud(deps, "aws");

    expect((await readTopology(deps, snapshotKey)).topology?.networks[0]?.key).toBe("aws/old");
    expect((await readTopology(deps)).topology?.networks[0]?.key).toBe("aws/new");
    await expect(readTopology(deps, "nothing")).rejects.toThrow("GET /v1/topology/snapshots");
  });
});
