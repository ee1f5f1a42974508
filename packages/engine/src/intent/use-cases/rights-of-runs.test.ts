import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { aRun } from "../../../../../test/support/rights.ts";
import { aTopology } from "../../../../../test/support/topologies.ts";
import { orderIntent, submitIntents } from "../index.ts";

const people = [
  { id: "ops@globalcart.example", role: "operator" },
  { id: "lead@globalcart.example", role: "approver" },
];
const policies = `
  @id("retail-only")
  forbid (principal == Skylane::Person::"ops@globalcart.example", action, resource is Skylane::IntentRun)
  unless { resource has costCentre && resource.costCentre == "retail" };

  @id("not-signed-by-lead")
  forbid (principal == Skylane::Person::"lead@globalcart.example", action == Skylane::Action::"decide-intent", resource is Skylane::IntentRun)
  when { context.isSignature };`;
const ready = () => memoryDeps(aConfig((raw) => ({ ...raw, people, rights: { policies } })));
const [ops, lead] = people.map(({ id }) => ({ id }));
const words = (costCentre: string) => ({ text: "connect a to b", answers: {}, acceptFixes: false, costCentre });
const because = { reason: "no need any more" };
const refusedBy = (policy: string) => ({ name: "ERR_NOT_ALLOWED", message: expect.stringContaining(policy) });

describe("engine/intent, rights of runs", () => {
  it("what a policy forbids to ask for is stored nowhere and told", async () => {
    const deps = ready();
    await deps.topologies.saveSnapshot(aTopology([]));

    await expect(submitIntents(deps, [words("bank")], ops ?? { id: "" })).rejects.toMatchObject(
      refusedBy("retail-only"),
    );
    expect(deps.building.runs.size).toBe(0);
    expect(deps.published).toMatchObject([{ type: "access.refused.v1", data: { policies: ["retail-only"] } }]);

    await submitIntents(deps, [words("retail")], ops ?? { id: "" });
    expect(deps.building.runs.size).toBe(1);
  });

  it("an order that a policy forbids for this run changes nothing of it, and of another run it is carried out", async () => {
    const deps = ready();
    const run = await deps.intents.open(aRun({ costCentre: "bank" }));

    await expect(orderIntent(deps, run.id, "cancel", { person: ops ?? { id: "" }, ...because })).rejects.toMatchObject(
      refusedBy("retail-only"),
    );
    expect(deps.building.runs.get(run.id)).toMatchObject({ status: "awaiting-approval" });
    expect(await orderIntent(deps, run.id, "cancel", { person: lead ?? { id: "" }, ...because })).toMatchObject({
      status: "cancelled",
    });
  });

  it("a signature that a policy forbids does not count, although its giver may reject", async () => {
    const deps = ready();
    const plan = { hash: "0123456789ab".repeat(5), steps: [], cost: {}, risk: { tier: "one-approver", reasons: [] } };
    const run = await deps.intents.open(aRun({ plan, approvalExpiresAtMs: deps.clock.nowMs() + 1_000 }));
    const order = { person: lead ?? { id: "" }, ...because };

    await expect(orderIntent(deps, run.id, "approve", { ...order, planHash: plan.hash })).rejects.toMatchObject(
      refusedBy("not-signed-by-lead"),
    );
    expect(deps.building.runs.get(run.id)).toMatchObject({ status: "awaiting-approval", signatures: [] });
    expect(await orderIntent(deps, run.id, "reject", order)).toMatchObject({ status: "rejected" });
  });
});
