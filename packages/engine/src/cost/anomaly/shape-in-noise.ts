/** Something whose height is not known, but the same wherever it is: how high it may be (one sigma), and which of the values have it. */
export interface SharedNoise {
  readonly sigma: number;
  readonly isIn: readonly boolean[];
}

/**
 * Says how clearly values have a shape, in sigmas: the height of the shape in them by generalised least squares, over how far such a
 * height is from 0 by chance. Each value has noise of its own, of which one sigma is given, and what it shares with others.
 */
export function shapeInNoise(sigmas: readonly number[], shared: readonly SharedNoise[]) {
  /** The inverse of the covariance times a vector: each shared noise is one more update of rank one (Sherman–Morrison). */
  const unmix = (vector: readonly number[], count = shared.length): readonly number[] => {
    const one = shared[count - 1];
    if (!one) return vector.map((value, i) => value / (sigmas[i] ?? 1) ** 2);
    const own = one.isIn.map(Number);
    const rest = unmix(vector, count - 1);
    const unit = unmix(own, count - 1);
    const part = dot(own, rest) / (1 / one.sigma ** 2 + dot(own, unit));
    return rest.map((value, i) => value - part * (unit[i] ?? 0));
  };
  return (values: readonly number[], shape: readonly number[]): number => {
    const unmixed = unmix(shape);
    const size = dot(shape, unmixed);
    return size > 0 ? dot(values, unmixed) / Math.sqrt(size) : 0;
  };
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (const [i, value] of a.entries()) sum += value * (b[i] ?? 0);
  return sum;
}
