import type { Meter } from "./meters.ts";
import { BYTES_OF, type Sku } from "./tariff.ts";

const HOUR_MS = 3_600_000;
/** Amounts are whole millionths of a millionth of a dollar, so that they add up to the invoice. */
const PICO_PER_NANO = 1_000n;

/** What is billed for an hour or a day of one meter at one price. */
export interface Charge {
  readonly meter: Meter;
  readonly startMs: number;
  readonly endMs: number;
  /** Bytes, or hours. */
  readonly count: number;
  readonly nanoUsdPerUnit: number;
  readonly picoUsd: bigint;
}

/**
 * Charges of all meters, period by period. A charge that goes over a step of its price is two. What is free up to a step is billed as
 * nothing; what was not used is not billed. A month begins anew with the first step.
 *
 * @param periodMs an hour, or the day that a cloud bills by; the span is whole periods
 */
export function* chargesOf(
  meters: readonly Meter[],
  { fromMs, toMs, periodMs }: { readonly fromMs: number; readonly toMs: number; readonly periodMs: number },
): Generator<Charge> {
  const used = new Map<string, number>();
  let month = "";
  for (let startMs = fromMs; startMs < toMs; startMs += periodMs) {
    const endMs = startMs + periodMs;
    const now = new Date(startMs).toISOString().slice(0, 7);
    if (now !== month) used.clear();
    month = now;
    for (const meter of meters) {
      const count = meter.bytes ? meter.bytes(startMs, endMs) : periodMs / HOUR_MS;
      if (count === 0) continue;
      const pool = `${meter.cloud}|${meter.sku.pool ?? `${meter.sku.meter}|${meter.resource.id}`}`;
      const before = used.get(pool) ?? 0;
      used.set(pool, before + count);
      for (const part of partsOf(meter.sku, before, count)) yield { meter, startMs, endMs, ...part };
    }
  }
}

/** The parts of what is used, each at the price of its step. */
function partsOf({ steps, unit }: Sku, before: number, count: number) {
  const size = unit === "Hours" ? 1 : BYTES_OF[unit];
  return steps.flatMap(({ fromUnits, nanoUsd }, i) => {
    const from = Math.max(before, fromUnits * size);
    const to = Math.min(before + count, (steps[i + 1]?.fromUnits ?? Number.POSITIVE_INFINITY) * size);
    return to > from
      ? [{ count: to - from, nanoUsdPerUnit: nanoUsd, picoUsd: amountOf(to - from, nanoUsd, size) }]
      : [];
  });
}

/** Count times price, to the nearest millionth of a millionth of a dollar. */
export function amountOf(count: number, nanoUsdPerUnit: number, unitSize: number): bigint {
  const [whole, size] = [BigInt(count) * BigInt(nanoUsdPerUnit) * PICO_PER_NANO, BigInt(unitSize)];
  return (2n * whole + size) / (2n * size);
}

/** An amount as a decimal of dollars. */
export function usdText(picoUsd: bigint): string {
  const digits = (picoUsd < 0n ? -picoUsd : picoUsd).toString().padStart(13, "0");
  const decimals = digits.slice(-12).replace(/0+$/, "");
  return `${picoUsd < 0n ? "-" : ""}${digits.slice(0, -12)}${decimals === "" ? "" : `.${decimals}`}`;
}
