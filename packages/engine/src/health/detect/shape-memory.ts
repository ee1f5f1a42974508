/** How the memory of shapes is set; times in samples. */
export type ShapeParams = Readonly<{
  /** How far back each trace of the level looks. */
  levelSpans: readonly [number, number, number, number, number];
  /** How far back each trace of the movement from sample to sample looks. */
  movementSpans: readonly [number, number];
  /** How far back the trace of the distance from the usual day looks. */
  seasonSpan: number;
  movementWeight: number;
  seasonWeight: number;
  /** 0..1: how much the spread, and how little the range, of a trace is its unit. */
  spreadShare: number;
  /** Nearer than this to a remembered shape is the same shape, in units. */
  radius: number;
  /** How much a shape that comes again moves the remembered one. */
  moveShare: number;
  /** Shapes remembered at most; the one longest not seen makes room. */
  capacity: number;
  /** Added to both sides before a distance is compared with the largest of late, in units. */
  slack: number;
  /** How long the largest distance is remembered. */
  forgetSpan: number;
}>;

/** One coordinate of the shape: its present trace, and the range, mean and variance it has had. */
type Coordinate = Readonly<{ trace: number; low: number; high: number; mean: number; variance: number }>;

/** Shapes seen so far; serialisable. */
export type ShapeMemory = Readonly<{
  count: number;
  previous: number;
  coordinates: readonly Coordinate[];
  /** Remembered shapes and, beside each, when it was last seen. */
  shapes: readonly (readonly number[])[];
  seenAt: readonly number[];
  /** The largest distance of late. */
  record: number;
}>;

/** A memory of nothing. */
export const emptyShapes: ShapeMemory = { count: 0, previous: 0, coordinates: [], shapes: [], seenAt: [], record: 0 };

const coordinateCount = 8;
const longestSpan = 3000;

/**
 * Remembers how the values have been moving, at several time scales at once, and tells how new the present movement is:
 * 0 = not newer than of late, else the logarithm of how much further it is from everything remembered.
 * `unusual` is the distance from the usual value of this time of day, 0 where none is known.
 */
export function nextShape(
  state: ShapeMemory,
  value: number,
  unusual: number,
  params: ShapeParams,
): Readonly<{ state: ShapeMemory; novelty: number }> {
  const count = state.count + 1;
  const movement = state.count === 0 ? 0 : Math.abs(value - state.previous);
  const coordinates: Coordinate[] = [];
  const units = new Float64Array(coordinateCount);
  for (let k = 0; k < coordinateCount; k++) {
    const input = k < 5 ? value : k < 7 ? movement : unusual;
    const next = follow(state.coordinates[k], input, spanOf(k, params), count);
    coordinates.push(next);
    units[k] = weightOf(k, params) / unitOf(next, params);
  }
  const { nearest, distance } = closest(state.shapes, coordinates, units);
  const novelty = distance > state.record ? Math.log((distance + params.slack) / (state.record + params.slack)) : 0;
  const record = Math.max(state.record * Math.exp(-1 / params.forgetSpan), distance);
  const remembered = remember(state, coordinates, nearest, distance, params);
  return { state: { count, previous: value, coordinates, ...remembered, record }, novelty };
}

const spanOf = (k: number, params: ShapeParams): number =>
  (k < 5 ? params.levelSpans[k] : k < 7 ? params.movementSpans[k - 5] : params.seasonSpan) ?? 1;

const weightOf = (k: number, params: ShapeParams): number =>
  k < 5 ? 1 : k < 7 ? params.movementWeight : params.seasonWeight;

function follow(before: Coordinate | undefined, input: number, span: number, count: number): Coordinate {
  if (!before) return { trace: input, low: input, high: input, mean: input, variance: 0 };
  const trace = before.trace + Math.max(1 / span, 1 / count) * (input - before.trace);
  const share = 1 / Math.min(count, longestSpan);
  const off = trace - before.mean;
  return {
    trace,
    low: Math.min(before.low, trace),
    high: Math.max(before.high, trace),
    mean: before.mean + share * off,
    variance: before.variance + share * (off * off * (1 - share) - before.variance),
  };
}

/** Between four standard deviations and the whole range. */
function unitOf({ low, high, variance }: Coordinate, { spreadShare }: ShapeParams): number {
  const range = high - low + 1e-12;
  const spread = 4 * Math.sqrt(variance) + 1e-3 * range;
  return Math.exp(spreadShare * Math.log(spread) + (1 - spreadShare) * Math.log(range));
}

function closest(
  shapes: ShapeMemory["shapes"],
  coordinates: readonly Coordinate[],
  units: Float64Array,
): Readonly<{ nearest: number; distance: number }> {
  const traces = Float64Array.from(coordinates, ({ trace }) => trace);
  let nearest = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at < shapes.length; at++) {
    const shape = shapes[at] as readonly number[];
    let sum = 0;
    for (let k = 0; k < coordinateCount && sum < least; k++) {
      const off = ((traces[k] as number) - (shape[k] as number)) * (units[k] as number);
      sum += off * off;
    }
    if (sum < least) {
      least = sum;
      nearest = at;
    }
  }
  return { nearest, distance: nearest < 0 ? 0 : Math.sqrt(least) };
}

function remember(
  { shapes, seenAt, count }: ShapeMemory,
  coordinates: readonly Coordinate[],
  nearest: number,
  distance: number,
  { radius, moveShare, capacity }: ShapeParams,
): Pick<ShapeMemory, "shapes" | "seenAt"> {
  const known = nearest >= 0 && distance <= radius;
  const full = shapes.length >= capacity;
  const slot = known ? nearest : full ? seenAt.indexOf(Math.min(...seenAt)) : shapes.length;
  const old = shapes[slot] ?? [];
  const shape = coordinates.map((coordinate, k) => {
    const was = known ? (old[k] ?? coordinate.trace) : coordinate.trace;
    return short(was + (known ? moveShare : 0) * (coordinate.trace - was), coordinate);
  });
  const put = <T>(list: readonly T[], one: T): readonly T[] =>
    slot < list.length ? list.with(slot, one) : [...list, one];
  return { shapes: put(shapes, shape), seenAt: put(seenAt, count) };
}

/** Rounded to a thousandth of the range or less, so that what is kept stays small when written as text. */
function short(value: number, { low, high }: Coordinate): number {
  const digits = 3 - Math.ceil(Math.log10(high - low + 1e-12));
  const power = 10 ** Math.abs(digits);
  return digits < 0 ? Math.round(value / power) * power : Math.round(value * power) / power;
}
