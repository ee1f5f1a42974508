import { type FailoverRefused, type Incident, KillSwitchView } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aConfig, healthOf } from "../../../../../test/support/builders.ts";
import { type MemoryDeps, memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { runFailover } from "../../../../../test/support/run-failover.ts";
import { choosePaths } from "../../paths/index.ts";
import {
  askApproval,
  checkGuards,
  decideApproval,
  FailoverOrder,
  listApprovals,
  orderFailover,
  setKillSwitch,
  showKillSwitch,
  storePlan,
} from "../index.ts";
import { judgeVerdict } from "./judge-verdict.ts";

const OPS = { id: "ops@globalcart.example" };
const LEAD = { id: "lead@globalcart.example" };
const people = [
  { id: OPS.id, role: "approver" },
  { id: LEAD.id, role: "approver" },
  { id: "admin@globalcart.example", role: "admin" },
];
const MINUTE_MS = 60_000;
const byItself = FailoverOrder.parse({
  incidentId: "fo-g-3",
  groupId: "g",
  trigger: { kind: "path-state", pathId: "dx", vantageId: "v1", state: "down", epoch: 1 },
  orderedAtMs: 1_000_000,
});

/** The small estate, in which one critical flow is one too many to be moved alone. */
async function ready(limits: object = { maxFlowCount: 1 }, more: object = {}): Promise<MemoryDeps> {
  const config = aConfig((raw) => ({ ...raw, people, failover: { approval: limits }, ...more }));
  const deps = memoryDeps(config);
  await storePlanOf(deps, 0);
  deps.records.set("a", healthOf("dx", "down")).set("b", healthOf("vpn", "up"));
  deps.world.deadPaths.add("dx");
  return deps;
}
async function storePlanOf(deps: MemoryDeps, proofFlows: 0 | 1): Promise<void> {
  const { config } = deps;
  const [group] = config.groups;
  const choice = group && choosePaths(group, config);
  const flows = proofFlows === 0 ? config.flows : config.flows.slice(1);
  if (choice) await storePlan({ ...deps, config: { ...config, flows } }, choice);
}

/** Runs the held workflow and what listens to its refusal. */
async function held(deps: MemoryDeps, order: FailoverOrder = byItself) {
  expect(await runFailover(deps, order)).toBe("refused");
  const refused = deps.published.findLast(({ type }) => type === "failover.refused.v1")?.data as FailoverRefused;
  const approval = await askApproval(deps, refused);
  if (!approval) throw new Error("nothing was asked");
  return { approval, verdict: { planHash: approval.planHash.slice(0, 12), reason: "looked at it" } };
}
const lastOrder = (deps: MemoryDeps): FailoverOrder => FailoverOrder.parse(deps.started.at(-1)?.input);

describe("engine/failover/approval", () => {
  it.each([
    ["maxFlowCount", { maxFlowCount: 1 }, "2 flows (1 are allowed)"],
    ["maxNeededMbps", { maxNeededMbps: 10 }, "500 Mbps at the peak (10 are allowed)"],
    ["maxMonthlyGb", { maxMonthlyGb: 10 }, "90 GB a month (10 are allowed)"],
  ])("a move beyond %s waits for an approver, and a person is woken", async (_, limits, says) => {
    const config = aConfig((raw) => ({
      ...raw,
      flows: raw.flows.map((flow, i) => (i === 0 ? { ...flow, peakMbps: 500, monthlyGb: 90 } : flow)),
      failover: { approval: limits },
    }));
    const deps = memoryDeps(config);
    await storePlanOf(deps, 0);
    deps.records.set("a", healthOf("dx", "down")).set("b", healthOf("vpn", "up"));
    deps.world.deadPaths.add("dx");

    expect(await checkGuards(deps, byItself)).toEqual({
      kind: "hold",
      rule: "approval-needed",
      reason: `the move to vpn needs an approver: ${says}`,
      isPage: true,
      toPathId: "vpn",
    });
  });

  it("counts the groups that are away already: a storm is a move too far", async () => {
    const deps = await ready({ maxGroupCount: 2 });
    for (const groupId of ["one", "two"])
      deps.incidentById.set(groupId, {
        id: groupId,
        groupId,
        status: "moved",
        trigger: byItself.trigger,
        openedAtMs: 1,
      } as unknown as Incident);

    expect(await checkGuards(deps, byItself)).toMatchObject({ rule: "approval-needed" });
  });

  it("moves by itself where nothing is beyond, as by default", async () => {
    expect(await runFailover(await ready({}), byItself)).toBe("moved");
  });

  it("asks once for one incident, plan and target, whatever comes twice", async () => {
    const deps = await ready();

    const { approval } = await held(deps);
    const { approval: again } = await held(deps);

    expect(again).toEqual(approval);
    expect((await listApprovals(deps)).approvals).toHaveLength(1);
    expect(approval).toMatchObject({
      status: "pending",
      incidentId: "fo-g-3",
      fromPathId: "dx",
      toPathId: "vpn",
      planHash: deps.planned.get("g")?.hash,
      radius: { groupCount: 1, flowCount: 2, criticalFlowCount: 1 },
      expiresAtMs: deps.clock.nowMs() + 15 * MINUTE_MS,
    });
    expect(deps.published.find(({ type }) => type === "failover.approval-asked.v1")).toMatchObject({
      subject: approval.id,
      data: { approvalId: approval.id, planHash: approval.planHash },
    });
  });

  it("does not ask for what was held for another reason", async () => {
    const deps = await ready();
    await held(deps);
    const refused = deps.published.find(({ type }) => type === "failover.refused.v1")?.data as FailoverRefused;

    expect(await askApproval(deps, { ...refused, rule: "both-paths-bad" })).toBeUndefined();
  });

  it("an approved move is made, under the plan that was shown, and told", async () => {
    const deps = await ready();
    const { approval, verdict } = await held(deps);
    expect(deps.world.writes).toEqual([]);

    const decided = await decideApproval(deps, approval.id, "approve", verdict, LEAD);
    expect(decided).toMatchObject({ status: "approved", decidedBy: LEAD.id, note: "looked at it" });
    expect(lastOrder(deps)).toMatchObject({ approvalId: approval.id, trigger: { kind: "manual", by: LEAD.id } });
    expect(await runFailover(deps, lastOrder(deps))).toBe("moved");
    expect(deps.world.writes.length).toBeGreaterThan(0);
    expect(deps.published.find(({ type }) => type === "failover.approval-decided.v1")?.data).toMatchObject({
      outcome: "approved",
      by: LEAD.id,
    });
  });

  it("approving twice moves once, and a process that died in between is made good", async () => {
    const deps = await ready();
    const { approval, verdict } = await held(deps);
    const dying = {
      ...deps,
      workflows: {
        start: async () => {
          throw new Error("the process is dead");
        },
      },
    };

    await expect(decideApproval(dying, approval.id, "approve", verdict, LEAD)).rejects.toThrow("dead");
    expect(deps.started).toEqual([]);
    const first = await decideApproval(deps, approval.id, "approve", verdict, LEAD);
    const second = await decideApproval(deps, approval.id, "approve", verdict, { id: "admin@globalcart.example" });

    expect(second).toEqual(first);
    expect(deps.started).toHaveLength(1);
  });

  it("of two verdicts at once one counts, and the other is told so", async () => {
    const deps = await ready();
    const { approval, verdict } = await held(deps);

    const answers = await Promise.allSettled([
      decideApproval(deps, approval.id, "approve", verdict, LEAD),
      decideApproval(deps, approval.id, "reject", verdict, OPS),
    ]);

    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(answers.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { name: "ERR_APPROVAL_ENDED" },
    });
    expect(deps.started.length).toBe(deps.approvalById.get(approval.id)?.status === "approved" ? 1 : 0);
  });

  it("a rejected move stays where it is, and cannot be approved any more", async () => {
    const deps = await ready();
    const { approval, verdict } = await held(deps);

    await decideApproval(deps, approval.id, "reject", verdict, LEAD);
    await expect(decideApproval(deps, approval.id, "approve", verdict, LEAD)).rejects.toMatchObject({
      name: "ERR_APPROVAL_ENDED",
      message: expect.stringContaining("is rejected already"),
    });
    expect([deps.started, deps.world.writes]).toEqual([[], []]);
  });

  it("a request that ran out counts as rejected", async () => {
    const deps = await ready();
    const { approval, verdict } = await held(deps);
    deps.clock.advance(15 * MINUTE_MS);

    await expect(decideApproval(deps, approval.id, "approve", verdict, LEAD)).rejects.toMatchObject({
      name: "ERR_APPROVAL_ENDED",
      message: expect.stringContaining("expired"),
    });
    expect(deps.started).toEqual([]);
  });

  it("whoever ordered a large move cannot approve it, but withdraw it; somebody else can", async () => {
    const deps = await ready();
    deps.records.set("a", healthOf("dx", "up"));
    const { incidentId } = await orderFailover(deps, "g", OPS.id);
    const { approval, verdict } = await held(deps, lastOrder(deps));

    expect(approval).toMatchObject({ incidentId, askedBy: OPS.id });
    await expect(decideApproval(deps, approval.id, "approve", verdict, OPS)).rejects.toMatchObject({
      name: "ERR_APPROVAL_OWN",
    });
    expect((await decideApproval(deps, approval.id, "approve", verdict, LEAD)).status).toBe("approved");

    const other = await ready();
    await orderFailover(other, "g", OPS.id);
    const withdrawn = await held(other, lastOrder(other));
    expect((await decideApproval(other, withdrawn.approval.id, "reject", withdrawn.verdict, OPS)).status).toBe(
      "rejected",
    );
  });

  it("a policy may speak of the move: who is held to small ones lets no large one go, and rejects it", async () => {
    const policies = `@id("small-moves") forbid (principal == Skylane::Person::"${LEAD.id}", action == Skylane::Action::"decide-approval",
      resource is Skylane::HeldMove) when { context.isSignature && (resource.group == "g" && resource.flowCount > 1) };`;
    const deps = await ready(undefined, { rights: { policies } });
    const { approval, verdict } = await held(deps);

    await expect(decideApproval(deps, approval.id, "approve", verdict, LEAD)).rejects.toMatchObject({
      name: "ERR_NOT_ALLOWED",
      message: expect.stringContaining("small-moves"),
    });
    expect(deps.approvalById.get(approval.id)?.status).toBe("pending");
    expect(deps.started).toEqual([]);
    expect((await decideApproval(deps, approval.id, "reject", verdict, LEAD)).status).toBe("rejected");
  });

  it("whoever is not among the people lets nothing go", async () => {
    const deps = await ready();
    const { approval, verdict } = await held(deps);

    await expect(
      decideApproval(deps, approval.id, "approve", verdict, { id: "eve@elsewhere.example" }),
    ).rejects.toMatchObject({ name: "ERR_NOT_ALLOWED" });
    expect(deps.started).toEqual([]);
  });

  it("the kill switch wins over an approval, before and after it is given", async () => {
    const before = await ready();
    const one = await held(before);
    before.killSwitchState.isStopped = true;
    await expect(decideApproval(before, one.approval.id, "approve", one.verdict, LEAD)).rejects.toMatchObject({
      name: "ERR_ACTUATION_STOPPED",
    });
    expect(before.approvalById.get(one.approval.id)?.status).toBe("pending");

    const after = await ready();
    const two = await held(after);
    await decideApproval(after, two.approval.id, "approve", two.verdict, LEAD);
    after.killSwitchState.isStopped = true;
    expect(await checkGuards(after, lastOrder(after))).toMatchObject({ kind: "hold", rule: "kill-switch" });
  });

  it("a plan that changed since it was shown is refused, and asked anew", async () => {
    const deps = await ready();
    const { approval, verdict } = await held(deps);
    await storePlanOf(deps, 1);

    await expect(decideApproval(deps, approval.id, "approve", verdict, LEAD)).rejects.toMatchObject({
      name: "ERR_APPROVAL_STALE",
      message: expect.stringContaining("asked anew as ap-g-3-"),
    });
    const { approvals } = await listApprovals(deps);
    expect(approvals.map(({ status }) => status)).toEqual(["pending", "stale"]);
    expect(approvals[0]?.planHash).toBe(deps.planned.get("g")?.hash);
    expect(deps.started).toEqual([]);
  });

  it("a plan that changed between the approval and the move stops the move", async () => {
    const deps = await ready();
    const { approval, verdict } = await held(deps);
    await decideApproval(deps, approval.id, "approve", verdict, LEAD);
    await storePlanOf(deps, 1);

    expect(await checkGuards(deps, lastOrder(deps))).toMatchObject({ rule: "approval-needed" });
  });

  it("a primary that came back needs no approval any more: refused, and nothing is asked", async () => {
    const deps = await ready();
    const { approval, verdict } = await held(deps);
    deps.records.set("a", healthOf("dx", "up", { epoch: 2 }));

    await expect(decideApproval(deps, approval.id, "approve", verdict, LEAD)).rejects.toMatchObject({
      name: "ERR_APPROVAL_STALE",
      message: "nothing was moved: dx is up again",
    });
    expect((await listApprovals(deps)).approvals.map(({ status }) => status)).toEqual(["stale"]);
  });

  it("an order under an approval that was never given is held", async () => {
    const deps = await ready({});
    const order = FailoverOrder.parse({
      ...byItself,
      trigger: { kind: "manual", pathId: "dx" },
      approvalId: "ap-none-1",
    });

    expect(await checkGuards(deps, order)).toMatchObject({ kind: "hold", rule: "approval-needed" });
  });

  it("knows no approval that nobody asked for, and forgets those of long ago when it asks again", async () => {
    const deps = await ready();
    await expect(
      decideApproval(deps, "ap-none-1", "approve", { planHash: "123456789012", reason: "r" }, LEAD),
    ).rejects.toMatchObject({ name: "ERR_APPROVAL_MISSING" });

    const { approval } = await held(deps);
    deps.clock.advance(8 * 86_400_000);
    deps.records.set("a", { ...healthOf("dx", "down"), sampledAtMs: deps.clock.nowMs() });
    deps.records.set("b", { ...healthOf("vpn", "up"), sampledAtMs: deps.clock.nowMs() });
    const later = { ...byItself, incidentId: "fo-g-9" as typeof byItself.incidentId, orderedAtMs: deps.clock.nowMs() };
    await held(deps, later);

    expect([...deps.approvalById.keys()]).not.toContain(approval.id);
    expect(deps.approvalById.size).toBe(1);
  });

  it("a verdict counts only on a request that waits and for the plan shown", async () => {
    const deps = await ready();
    const { approval } = await held(deps);
    const asked = approval;

    fc.assert(
      fc.property(
        fc.record({
          kind: fc.constantFrom("approve" as const, "reject" as const),
          planHash: fc.constantFrom(asked.planHash.slice(0, 12), "f".repeat(12)),
        }),
        fc.constantFrom("pending" as const, "approved" as const, "rejected" as const, "stale" as const),
        fc.integer({ min: 0, max: 30 }),
        (verdict, status, afterMin) => {
          const now = asked.askedAtMs + afterMin * MINUTE_MS;
          const counts = judgeVerdict({ ...asked, status } as typeof approval, verdict, now).kind === "counts";

          expect(counts).toBe(
            status === "pending" && now < asked.expiresAtMs && asked.planHash.startsWith(verdict.planHash),
          );
        },
      ),
    );
  });

  it("tells who stopped everything, and why", async () => {
    const deps = await ready();

    await setKillSwitch(deps, { isStopped: true, by: OPS.id, reason: "change freeze" });

    expect(deps.published).toMatchObject([
      { type: "failover.kill-switch-set.v1", data: { isStopped: true, by: OPS.id, reason: "change freeze" } },
    ]);
    expect(KillSwitchView.parse(await showKillSwitch(deps)).isStopped).toBe(true);
  });
});
