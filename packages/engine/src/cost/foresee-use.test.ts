import { type CloudId, functions, type PriceItem, type SkylaneConfig, scheduledFunctions } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aConfig, withSchedules } from "../../../../test/support/builders.ts";
import costCheck from "../../workflows/cost-check.asl.json" with { type: "json" };
import { foreseenStack, foreseeUse, targetsOf } from "./foresee-use.ts";
import { costCheckSteps, handlerUse, notForeseen } from "./handler-use.ts";
import type { Used } from "./used.ts";

const PER_MONTH = 43_800;
const both = { home: "us-east-1", standby: "us-west-2" };

function foresee(config: SkylaneConfig, probedByThemselves: readonly CloudId[] = []): readonly Used[] {
  const regionIds = config.regions ? [config.regions.home, config.regions.standby] : ["us-east-1"];
  return foreseeUse(foreseenStack(config, regionIds, probedByThemselves));
}
/** Calls or units a minute, by whom, and where if that is asked. */
const perMinute = (all: readonly Used[], item: PriceItem, by: string, where: Partial<Used> = {}): number =>
  (all
    .filter(
      (one) =>
        one.item === item &&
        one.by === by &&
        Object.entries(where).every(([key, value]) => one[key as keyof Used] === value),
    )
    .reduce((sum, { units }) => sum + units, 0) *
    1e6) /
  PER_MONTH;
const gbSecondsAMinute = (all: readonly Used[], by: string, where: Partial<Used> = {}): number =>
  perMinute(all, "function-time", by, where) / 1e6;

