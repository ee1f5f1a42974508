import { randomBytes } from "node:crypto";
import { BuiltRecord, ConnectionDocument, type IntentId, type SnapshotTaken, withBuiltGroups } from "@skylane/core";
import {
  type Deps,
  learnPerformance,
  lookAfter,
  recordSnapshot,
  runProbeBurst,
  storePlan,
  watchDegradation,
  withdrawProvisioning,
} from "@skylane/engine";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { aStandingRun, builtConfig, builtTopology } from "../../../../../test/support/built-runs.ts";
import { type MemoryDeps, memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { memoryTable } from "../../../../../test/support/memory-table.ts";
import { builtStore } from "./built-store.ts";
import { connectionDocumentStore } from "./connection-document-store.ts";
import { madeStore } from "./made-store.ts";
import { packed } from "./packed.ts";
import { healthStore, performanceStore } from "./path-stores.ts";
import { planStore } from "./plan-store.ts";
import { watchStore } from "./watch-store.ts";

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const runId = "in-1-abc" as IntentId;
/** What is kept of the paths of a vantage, whatever it is. */
const Shard = z.object({ paths: packed(z.array(z.unknown())) });
const record = (more: object = {}) =>
  BuiltRecord.parse({
    runId,
    owner: "ops@globalcart.example",
    atMs: 1,
    resources: [],
    watches: [],
    leansOnRunIds: [],
    ...more,
  });

describe("runtime/store/state/built-store", () => {
  it("keeps a record that does not fit one item, and lists it by what it leans on", async () => {
    const store = builtStore(memoryTable(), quiet);
    const resources = Array.from({ length: 2_000 }, (_, i) => ({
      stepId: `aws-vpc-route-${i}`,
      resource: "aws.vpc-route",
      cloud: "aws",
      accountId: "111122223333",
      regionId: "us-east-1",
      ids: { id: randomBytes(200).toString("hex") },
      monthlyUsd: 0,
    }));
    const large = record({ resources, leansOnRunIds: ["in-0-xyz"] });

    await store.putRecord(large);

    expect(await store.findRecord(runId)).toEqual(large);
    expect(await store.listRecords()).toEqual([{ runId, leansOnRunIds: ["in-0-xyz"] }]);
    await store.removeRecord(runId);
    expect([await store.findRecord(runId), await store.listRecords()]).toEqual([undefined, []]);
  });

  it("a group that it does not understand keeps nobody from the others, and is said", async () => {
    const table = memoryTable();
    const said: unknown[] = [];
    const store = builtStore(table, { ...quiet, error: (_, about) => void said.push(about) });
    await table.put({ pk: "BUILT-GROUP", sk: "newer" }, { version: 2 });

    expect(await store.list()).toEqual([]);
    expect(said).toEqual([{ groupId: "newer" }]);
  });

  it("keeps a document of any length", async () => {
    const store = connectionDocumentStore(memoryTable());
    const document = ConnectionDocument.parse({
      intentId: `${runId}-1`,
      runId,
      markdown: randomBytes(600_000).toString("hex"),
      atMs: 1,
    });

    await store.put(document);
    await store.put({ ...document, markdown: "short", atMs: 2 });

    expect((await store.find(`${runId}-1`))?.markdown).toBe("short");
    expect(await store.find("in-9")).toBeUndefined();
  });
});

describe("what is kept of a connection that was built", () => {
  /** Every table in memory, and the real stores on the one that is compared. */
  async function ready(): Promise<{ readonly deps: MemoryDeps; readonly keys: () => readonly string[] }> {
    const table = memoryTable();
    const memory = memoryDeps(builtConfig());
    const deps: MemoryDeps = Object.assign(memory, {
      built: builtStore(table, quiet),
      builtGroups: builtStore(table, quiet),
      documents: connectionDocumentStore(table),
      made: madeStore(table),
      plans: planStore(table),
      health: healthStore(table),
      performance: performanceStore(table),
      watches: watchStore(table),
    });
    await deps.topologies.saveSnapshot(builtTopology());
    const isRecordOfTheRun = (key: string) => /^(CONNECTION-DOCUMENT|MADE)#/.test(key);
    const isOfNoPath = (doc: object) => Shard.safeParse(doc).data?.paths.length === 0;
    return {
      deps,
      keys: () =>
        [...table.items]
          .filter(([key, doc]) => !isRecordOfTheRun(key) && !isOfNoPath(doc))
          .map(([key]) => key)
          .sort(),
    };
  }
  /** As a handler is given them. */
  const now = async (deps: MemoryDeps): Promise<Deps> => ({
    ...deps,
    config: withBuiltGroups(deps.config, await deps.builtGroups.list()),
  });
  /** What a minute of a vantage leads to; `meanwhile` happens while it probes. */
  async function minute(deps: MemoryDeps, meanwhile: () => Promise<unknown> = async () => {}): Promise<void> {
    const slotMs = Math.ceil(deps.clock.nowMs() / 60_000) * 60_000;
    deps.clock.advance(slotMs - deps.clock.nowMs());
    deps.published.splice(0);
    const burst = runProbeBurst(await now(deps), { vantageId: "v1", slotMs });
    await meanwhile();
    await burst;
    for (const { type, data } of deps.published) {
      if (type !== "health.snapshot-taken.v1") continue;
      await recordSnapshot(await now(deps), data as SnapshotTaken);
      await learnPerformance(await now(deps), data as SnapshotTaken);
      await watchDegradation(await now(deps), data as SnapshotTaken);
    }
  }
  async function plan(deps: MemoryDeps): Promise<void> {
    for (const { type, data } of deps.published)
      if (type === "paths.plan-updated.v1") await storePlan(await now(deps), data as Parameters<typeof storePlan>[1]);
  }
  const stand = async (deps: MemoryDeps): Promise<void> => {
    const { run, made } = aStandingRun();
    deps.building.runs.set(runId, run);
    for (const one of made) await deps.made.put(runId, one);
    await lookAfter(deps, runId);
    await plan(deps);
  };
  const takeBack = async (deps: MemoryDeps): Promise<void> => {
    await withdrawProvisioning(deps, { runId, failure: "" });
    for (const one of await deps.made.list(runId)) await deps.made.put(runId, { ...one, state: "removed" });
    const run = deps.building.runs.get(runId);
    if (run) deps.building.runs.set(runId, { ...run, status: "undone" });
    await lookAfter(deps, runId);
  };

  it.each(["between two bursts", "while a burst is under way"])(
    "is all gone within a minute of its being taken back %s, and nothing else is",
    async (when) => {
      const { deps, keys } = await ready();
      const before = keys();
      await stand(deps);
      await minute(deps);
      await minute(deps);
      const stood = keys();

      if (when === "between two bursts") await takeBack(deps);
      await minute(deps, when === "between two bursts" ? undefined : () => takeBack(deps));

      const kinds = new Set(stood.map((key) => key.split("\n")[0]));
      expect([...kinds].sort()).toEqual([
        "BUILT",
        "BUILT#in-1-abc",
        "BUILT-GROUP",
        "HEALTH",
        "PERFORMANCE",
        "PLAN",
        "WATCH",
        "WATCH-SINCE",
      ]);
      expect(keys()).toEqual(before);
    },
  );

  it("a plan for it that comes after it was taken back is not stored", async () => {
    const { deps, keys } = await ready();
    const before = keys();
    await stand(deps);
    const late = deps.published.filter(({ type }) => type === "paths.plan-updated.v1");
    await takeBack(deps);

    deps.published.splice(0, deps.published.length, ...late);
    await plan(deps);

    expect(late).toHaveLength(1);
    expect(keys()).toEqual(before);
  });
});
