import { parseConfig, regionOfVantage } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig, rawConfig } from "../../../../test/support/builders.ts";
import { memoryDeps } from "../../../../test/support/memory-deps.ts";
import { probeInRegion } from "../health/index.ts";
import { holdRegion, ifActing, whereActing } from "./index.ts";

const regions = { home: "us-east-1", standby: "us-west-2" };
const pair = aConfig((raw) => ({ ...raw, regions, failover: { leaseMs: "30 seconds" } }));
const answer = async () => "done";

describe("engine/regions/use-cases", () => {
  it("a configuration without regions is one Region, which always acts and keeps no lease", async () => {
    const deps = memoryDeps(aConfig());

    await holdRegion(deps, { slotMs: deps.clock.nowMs(), memory: {} });

    expect(await whereActing(answer)(deps, {})).toBe("done");
    expect(await deps.regionLease.read()).toBeUndefined();
  });

  it("the home Region takes the lease at its first heartbeat, and stirs six times a lease time for the slot", async () => {
    const deps = memoryDeps(pair);
    const seen = new Set<string | undefined>();
    const sleepUntil = deps.clock.sleepUntil;
    const watched = {
      ...deps,
      clock: {
        ...deps.clock,
        sleepUntil: async (ms: number) => {
          seen.add((await deps.regionLease.read())?.rvn);
          await sleepUntil(ms);
        },
      },
    };

    await holdRegion(watched, { slotMs: deps.clock.nowMs(), memory: {} });

    // nothing at first, then another rvn before each of the beats of 58 seconds
    expect(seen.size).toBe(12);
    expect(await whereActing(answer)(deps, {})).toBe("done");
  });

  it("each Region tells once a slot that it lives, and holds its lease whether that can be written or not", async () => {
    const deps = memoryDeps(pair);
    const slotMs = deps.clock.nowMs();
    const away = { ...deps.regionBeats, put: () => Promise.reject(new Error("the table is away")) };

    await holdRegion(deps, { slotMs, memory: {} });
    expect(await deps.regionBeats.list()).toEqual([{ regionId: "us-east-1", atMs: slotMs }]);
    await holdRegion({ ...deps, regionBeats: away }, { slotMs: deps.clock.nowMs(), memory: {} });

    expect(await whereActing(answer)(deps, {})).toBe("done");
    const one = memoryDeps(aConfig());
    await holdRegion(one, { slotMs: one.clock.nowMs(), memory: {} });
    expect(await one.regionBeats.list()).toEqual([]);
  });

  it("the standby leaves events to the other Region, and fails a step that has been begun there", async () => {
    const home = memoryDeps(pair);
    await home.regionLease.take("us-east-1", undefined);
    const standby = { ...memoryDeps(pair), regionId: "us-west-2", regionLease: home.regionLease };

    expect(await whereActing(answer)(standby, {})).toEqual({ leftTo: "the acting Region" });
    await expect(ifActing(answer)(standby, {})).rejects.toMatchObject({ code: "ERR_REGION_STANDBY" });
  });

  it("a lease that cannot be read is no leave to act", async () => {
    const deps = memoryDeps(pair);
    const unreadable = async (): Promise<never> => {
      throw new Error("no majority");
    };
    const blind = { ...deps, regionLease: { ...deps.regionLease, renew: unreadable, read: unreadable } };

    await expect(whereActing(answer)(blind, {})).rejects.toThrow("no majority");
    await holdRegion(blind, { slotMs: deps.clock.nowMs(), memory: {} });
    expect(deps.published).toEqual([]);
  });

  it("a vantage is probed from by its own Region's stack, one in neither by the stack that acts", async () => {
    const elsewhere = aConfig((raw) => ({ ...raw, regions: { home: "eu-west-1", standby: "us-west-2" } }));
    const own = { ...memoryDeps(pair), regionId: "us-west-2" };
    const idle = { ...memoryDeps(elsewhere), regionId: "us-west-2" };
    const acting = { ...memoryDeps(elsewhere), regionId: "us-west-2" };
    await acting.regionLease.take("us-west-2", undefined);
    const burst = { vantageId: "v1", slotMs: 1_000_000 };

    expect(regionOfVantage(pair, "v1")).toBe("us-east-1");
    expect((await probeInRegion(own, burst)).sampleCount).toBe(0);
    expect((await probeInRegion(idle, burst)).sampleCount).toBe(0);
    expect((await probeInRegion(acting, burst)).sampleCount).toBeGreaterThan(0);
  });

  it.each([
    [{ home: "us-east-1", standby: "us-east-1" }, "regions.standby: is the home Region"],
    [{ home: "eastus", standby: "us-west-2" }, "regions.home: must be an AWS Region"],
  ])("a configuration with %j is refused", (wrong, message) => {
    expect(() => parseConfig({ ...rawConfig(), regions: wrong }, "skylane.yaml")).toThrow(message);
  });
});
