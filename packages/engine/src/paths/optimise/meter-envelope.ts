import type { ProblemMeter } from "./problem.ts";
import { stepsOf, usdOf } from "./tiers.ts";

/** The greatest convex curve that is nowhere above a meter's price curve between two volumes: its corners, by volume. */
export interface Envelope {
  readonly gb: readonly number[];
  readonly usd: readonly number[];
}

export function envelopeOf(meter: ProblemMeter, leastGb: number, mostGb: number): Envelope {
  const inside = meter.tiers
    .map(({ upToGb }) => (upToGb ?? Number.POSITIVE_INFINITY) - meter.baseGb)
    .filter((gb) => gb > leastGb && gb < mostGb);
  const gb: number[] = [];
  const usd: number[] = [];
  for (const at of [leastGb, ...inside, ...(mostGb > leastGb ? [mostGb] : [])]) {
    const cost = usdOf(stepsOf(meter, at));
    while (gb.length >= 2 && !isBelow(gb, usd, at, cost)) {
      gb.pop();
      usd.pop();
    }
    gb.push(at);
    usd.push(cost);
  }
  return { gb, usd };
}

/** Where `usd − price × gb` is least. */
export function cheapestCorner({ gb, usd }: Envelope, usdPerGb: number): number {
  let best = 0;
  for (let corner = 1; corner < gb.length; corner += 1) {
    const value = (usd[corner] ?? 0) - usdPerGb * (gb[corner] ?? 0);
    if (value < (usd[best] ?? 0) - usdPerGb * (gb[best] ?? 0)) best = corner;
  }
  return best;
}

/** Price of the segment that `volumeGb` lies in. */
export function slopeAt({ gb, usd }: Envelope, volumeGb: number): number {
  if (gb.length < 2) return 0;
  let corner = 1;
  while (corner < gb.length - 1 && (gb[corner] ?? 0) < volumeGb) corner += 1;
  return ((usd[corner] ?? 0) - (usd[corner - 1] ?? 0)) / ((gb[corner] ?? 0) - (gb[corner - 1] ?? 0));
}

/** True if the last corner lies below the line from the one before it to the new point. */
function isBelow(gb: readonly number[], usd: readonly number[], at: number, cost: number): boolean {
  const last = gb.length - 1;
  const fromGb = gb[last - 1] ?? 0;
  const fromUsd = usd[last - 1] ?? 0;
  return ((usd[last] ?? 0) - fromUsd) * (at - fromGb) < (cost - fromUsd) * ((gb[last] ?? 0) - fromGb);
}

/** True if a meter has several prices and each is lower than the one before. */
export function hasFallingPrice({ tiers }: ProblemMeter): boolean {
  return tiers.length > 1 && tiers.every(({ usdPerGb }, step) => usdPerGb < (tiers[step - 1]?.usdPerGb ?? Infinity));
}

/**
 * A falling price as one low price and a fee: up to `mostGb` a volume costs at least `usdPerGb` a gigabyte and, of what is
 * above that, as much as its users will pay at up to `mostUsdPerGb` each, `feeUsd` in all. Proof: the curve is the least of
 * the lines `fee + price × volume` of its steps; of all but the last the price exceeds the low one by `mostUsdPerGb` at
 * least.
 */
export function feeOfFalling(
  meter: ProblemMeter,
  mostGb: number,
): { readonly usdPerGb: number; readonly feeUsd: number; readonly mostUsdPerGb: number } {
  const steps = stepsOf(meter, mostGb);
  const last = steps.at(-1);
  const before = steps.at(-2);
  if (last === undefined || before === undefined) return { usdPerGb: last?.usdPerGb ?? 0, feeUsd: 0, mostUsdPerGb: 0 };
  return {
    usdPerGb: last.usdPerGb,
    feeUsd: usdOf(steps) - last.usdPerGb * mostGb,
    mostUsdPerGb: before.usdPerGb - last.usdPerGb,
  };
}
