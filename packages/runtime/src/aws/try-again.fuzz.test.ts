import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testClock } from "../../../../test/support/test-clock.ts";
import { AwsFailure } from "./failures.ts";
import { pauseMs, tryAgain } from "./try-again.ts";

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const reason = fc.constantFrom("passing", "throttled");

describe("runtime/aws/try-again", () => {
  it("pauses for any time up to a bound that doubles, and never for longer than 20 s", () => {
    fc.assert(
      fc.property(reason, fc.integer({ min: 1, max: 30 }), random, (why, failureCount, chance) => {
        const pause = pauseMs(why, failureCount, chance);

        expect(pause).toBeGreaterThanOrEqual(0);
        expect(pause).toBeLessThanOrEqual(20_000);
        expect(pauseMs(why, failureCount + 1, chance)).toBeGreaterThanOrEqual(pause);
        expect(pauseMs(why, failureCount, chance / 2)).toBeCloseTo(pause / 2);
      }),
    );
  });

  it("sends once more than it failed, as often as it may, and then says why it failed last", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 6 }), async (tryCount, failsCount) => {
        let sentCount = 0;
        const send = async (): Promise<string> => {
          sentCount += 1;
          if (sentCount <= failsCount) throw new AwsFailure("ThrottlingException", `no ${sentCount}`, 400);
          return "done";
        };

        const said = await tryAgain(send, { tryCount, clock: testClock(), random: () => 0.5 }).catch(
          (error: Error) => error.message,
        );

        expect(sentCount).toBe(Math.min(tryCount, failsCount + 1));
        expect(said).toBe(failsCount < tryCount ? "done" : `no ${tryCount}`);
      }),
    );
  });

  it("waits longer for who is asked too much, by the clock it is given", async () => {
    const waitedFor = async (name: string, statusCode: number): Promise<number> => {
      const clock = testClock();
      let sentCount = 0;
      const send = async (): Promise<void> => {
        sentCount += 1;
        if (sentCount < 3) throw new AwsFailure(name, "", statusCode);
      };
      await tryAgain(send, { tryCount: 3, clock, random: () => 0.5 });
      return clock.monotonicMs();
    };

    expect(await waitedFor("InternalServerError", 500)).toBe(50 + 100);
    expect(await waitedFor("ThrottlingException", 400)).toBe(250 + 500);
  });
});
