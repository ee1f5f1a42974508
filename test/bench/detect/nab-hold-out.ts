import { type AnomalyParams, anomalyParams } from "../../../packages/engine/src/health/detect/anomaly.ts";
import { draws, type Points } from "./hold-out.ts";
import { detectionValue, nabProfiles, probationRows, type ScoredFile } from "./nab-score.ts";

/** Thresholds a choice is made among. */
export const nabSteps: readonly number[] = Array.from(
  { length: 100 },
  (_, step) => 1 - Math.exp(-0.02 * 1.055 ** step),
);

/** Raw standard points of one file at each threshold, in rising order: hits less misses less what false alarms cost. */
export function nabPoints({ scores, windows }: ScoredFile, steps: readonly number[] = nabSteps): Points {
  const { tpWeight, fnWeight, fpWeight } = nabProfiles.standard;
  const falseSums = steps.map(() => 0);
  const best = windows.map(() => steps.map(() => 0));
  for (let row = probationRows(scores.length); row < scores.length; row++) {
    const score = scores[row] ?? 0;
    const { window, value } = detectionValue(windows, row);
    for (const [step, threshold] of steps.entries()) {
      if (score < threshold) break;
      const hits = best[window];
      if (hits) hits[step] = Math.max(hits[step] ?? 0, value);
      else falseSums[step] = (falseSums[step] ?? 0) + fpWeight * value;
    }
  }
  return falseSums.map((sum, step) =>
    best.reduce((points, hits) => points + (hits[step] ? tpWeight * hits[step] : -fnWeight), sum),
  );
}

/** The same parameter sets each time, drawn widely about round numbers that were set by hand. */
export function drawAnomalyParams(count: number): AnomalyParams[] {
  const draw = draws(1);
  const about = (value: number, factor = 2): number => value * factor ** (2 * draw() - 1);
  return Array.from({ length: count }, () => ({
    ...anomalyParams,
    shape: {
      ...anomalyParams.shape,
      levelSpans: [1, about(4, 1.6), 10, about(50, 1.6), about(200)] as const,
      movementSpans: [10, about(120)] as const,
      movementWeight: about(0.7),
      seasonWeight: about(0.5),
      spreadShare: about(0.6, 1.3),
      radius: about(0.2, 1.6),
      slack: about(0.3, 2.5),
      forgetSpan: about(300),
    },
    record: {
      ...anomalyParams.record,
      longSpan: about(2000),
      shortSpan: about(4),
      mediumSpan: about(100),
      slack: about(0.6),
      forgetSpan: about(2000),
      valueWeight: about(0.7),
      levelWeight: about(0.5),
      moreVarianceWeight: about(0.9),
      lessVarianceWeight: about(0.5),
      seasonWeight: about(1),
    },
    recordShare: about(1.3),
    dayShare: about(0.12),
  }));
}
