declare const money: unique symbol;

/**
 * An exact amount: billionths of a thousandth (10⁻¹²) of the unit of its currency. Bills have rows of less than a millionth of a
 * dollar, and a million of them must add up to the invoice; a `number` cannot do that.
 */
export type Money = bigint & { readonly [money]: true };

const DECIMALS = 12;
const POWERS = Array.from({ length: DECIMALS + 1 }, (_, exponent) => 10n ** BigInt(exponent));
const SCALE = 10n ** BigInt(DECIMALS);
const MICRO = 10n ** BigInt(DECIMALS - 6);
const FORM = /^([+-]?)(\d{0,24})(?:\.(\d{0,40}))?(?:[eE]([+-]?\d{1,3}))?$/;

export const ZERO = 0n as Money;

/** Reads a decimal number, with an exponent or not; what is finer than 10⁻¹² is rounded half away from zero. `undefined` = it is none. */
export function readMoney(text: string): Money | undefined {
  const plain = readPlain(text);
  if (plain !== undefined) return plain;
  const found = FORM.exec(text);
  if (!found) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = found;
  if (whole === "" && fraction === "") return undefined;
  const shift = DECIMALS + Number(exponent) - fraction.length;
  if (shift > 60) return undefined;
  const digits = BigInt(whole + fraction);
  const size = shift >= 0 ? digits * 10n ** BigInt(shift) : divideRounded(digits, 10n ** BigInt(-shift));
  return (sign === "-" ? -size : size) as Money;
}

/** 15 digits are exact in a `number`, and a point. */
const PLAIN_CHARS_MAX = 16;
const [DOT, DIGIT_0, DIGIT_9] = [46, 48, 57];

/** An amount without sign and exponent that a `number` holds exactly, as most of the millions are that a bill has; `undefined` = another. */
function readPlain(text: string): Money | undefined {
  if (text.length > PLAIN_CHARS_MAX) return undefined;
  let digits = 0;
  let digitCount = 0;
  let dotAt = -1;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === DOT && dotAt === -1) dotAt = i;
    else if (code < DIGIT_0 || code > DIGIT_9) return undefined;
    else {
      digits = digits * 10 + code - DIGIT_0;
      digitCount += 1;
    }
  }
  const power = POWERS[DECIMALS - (dotAt === -1 ? 0 : text.length - 1 - dotAt)];
  return digitCount === 0 || digitCount > 15 || power === undefined ? undefined : ((BigInt(digits) * power) as Money);
}

/** An amount that was computed, such as bytes times a price: no finer than a `number` is. @throws RangeError if it is not finite */
export function moneyOf(amount: number): Money {
  const read = Number.isFinite(amount) ? readMoney(amount.toExponential(15)) : undefined;
  if (read === undefined) throw new RangeError(`${amount} is no amount of money`);
  return read;
}

export const addMoney = (...amounts: readonly Money[]): Money => {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum as Money;
};
export const negate = (amount: Money): Money => -amount as Money;

/** Exact, without exponent and idle zeros, e.g. `-0.0000008`. */
export function moneyText(amount: Money): string {
  const size = amount < 0n ? -amount : amount;
  const fraction = (size % SCALE).toString().padStart(DECIMALS, "0").replace(/0+$/, "");
  return `${amount < 0n ? "-" : ""}${size / SCALE}${fraction === "" ? "" : `.${fraction}`}`;
}

/** To the millionth, half away from zero: for people, charts and statistics. Sums are made before. */
export const moneyNumber = (amount: Money): number => {
  const size = divideRounded(amount < 0n ? -amount : amount, MICRO);
  return Number(amount < 0n ? -size : size) / 1e6;
};

/**
 * Shares in proportion to the weights, whose sum is the amount to the last 10⁻¹²: what rounding leaves goes to the largest
 * remainders, the first of equals. @throws RangeError if a weight is negative or not finite, or all are 0
 */
export function splitMoney(amount: Money, weights: readonly number[]): readonly Money[] {
  const largest = Math.max(...weights, 0);
  if (weights.length === 0 || !Number.isFinite(largest) || largest <= 0 || weights.some((weight) => !(weight >= 0)))
    throw new RangeError("weights must be 0 or more, and one of them more");
  // 2^53 levels between nothing and the largest: no weight loses more than a number has
  const parts = weights.map((weight) => BigInt(Math.round((weight / largest) * Number.MAX_SAFE_INTEGER)));
  const whole = parts.reduce((sum, part) => sum + part, 0n);
  const size = amount < 0n ? -amount : amount;
  const shares = parts.map((part, i) => ({ i, share: (size * part) / whole, rest: (size * part) % whole }));
  let left = size - shares.reduce((sum, { share }) => sum + share, 0n);
  const byRest = shares.toSorted((a, b) => (a.rest === b.rest ? a.i - b.i : a.rest > b.rest ? -1 : 1));
  for (const one of byRest) {
    if (left === 0n) break;
    one.share += 1n;
    left -= 1n;
  }
  return shares.map(({ share }) => (amount < 0n ? -share : share) as Money);
}

/** An amount in another currency, at a rate: what one unit of the old is worth in the new. */
export const exchange = (amount: Money, rate: Money): Money => {
  const size = divideRounded((amount < 0n ? -amount : amount) * rate, SCALE);
  return (amount < 0n ? -size : size) as Money;
};

const divideRounded = (a: bigint, b: bigint): bigint => (a + b / 2n) / b;
