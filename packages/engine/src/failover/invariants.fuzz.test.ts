import { randomInt } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Happening, startPlay } from "../../../../test/support/incident-script.ts";
import { type Breach, invariantObserver } from "../../../../test/support/invariant-observer.ts";
import type { EstateChoice } from "../../../../test/support/two-groups.ts";

const SCRIPT_COUNT = 1_000;
/** Set it to play the same scripts again. */
const SEED = Number(process.env.SKYLANE_FUZZ_SEED ?? randomInt(2 ** 31));

const level = fc.constantFrom("act" as const, "act" as const, "act" as const, "advise" as const, "observe" as const);
const mode = fc.constantFrom("auto" as const, "auto" as const, "manual" as const);
const choice: fc.Arbitrary<EstateChoice> = fc.record({
  forbidden: fc.tuple(fc.nat(3), fc.nat(3)),
  automation: fc.tuple(level, level),
  failback: fc.tuple(mode, mode),
  movesOnDegraded: fc.boolean(),
  flapBudgetCount: fc.integer({ min: 1, max: 4 }),
});
const state = fc.constantFrom("up" as const, "down" as const, "down" as const, "degraded" as const);
const any = fc.nat(20);
const path = fc.record({
  kind: fc.constant("path" as const),
  // the primaries more often than the others
  path: fc.constantFrom(0, 0, 0, 3, 1, 2, 4, 5),
  state,
  liar: fc.constantFrom(0, 1, 2, 3, 3, 3, 3),
  isSaved: fc.boolean(),
});
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: path },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("sight" as const),
      vantage: any,
      path: fc.nat(5),
      state: fc.constantFrom("unknown" as const, "up" as const, "degraded" as const, "down" as const),
      isLossy: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("alarm" as const),
      path: fc.constantFrom(0, 0, 3, 3, 1, 2, 4, 5),
      about: fc.constantFrom(
        "link-down" as const,
        "link-down" as const,
        "bgp-down" as const,
        "loss" as const,
        "maintenance" as const,
      ),
      cloud: fc.constantFrom("aws" as const, "azure" as const),
      ageMs: fc.constantFrom(0, 1_000, 60_000, 130_000, -60_000),
      isRaised: fc.constantFrom(true, true, true, false),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("storm" as const), vantage: any }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("deliver" as const), which: any, isTwice: fc.boolean() }) },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant("step" as const),
      which: any,
      dieAfter: fc.option(fc.nat(12), { nil: undefined, freq: 3 }),
      isFailing: fc.constantFrom(false, false, false, false, true),
    }),
  },
  { weight: 8, arbitrary: fc.constant<Happening>({ kind: "run" }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("pass" as const),
      ms: fc.constantFrom(500, 5_000, 31_000, 60_000, 60_000, 130_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("kill-switch" as const),
      isStopped: fc.boolean(),
      isReadable: fc.constantFrom(true, true, false),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("stale" as const), isStale: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("deny" as const), isDenying: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("heal" as const),
      group: any,
      path: fc.option(fc.nat(2), { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("order" as const), group: any, isBack: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant<Happening>({ kind: "replan" }) },
);

/** Two of the vantages that are left do not agree, and a cloud says which of them is right; or another cloud says so, or too late. */
const dispute: fc.Arbitrary<readonly Happening[]> = fc
  .record({
    path: fc.constantFrom(0, 3),
    cloud: fc.constantFrom("aws" as const, "azure" as const),
    ageMs: fc.constantFrom(0, 0, 130_000, -60_000),
    isFirst: fc.boolean(),
  })
  .map(({ path: at, cloud, ageMs, isFirst }) => {
    const sight = (vantage: number, to: "unknown" | "down"): Happening => ({
      kind: "sight",
      vantage,
      path: at,
      state: to,
      isLossy: false,
    });
    const told: Happening = { kind: "alarm", path: at, about: "link-down", cloud, ageMs, isRaised: true };
    const run: Happening = { kind: "run" };
    return [sight(2, "unknown"), ...(isFirst ? [told] : []), sight(0, "down"), run, ...(isFirst ? [] : [told, run])];
  });

/** A primary dies, is moved away from, comes back, and perhaps flaps while the window before the way back runs. */
const episode: fc.Arbitrary<readonly Happening[]> = fc
  .record({
    path: fc.constantFrom(0, 3),
    bad: fc.constantFrom("down" as const, "down" as const, "degraded" as const),
    between: fc.array(happening, { maxLength: 3 }),
    within: fc.array(fc.oneof(path, happening), { maxLength: 2 }),
    flaps: fc.constantFrom("not" as const, "for-all" as const, "for-one" as const),
    isBackOrdered: fc.boolean(),
    windowCount: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ path: at, bad, between, within, flaps, isBackOrdered, windowCount }) => {
    const turn = (to: "up" | "down" | "degraded"): Happening => ({
      kind: "path",
      path: at,
      state: to,
      liar: 3,
      isSaved: true,
    });
    const sight = (to: "up" | "down"): Happening => ({
      kind: "sight",
      vantage: 0,
      path: at,
      state: to,
      isLossy: false,
    });
    const run: Happening = { kind: "run" };
    const half: Happening = { kind: "pass", ms: 31_000 };
    const step: Happening = { kind: "step", which: 0, dieAfter: undefined, isFailing: false };
    return [
      turn(bad),
      ...between,
      run,
      turn("up"),
      run,
      ...within,
      half,
      ...(flaps === "for-all" ? [turn("down"), turn("up"), run] : []),
      ...(flaps === "for-one" ? [sight("down"), sight("up"), run] : []),
      ...(isBackOrdered ? [{ kind: "order", group: at === 0 ? 0 : 1, isBack: true } as const, step, step] : []),
      ...Array.from({ length: 2 * windowCount }, () => [half, run]).flat(),
    ];
  });
const script = fc
  .array(
    fc.oneof(
      { weight: 12, arbitrary: happening.map((one) => [one]) },
      { weight: 1, arbitrary: episode },
      { weight: 1, arbitrary: dispute },
    ),
    {
      minLength: 10,
      maxLength: 60,
      size: "max",
    },
  )
  .map((parts) => parts.flat());

describe("engine/failover (all invariants)", () => {
  it("hold in every order of failures, lies, late and repeated events, and crashes of steps", {
    timeout: 120_000,
  }, async () => {
    console.log(`invariants seed ${SEED}`);
    const ends = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(choice, script, async (estate, happenings) => {
        const breaches: Breach[] = [];
        const play = await startPlay(estate, invariantObserver(estate, breaches));
        for (const one of happenings) await play.happen(one);
        await play.settle();

        expect(breaches).toEqual([]);
        expect(play.running.filter(({ isOver }) => !isOver).map(({ name }) => name)).toEqual([]);
        for (const { status } of play.deps.incidentById.values()) ends.set(status, (ends.get(status) ?? 0) + 1);
        const settled = [...play.deps.incidentById.values()].filter(
          ({ id, preImages }) => /-a[0-9a-f]{8}$/.test(id) && preImages.length > 0,
        );
        ends.set("settled by an alarm", (ends.get("settled by an alarm") ?? 0) + settled.length);
      }),
      { numRuns: SCRIPT_COUNT, seed: SEED },
    );
    console.log([...ends].map(([status, count]) => `${status} ${count}`).join(", "));

    // a model in which nothing is ever moved would keep every invariant
    for (const status of [
      "moved",
      "failed-back",
      "refused",
      "rolled-back",
      "repaired-by-routing",
      "settled by an alarm",
    ])
      expect(ends.get(status), status).toBeGreaterThan(SCRIPT_COUNT / 100);
  });
});
