import type { RegionLease } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { nextRegionStep } from "./next-region-step.ts";

const LEASE_MS = 30_000;
const held = (regionId: string, rvn = "r1"): RegionLease => ({ regionId, epoch: 1, rvn, isTold: true });
const step = (more: Partial<Parameters<typeof nextRegionStep>[0]>) =>
  nextRegionStep({
    regionId: "us-west-2",
    home: "us-east-1",
    lease: held("us-east-1"),
    watch: { rvn: "r1", sinceMonotonicMs: 1_000 },
    monotonicMs: 1_000 + LEASE_MS,
    leaseMs: LEASE_MS,
    ...more,
  });

describe("engine/regions/next-region-step", () => {
  it.each([
    ["its own lease", { lease: held("us-west-2") }, "renew"],
    ["one that stood still for a whole lease time", {}, "take"],
    ["one that stood still for a moment less", { monotonicMs: 999 + LEASE_MS }, "wait"],
    ["one that has changed since", { lease: held("us-east-1", "r2") }, "wait"],
    ["one that it sees for the first time", { watch: undefined }, "wait"],
    ["none, as the standby Region", { lease: undefined }, "wait"],
    ["none, as the home Region", { lease: undefined, regionId: "us-east-1" }, "take"],
    ["none for a whole lease time", { lease: undefined, watch: { rvn: "nobody", sinceMonotonicMs: 1_000 } }, "take"],
    [
      "the standby's, as a home Region that came back",
      { regionId: "us-east-1", lease: held("us-west-2", "r2") },
      "wait",
    ],
  ] as const)("faced with %s", (_, facts, expected) => {
    expect(step(facts).step).toBe(expected);
  });

  it("begins to watch anew when the holder has stirred", () => {
    expect(step({ lease: held("us-east-1", "r2"), monotonicMs: 9_000 }).watch).toEqual({
      rvn: "r2",
      sinceMonotonicMs: 9_000,
    });
  });
});
