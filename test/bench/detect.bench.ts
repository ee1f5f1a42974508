import type { PathWatch } from "@skylane/core";
import { anomalyParams, nextAnomaly, unseenSeries } from "../../packages/engine/src/health/detect/anomaly.ts";

import {
  nextPathChange,
  type PathChangeParams,
  pathChangeParams,
  unseenRoundTrips,
} from "../../packages/engine/src/health/detect/path-change.ts";
import { unwatchedPath, watchPath } from "../../packages/engine/src/health/detect/watch-path.ts";
import { heldOut } from "./detect/hold-out.ts";
import { missingNab, type NabFile, readNab } from "./detect/nab-corpus.ts";
import { drawAnomalyParams, nabPoints } from "./detect/nab-hold-out.ts";
import { nabScores, type ScoredFile } from "./detect/nab-score.ts";
import { drawPathParams, heldOutPathScore } from "./detect/path-hold-out.ts";
import { pathScore } from "./detect/path-score.ts";
import { missingTraces, publishedPathScores, type RttTrace, readTraces } from "./detect/rtt-traces.ts";
import { publishedGaussianPoints, windowedGaussian } from "./detect/windowed-gaussian.ts";

// How well what is wrong is noticed: on the files of NAB and the labelled round trips that lie beside the project, beside
// what is published for other detectors, on what the parameters were chosen on and on what they were not. Processor time.
const print = (line: Record<string, unknown>): void => console.log(JSON.stringify({ bench: "detect", ...line }));
const drawCount = Number(process.env.DETECT_DRAWS ?? 60);

/** Standard, reward-low-FP and reward-low-FN scores on the whole corpus of 58 files, from its scoreboard. */
const publishedNab = {
  ARTime: [74.9, 65.1, 80.4],
  "Numenta HTM": [70.5, 62.6, 75.2],
  "CAD OSE": [69.9, 67.0, 73.2],
  "KNN-CAD": [58.0, 43.4, 64.8],
  "Random Cut Forest": [51.7, 38.4, 59.7],
  "Windowed Gaussian": [39.6, 20.9, 47.4],
  "Bayesian Changepoint": [17.7, 3.2, 32.2],
};
const publishedAwsStandard = {
  Numenta: 73.4,
  "CAD OSE": 71.5,
  ARTime: 69.5,
  "KNN-CAD": 60.7,
  "Random Cut Forest": 57.6,
  "Windowed Gaussian": 31.2,
};

const round = (value: number): number => Number(value.toFixed(4));

function timed<T>(samples: number, run: () => T): Readonly<{ result: T; microsPerSample: number }> {
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  return { result, microsPerSample: (user + system) / samples };
}

function spread(micros: readonly number[]): Record<string, number> {
  const sorted = micros.toSorted((a, b) => a - b);
  const at = (share: number): number => round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  return { min: at(0), p50: at(0.5), max: at(1) };
}

function anomalyScores(file: NabFile, params = anomalyParams): Readonly<{ scores: number[]; stateBytes: number }> {
  let state = unseenSeries();
  const scores = file.values.map((value, row) => {
    const next = nextAnomaly(state, { atMs: file.atMs[row] ?? 0, value }, params);
    state = next.state;
    return next.score;
  });
  return { scores, stateBytes: JSON.stringify(state).length };
}

