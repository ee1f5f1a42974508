import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../../../test/support/seeded-random.ts";
import { type SavingCase, verifySaving } from "./verify-saving.ts";

const DAY_MS = 86_400_000;
const DONE_DAY = 20_000;
const PER_MONTH = 730 / 24;

/** Four weeks before and after, with noise; `after` is what it costs beside before. */
function aCase({
  usd = 100,
  after = 0.7,
  noise = 0.02,
  seed = 1,
  weeks = 4,
  ...more
}: {
  readonly usd?: number;
  readonly after?: number;
  readonly noise?: number;
  readonly seed?: number;
  readonly weeks?: number;
} & Partial<SavingCase>): SavingCase {
  const random = seededRandom(seed);
  const firstDay = DONE_DAY - weeks * 7;
  const values = Array.from(
    { length: weeks * 14 + 1 },
    (_, i) =>
      usd *
      ((firstDay + i) % 7 === 3 ? 0.5 : 1) *
      (1 + noise * (random() - 0.5)) *
      (firstDay + i >= DONE_DAY ? after : 1),
  );
  return {
    doneAtMs: DONE_DAY * DAY_MS + 3_600_000,
    nowMs: (DONE_DAY + weeks * 7 + 1) * DAY_MS,
    promised: { savingUsd: usd * 0.3 * PER_MONTH, savingLowUsd: usd * 0.1 * PER_MONTH },
    affected: { firstDay, usd: values },
    random,
    ...more,
  };
}

describe("engine/cost/verify", () => {
  it("verifies what came true, and says by how much", () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 10, max: 1e5, noNaN: true }), (seed, usd) => {
        const found = verifySaving(aCase({ seed, usd }));

        expect(found.verdict).toBe("verified");
        if (found.verdict === "too-early") return;
        const { savedUsd, savedLowUsd, savedHighUsd, daysBefore, daysAfter } = found.verified;
        expect(savedUsd / (usd * (6.5 / 7) * 0.3 * PER_MONTH)).toBeCloseTo(1, 1);
        expect(savedLowUsd).toBeLessThanOrEqual(savedUsd);
        expect(savedHighUsd).toBeGreaterThanOrEqual(savedUsd);
        expect([daysBefore, daysAfter]).toEqual([28, 28]);
      }),
      { numRuns: 30 },
    );
  });

  it("does not verify what changed nothing, nor what is less than was promised", () => {
    const wrong = Array.from({ length: 40 }, (_, seed) => verifySaving(aCase({ seed, after: 1, noise: 0.1 })).verdict);
    expect(wrong.filter((verdict) => verdict === "verified").length).toBeLessThanOrEqual(2);
    const little = verifySaving(aCase({ after: 0.95 }));
    expect(little).toMatchObject({
      verdict: "not-verified",
      verified: { says: expect.stringContaining("less than was promised") },
    });
  });

  it("does not take less demand for a saving", () => {
    const base = aCase({ weeks: 4, noise: 0 });
    const random = seededRandom(7);
    const values = base.affected.usd.map((_, i) => (i >= 28 ? 600 : 1_000) * (0.8 + 0.4 * random()));
    const usd = values.map((asked) => asked / 10);
    const found = verifySaving({
      ...base,
      affected: { ...base.affected, usd },
      demand: { firstDay: base.affected.firstDay, values },
    });
    const blind = verifySaving({ ...base, affected: { ...base.affected, usd } });

    expect(found).toMatchObject({ verdict: "not-verified" });
    if (found.verdict !== "too-early") expect(Math.abs(found.verified.savedUsd)).toBeLessThan(60);
    if (blind.verdict !== "too-early") expect(blind.verified.savedUsd).toBeGreaterThan(1_000);
  });

  it("does not take for a saving what others of its kind did alike", () => {
    const quiet = aCase({ after: 0.7 });
    const others = [2, 3].map((seed) => aCase({ after: 0.7, seed }).affected);
    expect(verifySaving({ ...quiet, controls: others }).verdict).toBe("not-verified");
    const same = [2, 3].map((seed) => aCase({ after: 1, seed }).affected);
    expect(verifySaving({ ...quiet, controls: same }).verdict).toBe("verified");
  });

  it("waits for two whole weeks on both sides, and compares as many after as before", () => {
    expect(verifySaving(aCase({ weeks: 1 }))).toMatchObject({
      verdict: "too-early",
      says: expect.stringContaining("7 days before"),
    });
    const long = aCase({ weeks: 4 });
    const early = verifySaving({ ...long, nowMs: (DONE_DAY + 16) * DAY_MS });
    expect(early).toMatchObject({ verified: { daysBefore: 14, daysAfter: 14 } });
    // days of which the bill is not there yet do not count
    const late = verifySaving({ ...long, affected: { ...long.affected, usd: long.affected.usd.slice(0, 28 + 14) } });
    expect(late.verdict).toBe("too-early");
  });

  it("says the same again for the same seed", () => {
    expect(verifySaving(aCase({ seed: 5 }))).toEqual(verifySaving(aCase({ seed: 5 })));
  });
});
