import type { ChoiceProblem } from "./problem.ts";
import { type Step, stepsOf } from "./tiers.ts";

/**
 * How many GB of each meter the allowances make free, so that the bill is least. A free gigabyte takes away the last one
 * of its meter's steps. Exact: where the last steps of a meter are the dearer ones, taking the dearest first is best; for
 * a meter whose price falls by volume, each of its steps is tried as the one where its free volume ends. That is one try
 * unless the allowance spans a change of price, so it stays cheap for real price lists.
 */
export const freeVolumes = (
  { meters, allowances }: Pick<ChoiceProblem, "meters" | "allowances">,
  gbByMeter: readonly number[],
): readonly number[] => {
  const free = meters.map(() => 0);
  for (const group of groupsOf(allowances, meters.length)) {
    const curves = group.meters
      .filter((meter) => (gbByMeter[meter] ?? 0) > 0)
      .map((meter) => {
        const offeredGb = group.allowances
          .filter((each) => each.meters.includes(meter))
          .reduce((sum, { gb }) => sum + gb, 0);
        return { meter, steps: lastSteps(stepsOf(meters[meter] ?? noMeter, gbByMeter[meter] ?? 0), offeredGb) };
      });
    for (const [meter, gb] of bestOf(group.allowances, curves)) free[meter] = gb;
  }
  return free;
};

interface Allowance {
  readonly gb: number;
  readonly meters: readonly number[];
}

/** What a meter saves as more of it becomes free: its steps from the last backwards. */
interface Curve {
  readonly meter: number;
  readonly steps: readonly Step[];
}

const noMeter = { tiers: [], baseGb: 0 };

/** Allowances that share a meter, directly or by others, with all their meters. */
const groupsOf = (
  allowances: readonly Allowance[],
  meterCount: number,
): readonly { readonly meters: readonly number[]; readonly allowances: readonly Allowance[] }[] => {
  const groups: { meters: Set<number>; allowances: Allowance[] }[] = [];
  for (const allowance of allowances) {
    const own = new Set(allowance.meters.filter((meter) => meter < meterCount));
    const joined = groups.filter(({ meters }) => !meters.isDisjointFrom(own));
    const merged = {
      meters: joined.reduce((all, { meters }) => all.union(meters), own),
      allowances: [...joined.flatMap((group) => group.allowances), allowance],
    };
    for (const group of joined) groups.splice(groups.indexOf(group), 1);
    groups.push(merged);
  }
  return groups.map(({ meters, allowances: shared }) => ({ meters: [...meters], allowances: shared }));
};

/** The last `gb` of the steps, last first. */
const lastSteps = (steps: readonly Step[], gb: number): readonly Step[] => {
  const taken: Step[] = [];
  let leftGb = gb;
  for (const step of steps.toReversed()) {
    if (leftGb <= 0) break;
    taken.push({ ...step, gb: Math.min(step.gb, leftGb) });
    leftGb -= step.gb;
  }
  return taken;
};

/** A try: what a meter frees for certain, and the steps it may free on top, in any order. */
interface Range {
  readonly meter: number;
  readonly leastGb: number;
  readonly steps: readonly Step[];
}

const bestOf = (allowances: readonly Allowance[], curves: readonly Curve[]): ReadonlyMap<number, number> => {
  const ranges = curves.map(({ meter, steps }): readonly Range[] => {
    const isFallingAsFreed = steps.every((step, index) => step.usdPerGb <= (steps[index - 1]?.usdPerGb ?? Infinity));
    if (isFallingAsFreed) return [{ meter, leastGb: 0, steps }];
    return steps.map((step, index) => ({
      meter,
      leastGb: steps.slice(0, index).reduce((sum, { gb }) => sum + gb, 0),
      steps: [step],
    }));
  });
  let best: { savedUsd: number; free: ReadonlyMap<number, number> } = { savedUsd: -1, free: new Map() };
  for (const tried of combinations(ranges)) {
    const free = fillGreedily(allowances, tried);
    if (!free) continue;
    const savedUsd = curves.reduce((sum, curve) => sum + savedOf(curve, free.get(curve.meter) ?? 0), 0);
    if (savedUsd > best.savedUsd) best = { savedUsd, free };
  }
  return best.free;
};

const savedOf = ({ steps }: Curve, freeGb: number): number => {
  let leftGb = freeGb;
  let usd = 0;
  for (const { gb, usdPerGb } of steps) {
    const taken = Math.min(gb, leftGb);
    usd += taken * usdPerGb;
    leftGb -= taken;
  }
  return usd;
};

function* combinations<T>(choices: readonly (readonly T[])[], picked: readonly T[] = []): Generator<readonly T[]> {
  const [first, ...rest] = choices;
  if (!first) yield picked;
  else for (const choice of first) yield* combinations(rest, [...picked, choice]);
}

/**
 * Frees what is certain, then the dearest steps first. Best for one try, since what the allowances can give to their
 * meters is a polymatroid.
 *
 * @returns undefined if what is certain cannot be freed
 */
const fillGreedily = (
  allowances: readonly Allowance[],
  ranges: readonly Range[],
): ReadonlyMap<number, number> | undefined => {
  const giving = giver(allowances);
  for (const { meter, leastGb } of ranges) {
    if (leastGb > 0 && giving.give(meter, leastGb) < leastGb - 1e-9) return undefined;
  }
  const dearestFirst = ranges
    .flatMap(({ meter, steps }) => steps.map((step) => ({ meter, ...step })))
    .sort((one, other) => other.usdPerGb - one.usdPerGb);
  for (const { meter, gb } of dearestFirst) giving.give(meter, gb);
  return giving.given;
};

/** Gives volumes to meters as far as the allowances go, moving what others have between allowances where that helps. */
const giver = (allowances: readonly Allowance[]) => {
  const leftGb = allowances.map(({ gb }) => gb);
  const from: Map<number, number>[] = allowances.map(() => new Map());
  const given = new Map<number, number>();
  const held = (allowance: number, meter: number): number => from[allowance]?.get(meter) ?? 0;
  /** Frees up to `gb` in one of the meter's allowances and moves it there; how much. */
  const augment = (meter: number, gb: number, seen: Set<number>): number => {
    for (const [index, allowance] of allowances.entries()) {
      if (seen.has(index) || !allowance.meters.includes(meter)) continue;
      seen.add(index);
      let movedGb = Math.min(gb, leftGb[index] ?? 0);
      leftGb[index] = (leftGb[index] ?? 0) - movedGb;
      if (movedGb <= 0) {
        for (const [other, otherGb] of from[index] ?? []) {
          if (other === meter || otherGb <= 0) continue;
          movedGb = augment(other, Math.min(gb, otherGb), seen);
          if (movedGb <= 0) continue;
          from[index]?.set(other, otherGb - movedGb);
          break;
        }
      }
      if (movedGb > 0) {
        from[index]?.set(meter, held(index, meter) + movedGb);
        return movedGb;
      }
    }
    return 0;
  };
  const give = (meter: number, gb: number): number => {
    let sum = 0;
    while (sum < gb - 1e-12) {
      const movedGb = augment(meter, gb - sum, new Set());
      if (movedGb <= 1e-12) break;
      sum += movedGb;
    }
    given.set(meter, (given.get(meter) ?? 0) + sum);
    return sum;
  };
  return { give, given };
};
