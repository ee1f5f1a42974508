import { type Money, moneyText } from "@skylane/core";

const CENT = 10n ** 10n;

/** To the cent, with the sign before the currency: `$1,234.50`, `-€3.00`, `JPY 120.00`. Sums are made before. */
export function amountText(amount: Money, currency: string): string {
  const size = amount < 0n ? -amount : amount;
  const cents = (size + CENT / 2n) / CENT;
  const [whole = "0"] = moneyText((cents * CENT) as Money).split(".");
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ",");
  const sign = amount < 0n && cents > 0n ? "-" : "";
  const mark = currency === "USD" ? "$" : currency === "EUR" ? "€" : `${currency} `;
  return `${sign}${mark}${grouped}.${(cents % 100n).toString().padStart(2, "0")}`;
}

/**
 * Parts of a whole in tenths of a percent that add up to 100 exactly: what rounding down leaves goes to the largest remainders,
 * the first of equals. `undefined` = the whole is nothing, or the parts are not of one sign: then percents mislead.
 */
export function percentsOf(amounts: readonly Money[]): readonly number[] | undefined {
  const total = amounts.reduce((sum, amount) => sum + amount, 0n);
  if (total === 0n || amounts.some((amount) => amount !== 0n && amount > 0n !== total > 0n)) return undefined;
  const parts = amounts.map((amount, i) => ({
    i,
    tenths: (amount * 1_000n) / total,
    rest: abs((amount * 1_000n) % total),
  }));
  let left = 1_000n - parts.reduce((sum, { tenths }) => sum + tenths, 0n);
  for (const part of parts.toSorted((a, b) => (a.rest === b.rest ? a.i - b.i : a.rest > b.rest ? -1 : 1))) {
    if (left === 0n) break;
    part.tenths += 1n;
    left -= 1n;
  }
  return parts.map(({ tenths }) => Number(tenths) / 10);
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);
