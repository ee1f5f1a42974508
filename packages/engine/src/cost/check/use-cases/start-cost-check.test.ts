import { describe, expect, it } from "vitest";
import { memoryDeps } from "../../../../../../test/support/memory-deps.ts";
import { anInventory } from "../../../../../../test/support/topologies.ts";
import { startCostCheck } from "./start-cost-check.ts";
import { tellCheckFailure } from "./tell-check-failure.ts";

const AT_MS = Date.UTC(2026, 10, 22, 6, 30);

describe("engine/cost/check/start-cost-check", () => {
  it("starts one look for a moment, by what there is to look at", async () => {
    const bills = [{ id: "aws", format: "focus", at: "s3://bills/aws" }];
    const deps = memoryDeps(
      anInventory({
        clouds: { aws: { accounts: [{ id: "111111111111", regions: ["us-east-1"] }] } },
        costs: { bills },
      }),
    );

    await startCostCheck(deps, { kind: "bills", atMs: AT_MS });
    await startCostCheck(deps, { kind: "meter", atMs: AT_MS });

    expect(await startCostCheck(deps, { kind: "bills", atMs: AT_MS })).toBe("already-started");
    expect(deps.started.map(({ workflow, input }) => [workflow, input])).toEqual([
      ["cost-check", { kind: "bills", atMs: AT_MS }],
      ["cost-check", { kind: "meter", atMs: AT_MS }],
    ]);
  });

  it("starts nothing without a bill, or without a cloud that counts", async () => {
    const deps = memoryDeps(anInventory());

    expect(await startCostCheck(deps, { kind: "bills", atMs: AT_MS })).toBe("nothing-to-look-at");
    expect(await startCostCheck(deps, { kind: "meter", atMs: AT_MS })).toBe("nothing-to-look-at");
    expect(deps.started).toEqual([]);
  });
});

describe("engine/cost/check/tell-check-failure", () => {
  it("tells the same of a day under one id, and the next day anew", async () => {
    const deps = memoryDeps(anInventory());
    for (const atMs of [AT_MS, AT_MS + 1_800_000, AT_MS + 86_400_000])
      await tellCheckFailure(deps, { kind: "meter", atMs, reason: "x".repeat(9_000) });

    const keys = deps.published.map(({ idempotencyKey }) => idempotencyKey);
    expect(new Set(keys).size).toBe(2);
    expect(keys[0]).toBe(keys[1]);
    expect(deps.published[0]?.data).toEqual({ kind: "meter", reason: "x".repeat(4_000) });
  });
});
