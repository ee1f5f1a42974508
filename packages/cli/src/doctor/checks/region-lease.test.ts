import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { memoryDeps, memoryRegionLease } from "../../../../../test/support/memory-deps.ts";
import { testClock } from "../../../../../test/support/test-clock.ts";
import type { Installation } from "../check.ts";
import { judgeRegionLease, regionLease } from "./region-lease.ts";

const lease = (rvn: string) => ({ regionId: "us-east-1", epoch: 3, rvn, isTold: true });

describe("cli/doctor/checks/region-lease", () => {
  it.each([
    ["stirs", lease("a"), lease("b"), "ok"],
    ["is taken for the first time", undefined, lease("a"), "ok"],
    ["stands still", lease("a"), lease("a"), "failed"],
    ["was never taken", undefined, undefined, "failed"],
  ] as const)("judges a lease that %s", (_, before, after, outcome) => {
    expect(judgeRegionLease(before, after, 30_000, 30_000).outcome).toBe(outcome);
  });

  it("watches for a whole lease time before it says that the holder is still", async () => {
    const config = aConfig((raw) => ({ ...raw, regions: { home: "us-east-1", standby: "us-west-2" } }));
    const clock = testClock();
    const store = memoryRegionLease(() => "rvn");
    await store.take("us-east-1", undefined);
    const sleeping = { ...clock, sleepUntil: async (ms: number) => clock.advance(ms - clock.monotonicMs()) };
    const deps = { ...memoryDeps(config), regionLease: store };

    const [verdict] = await regionLease.look({ config, clock: sleeping, deps } as unknown as Installation);

    expect(verdict).toMatchObject({ outcome: "failed", seen: expect.stringContaining("has not stirred for 30.0 s") });
  });
});
