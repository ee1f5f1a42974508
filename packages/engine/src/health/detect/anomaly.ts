import type { DailyProfile } from "@skylane/core";
import { nextRecords, noRecords, type RecordParams, type Records } from "./records.ts";
import { learnDay, unseenDay, usualAt } from "./season.ts";
import { emptyShapes, nextShape, type ShapeMemory, type ShapeParams } from "./shape-memory.ts";

/** One set of numbers for every series. */
export type AnomalyParams = Readonly<{
  shape: ShapeParams;
  record: RecordParams;
  /** How much a broken record counts against a new shape. */
  recordShare: number;
  /** How much one value changes what is usual at its time of day. */
  dayShare: number;
  /** Samples before a new shape, and before a broken record, means anything. */
  shapeWarmUp: number;
  recordWarmUp: number;
}>;

/** What has been learnt of a series: some 4 KB as JSON, whatever its length. */
export type AnomalyState = Readonly<{
  count: number;
  day: DailyProfile;
  shapes: ShapeMemory;
  records: Records;
  heldNovelty: number;
  heldExcess: number;
}>;

/** Nothing learnt yet. */
export const unseenSeries = (): AnomalyState => ({
  count: 0,
  day: unseenDay(),
  shapes: emptyShapes,
  records: noRecords,
  heldNovelty: 0,
  heldExcess: 0,
});

/** Chosen on the files of NAB beside the project; docs/detect.md has what they score on files they were not chosen on. */
export const anomalyParams: AnomalyParams = {
  shape: {
    levelSpans: [1, 3.1, 10, 62, 113],
    movementSpans: [10, 91],
    seasonSpan: 10,
    movementWeight: 0.86,
    seasonWeight: 0.41,
    spreadShare: 0.59,
    radius: 0.277,
    moveShare: 0.05,
    capacity: 40,
    slack: 0.51,
    forgetSpan: 234,
  },
  record: {
    longSpan: 3030,
    shortSpan: 2.2,
    mediumSpan: 211,
    seasonSpan: 20,
    slack: 0.5,
    forgetSpan: 1980,
    clip: 4,
    valueWeight: 0.59,
    levelWeight: 0.42,
    moreVarianceWeight: 0.73,
    lessVarianceWeight: 0.29,
    seasonWeight: 1.5,
  },
  recordShare: 0.94,
  dayShare: 0.115,
  shapeWarmUp: 100,
  recordWarmUp: 200,
};

/**
 * Takes one value, finite, and answers how anomalous it is: 0 = like what was seen, towards 1 = nothing like it. What goes
 * on being strange stops scoring once it is known, so an anomaly is told when it begins and not for as long as it lasts.
 */
export function nextAnomaly(
  state: AnomalyState,
  sample: Readonly<{ atMs: number; value: number }>,
  params: AnomalyParams = anomalyParams,
): Readonly<{ state: AnomalyState; score: number }> {
  const { atMs, value } = sample;
  const usual = usualAt(state.day, atMs);
  const unusual = usual === undefined ? 0 : value - usual;
  const shape = nextShape(state.shapes, value, unusual, params.shape);
  const record = nextRecords(state.records, value, unusual, params.record);
  const novelty = state.count >= params.shapeWarmUp ? shape.novelty : 0;
  const excess = state.count >= params.recordWarmUp ? record.excess : 0;
  // the two see the same thing a sample or two apart
  const heldNovelty = Math.max(novelty, state.heldNovelty / 2);
  const heldExcess = Math.max(excess, state.heldExcess / 2);
  const isNews = novelty > 0 || excess > 0;
  const score = isNews ? 1 - Math.exp(-heldNovelty - params.recordShare * heldExcess) : 0;
  const day = learnDay(state.day, atMs, value, params.dayShare);
  return {
    state: { count: state.count + 1, day, shapes: shape.state, records: record.state, heldNovelty, heldExcess },
    score,
  };
}
