const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Mean of a month, which `monthlyGb` is about. */
const DAYS_PER_MONTH = 30;
/** Noise of neighbouring slots is alike: of one quarter of an hour so much is left in the next. */
const MEMORY = 0.9;

/** Bytes of a flow in a part of a slot, if nothing happens to it. To be asked slot by slot, in order: the noise of one is in the next. */
export type FlowProfile = (fromMs: number, toMs: number) => number;

/** What one sends over days, weeks and months: hours and weekdays that repeat, noise that lasts, quiet growth, a busier month's end. */
export function flowProfile(monthlyGb: number, startMs: number, random: () => number): FlowProfile {
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const bytesPerMs = (monthlyGb * 1e9) / (DAYS_PER_MONTH * DAY_MS);
  const daily = 0.2 + random() * 0.5;
  const peakHour = 9 + random() * 10;
  const weekend = 0.4 + random() * 0.6;
  const weeklyGrowth = random() * 0.008;
  const monthEnd = 1 + random() * 0.5;
  const noise = 0.02 + random() * 0.08;
  const step = noise * Math.sqrt(1 - MEMORY ** 2);
  let drift = normal() * noise;
  return (fromMs, toMs) => {
    drift = MEMORY * drift + step * normal();
    const at = new Date(fromMs);
    const hour = (fromMs % DAY_MS) / HOUR_MS;
    const shape = 1 + daily * Math.cos(((hour - peakHour) / 12) * Math.PI);
    const weekday = [0, 6].includes(at.getUTCDay()) ? weekend : 1;
    const lastDay = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
    const edge = lastDay - at.getUTCDate() < 2 ? monthEnd : 1;
    const growth = (1 + weeklyGrowth) ** ((fromMs - startMs) / (7 * DAY_MS));
    return Math.round(bytesPerMs * (toMs - fromMs) * shape * weekday * edge * growth * Math.exp(drift));
  };
}
