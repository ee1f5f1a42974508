import { IntentId } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { aPlan, aRun } from "../../../../../test/support/intent-builders.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { orderIntent } from "../use-cases/order-intent.ts";
import { placeRun } from "./place-run.ts";

const settings = (building: "on" | "off") => ({ ...aConfig().intents, building });
const lead = { id: "lead@globalcart.example", role: "approver" } as const;
const designing = () => memoryDeps({ ...aConfig((raw) => ({ ...raw, people: [lead] })), intents: settings("off") });
const approve = { person: { id: "lead@globalcart.example" }, reason: "fine", planHash: aPlan().hash };

describe("engine/intent/provision/place-run", () => {
  it.each(["auto", "one-approver", "two-approvers"] as const)(
    "leaves a plan of tier %s designed where nothing is built, and says what to do",
    (tier) => {
      const placed = placeRun(aRun(), aPlan({ risk: { tier, reasons: [] } }), 1_000, settings("off"));

      expect(placed).toMatchObject({ status: "designed", failure: expect.stringContaining("provisioning: on") });
      expect(placed.approvalExpiresAtMs).toBeUndefined();
    },
  );

  it("lets a plan go, or wait for signatures, where connections are built, and forgets what stood in its way before", () => {
    const before = placeRun(aRun(), aPlan(), 1_000, settings("off"));

    expect(placeRun(before, aPlan(), 1_000, settings("on"))).toMatchObject({ status: "approved" });
    const waits = placeRun(before, aPlan({ risk: { tier: "one-approver", reasons: [] } }), 1_000, settings("on"));
    expect(waits).toMatchObject({ status: "awaiting-approval", approvalExpiresAtMs: 86_401_000 });
    expect(waits.failure).toBeUndefined();
  });

  it("tells of broken rules first: these are what has to be changed in the request", () => {
    const violation = {
      intentId: IntentId.parse("in-1-abc-1"),
      rule: "pci-dss.4",
      reason: "in the clear",
      isFixable: true,
      alternatives: [],
    };

    expect(placeRun(aRun(), aPlan({ violations: [violation] }), 0, settings("off")).status).toBe("violating");
  });

  it.each(["designed", "awaiting-approval"] as const)(
    "nobody signs a plan that is %s where nothing is built",
    async (status) => {
      const deps = designing();
      const run = aRun({
        status,
        plan: aPlan({ risk: { tier: "one-approver", reasons: [] } }),
        approvalExpiresAtMs: 1e15,
      });
      deps.building.runs.set(run.id, run);

      await expect(orderIntent(deps, run.id, "approve", approve)).rejects.toMatchObject({
        code: "ERR_INTENT_DESIGNED_ONLY",
        message: expect.stringContaining("provisioning: on"),
      });
      expect(deps.building.runs.get(run.id)).toEqual(run);
      expect(deps.started).toEqual([]);
    },
  );

  it("a designed plan can be put away", async () => {
    const deps = designing();
    const run = aRun({ status: "designed", plan: aPlan() });
    deps.building.runs.set(run.id, run);

    await orderIntent(deps, IntentId.parse(run.id), "cancel", { ...approve, reason: "seen enough" });

    expect(deps.building.runs.get(run.id)?.status).toBe("cancelled");
  });
});
