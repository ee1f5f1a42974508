import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pauseAfter } from "./backoff.ts";

describe("local/event-bus/delivery/backoff", () => {
  it("stays between half of the doubled pause and all of it, and never above a minute", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 185 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, random) => {
        const fullMs = Math.min(60_000, 200 * 2 ** (attempts - 1));
        const pauseMs = pauseAfter(attempts, () => random);
        expect(pauseMs).toBeGreaterThanOrEqual(fullMs / 2);
        expect(pauseMs).toBeLessThanOrEqual(fullMs);
      }),
    );
  });
});
