const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Mean of a month, which `monthlyGb` is about. */
export const DAYS_PER_MONTH = 30;
/** Noise of neighbouring slots is alike: of one quarter of an hour so much is left in the next. */
const MEMORY = 0.9;

/** How a flow differs from one that sends the same at every moment. */
export interface FlowHabits {
  /** Part of the mean by which the busiest hour is above it, and the quietest below. */
  readonly dailyRatio: number;
  readonly peakHour: number;
  /** Of a weekday's traffic on Saturday and Sunday. */
  readonly weekendRatio: number;
  readonly weeklyGrowthRatio: number;
  /** Times of other days on the last two of a month. */
  readonly monthEndFactor: number;
  /** Standard deviation of the logarithm. */
  readonly noise: number;
}

export function drawHabits(random: () => number): FlowHabits {
  return {
    dailyRatio: 0.2 + random() * 0.5,
    peakHour: 9 + random() * 10,
    weekendRatio: 0.4 + random() * 0.6,
    weeklyGrowthRatio: random() * 0.008,
    monthEndFactor: 1 + random() * 0.5,
    noise: 0.02 + random() * 0.08,
  };
}

/** Times of a weekday's mean that hour, weekday and month make at a moment, without noise and growth. */
export function habitAt(habits: FlowHabits, atMs: number): number {
  const at = new Date(atMs);
  const hour = (atMs % DAY_MS) / HOUR_MS;
  const shape = 1 + habits.dailyRatio * Math.cos(((hour - habits.peakHour) / 12) * Math.PI);
  const weekday = [0, 6].includes(at.getUTCDay()) ? habits.weekendRatio : 1;
  const lastDay = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  return shape * weekday * (lastDay - at.getUTCDate() < 2 ? habits.monthEndFactor : 1);
}

export const growthAt = ({ weeklyGrowthRatio }: FlowHabits, sinceMs: number): number =>
  (1 + weeklyGrowthRatio) ** (sinceMs / (7 * DAY_MS));

/** One normal chance of two even ones. */
export const normalOf = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Bytes of a flow in a part of a slot, if nothing happens to it. To be asked slot by slot, in order: the noise of one is in the next. */
export type FlowProfile = (fromMs: number, toMs: number) => number;

/** What one sends over days, weeks and months: hours and weekdays that repeat, noise that lasts, quiet growth, a busier month's end. */
export function flowProfile(monthlyGb: number, startMs: number, random: () => number): FlowProfile {
  const bytesPerMs = (monthlyGb * 1e9) / (DAYS_PER_MONTH * DAY_MS);
  const habits = drawHabits(random);
  const step = habits.noise * Math.sqrt(1 - MEMORY ** 2);
  let drift = normalOf(random) * habits.noise;
  return (fromMs, toMs) => {
    drift = MEMORY * drift + step * normalOf(random);
    const bytes = bytesPerMs * (toMs - fromMs) * habitAt(habits, fromMs) * growthAt(habits, fromMs - startMs);
    return Math.round(bytes * Math.exp(drift));
  };
}
