import type { CostSeries } from "@skylane/engine";
import { seededRandom } from "../../support/seeded-random.ts";

/** Something that was put into a series, and from when to when. */
export interface Injected {
  readonly kind: "jump" | "burst" | "ramp" | "creep";
  readonly series: number;
  readonly fromSlot: number;
  readonly toSlot: number;
  /** What it costs beyond the rest. */
  readonly usd: number;
}

export interface InjectedPlay {
  readonly series: readonly { readonly series: CostSeries; readonly values: Float64Array }[];
  readonly injected: readonly Injected[];
}

const SLOTS_PER_DAY = 96;
const SLOT_MS = 900_000;

/**
 * Costs as clouds' metrics give them, made from a seed: days and weeks that repeat, each series with its own shape, noise that
 * lasts (AR(1)), quiet growth, gaps, month ends; and anomalies whose place, size and length are known.
 */
export function injectedPlay(seed: number, seriesCount: number, days: number): InjectedPlay {
  const random = seededRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const startMs = Date.UTC(2026, 7, 3);
  const injected: Injected[] = [];
  const series = Array.from({ length: seriesCount }, (_, at) => {
    const values = new Float64Array(days * SLOTS_PER_DAY);
    const usdPerSlot = Math.exp(1 + normal()) / 4;
    const [daily, weekend, noise, growth] = [
      random() * 0.8,
      0.3 + random() * 0.9,
      0.03 + random() * 0.12,
      random() * 0.01,
    ];
    const peakHour = random() * 24;
    const monthEnd = 1 + random() * 0.6;
    let drift = 0;
    for (let i = 0; i < values.length; i += 1) {
      const atMs = startMs + i * SLOT_MS;
      const date = new Date(atMs);
      drift = 0.9 * drift + normal() * noise * 0.44;
      const hour = (atMs / 3_600_000) % 24;
      const isWeekend = [0, 6].includes(date.getUTCDay());
      const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
      const shape = 1 + daily * Math.cos(((hour - peakHour) / 12) * Math.PI);
      const week = isWeekend ? weekend : 1;
      const edge = lastDay - date.getUTCDate() < 2 ? monthEnd : 1;
      values[i] = usdPerSlot * shape * week * edge * Math.exp(drift) * (1 + growth) ** (i / SLOTS_PER_DAY / 7);
    }
    for (const one of anomaliesOf(at, values, days, random)) injected.push(one);
    return { series: { slotMs: SLOT_MS, startMs, values }, values };
  });
  return { series, injected };
}

/** One anomaly in two of three series, after four weeks; each kind a quarter. Changes the values. */
function anomaliesOf(series: number, values: Float64Array, days: number, random: () => number): readonly Injected[] {
  if (random() < 1 / 3) return [];
  const kinds = ["jump", "burst", "ramp", "creep"] as const;
  const kind = kinds[Math.floor(random() * kinds.length)] ?? "jump";
  const fromDay = 28 + random() * (days - 28 - 12);
  const fromSlot = Math.floor(fromDay * SLOTS_PER_DAY);
  const lengthSlots =
    kind === "burst"
      ? 4 + Math.floor(random() * 44)
      : Math.floor((kind === "creep" ? 8 : 1 + random() * 5) * SLOTS_PER_DAY);
  const toSlot = Math.min(values.length, fromSlot + lengthSlots);
  const size = 1.6 + random() * 3;
  let usd = 0;
  for (let i = fromSlot; i < toSlot; i += 1) {
    const sinceDays = (i - fromSlot) / SLOTS_PER_DAY;
    const factor =
      kind === "creep" ? 1.08 ** sinceDays : kind === "ramp" ? 1 + (size - 1) * Math.min(1, sinceDays * 8) : size;
    const before = values[i] ?? 0;
    values[i] = before * factor;
    usd += before * (factor - 1);
  }
  return [{ kind, series, fromSlot, toSlot, usd }];
}
