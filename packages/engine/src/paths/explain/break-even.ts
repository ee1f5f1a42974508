/** Something that carries traffic for a fee and a price a gigabyte. */
export interface Offer {
  readonly name: string;
  /** Paid whatever it carries, USD a month. */
  readonly monthlyUsd: number;
  /** In rising `upToGb`; the last has none. */
  readonly tiers: readonly { readonly upToGb?: number | undefined; readonly usdPerGb: number }[];
}

/** What an offer costs at a volume, USD a month. */
export function costAt({ monthlyUsd, tiers }: Offer, monthlyGb: number): number {
  let costUsd = monthlyUsd;
  let fromGb = 0;
  for (const { upToGb = Number.POSITIVE_INFINITY, usdPerGb } of tiers) {
    const inTierGb = Math.min(monthlyGb, upToGb) - fromGb;
    if (inTierGb <= 0) break;
    costUsd += inTierGb * usdPerGb;
    fromGb = upToGb;
  }
  return costUsd;
}

/** Who is cheaper up to where: the ranges of volume, in rising order. A single range = there is no break-even. */
export interface CheaperRange {
  readonly name: string;
  readonly fromGb: number;
  /** Absent = for ever. */
  readonly toGb?: number;
}

/**
 * The volumes at which two offers cost the same, GB a month, exact for prices in steps: between two steps both are straight
 * lines, and the crossing is (fee₁ − fee₂) / (price₂ − price₁). Touching without crossing does not count.
 */
export function breakEvens(a: Offer, b: Offer): readonly number[] {
  const edges = [
    0,
    ...new Set(
      [...a.tiers, ...b.tiers].flatMap(({ upToGb }) => (upToGb === undefined ? [] : [upToGb])).sort((x, y) => x - y),
    ),
  ];
  const differenceAt = (gb: number): number => costAt(a, gb) - costAt(b, gb);
  const crossings: number[] = [];
  let sign = Math.sign(differenceAt(0));
  const cross = (gb: number, next: number): void => {
    if (next === 0 || next === sign) return;
    if (sign !== 0) crossings.push(gb);
    sign = next;
  };
  for (const [i, fromGb] of edges.entries()) {
    const toGb = edges[i + 1];
    const atStart = differenceAt(fromGb);
    const slope = priceAt(a, fromGb) - priceAt(b, fromGb);
    if (Math.abs(slope) < FLAT_USD_PER_GB) continue;
    const crossingGb = Math.abs(atStart) < SAME_USD ? fromGb : fromGb - atStart / slope;
    // one that is met at the very end of a stretch is left to the next: there the offers may go on together
    if (
      crossingGb < fromGb ||
      (toGb !== undefined && Math.abs(differenceAt(toGb)) < SAME_USD) ||
      crossingGb > (toGb ?? Number.POSITIVE_INFINITY)
    )
      continue;
    cross(crossingGb, Math.sign(slope));
  }
  return crossings;
}

/** Price of the next gigabyte. */
const priceAt = ({ tiers }: Offer, gb: number): number =>
  tiers.find(({ upToGb = Number.POSITIVE_INFINITY }) => gb < upToGb)?.usdPerGb ?? 0;

/** Prices closer than that are one price. */
const FLAT_USD_PER_GB = 1e-12;
/** Costs closer than that are the same. */
const SAME_USD = 1e-7;

/** Which of two offers is the cheaper one, range by range. */
export function cheaperRanges(a: Offer, b: Offer): readonly CheaperRange[] {
  const edges = [0, ...breakEvens(a, b)];
  return edges.map((fromGb, i): CheaperRange => {
    const toGb = edges[i + 1];
    const probeGb = toGb === undefined ? fromGb * 2 + 1 : (fromGb + toGb) / 2;
    return {
      name: costAt(a, probeGb) <= costAt(b, probeGb) ? a.name : b.name,
      fromGb,
      ...(toGb !== undefined && { toGb }),
    };
  });
}

/**
 * Months until a volume that grows by `growthRatio` a month reaches `targetGb`; 0 if it is there, `undefined` if it never
 * will be.
 */
export function monthsUntil(nowGb: number, targetGb: number, growthRatio: number): number | undefined {
  if (nowGb >= targetGb) return 0;
  if (nowGb <= 0 || growthRatio <= 0) return undefined;
  return Math.log(targetGb / nowGb) / Math.log(1 + growthRatio);
}
