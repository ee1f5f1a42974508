import { describe, expect, it } from "vitest";
import { type MemoryDeps, memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { dx, testEstimates, vpn } from "../../../../../test/support/path-choices.ts";
import { aDiscovery } from "../../../../../test/support/sightings.ts";
import { aFlow, anInventory, aTopology } from "../../../../../test/support/topologies.ts";
import { answerWhy, optimisePaths, readPathPlan } from "../index.ts";

const WEEK_MS = 7 * 86_400_000;
const inventory = (flows = [aFlow("a", "aws", "dc", { monthlyGb: 1_000 })]) => anInventory({ flows });
const ready = async (links = [dx(), vpn(), vpn({ id: "vpn-2" })], config = inventory()): Promise<MemoryDeps> => {
  const deps = { ...memoryDeps(config), estimates: testEstimates() };
  await deps.topologies.saveSnapshot(aTopology(links));
  return deps;
};
const told = (deps: MemoryDeps) => deps.published.filter(({ type }) => type === "paths.recommendation-made.v1");
const plan = (deps: MemoryDeps, why: "schedule" | "drift" | "look" = "schedule") =>
  optimisePaths(deps, { objective: "balanced", why });

describe("engine/paths/optimise-paths", () => {
  it("stores the plan and advises where it differs from today's routing; a plan that says the same is not told twice", async () => {
    const deps = await ready();

    const first = await plan(deps);
    const second = await plan(deps);

    expect(first).toMatchObject({ kind: "planned", isNew: true });
    expect(second).toMatchObject({ kind: "planned", isNew: false });
    expect(told(deps)).toMatchObject([
      {
        subject: "small",
        data: {
          estate: "small",
          movedFlowCount: 1,
          links: [{ connectionId: "dx", action: "close" }],
          isAtLeast: false,
        },
      },
    ]);
    expect((await readPathPlan(deps)).hash).toBe((first as { planHash: string }).planHash);
  });

  it("says nothing where everything is as it should be", async () => {
    const deps = await ready([vpn(), vpn({ id: "vpn-2" })]);

    expect(await plan(deps)).toMatchObject({ kind: "planned" });
    expect(told(deps)).toEqual([]);
  });

  it("plans after a look only where the plan is a week old or about other connections", async () => {
    const deps = await ready();
    await plan(deps, "look");

    expect(await plan(deps, "look")).toEqual({ kind: "skipped", because: "fresh-enough" });
    await deps.topologies.saveSnapshot(aTopology([dx(), vpn(), vpn({ id: "vpn-2" }), vpn({ id: "vpn-3" })]));
    expect(await plan(deps, "look")).toMatchObject({ kind: "planned" });
    deps.clock.advance(WEEK_MS);
    expect(await plan(deps, "look")).toMatchObject({ kind: "planned" });
    expect(await plan(deps, "drift")).toMatchObject({ kind: "planned" });
  });

  it("waits after a look until every cloud of the configuration was seen", async () => {
    const flows = [aFlow("a", "aws", "dc", { monthlyGb: 1_000 })];
    const deps = await ready(
      undefined,
      anInventory({ flows, clouds: { aws: { accounts: [{ id: "1", regions: ["us-east-1"] }] } } }),
    );

    expect(await plan(deps, "look")).toEqual({ kind: "skipped", because: "not-all-seen" });
    await deps.topologies.saveCloud(aDiscovery({ cloud: "aws" }));
    expect(await plan(deps, "look")).toMatchObject({ kind: "planned" });
  });

  it("has nothing to plan before the first look, and without flows", async () => {
    const blind = { ...memoryDeps(inventory()), estimates: testEstimates() };

    expect(await plan(blind)).toEqual({ kind: "skipped", because: "no-topology" });
    expect(await plan(await ready(undefined, inventory([])))).toEqual({ kind: "skipped", because: "no-flows" });
    await expect(readPathPlan(blind)).rejects.toMatchObject({ name: "ERR_PATH_PLAN_MISSING" });
    await expect(answerWhy(blind, "a")).rejects.toMatchObject({ name: "ERR_PATH_PLAN_MISSING" });
  });

  it("keeps the last plan and says why where no plan keeps every limit", async () => {
    const deps = await ready(
      [vpn()],
      inventory([
        aFlow("a", "aws", "dc", { monthlyGb: 10, peakMbps: 1_000 }),
        aFlow("b", "aws", "dc", { monthlyGb: 10, peakMbps: 1_000 }),
      ]),
    );

    expect(await plan(deps)).toMatchObject({ kind: "infeasible", reason: expect.stringContaining("more on vpn") });
    expect(await deps.pathPlans.latest()).toBeUndefined();
  });

  it("answers why a flow goes where it goes, and knows no flow that takes no part", async () => {
    const deps = await ready();
    await plan(deps);

    const why = await answerWhy(deps, "a");

    expect(why.text).toContain("a (1,000 GB a month) takes");
    expect(why.alternatives.length).toBeGreaterThan(1);
    await expect(answerWhy(deps, "nobody")).rejects.toMatchObject({ name: "ERR_FLOW_UNKNOWN" });
  });

  it("lets what was measured correct what distance says", async () => {
    const config = anInventory({
      flows: [aFlow("a", "aws", "dc", { monthlyGb: 1_000 })],
      connections: ["vpn", "vpn-2"].map((id) => ({
        id,
        kind: "vpn",
        ends: ["vpc", "lan"],
        bandwidthMbps: 1_250,
        isEncrypted: true,
        isPublic: true,
      })),
      vantages: [{ id: "v1", networkId: "vpc" }],
      groups: [
        {
          id: "g",
          sides: [
            { id: "cloud", networkId: "vpc" },
            { id: "site", networkId: "lan" },
          ],
          paths: ["vpn", "vpn-2"].map((id, i) => ({
            id,
            connectionId: id,
            probe: { vantageId: "v1", sourceIp: `10.1.255.${i + 1}`, host: `10.3.255.${i + 1}`, port: 7 },
            handles: {},
          })),
        },
      ],
    });
    const deps = await ready([vpn(), vpn({ id: "vpn-2" })], config);
    const days = [{ day: 0, sentCount: 40_000, lostCount: 0, upMinutes: 1_400, degradedMinutes: 0, downMinutes: 0 }];
    const record = { vantageId: "v1", weighedDay: 0, days, slotsMs: [0], state: "up", lastSamples: [] };
    await deps.performance.saveAll("v1", [
      // about 300 ms in a sketch with buckets of 2 %
      { ...record, pathId: "vpn", rtt: { zeroCount: 0, indexes: [285], counts: [40_000] } },
    ] as unknown as Parameters<typeof deps.performance.saveAll>[1]);
    const objective = { objective: "latency", why: "schedule" } as const;

    await optimisePaths(deps, objective);

    expect((await readPathPlan(deps)).flows[0]?.primary).toMatchObject({ connectionIds: ["vpn-2"] });
    const { backup, primary } = (await readPathPlan(deps)).flows[0] ?? {};
    expect(backup?.rttMs).toBeGreaterThan(250);
    expect(backup?.measured).toMatchObject({ sampleCount: 40_000 });
    expect(backup?.measured?.confidenceRatio).toBeGreaterThan(0.5);
    expect(primary?.measured).toBeUndefined();
  });
});
