/** The three weightings NAB publishes its scores under: what a hit, a false alarm and a miss count. */
export const nabProfiles = {
  standard: { tpWeight: 1, fnWeight: 1, fpWeight: 0.11 },
  rewardLowFp: { tpWeight: 1, fnWeight: 1, fpWeight: 0.22 },
  rewardLowFn: { tpWeight: 1, fnWeight: 2, fpWeight: 0.11 },
} as const;

export type NabProfile = keyof typeof nabProfiles;

/** A labelled window as row numbers, both ends included. */
export type LabelledWindow = Readonly<{ left: number; right: number }>;

/** One file with the anomaly score of each of its rows. */
export type ScoredFile = Readonly<{ scores: ArrayLike<number>; windows: readonly LabelledWindow[] }>;

/** 0..100 and more: 100 is perfect, 0 a detector that never speaks, below 0 one that had better not. */
export type NabScore = Readonly<{
  score: number;
  threshold: number;
  hits: number;
  misses: number;
  falseAlarms: number;
}>;

/** Rows at the start of a file that are not judged. */
export const probationRows = (rowCount: number): number => Math.min(Math.floor(0.15 * rowCount), 750);

const sigmoid = (position: number): number => 2 / (1 + Math.exp(5 * position)) - 1;
const maxHit = sigmoid(-1);

/** What a detection at `row` counts before weights: 0..1 inside window `window`, -1..0 outside (`window` = -1). */
export function detectionValue(
  windows: readonly LabelledWindow[],
  row: number,
): Readonly<{ window: number; value: number }> {
  let last: LabelledWindow | undefined;
  for (const [at, window] of windows.entries()) {
    if (row < window.left) break;
    const width = window.right - window.left + 1;
    if (row <= window.right) return { window: at, value: sigmoid(-(window.right - row + 1) / width) / maxHit };
    last = window;
  }
  if (!last) return { window: -1, value: -1 };
  const past = (row - last.right) / (last.right - last.left);
  return { window: -1, value: past >= 3 ? -1 : sigmoid(past) };
}

type Row = Readonly<{ score: number; window: number; value: number }>;
type Tally = { hitSum: number; hits: number; falseSum: number; falseAlarms: number };

const rowsOf = (files: readonly ScoredFile[]): Readonly<{ rows: Row[]; windowCount: number }> => {
  const rows: Row[] = [];
  let firstWindow = 0;
  for (const { scores, windows } of files) {
    for (let row = probationRows(scores.length); row < scores.length; row++) {
      const { window, value } = detectionValue(windows, row);
      rows.push({ score: scores[row] ?? 0, window: window < 0 ? -1 : firstWindow + window, value });
    }
    firstWindow += windows.length;
  }
  return { rows, windowCount: firstWindow };
};

const add = (tally: Tally, best: Float64Array, { window, value }: Row): void => {
  if (window < 0) {
    tally.falseSum += value;
    tally.falseAlarms += 1;
    return;
  }
  const before = best[window] ?? 0;
  if (before === 0) tally.hits += 1;
  if (value > before) {
    tally.hitSum += value - before;
    best[window] = value;
  }
};

const judge = (tally: Tally, windowCount: number, profile: NabProfile, threshold: number): NabScore => {
  const { tpWeight, fnWeight, fpWeight } = nabProfiles[profile];
  const misses = windowCount - tally.hits;
  const raw = tpWeight * tally.hitSum - fnWeight * misses + fpWeight * tally.falseSum;
  const silent = -fnWeight * windowCount;
  const score = windowCount === 0 ? raw : (100 * (raw - silent)) / (tpWeight * windowCount - silent);
  return { score, threshold, hits: tally.hits, misses, falseAlarms: tally.falseAlarms };
};

/**
 * The score of NAB for a set of files under each profile: at `threshold` where one is given, else at the one threshold
 * for all files that serves the profile best.
 */
export function nabScores(
  files: readonly ScoredFile[],
  thresholds?: Readonly<Record<NabProfile, number>>,
): Record<NabProfile, NabScore> {
  const { rows, windowCount } = rowsOf(files);
  rows.sort((a, b) => b.score - a.score);
  const tally: Tally = { hitSum: 0, hits: 0, falseSum: 0, falseAlarms: 0 };
  const best = new Float64Array(windowCount);
  const profiles = Object.keys(nabProfiles) as NabProfile[];
  const found = Object.fromEntries(
    profiles.map((profile) => [profile, judge(tally, windowCount, profile, Number.POSITIVE_INFINITY)]),
  ) as Record<NabProfile, NabScore>;
  for (const [at, row] of rows.entries()) {
    add(tally, best, row);
    if (rows[at + 1]?.score === row.score) continue;
    for (const profile of profiles) {
      const fixed = thresholds?.[profile];
      if (fixed !== undefined && row.score < fixed) continue;
      const now = judge(tally, windowCount, profile, row.score);
      if (fixed !== undefined || now.score > found[profile].score) found[profile] = now;
    }
  }
  return found;
}
