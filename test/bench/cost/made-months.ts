import { seededRandom } from "../../support/seeded-random.ts";

/** Days of cost as scopes have them, made from a seed. */
export interface MadeMonths {
  /** Days since 1970-01-01. */
  readonly firstDay: number;
  readonly usageUsd: readonly number[];
  readonly feeUsd: readonly number[];
}

const DAY_MS = 86_400_000;

/** Weekdays, month ends, noise that lasts, a level that wanders and now and then jumps, growth, and fees on their day. */
export function madeMonths(seed: number, days: number): MadeMonths {
  const random = seededRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const firstDay = Date.UTC(2025, 6, 1) / DAY_MS + Math.floor(random() * 28);
  const [base, weekend, growth] = [Math.exp(5 + normal()), 0.3 + random() * 0.8, (random() - 0.3) * 0.004];
  const [noise, wander, edge] = [0.02 + random() * 0.08, random() * 0.012, 1 + random() * 0.5];
  const fees = Array.from({ length: Math.floor(random() * 3) }, () => ({
    dayOfMonth: 1 + Math.floor(random() * 28),
    usd: base * (1 + random() * 4),
  }));
  let [level, rest] = [0, 0];
  const usageUsd: number[] = [];
  const feeUsd: number[] = [];
  for (let i = 0; i < days; i += 1) {
    const date = new Date((firstDay + i) * DAY_MS);
    const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
    level += normal() * wander + (random() < 1 / 120 ? normal() * 0.15 : 0);
    rest = 0.5 * rest + normal() * noise;
    const week = [0, 6].includes(date.getUTCDay()) ? weekend : 1;
    const monthEnd = last - date.getUTCDate() < 2 ? edge : 1;
    usageUsd.push(base * week * monthEnd * Math.exp(level + rest + growth * i));
    feeUsd.push(
      fees.filter(({ dayOfMonth }) => dayOfMonth === date.getUTCDate()).reduce((sum, { usd }) => sum + usd, 0),
    );
  }
  return { firstDay, usageUsd, feeUsd };
}
