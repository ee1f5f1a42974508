import type { Incident, SkylaneConfig } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { healthOf } from "../../../../test/support/builders.ts";
import { memoryDeps } from "../../../../test/support/memory-deps.ts";
import { runFailover } from "../../../../test/support/run-failover.ts";
import { twoGroups } from "../../../../test/support/two-groups.ts";
import { choosePaths } from "../paths/index.ts";
import { FailoverOrder, recordOutcome, storePlan } from "./index.ts";
import { outageOf } from "./outage.ts";

const plain = twoGroups({
  forbidden: [3, 3],
  automation: ["act", "act"],
  failback: ["auto", "auto"],
  movesOnDegraded: false,
  flapBudgetCount: 3,
});
/** Both primaries end in one building. */
const oneSite: SkylaneConfig = {
  ...plain,
  connections: plain.connections.map((one) => (one.id.endsWith("-dx") ? { ...one, site: "meet-me-1" } : one)),
};
const incident = (groupId: string, openedAtMs: number, more: Partial<Incident> = {}): Incident =>
  ({
    id: `fo-${groupId}-3`,
    groupId,
    fromPathId: `${groupId}-dx`,
    openedAtMs,
    trigger: { kind: "path-state" },
    ...more,
  }) as unknown as Incident;

describe("engine/failover/outage", () => {
  it("joins the incident of another group that failed with it, by what both share", () => {
    expect(outageOf(incident("h", 2_000), [incident("g", 1_000)], oneSite)).toEqual({
      headId: "fo-g-3",
      riskId: "site:meet-me-1",
    });
  });

  it("joins the head of the one it joins", () => {
    const head = { partOf: "fo-x-1" as Incident["id"] };

    expect(outageOf(incident("h", 2_000), [incident("g", 1_000, head)], oneSite)?.headId).toBe("fo-x-1");
  });

  it("makes one of two the head when both were opened at the same instant", () => {
    const [g, h] = [incident("g", 1_000), incident("h", 1_000)];

    expect([outageOf(g, [h], oneSite), outageOf(h, [g], oneSite)?.headId]).toEqual([undefined, "fo-g-3"]);
  });

  it.each<[string, Incident, Incident, SkylaneConfig]>([
    ["one that shares nothing", incident("h", 2_000), incident("g", 1_000), plain],
    ["one of long before", incident("h", 200_000), incident("g", 1_000), oneSite],
    ["a later one", incident("h", 1_000), incident("g", 2_000), oneSite],
    ["one of the same group", incident("g", 2_000), incident("g", 1_000), oneSite],
    [
      "a move that a person ordered",
      incident("h", 2_000),
      incident("g", 1_000, { trigger: { kind: "manual" } as unknown as Incident["trigger"] }),
      oneSite,
    ],
    [
      "anything, where it was ordered itself",
      incident("h", 2_000, { trigger: { kind: "manual" } as unknown as Incident["trigger"] }),
      incident("g", 1_000),
      oneSite,
    ],
  ])("does not join %s", (_, one, other, config) => {
    expect(outageOf(one, [other], config)).toBeUndefined();
  });

  it("is one outage from start to end: the second group's events name the first's incident", async () => {
    const deps = memoryDeps(oneSite);
    for (const group of oneSite.groups) {
      const choice = choosePaths(group, oneSite);
      if (choice) await storePlan(deps, choice);
      deps.world.deadPaths.add(`${group.id}-dx`);
      for (const { id } of group.paths) deps.records.set(id, healthOf(id, id.endsWith("-dx") ? "down" : "up"));
    }
    for (const groupId of ["g", "h"])
      await runFailover(
        deps,
        FailoverOrder.parse({
          incidentId: `fo-${groupId}-1`,
          groupId,
          trigger: { kind: "path-state", pathId: `${groupId}-dx`, vantageId: "v1", state: "down", epoch: 1 },
          orderedAtMs: 1_000_000,
        }),
      );

    const completed = deps.published.filter(({ type }) => type === "failover.completed.v1");
    expect(completed.map(({ data }) => data)).toMatchObject([
      { incidentId: "fo-g-1" },
      { incidentId: "fo-h-1", partOf: "fo-g-1" },
    ]);
    expect(completed[0]?.data).not.toHaveProperty("partOf");
    expect(deps.incidentById.get("fo-h-1")?.timeline.map(({ what }) => what)).toContain(
      "part of the outage that fo-g-1 began: site:meet-me-1",
    );
  });

  it("is over when the last of it is back", async () => {
    const deps = memoryDeps(oneSite);
    const moved = (groupId: string, partOf?: string): Incident =>
      ({
        ...incident(groupId, 1_000, partOf === undefined ? {} : { partOf: partOf as Incident["id"] }),
        status: "moved",
        preImages: [],
        timeline: [],
      }) as unknown as Incident;
    await deps.incidents.save(moved("g"));
    await deps.incidents.save(moved("h", "fo-g-3"));
    const proof = { sentCount: 9, answeredCount: 9, flowIds: [] };

    await recordOutcome(deps, "fo-g-3", { kind: "failed-back", proof });
    await recordOutcome(deps, "fo-h-3", { kind: "failed-back", proof });

    expect(deps.published.map(({ data }) => data)).toMatchObject([
      { incidentId: "fo-g-3", isOutageOver: false },
      { incidentId: "fo-h-3", isOutageOver: true },
    ]);
  });
});
