import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLane } from "./lane.ts";

describe("local/event-bus/delivery/lane", () => {
  it("runs every job once, in order, and never more than its width at a time", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 60 }),
        async (width, turnsPerJob) => {
          const begun: number[] = [];
          let running = 0;
          let most = 0;
          const lane = createLane<number>(
            width,
            () => true,
            async (job) => {
              begun.push(job);
              running += 1;
              most = Math.max(most, running);
              for (let turn = 0; turn < (turnsPerJob[job] ?? 0); turn += 1) await Promise.resolve();
              running -= 1;
            },
          );

          for (const job of turnsPerJob.keys()) lane.push(job);
          while (lane.waiting() > 0 || running > 0) await Promise.resolve();

          expect(begun).toEqual([...turnsPerJob.keys()]);
          expect(most).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