function benchNab(): void {
  const missing = missingNab();
  if (missing !== undefined) {
    print({ of: "nab", skipped: missing });
    return;
  }
  const files = readNab();
  for (const file of files.slice(0, 8)) anomalyScores(file); // warm up
  const runs = files.map((file) => timed(file.values.length, () => anomalyScores(file)));
  const scored = files.map(({ windows }, at): ScoredFile => ({ scores: runs[at]?.result.scores ?? [], windows }));
  const isAws = (_: unknown, at: number): boolean => files[at]?.name.startsWith("realAWSCloudwatch/") ?? false;
  const reproduced = files.flatMap(({ name, values, windows }) => {
    const published = publishedGaussianPoints[name];
    return published === undefined
      ? []
      : [{ name, points: nabPoints({ scores: windowedGaussian(values), windows }, [1])[0], published }];
  });
  const windowCount = files.reduce((sum, { windows }) => sum + windows.length, 0);
  print({ of: "nab", files: files.length, windows: windowCount, inSample: nabScores(scored), published: publishedNab });
  print({ of: "nab-aws", inSample: nabScores(scored.filter(isAws)), publishedStandard: publishedAwsStandard });
  print({ of: "nab-scorer-check", detector: "Windowed Gaussian", reproduced });
  const points = drawAnomalyParams(drawCount).map((params) =>
    files.map((file) => nabPoints({ scores: anomalyScores(file, params).scores, windows: file.windows })),
  );
  const scoreOf = (ofFiles: readonly number[]): number =>
    round((100 * (ofFiles.reduce((sum, one) => sum + one, 0) + windowCount)) / (2 * windowCount));
  const leaveOneFileOut = scoreOf(heldOut(points));
  const evenAndOdd = scoreOf(heldOut(points, (file) => file % 2));
  print({ of: "nab-held-out", draws: drawCount, standard: { leaveOneFileOut, evenAndOdd } });
  const stateBytes = Math.max(...runs.map(({ result }) => result.stateBytes));
  print({ of: "nab-cost", microsPerSample: spread(runs.map((run) => run.microsPerSample)), stateBytes });
  print({ of: "nab-params", ...anomalyParams });
}

function changes(trace: RttTrace, params: PathChangeParams = pathChangeParams) {
  let state = unseenRoundTrips;
  const found: number[] = [];
  const toldAt: number[] = [];
  for (const [sample, rttMs] of trace.rttMs.entries()) {
    const next = nextPathChange(state, rttMs, params);
    state = next.state;
    if (!next.change) continue;
    found.push(next.change.sample);
    toldAt.push(sample);
  }
  return { found, toldAt, stateBytes: JSON.stringify(state).length };
}

/** Loss, jitter, drift and changes of one path together, a round a minute. */
const watchAll = (rttMs: RttTrace["rttMs"]): PathWatch =>
  rttMs.reduce<PathWatch>((watch, one, at) => {
    const round = { atMs: at * 60_000, sent: 1, lost: one === undefined ? 1 : 0 };
    return watchPath(watch, one === undefined ? round : { ...round, rttMs: one });
  }, unwatchedPath);

function benchPaths(): void {
  const missing = missingTraces();
  if (missing !== undefined) {
    print({ of: "path-changes", skipped: missing });
    return;
  }
  const traces = readTraces();
  for (const trace of traces.slice(0, 4)) changes(trace); // warm up
  const runs = traces.map((trace) => timed(trace.rttMs.length, () => changes(trace)));
  const scored = traces.map(({ labelled }, at) => ({ labelled, found: runs[at]?.result.found ?? [] }));
  const told = traces.map(({ labelled }, at) => ({ labelled, found: runs[at]?.result.toldAt ?? [] }));
  const delays = runs.flatMap(({ result }) => result.found.map((sample, at) => (result.toldAt[at] ?? 0) - sample));
  print({ of: "path-changes", traces: traces.length, inSample: pathScore(scored), publishedF1: publishedPathScores() });
  print({ of: "path-changes-when-told", ...pathScore(told), delaySamples: spread(delays) });
  const candidates = drawPathParams(Math.ceil(drawCount / 3));
  const found = candidates.map((params) => traces.map((trace) => ({ ...trace, found: changes(trace, params).found })));
  print({ of: "path-changes-held-out", how: "leave one trace out", ...heldOutPathScore(found) });
  const stateBytes = Math.max(...runs.map(({ result }) => result.stateBytes));
  print({ of: "path-changes-cost", microsPerSample: spread(runs.map((run) => run.microsPerSample)), stateBytes });
  const watched = traces.map(({ rttMs }) => timed(rttMs.length, () => watchAll(rttMs)));
  print({ of: "path-watch-cost", microsPerSample: spread(watched.map((run) => run.microsPerSample)) });
  print({ of: "path-changes-params", ...pathChangeParams });
}

benchNab();
benchPaths();
