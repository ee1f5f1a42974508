import { randomBytes } from "node:crypto";
import type { Topology } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { memoryTable } from "../../../../../test/support/memory-table.ts";
import { aDiscovery, aNetwork } from "../../../../../test/support/sightings.ts";
import { topologyStore } from "./topology-store.ts";

/** Names nobody can compress. */
const networks = (count: number) =>
  Array.from({ length: count }, (_, i) => aNetwork({ key: `aws/vpc-${i}`, name: randomBytes(120).toString("hex") }));
const topology = (atMs: number, count: number): Topology => ({
  estate: "small",
  atMs,
  networks: networks(count),
  gateways: [],
  connections: [],
  routes: [],
  gaps: [],
});

describe("runtime/store/topology-store", () => {
  it("keeps a snapshot larger than an item may be, and finds the latest", async () => {
    const table = memoryTable();
    const store = topologyStore(table);
    const large = topology(2_000, 8_000);

    await store.saveSnapshot(topology(1_000, 1));
    const key = await store.saveSnapshot(large);

    expect([...table.items.keys()].filter((one) => one.startsWith(`TOPOLOGY#${key}`)).length).toBeGreaterThan(2);
    expect(await store.latest()).toEqual({ key, topology: large });
    expect((await store.list(10)).map(({ atMs }) => atMs)).toEqual([2_000, 1_000]);
  });

  it("takes what another version wrote, and this one does not understand, for not there", async () => {
    const table = memoryTable();
    const store = topologyStore(table);

    await store.saveSnapshot({ ...topology(1_000, 1), newField: true } as Topology);
    await store.saveCloud({ ...aDiscovery({ cloud: "aws" }), newField: true } as ReturnType<typeof aDiscovery>);

    expect(await store.latest()).toBeUndefined();
    expect(await store.listClouds()).toEqual([]);
  });

  it("knows when each cloud was looked at without reading what was seen, but for what an older version wrote", async () => {
    const table = memoryTable();
    const store = topologyStore(table);

    await store.saveCloud(aDiscovery({ cloud: "aws", finishedAtMs: 5 }));
    await table.put({ pk: "DISCOVERY", sk: "gcp" }, { cloud: "gcp" });

    expect(await store.lastLooks()).toEqual([{ cloud: "aws", atMs: 5 }]);
  });

  it("does not mix a cloud's answer with pieces of a longer one before it", async () => {
    const store = topologyStore(memoryTable());
    const short = aDiscovery({ cloud: "aws", finishedAtMs: 2, networks: networks(1) });

    await store.saveCloud(aDiscovery({ cloud: "aws", finishedAtMs: 1, networks: networks(8_000) }));
    await store.saveCloud(short);
    await store.saveCloud(aDiscovery({ cloud: "gcp", finishedAtMs: 1 }));

    expect((await store.listClouds()).map(({ cloud, networks }) => [cloud, networks.length])).toEqual([
      ["aws", 1],
      ["gcp", 0],
    ]);
  });

  it("takes an answer that was cut off while it was written for none", async () => {
    const table = memoryTable();
    const store = topologyStore(table);
    await store.saveCloud(aDiscovery({ cloud: "aws", networks: networks(8_000) }));
    table.items.delete("DISCOVERY#aws\n0001");

    expect(await store.listClouds()).toEqual([]);
  });

  it("has nothing before the first look", async () => {
    expect(await topologyStore(memoryTable()).latest()).toBeUndefined();
  });
});
