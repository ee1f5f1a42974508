/** How often something happens, as far as is known: `hits` against `misses`, each at least a little above 0. */
export interface Beta {
  readonly hits: number;
  readonly misses: number;
}

/** The mean. */
export const betaMean = ({ hits, misses }: Beta): number => hits / (hits + misses);

/** The ratio that the truth is below with this probability, to 1e-12. */
export function betaQuantile(beta: Beta, probability: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60 && high - low > 1e-12; i += 1) {
    const middle = (low + high) / 2;
    if (betaCdf(beta, middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The probability that the truth is below `ratio`: the regularised incomplete beta function. */
export function betaCdf({ hits, misses }: Beta, ratio: number): number {
  if (ratio <= 0) return 0;
  if (ratio >= 1) return 1;
  // the fraction converges fast on one side of the mean; the other is its mirror
  if (ratio > (hits + 1) / (hits + misses + 2)) return 1 - betaCdf({ hits: misses, misses: hits }, 1 - ratio);
  const front =
    Math.exp(
      hits * Math.log(ratio) +
        misses * Math.log1p(-ratio) +
        logGamma(hits + misses) -
        logGamma(hits) -
        logGamma(misses),
    ) / hits;
  return front * continuedFraction(hits, misses, ratio);
}

const TINY = 1e-300;
const awayFromZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value);

/** The continued fraction of the incomplete beta function (Abramowitz & Stegun 26.5.8), by Lentz's method. */
function continuedFraction(a: number, b: number, x: number): number {
  let numerator = 1 / TINY;
  let denominator = 1;
  let value = 1;
  for (let step = 1; step < 20_000; step += 1) {
    const m = Math.floor(step / 2);
    const term =
      step % 2 === 0
        ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
        : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    denominator = 1 / awayFromZero(1 + term * denominator);
    numerator = awayFromZero(1 + term / numerator);
    value *= numerator * denominator;
    if (Math.abs(numerator * denominator - 1) < 1e-14) break;
  }
  return value;
}

/** Stirling's series above 10, and the recurrence down to it: 12 digits. */
function logGamma(x: number): number {
  let shift = 0;
  let at = x;
  for (; at < 10; at += 1) shift -= Math.log(at);
  const square = at * at;
  return (
    shift +
    (at - 0.5) * Math.log(at) -
    at +
    Math.log(2 * Math.PI) / 2 +
    (1 / 12 - (1 / 360 - (1 / 1_260 - 1 / (1_680 * square)) / square) / square) / at
  );
}
