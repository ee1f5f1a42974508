import { randomInt } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startTwinPlay, type TwinChoice, type TwinHappening, twinLinks } from "../support/twin-play.ts";

const SEED = Number(process.env.SKYLANE_FUZZ_SEED ?? randomInt(2 ** 31));
const SCRIPT_COUNT = Number(process.env.SKYLANE_FUZZ_RUNS ?? 1_000);

const choice: fc.Arbitrary<TwinChoice> = fc.record({
  automation: fc.tuple(
    fc.constantFrom("act" as const, "act" as const, "act" as const, "advise" as const, "observe" as const),
    fc.constantFrom("act" as const, "act" as const, "act" as const, "advise" as const, "observe" as const),
  ),
  failback: fc.tuple(
    fc.constantFrom("auto" as const, "auto" as const, "manual" as const),
    fc.constantFrom("auto" as const, "auto" as const, "manual" as const),
  ),
  isPrivate: fc.tuple(fc.constantFrom(false, false, true), fc.constantFrom(false, false, true)),
  movesOnDegraded: fc.boolean(),
  hasBfd: fc.boolean(),
  seed: fc.nat(2 ** 31),
});

const target = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...twinLinks).map((connectionId) => ({ connectionId })) },
  { weight: 1, arbitrary: fc.constantFrom("us-east-1", "us-west-2").map((regionId) => ({ regionId })) },
);
const durationMs = fc.integer({ min: 2, max: 90 }).map((seconds) => seconds * 1_000);
const fault: fc.Arbitrary<TwinHappening> = fc
  .oneof(
    fc.record({ kind: fc.constant("cut" as const), target, durationMs }),
    fc.record({
      kind: fc.constant("blackhole" as const),
      direction: fc.constantFrom("both" as const, "a-to-b" as const, "b-to-a" as const),
      target,
      durationMs,
    }),
    fc.record({ kind: fc.constant("loss" as const), lossRatio: fc.double({ min: 0.1, max: 1 }), target, durationMs }),
    fc.record({
      kind: fc.constant("latency" as const),
      addedMs: fc.integer({ min: 20, max: 250 }),
      target,
      durationMs,
    }),
    fc.record({
      kind: fc.constant("flap" as const),
      upMs: fc.integer({ min: 2_000, max: 8_000 }),
      downMs: fc.integer({ min: 2_000, max: 8_000 }),
      target,
      durationMs,
    }),
    fc.record({ kind: fc.constant("slow-death" as const), target, durationMs }),
    fc.record({ kind: fc.constant("stale-forwarding" as const), target, durationMs }),
  )
  .map((one) => ({ kind: "fault", fault: one }));
const happening: fc.Arbitrary<TwinHappening> = fc.oneof(
  { weight: 5, arbitrary: fault },
  { weight: 2, arbitrary: fc.constant<TwinHappening>({ kind: "clear" }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("pass" as const), seconds: fc.integer({ min: 1, max: 25 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("lag" as const), seconds: fc.integer({ min: 1, max: 15 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("deliver" as const), which: fc.nat(5), isTwice: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("step" as const),
      which: fc.nat(3),
      dieAfter: fc.option(fc.nat(6), { nil: undefined }),
      isFailing: fc.constantFrom(false, false, true),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("order" as const), group: fc.nat(1), isBack: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("kill-switch" as const), isStopped: fc.boolean() }) },
);

/** A link fails, is moved away from or repaired, and comes back; other things happen meanwhile. */
const episode: fc.Arbitrary<readonly TwinHappening[]> = fc
  .record({
    connectionId: fc.constantFrom(...twinLinks),
    kind: fc.constantFrom("cut" as const, "cut" as const, "blackhole" as const),
    isStale: fc.constantFrom(false, false, false, true),
    between: fc.array(happening, { maxLength: 2 }),
    within: fc.array(happening, { maxLength: 2 }),
  })
  .map(({ connectionId, kind, isStale, between, within }) => {
    const target = { connectionId };
    const lasting = { target, durationMs: 300_000 };
    const broken: TwinHappening = {
      kind: "fault",
      fault: kind === "cut" ? { kind, ...lasting } : { kind, direction: "both", ...lasting },
    };
    return [
      ...(isStale ? [{ kind: "fault", fault: { kind: "stale-forwarding", target } } as const] : []),
      broken,
      { kind: "pass", seconds: 8 },
      ...between,
      { kind: "clear" },
      { kind: "pass", seconds: 12 },
      ...within,
      { kind: "pass", seconds: 15 },
    ];
  });
const script = fc
  .array(fc.oneof({ weight: 4, arbitrary: happening.map((one) => [one]) }, { weight: 1, arbitrary: episode }), {
    minLength: 4,
    maxLength: 12,
    size: "max",
  })
  .map((parts) => parts.flat());

describe("a thousand incidents on the twin, in virtual time", () => {
  it("break no invariant, whatever fails, however late and how often events come, and whenever a process dies", {
    timeout: 600_000,
  }, async () => {
    console.log(`twin seed ${SEED}`);
    const ends = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(choice, script, async (made, happenings) => {
        const play = await startTwinPlay(made);
        for (const one of happenings) await play.happen(one);
        await play.settle();

        expect(play.breaches).toEqual([]);
        expect(play.unfinished()).toEqual([]);
        for (const { status } of play.deps.incidentById.values()) ends.set(status, (ends.get(status) ?? 0) + 1);
      }),
      { numRuns: SCRIPT_COUNT, seed: SEED },
    );
    console.log([...ends].map(([status, count]) => `${status} ${count}`).join(", "));

    // a twin on which nothing is ever moved would keep every invariant
    for (const status of ["failed-back", "refused", "rolled-back", "repaired-by-routing"])
      expect(ends.get(status), status).toBeGreaterThan(SCRIPT_COUNT / 100);
  });
});
