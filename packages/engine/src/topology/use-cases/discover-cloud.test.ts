import type { CloudDiscovery } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { type MemoryDeps, memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { aDiscovery, aNetwork, aSighting } from "../../../../../test/support/sightings.ts";
import { discoverCloud, discoverOnChange } from "../index.ts";

const aws = (more: Partial<CloudDiscovery> = {}) =>
  aDiscovery({
    cloud: "aws",
    startedAtMs: 500,
    networks: [aNetwork({ key: "aws/vpc-1", cidrs: ["10.1.0.0/16"] })],
    links: [
      aSighting({
        key: "aws/vpn-1",
        at: "aws/vpc-1",
        kind: "vpn",
        join: { localPublicIp: "198.51.100.1", peerPublicIp: "198.51.100.2" },
      }),
    ],
    ...more,
  });
const azure = aDiscovery({
  cloud: "azure",
  networks: [aNetwork({ key: "azure/v", cidrs: ["10.4.0.0/16"] })],
  links: [
    aSighting({
      key: "azure/c1",
      at: "azure/v",
      kind: "vpn",
      join: { localPublicIp: "198.51.100.2", peerPublicIp: "198.51.100.1" },
    }),
  ],
});
const looking = (): MemoryDeps => {
  const deps = memoryDeps(aConfig());
  deps.clouds.set("aws", aws()).set("azure", azure);
  return deps;
};
const typesOf = (deps: MemoryDeps): string[] => deps.published.map(({ type }) => type);

describe("engine/topology/discover", () => {
  it("joins a cloud's answer with the last ones of the others, and calls nothing new a drift", async () => {
    const deps = looking();

    const first = await discoverCloud(deps, "aws");
    const second = await discoverCloud(deps, "azure");

    expect([first.connectionCount, second.connectionCount]).toEqual([1, 1]);
    expect((await deps.topologies.latest())?.topology.connections[0]?.sightings).toHaveLength(2);
    expect(typesOf(deps)).toEqual(["topology.snapshot-completed.v1", "topology.snapshot-completed.v1"]);
  });

  it("says what changed since the look before", async () => {
    const deps = looking();
    await discoverCloud(deps, "aws");
    deps.clouds.set("aws", aws({ networks: [] }));

    const looked = await discoverCloud(deps, "aws");

    expect(looked.driftCount).toBe(1);
    expect(deps.published.at(-1)).toMatchObject({
      type: "topology.drift-found.v1",
      data: {
        previousKey: "snapshot-1",
        snapshotKey: "snapshot-2",
        totalCount: 1,
        drifts: [{ kind: "removed", what: "network" }],
      },
    });
  });

  it("keeps an event under 64 KB however much changed", async () => {
    const deps = looking();
    await discoverCloud(deps, "aws");
    const many = Array.from({ length: 2_000 }, (_, i) =>
      aNetwork({ key: `aws/vpc-new-${i}`, cidrs: ["10.99.0.0/16"] }),
    );
    deps.clouds.set("aws", aws({ networks: [...aws().networks, ...many] }));

    await discoverCloud(deps, "aws");

    const event = deps.published.at(-1);
    expect(event).toMatchObject({ type: "topology.drift-found.v1", data: { totalCount: 2_000 } });
    expect(JSON.stringify(event).length).toBeLessThan(64_000);
  });

  it("does not look again for a change it has seen already", async () => {
    const deps = looking();
    await discoverCloud(deps, "aws");

    const seen = await discoverOnChange(deps, { cloud: "aws", operation: "CreateVpc", atMs: 499 });
    const fresh = await discoverOnChange(deps, { cloud: "aws", operation: "CreateVpc", atMs: 501 });

    expect(seen).toBe("seen-since");
    expect(fresh).toMatchObject({ snapshotKey: "snapshot-2" });
  });

  it("lets a broken look be tried again, and stores nothing of it", async () => {
    const deps = looking();
    deps.clouds.delete("aws");

    await expect(discoverCloud(deps, "aws")).rejects.toThrow("no aws here");
    expect(await deps.topologies.latest()).toBeUndefined();
    expect(typesOf(deps)).toEqual([]);
  });
});
