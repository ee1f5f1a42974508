import type { FailoverPlan, PathOverride } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { targetsByOrder } from "./path-orders.ts";

const plan = {
  backupPathId: "b",
  spares: [
    { pathId: "c", changes: [] },
    { pathId: "d", changes: [] },
  ],
} as unknown as FailoverPlan;
const order = (pathId: string, to: PathOverride["to"]) => ({ pathId, to, by: "ops", reason: "r" }) as PathOverride;

describe("engine/failover/path-orders", () => {
  it.each([
    ["nothing", [], ["b", "c", "d"]],
    ["a spare to prefer", [order("d", "prefer")], ["d", "b", "c"]],
    ["the backup to avoid", [order("b", "avoid")], ["c", "d"]],
    ["both", [order("b", "avoid"), order("d", "prefer")], ["d", "c"]],
    ["a path of another group", [order("x", "avoid")], ["b", "c", "d"]],
  ])("with %s ordered, the paths are tried in this order: %#", (_, orders, expected) => {
    expect(targetsByOrder(plan, orders)).toEqual(expected);
  });
});
