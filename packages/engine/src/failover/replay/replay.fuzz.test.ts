import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { planOfTwo, policyOf, recordedPast } from "../../../../../test/support/recorded-past.ts";
import { replay } from "./index.ts";

const config = aConfig();
const SECOND = 1_000;

/** Outages of the two paths: when they begin, how long they last, in seconds. */
const outages = fc.array(
  fc.record({
    pathId: fc.constantFrom("dx", "vpn"),
    fromS: fc.integer({ min: 70, max: 1_400 }),
    lengthS: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 5, max: 400 })),
  }),
  { maxLength: 6 },
);
const isLostIn =
  (list: readonly { pathId: string; fromS: number; lengthS: number }[]) =>
  (pathId: string, atMs: number): boolean =>
    list.some(
      (one) => one.pathId === pathId && atMs >= one.fromS * SECOND && atMs < (one.fromS + one.lengthS) * SECOND,
    );

describe("engine/failover/replay (properties)", () => {
  it("makes of a past, replayed with the policy it was recorded with, the moves that were recorded", async () => {
    let moveCount = 0;
    await fc.assert(
      fc.asyncProperty(outages, fc.boolean(), async (list, isAllKept) => {
        const windowSampleCount = isAllKept ? 60 : config.thresholds.windowSampleCount;
        const used = { ...config, thresholds: { ...config.thresholds, windowSampleCount } };
        const past = await recordedPast(used, { minutes: 26, isLost: isLostIn(list), jitterMs: 4 });
        const { policies } = replay({
          events: past.events,
          config: used,
          plans: [planOfTwo],
          recordedWith: used.thresholds,
          policies: [policyOf("recorded", used)],
          backWithinMs: 30_000,
          reactionMs: past.reactionMs,
        });

        moveCount += past.moves.length;
        expect(policies[0]?.moves.map(({ toPathId, triggeredAtMs }) => ({ toPathId, triggeredAtMs }))).toEqual(
          past.moves,
        );
      }),
      { numRuns: 60 },
    );
    expect(moveCount).toBeGreaterThan(20);
  });

  it("answers the same whatever the order of the events, and however often each is told", async () => {
    await fc.assert(
      fc.asyncProperty(outages, fc.infiniteStream(fc.nat()), async (list, draw) => {
        const past = await recordedPast(config, { minutes: 8, isLost: isLostIn(list), jitterMs: 4 });
        const shuffled = [...past.events, ...past.events]
          .map((event) => ({ event, key: draw.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ event }) => event);
        const run = (events: typeof past.events) =>
          replay({
            events,
            config,
            plans: [planOfTwo],
            recordedWith: config.thresholds,
            policies: [policyOf("now", config)],
            backWithinMs: 30_000,
          });

        expect(run(shuffled)).toEqual(run(past.events));
      }),
      { numRuns: 30 },
    );
  });
});
