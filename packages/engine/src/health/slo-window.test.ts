import { PathHealth, type ProbeSample, type SloSlot } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { isClean, nextPathHealth, unseenPath } from "./next-path-health.ts";
import { brokenObjective, countForSlo } from "./slo-window.ts";

const params = aConfig((raw) => ({ ...raw, thresholds: { slo: {} } })).thresholds;
const slo = params.slo ?? expect.fail("no SLO");
type Step = number | "lost" | "refused";

const sampleOf = (step: Step, atMs: number): ProbeSample =>
  ({
    pathId: "p",
    vantageId: "v",
    atMs,
    ...(typeof step === "number" ? { outcome: "ok", rttMs: step } : { outcome: step === "lost" ? "timeout" : step }),
  }) as ProbeSample;
const windowOf = (steps: readonly Step[]): SloSlot[] =>
  steps.reduce<SloSlot[]>((slots, step, i) => countForSlo(slots, sampleOf(step, i * 1_000), slo), []);
/** One of these in every so many answers of 10 ms. */
const oneIn = (every: number, step: Step, count = 300): Step[] =>
  Array.from({ length: count }, (_, i) => (i % every === every - 1 ? step : 10));
function after(steps: readonly Step[], thresholds = params): PathHealth {
  let health: PathHealth = unseenPath(0);
  for (const [i, step] of steps.entries())
    health = nextPathHealth(health, sampleOf(step, i * 1_000), thresholds).health;
  return health;
}

describe("engine/health/slo-window", () => {
  it.each<[string, readonly Step[], string | undefined]>([
    ["all answered", oneIn(300, 10), undefined],
    ["one of 30 lost", oneIn(30, "lost"), undefined],
    ["one of 15 lost", oneIn(15, "lost"), "280 of 300 probes answered, the objective is 95 %"],
    ["one of 100 refused", oneIn(100, "refused"), undefined],
    ["one of 60 refused", oneIn(60, "refused"), "5 of 300 probes refused, the objective is 1 % at most"],
    ["one of 15 slower than five seconds", oneIn(15, 6_000), "20 of 300 probes not answered within 5000 ms"],
    ["one of 30 slower than five seconds", oneIn(30, 6_000), undefined],
    ["too few to say", oneIn(2, "refused", 99), undefined],
  ])("%s", (_, steps, broken) => {
    expect(brokenObjective(windowOf(steps), slo)).toBe(broken);
  });

  it("forgets what is older than its window, and keeps ten pieces at most", () => {
    const slots = windowOf([...oneIn(15, "lost"), ...oneIn(400, 10, 330)]);

    expect(slots.length).toBeLessThanOrEqual(10);
    expect(slots.reduce((sum, { answeredCount, sampleCount }) => sum + sampleCount - answeredCount, 0)).toBe(0);
  });

  it("makes a path degraded that 20 samples call well, says why, and serialises", () => {
    const health = after(oneIn(60, "refused", 320));

    expect(after(oneIn(60, "refused", 320), aConfig().thresholds).state).toBe("up");
    expect(health).toMatchObject({ state: "degraded", because: "slo" });
    expect(PathHealth.parse(JSON.parse(JSON.stringify(health)))).toEqual(health);
  });

  it("forgets an outage that is over, or the path would be degraded for minutes after it", () => {
    const health = after([
      ...oneIn(200, 10, 150),
      ...Array.from({ length: 60 }, (): Step => "lost"),
      ...oneIn(500, 10, 150),
    ]);

    expect(health.state).toBe("up");
  });
});

describe("engine/health/next-path-health (clean)", () => {
  const well = Array.from({ length: 40 }, (): Step => 10);

  it.each<[string, readonly Step[], boolean]>([
    ["twenty answers and a baseline", well, true],
    ["one lost of late", [...well, "lost", 10], false],
    ["that one has left the window", [...well, "lost", ...well.slice(0, 20)], true],
    ["slower than its baseline allows", [...well, ...Array.from({ length: 20 }, (): Step => 30)], false],
    ["a baseline not yet learnt", well.slice(0, 19), false],
    ["up again, with too few samples since", [...well, "lost", "lost", "lost", ...well.slice(0, 5)], false],
    ["down", [...well, "lost", "lost", "lost"], false],
  ])("%s", (_, steps, expected) => {
    expect(isClean(after(steps), aConfig().thresholds)).toBe(expected);
  });
});
