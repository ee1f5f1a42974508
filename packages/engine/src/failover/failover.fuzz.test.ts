import { type Approval, type ApprovalSettings, type PathStateName, SkylaneError } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aConfig, healthOf } from "../../../../test/support/builders.ts";
import { type MemoryDeps, memoryDeps } from "../../../../test/support/memory-deps.ts";
import { runFailover } from "../../../../test/support/run-failover.ts";
import { choosePaths } from "../paths/index.ts";
import { applyChange, FailoverOrder, snapshotRoutes, storePlan } from "./index.ts";

const state = fc.constantFrom<PathStateName>("unknown", "up", "degraded", "down");
const order = (kind: "path-state" | "manual", to: PathStateName) =>
  FailoverOrder.parse({
    incidentId: "fo-g-1",
    groupId: "g",
    trigger: { kind, pathId: "dx", ...(kind === "path-state" && { vantageId: "v1", state: to, epoch: 1 }) },
    orderedAtMs: 1_000_000,
  });

async function prepared(
  automation: "observe" | "advise" | "act" = "act",
  approval: Partial<ApprovalSettings> = {},
): Promise<MemoryDeps> {
  const config = aConfig((raw) => {
    for (const group of raw.groups) group.automation = automation;
    return { ...raw, failover: { approval } };
  });
  const deps = memoryDeps(config);
  const [group] = config.groups;
  const choice = group && choosePaths(group, config);
  if (choice) await storePlan(deps, choice);
  return deps;
}

describe("engine/failover (invariants)", () => {
  it("6: claims a move only when traffic is on the backup; otherwise every route is what it was", async () => {
    await fc.assert(
      fc.asyncProperty(
        state,
        state,
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        async (primary, backup, isStale, isBackupDead, isPrimaryDead) => {
          const deps = await prepared();
          deps.records.set("a", healthOf("dx", primary)).set("b", healthOf("vpn", backup));
          deps.world.isStale = isStale;
          if (isBackupDead) deps.world.deadPaths.add("vpn");
          if (isPrimaryDead) deps.world.deadPaths.add("dx");

          const status = await runFailover(deps, order("path-state", "degraded"));

          if (status === "moved") {
            expect(isStale || isBackupDead).toBe(false);
            expect(deps.world.packets.get("vpn") ?? 0).toBeGreaterThan(0);
          } else expect([...deps.world.routes]).toEqual([]);
        },
      ),
    );
  });

  it("8: writes no route unless the group is at act, and 5: none when both paths are bad", async () => {
    await fc.assert(
      fc.asyncProperty(
        state,
        state,
        fc.constantFrom("observe" as const, "advise" as const, "act" as const),
        async (primary, backup, level) => {
          const deps = await prepared(level);
          deps.records.set("a", healthOf("dx", primary)).set("b", healthOf("vpn", backup));

          await runFailover(deps, order("path-state", "degraded"));

          const mayWrite =
            level === "act" &&
            (primary === "down" || primary === "degraded") &&
            (backup === "up" || (backup === "degraded" && primary === "down"));
          if (!mayWrite) expect(deps.world.writes).toEqual([]);
        },
      ),
    );
  });

  it("a move that reaches too far writes no route but under an approval of this plan and target", async () => {
    await fc.assert(
      fc.asyncProperty(
        state,
        fc.constantFrom("path-state" as const, "manual" as const),
        fc.constantFrom("pending" as const, "approved" as const, "rejected" as const, "stale" as const, undefined),
        fc.boolean(),
        fc.boolean(),
        async (primary, kind, status, isThisPlan, isThisTarget) => {
          const deps = await prepared("act", { maxFlowCount: 1 });
          deps.records.set("a", healthOf("dx", primary)).set("b", healthOf("vpn", "up"));
          deps.world.deadPaths.add("dx");
          const hash = deps.planned.get("g")?.hash;
          const approval = {
            id: "ap-g-1-0",
            status,
            planHash: isThisPlan ? hash : "other",
            toPathId: isThisTarget ? "vpn" : "dx",
          } as unknown as Approval;
          if (status !== undefined) deps.approvalById.set(approval.id, approval);

          await runFailover(deps, FailoverOrder.parse({ ...order(kind, "down"), approvalId: approval.id }));

          if (status !== "approved" || !isThisPlan || !isThisTarget) expect(deps.world.writes).toEqual([]);
          else if (kind === "manual") expect(deps.world.writes).not.toEqual([]);
        },
      ),
    );
  });

  it("9: every write has a stored pre-image, and the undo restores the table exactly", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.constantFrom("t1|10.9.0.0/16", "t2|10.1.0.0/16", "t1|10.77.0.0/16"),
          fc.constantFrom("dx", "other"),
        ),
        fc.nat(1),
        async (routes, failing) => {
          const deps = await prepared();
          deps.records.set("a", healthOf("dx", "down")).set("b", healthOf("vpn", "up"));
          for (const [key, hop] of Object.entries(routes)) deps.world.routes.set(key, hop);
          const before = [...deps.world.routes].sort();
          let count = 0;
          deps.world.failOn = () =>
            count++ === failing ? new SkylaneError("ERR_CLOUD_DENIED", "denied", "no") : undefined;

          const status = await runFailover(deps, order("path-state", "degraded"));

          expect(status).toBe("rolled-back");
          expect([...deps.world.routes].sort()).toEqual(before);
          expect(deps.incidentById.get("fo-g-1")?.preImages).toHaveLength(2);
        },
      ),
    );
  });

  it("4: a writer with an older fence writes nothing once a newer one has acted", async () => {
    const deps = await prepared();
    deps.records.set("a", healthOf("dx", "down")).set("b", healthOf("vpn", "up"));
    await runFailover(deps, order("path-state", "degraded"));
    const step = { incidentId: order("manual", "up").incidentId, groupId: order("manual", "up").groupId };
    const { changes } = await snapshotRoutes(deps, step);
    await deps.leases.acquire("group:g", "newer");
    await deps.leases.admit("group:g", 7);
    const [first] = changes;
    if (!first) throw new Error("no change");

    await expect(applyChange(deps, { ...step, fence: 1, ...first })).rejects.toMatchObject({ name: "ERR_FENCE_STALE" });
  });

  it("1: never chooses a path that its policy forbids", () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 2, maxLength: 2 }),
        fc.boolean(),
        fc.boolean(),
        (encrypted, requireEncryption, forbidPublicInternet) => {
          const config = aConfig((raw) => ({
            ...raw,
            policies: [{ id: "open", requireEncryption, forbidPublicInternet }],
            connections: raw.connections.map((one, i) => ({ ...one, isEncrypted: encrypted[i] })),
          }));
          const [group] = config.groups;
          const choice = group && choosePaths(group, config);
          for (const pathId of [choice?.primaryPathId, choice?.backupPathId]) {
            const connection = config.connections.find(({ id }) => (id as string) === pathId);
            if (!connection) continue;
            if (requireEncryption) expect(connection.isEncrypted).toBe(true);
            if (forbidPublicInternet) expect(connection.isPublic).toBe(false);
          }
        },
      ),
    );
  });
});
