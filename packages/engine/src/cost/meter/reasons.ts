import type { PriceRow } from "@skylane/core";

/** What is known of a link whose meter and bill may differ. */
export interface Compared {
  readonly meteredUsd: number;
  readonly billedUsd: number;
  readonly meteredGb: number;
  readonly billedGb: number | undefined;
  readonly timeUsd: number;
  readonly coverageRatio: number;
  readonly rows: readonly PriceRow[];
  readonly missing: readonly string[];
}

/** Differences below a part in a hundred are rounding, late rows and the edges of hours. */
const SAME_RATIO = 0.01;

/** Why meter and bill of a link differ, as far as it is known; what is left is not explained away. */
export function reasonsOf(compared: Compared): readonly string[] {
  const { meteredUsd, billedUsd, meteredGb, billedGb, timeUsd, coverageRatio, rows, missing } = compared;
  const ofTime =
    timeUsd === 0
      ? []
      : [`the bill asks $${amount(timeUsd)} for the link itself, which is not for data and not compared`];
  const noPrice = [...new Set(missing)].slice(0, 5).map((what) => `there is no list price: ${what}`.slice(0, 300));
  if (isSame(meteredUsd, billedUsd)) return [...ofTime, ...noPrice];
  const reasons: string[] = [...noPrice];
  if (coverageRatio < 1 - SAME_RATIO)
    reasons.push(
      `the meter counted ${Math.floor(coverageRatio * 100)} % of the time: the clouds' counters lack points`,
    );
  if (billedGb !== undefined && !isSame(meteredGb, billedGb))
    reasons.push(`the bill counts ${amount(billedGb)} GB, the meter ${amount(meteredGb)} GB`);
  else if (billedGb !== undefined && billedGb > 0 && meteredUsd > 0)
    reasons.push(
      `the volume is the same, the price is not: $${amount(billedUsd / billedGb)} a GB on the bill, $${amount(meteredUsd / meteredGb)} by the price list`,
    );
  if (rows.some(({ tiers, allowance }) => tiers.length > 1 || allowance !== undefined))
    reasons.push(
      "the price falls with the volume of all that is billed together, and the meter knows what links carry alone",
    );
  return [...reasons, ...ofTime];
}

const isSame = (one: number, other: number): boolean =>
  Math.abs(one - other) <= SAME_RATIO * Math.max(Math.abs(one), Math.abs(other));

/** Two digits, or as many as it takes to see something. */
const amount = (value: number): string => (Math.abs(value) >= 1 ? value.toFixed(2) : value.toPrecision(2));
