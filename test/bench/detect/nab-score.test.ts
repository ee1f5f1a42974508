import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nabPoints } from "./nab-hold-out.ts";
import { detectionValue, nabProfiles, nabScores, probationRows } from "./nab-score.ts";

const windows = [
  { left: 200, right: 239 },
  { left: 500, right: 599 },
];
const detections = (rows: readonly number[], rowCount = 1000): number[] =>
  Array.from({ length: rowCount }, (_, row) => (rows.includes(row) ? 1 : 0));
const always = { standard: 1, rewardLowFp: 1, rewardLowFn: 1 };

describe("bench/detect/nab-score", () => {
  it("gives 100 for the first row of every window and nothing else", () => {
    const scores = nabScores([{ scores: detections([200, 500]), windows }]);
    for (const { score, hits, falseAlarms } of Object.values(scores)) {
      expect(score).toBeCloseTo(100, 10);
      expect({ hits, falseAlarms }).toEqual({ hits: 2, falseAlarms: 0 });
    }
  });

  it("gives 0 for a detector that never speaks", () => {
    for (const { score, misses } of Object.values(nabScores([{ scores: detections([]), windows }])))
      expect({ score, misses }).toEqual({ score: 0, misses: 2 });
  });

  it("counts only the best detection of a window, by how early it is", () => {
    const early = 2 / (1 + Math.exp((-5 * (239 - 220 + 1)) / 40)) - 1;
    const most = 2 / (1 + Math.exp(-5)) - 1;
    const { standard } = nabScores([{ scores: detections([220, 230, 239]), windows }], always);
    expect(standard.score).toBeCloseTo((100 * (early / most - 1 + 2)) / 4, 10);
  });

  it("charges a false alarm fully before any window and by its distance after one", () => {
    expect(detectionValue(windows, 199)).toEqual({ window: -1, value: -1 });
    expect(detectionValue(windows, 239 + 39).value).toBeCloseTo(2 / (1 + Math.exp(5)) - 1, 10);
    expect(detectionValue(windows, 239 + 3 * 39).value).toBe(-1);
    const { rewardLowFp } = nabScores([{ scores: detections([160, 200, 500]), windows }], always);
    expect(rewardLowFp.score).toBeCloseTo(100 - (100 * nabProfiles.rewardLowFp.fpWeight) / 4, 10);
  });

  it("does not judge the first 15 % of a file, 750 rows at most", () => {
    expect([probationRows(1000), probationRows(4032), probationRows(20_000)]).toEqual([150, 604, 750]);
    expect(nabScores([{ scores: detections([149, 200, 500]), windows }], always).standard.falseAlarms).toBe(0);
  });

  it("finds at its best threshold at least what any fixed threshold gives, and at most 100", () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 1000, maxLength: 1000 }),
        (scores) => {
          const best = nabScores([{ scores, windows }]).standard.score;
          const fixed = nabScores([{ scores, windows }], { standard: 0.5, rewardLowFp: 0.5, rewardLowFn: 0.5 }).standard
            .score;
          expect(best).toBeGreaterThanOrEqual(fixed);
          expect(best).toBeLessThanOrEqual(100 + 1e-9);
          const points = nabPoints({ scores, windows }, [0.5])[0] ?? 0;
          expect((100 * (points + 2)) / 4).toBeCloseTo(fixed, 9);
        },
      ),
      { numRuns: 20 },
    );
  });
});
