import { PathHealth, type ProbeSample } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { nextPathHealth, unseenPath } from "./next-path-health.ts";

const params = aConfig().thresholds;
const step = fc.oneof(
  fc.record({ outcome: fc.constant("ok" as const), rttMs: fc.double({ min: 0.1, max: 500, noNaN: true }) }),
  fc.record({ outcome: fc.constantFrom("timeout" as const, "refused" as const, "unreachable" as const) }),
  fc.record({ outcome: fc.constant("vantage-error" as const) }),
);

describe("engine/health/next-path-health (properties)", () => {
  it("grows the epoch by exactly one per change, serialises, and never calls missing data down", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        let health: PathHealth = unseenPath(0);
        let sawLoss = false;
        for (const [i, one] of steps.entries()) {
          if (one.outcome !== "ok" && one.outcome !== "vantage-error") sawLoss = true;
          const { health: next, change } = nextPathHealth(
            health,
            { pathId: "p", vantageId: "v", atMs: i, ...one } as ProbeSample,
            params,
          );
          expect(next.epoch - health.epoch).toBe(change ? 1 : 0);
          expect(change === undefined).toBe(next.state === health.state);
          if (next.state === "down") expect(sawLoss).toBe(true);
          expect(PathHealth.parse(JSON.parse(JSON.stringify(next)))).toEqual(next);
          health = next;
        }
      }),
    );
  });

  it("keeps no more than its window", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 50, maxLength: 120 }), (steps) => {
        const health = steps.reduce<PathHealth>(
          (one, sample, i) =>
            nextPathHealth(one, { pathId: "p", vantageId: "v", atMs: i, ...sample } as ProbeSample, params).health,
          unseenPath(0),
        );

        expect(health.recent.length).toBeLessThanOrEqual(params.windowSampleCount);
        expect(health.learning.length).toBeLessThan(params.baselineSampleCount);
      }),
    );
  });
});