describe("engine/cost/foresee-use", () => {
  it("a minute of one vantage is a burst, its snapshot, what the rules call for it, and the watches", () => {
    const all = foresee(aConfig());
    const calls = (by: string) => perMinute(all, "function-request", by);

    for (const by of ["probe-burst", "record-snapshot", "learn-performance", "watch-degradation", "hold-region"])
      expect(calls(by), by).toBeCloseTo(1, 6);
    expect(calls("renew-overrides")).toBeCloseTo(1 / 5, 6);
    expect(calls("discover-cloud")).toBeCloseTo(1 / 60, 6);
    // a snapshot; once an hour a look, and a plan for its one group from each of the two that call for one
    expect(perMinute(all, "event", "bus")).toBeCloseTo(1 + 3 / 60, 6);
    expect(calls("record-event")).toBeCloseTo(1 + 3 / 60, 6);
    expect(calls("apply-change")).toBe(0);
  });

  it("a burst costs the time it waits by its configuration, at its memory", () => {
    const long = gbSecondsAMinute(foresee(aConfig()), "probe-burst");
    const short = gbSecondsAMinute(
      foresee(aConfig((raw) => ({ ...raw, thresholds: { burstMs: "12 seconds" } }))),
      "probe-burst",
    );

    // until the last of the probes of the last second, and a moment for what is stored and sent
    const gb = functions["probe-burst"].memoryMb / 1_024;
    expect(long).toBeGreaterThan(57.7 * gb);
    expect(long).toBeLessThan(58 * gb);
    expect(long - short).toBeCloseTo(46 * gb, 6);
  });

  it("what was seen is stored as often as the burst stores, and once by each of the two that learn from the snapshot", () => {
    const writes = (thresholds: object) =>
      perMinute(foresee(aConfig((raw) => ({ ...raw, thresholds }))), "table-write", "state");
    const [threeTimes, twice, once] = ["20 seconds", "30 seconds", "58 seconds"].map((saveIntervalMs) =>
      writes({ saveIntervalMs }),
    ) as [number, number, number];

    expect(threeTimes - twice).toBeCloseTo(twice - once, 6);
    // two paths fit into one unit
    expect(threeTimes - twice).toBeGreaterThan(0.5);
    expect(threeTimes - twice).toBeLessThanOrEqual(1);
    expect(once).toBeGreaterThan(threeTimes - twice + 1);
  });

  it("the second Region holds its lease and leaves the rest: it costs little, but each write is paid for twice", () => {
    const one = foresee(aConfig());
    const two = foresee(aConfig((raw) => ({ ...raw, regions: both })));
    const standby = { regionId: "us-west-2" };

    expect(gbSecondsAMinute(two, "probe-burst")).toBeCloseTo(gbSecondsAMinute(one, "probe-burst"), 6);
    expect(gbSecondsAMinute(two, "hold-region", standby)).toBeGreaterThan(
      (45 * functions["hold-region"].memoryMb) / 1_024,
    );
    expect(gbSecondsAMinute(one, "hold-region")).toBeLessThan(0.01);
    // the snapshot is heard in both, and once an hour each tells itself its plans
    expect(perMinute(two, "event", "bus", standby)).toBeCloseTo(1 + 1 / 60, 6);
    expect(perMinute(two, "function-request", "record-snapshot", standby)).toBeCloseTo(1, 6);
    expect(perMinute(two, "table-write", "state")).toBeGreaterThan(2 * perMinute(one, "table-write", "state"));
    expect(perMinute(one, "table-write", "coord")).toBe(0);
  });

  it("asking who acts renews the lease, which both Regions keep; who does not act pays for its own try", () => {
    const lease = (more: object) => {
      const all = foresee(aConfig((raw) => ({ ...raw, regions: both, ...more })));
      return Object.values(both).map((regionId) => perMinute(all, "table-write", "coord", { regionId }));
    };
    const without = lease({});
    const [home = 0, standby = 0] = lease({ costs: { bills: [{ id: "aws", format: "focus", at: "file:bills/aws" }] } });

    // each step of a look at bills, in the Region that acts
    expect(home - (without[0] ?? 0)).toBeCloseTo(costCheckSteps.bills.length / 1_440, 9);
    expect(standby - (without[1] ?? 0)).toBeCloseTo(costCheckSteps.bills.length / 1_440, 9);
    // whatever comes in both is asked in both
    expect(standby).toBeGreaterThan(home);
  });

  it("a vantage of another cloud costs there, and its snapshot stores what its burst could not", () => {
    const inGoogle = aConfig((raw) => ({
      ...raw,
      clouds: { ...raw.clouds, gcp: { accounts: [{ id: "p", regions: ["us-central1"] }] } },
      networks: [...raw.networks, { id: "g-net", cloud: "gcp", regionId: "us-central1", cidrs: ["10.7.0.0/16"] }],
      vantages: [{ id: "v1", networkId: "g-net" }],
    }));
    const all = foresee(inGoogle, ["gcp"]);
    const there = { cloud: "gcp" as const, regionId: "us-central1" };

    expect(perMinute(all, "function-request", "probe-burst", { cloud: "aws" })).toBe(0);
    expect(perMinute(all, "function-request", "probe-burst", there)).toBeCloseTo(1, 6);
    expect(gbSecondsAMinute(all, "probe-burst", { ...there, variant: "cpu" })).toBeGreaterThan(57 * 0.3);
    expect(perMinute(all, "function-request", "record-snapshot", { cloud: "aws" })).toBeCloseTo(1, 6);
    expect(perMinute(all, "function-request", "join-look", { cloud: "aws" })).toBeCloseTo(1 / 60, 6);
    // of two times that a burst here stores, one
    const other = perMinute(foresee(inGoogle), "table-write", "state") - perMinute(all, "table-write", "state");
    expect(other).toBeGreaterThan(0.5);
    expect(other).toBeLessThanOrEqual(1);
  });

  it("an agent costs nothing where it runs, and its snapshots come to the bus like others", () => {
    const all = foresee(
      aConfig((raw) => ({ ...raw, vantages: [{ id: "v1", networkId: "site-net", runsAs: "agent" }] })),
    );

    expect(all.filter(({ by }) => by === "probe-burst")).toEqual([]);
    expect(perMinute(all, "function-request", "learn-performance")).toBeCloseTo(1, 6);
  });

  it("more to probe, or for longer, never costs less", () => {
    const burst = fc.integer({ min: 5, max: 58 });
    fc.assert(
      fc.property(burst, burst, (a, b) => {
        const total = (seconds: number) =>
          foresee(aConfig((raw) => ({ ...raw, thresholds: { burstMs: `${seconds} seconds` } }))).reduce(
            (sum, { units }) => sum + units,
            0,
          );
        return total(Math.min(a, b)) <= total(Math.max(a, b)) + 1e-9;
      }),
      { numRuns: 20 },
    );
  });

  it("a look at costs is its steps and their transitions, as its workflow has them, where there is something to look at", () => {
    type Step = { Type: string; Next?: string; Default?: string; Choices?: { Next: string }[] };
    const { StartAt, States } = costCheck as unknown as { StartAt: string; States: Record<string, Step> };
    /** The states of a look in which nothing fails. */
    const walk = (name: string, chosen: "Choices" | "Default"): string[] => {
      const state = States[name];
      if (!state) throw new Error(`no state ${name}`);
      const first = name === "ByMeter?" && chosen === "Default" ? state.Default : state.Choices?.[0]?.Next;
      const next = state.Type === "Choice" ? first : state.Next;
      return [name, ...(next === undefined ? [] : walk(next, chosen))];
    };
    const bills = [{ id: "aws", format: "focus", at: "file:bills/aws" }];
    const none = foresee(aConfig());
    const all = foresee(aConfig((raw) => ({ ...raw, costs: { bills } })));

    for (const [kind, chosen, perDay, used] of [
      ["meter", "Choices", 48, none],
      ["bills", "Default", 1, all],
    ] as const) {
      const states = walk(StartAt, chosen);
      const called = states.filter((name) => States[name]?.Type === "Task");
      expect(called.map((name) => name.replaceAll(/(?<=[a-z])[A-Z]/g, "-$&").toLowerCase())).toEqual(
        costCheckSteps[kind],
      );
      for (const by of costCheckSteps[kind])
        expect(perMinute(used, "function-request", by), by).toBeCloseTo(perDay / 1_440, 9);
      expect(perMinute(used, "workflow-transition", "workflows")).toBeCloseTo(
        (states.length * perDay) / 1_440 + (kind === "bills" ? perMinute(none, "workflow-transition", "workflows") : 0),
        9,
      );
    }
    expect(perMinute(none, "function-request", "take-bills")).toBe(0);
  });

  it("the Region that does not act looks at no costs", () => {
    const two = foresee(aConfig((raw) => ({ ...raw, regions: both })));

    expect(perMinute(two, "function-request", "watch-costs", { regionId: "us-west-2" })).toBe(0);
    expect(perMinute(two, "function-request", "watch-costs")).toBeCloseTo(1 / 30, 9);
  });

  it("of every function with a schedule it knows what a call uses, or why none is foreseen", () => {
    const uses: Readonly<Record<string, unknown>> = { ...handlerUse };
    const reasons: Readonly<Record<string, unknown>> = { ...notForeseen };

    for (const name of scheduledFunctions) expect(name in uses, name).toBe(!(name in reasons));
    for (const name of Object.keys(reasons)) expect(scheduledFunctions).toContain(name);
  });

  it("calls nothing of which it does not know what a call uses, whatever the configuration has", () => {
    const everything = aConfig((raw) => ({
      ...raw,
      regions: both,
      ...withSchedules,
      costs: { bills: [{ id: "aws", format: "focus", at: "file:bills/aws" }] },
      slos: { latencyP95Ms: 100 },
    }));
    const called = foresee(everything).filter(({ item }) => item === "function-request" || item === "schedule-run");

    expect(called.map(({ by }) => by)).toEqual(expect.arrayContaining(["publish-status", "tell-week"]));
    for (const { by } of called) expect(Object.keys(handlerUse)).toContain(by);
  });

  it("the status page is written every five minutes in each Region, where there is one, and a week is told in the one that acts", () => {
    const status = { components: [{ name: "Shop", groupIds: ["g"] }] };
    const two = foresee(aConfig((raw) => ({ ...raw, regions: both, status })));

    expect(perMinute(foresee(aConfig()), "function-request", "publish-status")).toBe(0);
    for (const regionId of Object.values(both)) {
      expect(perMinute(two, "function-request", "publish-status", { regionId })).toBeCloseTo(1 / 5, 9);
      expect(perMinute(two, "schedule-run", "tell-week", { regionId })).toBeCloseTo(1 / 10_080, 9);
    }
    expect(gbSecondsAMinute(two, "tell-week", { regionId: "us-east-1" })).toBeGreaterThan(
      2 * gbSecondsAMinute(two, "tell-week", { regionId: "us-west-2" }),
    );
  });

  it("knows whom the rules call for an event, and leaves out rules that look into it", () => {
    expect(targetsOf("health.snapshot-taken.v1")).toEqual([
      "record-snapshot",
      "learn-performance",
      "watch-degradation",
      "record-event",
    ]);
    expect(targetsOf("failover.refused.v1")).toEqual(["raise-alert", "export-trace", "record-event"]);
  });
});
