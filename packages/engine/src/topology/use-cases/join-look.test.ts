import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { aDiscovery, aNetwork } from "../../../../../test/support/sightings.ts";
import { handInLook, handInLookOnChange, joinLook } from "../index.ts";

const azureAt = (startedAtMs: number, cidrs: readonly string[]) =>
  aDiscovery({
    cloud: "azure",
    startedAtMs,
    finishedAtMs: startedAtMs + 10,
    networks: cidrs.map((cidr, i) => aNetwork({ key: `azure/vnet-${i}`, cloud: "azure", cidrs: [cidr] })),
  });

const start = () => {
  const deps = memoryDeps(aConfig());
  const lookAt = async (startedAtMs: number, ...cidrs: string[]) => {
    deps.clouds.set("azure", azureAt(startedAtMs, cidrs));
    await handInLook(deps, "azure");
    const told = deps.published.findLast(({ type }) => type === "topology.cloud-looked-at.v1");
    return told?.data as Parameters<typeof joinLook>[1];
  };
  return { deps, lookAt };
};

describe("engine/topology/join-look", () => {
  it("joins what was handed in, as a look from the hub would be", async () => {
    const { deps, lookAt } = start();

    const told = await lookAt(1_000, "10.4.0.0/16");
    expect(deps.published.map(({ type }) => type)).toEqual(["topology.cloud-looked-at.v1"]);
    expect((await deps.topologies.latest())?.topology).toBeUndefined();
    await joinLook(deps, told);

    expect((await deps.topologies.latest())?.topology.networks).toHaveLength(1);
    expect(deps.published.at(-1)).toMatchObject({ type: "topology.snapshot-completed.v1", data: { cloud: "azure" } });
  });

  it("says what changed since the look that was joined before", async () => {
    const { deps, lookAt } = start();
    await joinLook(deps, await lookAt(1_000, "10.4.0.0/16", "10.5.0.0/16"));

    const looked = await joinLook(deps, await lookAt(2_000, "10.4.0.0/16"));

    expect(looked).toMatchObject({ driftCount: 1 });
  });

  it("joins each look once, however often it is told", async () => {
    const { deps, lookAt } = start();
    const told = await lookAt(1_000, "10.4.0.0/16");
    await joinLook(deps, told);

    expect(await joinLook(deps, told)).toBe("joined-before");
    expect(await deps.topologies.list(9)).toHaveLength(1);
  });

  it("comes back later for an answer that is still on its way from the other Region", async () => {
    const { deps, lookAt } = start();
    const told = await lookAt(1_000, "10.4.0.0/16");

    await expect(joinLook(deps, { ...told, finishedAtMs: told.finishedAtMs + 1 })).rejects.toMatchObject({
      code: "ERR_STORE_UNAVAILABLE",
      kind: "unavailable",
    });
  });

  it("looks once for the many entries that one change makes in a cloud's log", async () => {
    const { deps, lookAt } = start();
    await lookAt(1_000, "10.4.0.0/16");
    const change = (atMs: number) => ({
      cloud: "azure" as const,
      operation: "Microsoft.Network/connections/write",
      atMs,
    });

    expect(await handInLookOnChange(deps, change(999))).toBe("seen-since");
    expect(await handInLookOnChange(deps, change(1_000))).toMatchObject({ networkCount: 1 });
  });
});
