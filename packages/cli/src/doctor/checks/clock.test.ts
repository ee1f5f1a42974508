import { describe, expect, it } from "vitest";
import { judgeClock } from "./clock.ts";

/** Their clock shows `dateMs`, ours is at `ownMs` while it is asked. */
const sight = (dateMs: number, ownMs: number) => ({ dateMs, askedAtMs: ownMs, answeredAtMs: ownMs + 40 });

describe("cli/doctor/checks/clock", () => {
  it.each([
    ["in the same second", sight(50_000, 50_900), undefined],
    ["two seconds ahead, of which one may be the header's", sight(50_000, 52_500), undefined],
    ["three seconds ahead", sight(50_000, 53_100), "warning"],
    ["three seconds behind", sight(53_000, 50_000), "warning"],
    ["six minutes behind", sight(410_000, 50_000), "failed"],
  ])("judges a machine %s", (_, seen, outcome) => {
    expect(judgeClock("AWS", seen)?.outcome).toBe(outcome);
  });

  it("says which way it is wrong", () => {
    expect(judgeClock("AWS", sight(50_000, 60_999))?.seen).toBe("this machine is 10.0 s ahead of AWS");
    expect(judgeClock("AWS", sight(60_000, 49_960))?.seen).toBe("this machine is 10.0 s behind AWS");
  });
});
