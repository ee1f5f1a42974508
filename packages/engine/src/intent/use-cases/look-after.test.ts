import { IntentId, type IntentRun } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aStandingRun, builtConfig, builtTopology, wanted } from "../../../../../test/support/built-runs.ts";
import { connectWorld } from "../../../../../test/support/connect-worlds.ts";
import { type MemoryDeps, memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { lookAfter, showDocument, withdrawProvisioning } from "../index.ts";

const runId = "in-1-abc";
async function ready(count = 1): Promise<MemoryDeps> {
  const deps = memoryDeps(builtConfig());
  await stand(deps, count);
  await deps.topologies.saveSnapshot(builtTopology());
  return deps;
}
async function stand(deps: MemoryDeps, count: number, id = runId, orderedAtMs = 1): Promise<void> {
  const { run, made } = aStandingRun(count, id);
  deps.building.runs.set(run.id, run);
  for (const one of made) await deps.made.put(run.id, { ...one, orderedAtMs });
}
const change = (deps: MemoryDeps, more: object, id = runId): void => {
  const run = deps.building.runs.get(id);
  if (run) deps.building.runs.set(id, { ...run, ...more, version: run.version + 1 });
};
/** Taken back, as the workflow leaves it. */
async function takeBack(deps: MemoryDeps, undoneIntentIds: readonly string[], id = runId): Promise<void> {
  for (const one of await deps.made.list(id)) await deps.made.put(id, { ...one, state: "removed" });
  const phases = [{ name: "undo", startedAtMs: 5_000, endedAtMs: 9_000 }];
  change(
    deps,
    { status: "undone", undoneIntentIds, undoneBy: "ops@globalcart.example", failure: "no more", phases },
    id,
  );
}
const typesOf = (deps: MemoryDeps) => deps.published.map(({ type }) => type);

describe("engine/intent/use-cases/look-after", () => {
  it("of a run that stands there are a group with its plan, a record, and a document of each connection", async () => {
    const deps = await ready(2);

    const { groupIds, documentCount } = await lookAfter(deps, runId);

    expect([groupIds.length, documentCount]).toEqual([1, 2]);
    expect([...deps.building.groups.keys()]).toEqual(groupIds);
    expect(typesOf(deps)).toEqual(["paths.plan-updated.v1", "intent.documented.v1"]);
    expect(deps.building.builtRecords.get(runId)).toMatchObject({
      owner: "ops@globalcart.example",
      costCentre: "cc-4711",
      watches: [{ by: "own-group" }, { by: "own-group" }],
      leansOnRunIds: [],
    });
    const markdown = deps.building.documentOf.get(`${runId}-1`)?.markdown ?? "";
    expect(markdown).toContain("| Asked for by | dev&#64;globalcart.example |");
    expect(markdown).toContain("| Signed by | lead&#64;globalcart.example (seen) |");
    expect(markdown).toContain(`skylane intents undo ${runId}-1`);
  });

  it("each row of a table has its own owner and cost centre, in its document and its share of the cost", async () => {
    const deps = await ready(2);
    const run = deps.building.runs.get(runId);
    const rows = [{ owner: "a@globalcart.example", costCentre: "cc-1" }, { costCentre: "cc-2" }];
    change(deps, {
      intents: run?.intents.map((one, i) => ({ ...one, request: { text: "x", answers: {}, ...rows[i] } })),
    });
    const { estimates } = connectWorld(builtTopology());

    await lookAfter({ ...deps, estimates }, runId);

    expect(deps.building.builtRecords.get(runId)).toMatchObject({
      monthlyUsd: 160.6,
      shares: [
        { owner: "a@globalcart.example", costCentre: "cc-1", monthlyUsd: 80.3 },
        { owner: "dev@globalcart.example", costCentre: "cc-2", monthlyUsd: 80.3 },
      ],
    });
    const [one, two] = [1, 2].map((n) => deps.building.documentOf.get(`${runId}-${n}`)?.markdown ?? "");
    expect(one).toContain("| Owner | a&#64;globalcart.example |\n| Cost centre | cc\\-1 |");
    expect(one).toContain("Its share: $80.30, charged to cc\\-1;");
    expect(two).toContain("| Owner | dev&#64;globalcart.example |\n| Cost centre | cc\\-2 |");
  });

  it("twice is as once: nothing is written anew, and nothing told", async () => {
    const deps = await ready();
    await lookAfter(deps, runId);
    const before = structuredClone([deps.building.groups, deps.building.documentOf]);
    deps.published.splice(0);

    expect(await lookAfter(deps, runId)).toMatchObject({ documentCount: 0 });

    expect([deps.building.groups, deps.building.documentOf]).toEqual(before);
    expect(typesOf(deps)).toEqual(["paths.plan-updated.v1"]);
  });

  it("what a month of each object costs is known by its price, and a price that is not known is none", async () => {
    const deps = await ready();
    const { resources, monthlyUsd } = await record();
    expect(resources.find(({ resource }) => resource === "aws.vpn-connection")?.monthlyUsd).toBeUndefined();
    expect(resources.find(({ resource }) => resource === "aws.customer-gateway")?.monthlyUsd).toBe(0);
    expect(monthlyUsd).toBeUndefined();

    const { estimates } = connectWorld(builtTopology());
    await lookAfter({ ...deps, estimates }, runId);
    const known = deps.building.builtRecords.get(runId);
    // 730 hours of the connection, of its attachment and of its two addresses, at the list prices of us-east-1
    expect(known?.resources.filter(({ resource }) => resource === "aws.vpn-connection")).toMatchObject([
      { monthlyUsd: 80.3 },
      { monthlyUsd: 80.3 },
    ]);
    expect(known?.resources.map(({ resource }) => resource)).not.toContain("azure.vpn-gateway");
    expect(known?.monthlyUsd).toBe(160.6);

    async function record() {
      await lookAfter(deps, runId);
      const found = deps.building.builtRecords.get(runId);
      if (!found) throw new Error("no record");
      return found;
    }
  });

  it("before the first object is taken away its groups and plans are gone, so that nobody is woken", async () => {
    const deps = await ready();
    const { groupIds } = await lookAfter(deps, runId);
    const [groupId = ""] = groupIds;
    deps.planned.set(groupId, { groupId } as never);
    const seenAtFirst: number[] = [];
    deps.building.failOn = () => void seenAtFirst.push(deps.building.groups.size + deps.planned.size) as undefined;

    const run = deps.building.runs.get(runId) as IntentRun;
    deps.building.runs.set(runId, { ...run, undoneIntentIds: run.intents.map(({ id }) => id) });

    await withdrawProvisioning(deps, { runId: IntentId.parse(runId), failure: "" });

    expect(seenAtFirst[0]).toBe(0);
  });

  it("of a run that was taken back nothing is left but documents that say what is gone, and when", async () => {
    const deps = await ready();
    const { groupIds } = await lookAfter(deps, runId);
    deps.planned.set(groupIds[0] ?? "", { groupId: groupIds[0] } as never);
    deps.planned.set("declared", { groupId: "declared" } as never);
    await takeBack(deps, [`${runId}-1`]);

    await lookAfter(deps, runId);

    expect([deps.building.groups.size, deps.building.builtRecords.size]).toEqual([0, 0]);
    expect([...deps.planned.keys()]).toEqual(["declared"]);
    const markdown = deps.building.documentOf.get(`${runId}-1`)?.markdown ?? "";
    expect(markdown).toContain(
      "**Taken back** on 1970\\-01\\-01T00\\:00\\:09.000Z by ops&#64;globalcart.example: no more",
    );
    expect(markdown).toMatch(/\| gone \|/);
    expect(markdown).not.toContain("## Runbook");
    await lookAfter(deps, runId);
    expect(deps.building.documentOf.get(`${runId}-1`)?.markdown).toBe(markdown);
  });

  it("what still stands of a run goes on being looked after", async () => {
    const deps = await ready(2);
    await lookAfter(deps, runId);
    change(deps, {
      undoneIntentIds: [`${runId}-1`],
      undoneBy: "ops@globalcart.example",
      phases: [{ name: "undo", startedAtMs: 5_000, endedAtMs: 9_000 }],
    });

    await lookAfter(deps, runId);

    const [group] = deps.building.groups.values();
    expect(group).toMatchObject({ intentIds: [`${runId}-2`], group: { paths: [{ probe: { host: "10.2.1.22" } }] } });
    expect(deps.building.documentOf.get(`${runId}-1`)?.takenBackAtMs).toBe(9_000);
    expect(deps.building.documentOf.get(`${runId}-2`)?.takenBackAtMs).toBeUndefined();
  });

  it("a run that leans on another stands by itself when that one is gone", async () => {
    const deps = await ready();
    await lookAfter(deps, runId);
    await stand(deps, 1, "in-2-def", 2);
    const { run } = aStandingRun(1, "in-2-def");
    const [way] = run.plan?.ways ?? [];
    change(
      deps,
      { plan: { ...run.plan, ways: [{ ...way, connectionIds: ["vpn-seen-1", "vpn-seen-2"], stepIds: [] }] } },
      "in-2-def",
    );
    await lookAfter(deps, "in-2-def");
    expect(deps.building.groups.size).toBe(1);
    const before = deps.building.builtRecords.get("in-2-def");
    expect(before).toMatchObject({ leansOnRunIds: [runId] });
    expect(before?.resources.filter(({ resource }) => resource === "aws.vpn-connection")).toEqual([]);

    await takeBack(deps, [`${runId}-1`]);
    await lookAfter(deps, runId);

    expect([...deps.building.groups.values()].map((one) => one.runId)).toEqual(["in-2-def"]);
    const after = deps.building.builtRecords.get("in-2-def");
    expect(after).toMatchObject({ leansOnRunIds: [], watches: [{ by: "own-group" }] });
    expect(after?.resources.filter(({ resource }) => resource === "aws.vpn-connection").length).toBeGreaterThan(0);
  });

  it.each(["undoing", "proving", "rejected", "rolled-back"])(
    "writes nothing of a run that is %s and never stood",
    async (status) => {
      const deps = await ready();
      change(deps, { status });

      expect(await lookAfter(deps, runId)).toEqual({ groupIds: [], documentCount: 0 });
      expect([deps.building.groups.size, deps.building.documentOf.size]).toEqual([0, 0]);
    },
  );
});

describe("engine/intent/use-cases/show-document", () => {
  it("shows what is kept, by intent or all of a run; before it is kept, what would be", async () => {
    const deps = await ready(2);
    const early = await showDocument(deps, `${runId}-1`);
    await lookAfter(deps, runId);

    expect(early).toContain(`| Intent | ${runId}-1 |`);
    const all = await showDocument(deps, runId);
    expect(all.match(/^# /gm)).toHaveLength(2);
    expect(await showDocument(deps, `${runId}-2`)).toBe(deps.building.documentOf.get(`${runId}-2`)?.markdown);
  });

  it("says of what never stood that there is none", async () => {
    const deps = await ready();
    change(deps, { status: "rolled-back" });

    await expect(showDocument(deps, runId)).rejects.toMatchObject({ code: "ERR_DOCUMENT_MISSING" });
    await expect(showDocument(deps, wanted(7, "in-9-none").id)).rejects.toMatchObject({ code: "ERR_INTENT_MISSING" });
  });
});
