/** How records are kept; times in samples. */
export type RecordParams = Readonly<{
  longSpan: number;
  shortSpan: number;
  mediumSpan: number;
  seasonSpan: number;
  /** Added to both sides before a measure is compared with its record, in standard deviations. */
  slack: number;
  /** How long a record stands. */
  forgetSpan: number;
  /** Values beyond this many standard deviations count as that many in mean and variance. */
  clip: number;
  valueWeight: number;
  levelWeight: number;
  moreVarianceWeight: number;
  lessVarianceWeight: number;
  seasonWeight: number;
}>;

/** What is measured of a series and how far each measure has gone; serialisable. */
export type Records = Readonly<{
  count: number;
  previous: number;
  mean: number;
  variance: number;
  movement: number;
  shortMean: number;
  mediumMean: number;
  mediumVariance: number;
  unusual: number;
  /** Of each measure the largest of late. */
  largest: readonly number[];
}>;

/** Nothing measured yet. */
export const noRecords: Records = {
  count: 0,
  previous: 0,
  mean: 0,
  variance: 0,
  movement: 0,
  shortMean: 0,
  mediumMean: 0,
  mediumVariance: 0,
  unusual: 0,
  largest: [],
};

/**
 * Measures value, jump, level, variance and distance from the usual day against the long run and tells by how much any of
 * them goes further than it has of late: 0 = none does, else the logarithm of how much, weighted.
 */
export function nextRecords(
  before: Records,
  value: number,
  unusual: number,
  params: RecordParams,
): Readonly<{ state: Records; excess: number }> {
  const state =
    before.count === 0 ? { ...before, previous: value, mean: value, shortMean: value, mediumMean: value } : before;
  const count = state.count + 1;
  const share = (span: number): number => Math.max(1 / count, 1 / span);
  const tiny = 1e-9 * Math.abs(state.mean) + 1e-12;
  const spread = Math.sqrt(state.variance) + tiny;
  const jumpSpread = Math.sqrt(state.movement) + tiny;
  const off = (value - state.mean) / spread;
  const jump = value - state.previous;
  const shortMean = state.shortMean + share(params.shortSpan) * (value - state.shortMean);
  const mediumMean = state.mediumMean + share(params.mediumSpan) * (value - state.mediumMean);
  const mediumVariance =
    state.mediumVariance + share(params.mediumSpan) * ((value - mediumMean) ** 2 - state.mediumVariance);
  const season = state.unusual + (unusual / spread - state.unusual) / params.seasonSpan;
  const calm = Math.log(mediumVariance / (spread * spread) + 1e-6);
  const shortOff = (shortMean - state.mean) / spread;
  const mediumOff = (mediumMean - state.mean) / spread;
  const measures = [
    off,
    -off,
    Math.abs(jump) / jumpSpread,
    shortOff,
    -shortOff,
    mediumOff,
    -mediumOff,
    calm,
    -calm,
    Math.abs(season),
  ];
  const { largest, excess } = compare(state.largest, measures, params);
  const young = count <= 20;
  const step = young ? value - state.mean : Math.max(-params.clip, Math.min(params.clip, off)) * spread;
  const clippedJump = young ? jump : Math.max(-params.clip * jumpSpread, Math.min(params.clip * jumpSpread, jump));
  const long = share(params.longSpan);
  return {
    state: {
      count,
      previous: value,
      mean: state.mean + long * step,
      variance: count === 1 ? 0 : state.variance + long * (step * step - state.variance),
      movement: state.movement + long * (clippedJump * clippedJump - state.movement),
      shortMean,
      mediumMean,
      mediumVariance,
      unusual: season,
      largest,
    },
    excess,
  };
}

function compare(
  before: readonly number[],
  measures: readonly number[],
  params: RecordParams,
): Readonly<{ largest: readonly number[]; excess: number }> {
  const { valueWeight: v, levelWeight: l, slack } = params;
  const weights = [v, v, v, l, l, l, l, params.moreVarianceWeight, params.lessVarianceWeight, params.seasonWeight];
  const keep = Math.exp(-1 / params.forgetSpan);
  let excess = 0;
  const largest = measures.map((measure, at) => {
    const was = before[at] ?? 0;
    const now = Math.max(measure, 0);
    if (now > was) excess = Math.max(excess, (weights[at] ?? 0) * Math.log((now + slack) / (was + slack)));
    return Math.max(was * keep, now);
  });
  return { largest, excess };
}
