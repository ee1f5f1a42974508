import { cheapestCorner, type Envelope, envelopeOf, feeOfFalling, hasFallingPrice, slopeAt } from "./meter-envelope.ts";
import type { PackedProblem } from "./pack-problem.ts";
import { startsOf } from "./ragged.ts";

/** Prices that pull every flow towards what is best for all, and the bound that they prove. */
export interface DualPrices {
  /** By meter, for a gigabyte; by link, for a Mbps of the normal case. Both in units of the objective. */
  readonly meterPrice: Float64Array;
  readonly linkPrice: Float64Array;
  /** By flow and optional link of its group: its share of the fee. Lists begin at `shareStarts`. */
  readonly feeShare: Float64Array;
  readonly shareStarts: Int32Array;
  /** Of a unit of exposure weight. */
  readonly exposurePrice: number;
  /** No assignment of the problem costs less. */
  readonly bound: number;
}

export interface DualOptions {
  readonly maxIterations: number;
  /** An objective that has been reached: the steps aim below it. Absent = not known yet. */
  readonly reached?: number;
  /**
   * Exposure weight beyond the least of each flow taken alone, of an assignment that has been found: the best one has no
   * more. Absent = not known, so the bound holds for any.
   */
  readonly excessWeight?: number;
  /** What a dollar costs on top of its weight, to keep a budget. */
  readonly budgetPrice?: number;
  readonly from?: DualPrices;
  readonly targetGapRatio: number;
}

/**
 * A proven lower bound by Lagrangian relaxation, with the prices that prove it. Four groups of rules are taken out and
 * priced instead: a link carries no more than its capacity in the normal case; a flow that uses an optional link has it
 * open; a meter bills the sum of what is sent through it; the exposure is no more than what has been reached. What
 * remains falls apart into each flow alone (its cheapest pair), each link (open or not, second port or not) and each
 * meter (the volume on the convex envelope of its curve; where its price falls by volume, its lowest price and a fee that
 * its users share), and their sum is below every valid assignment for any prices
 * ≥ 0, so the best one met is returned. Left out altogether, which only makes it lower: loads after a failure, the
 * allowances (their greatest worth is taken off) and that flows may not be split. Fee shares rise where a flow would
 * rather pay than go elsewhere and fall where they are of no use (dual ascent), the other prices follow the violations
 * (subgradient, step by Polyak). Iterations are counted, not timed.
 */
export function boundBelow(packed: PackedProblem, options: DualOptions): DualPrices {
  const { problem, linkCount, meterCount, flowCount, groups, candidateStarts, pathLinks } = packed;
  const { budgetPrice = 0, excessWeight, from } = options;
  const money = problem.weights.perUsd + budgetPrice;
  const envelopes = envelopesOf(packed);
  const shareStarts = from?.shareStarts ?? shareStartsOf(packed);
  const feeShare = from ? from.feeShare.slice() : new Float64Array(shareStarts[flowCount] ?? 0);
  const linkPrice = from ? from.linkPrice.slice() : new Float64Array(linkCount);
  const meterPrice =
    from?.meterPrice.slice() ??
    Float64Array.from(envelopes, (each) => money * slopeAt(each, ((each.gb[0] ?? 0) + (each.gb.at(-1) ?? 0)) / 2));
  const feeCount = linkCount + meterCount;
  const shared = new Float64Array(feeCount);
  const slackBefore = new Float64Array(feeCount).fill(Number.POSITIVE_INFINITY);
  const slack = new Float64Array(feeCount);
  const fees = new Float64Array(feeCount);
  fees.set(packed.feeUsd.map((usd) => usd * money));
  const mostPerGb = new Float64Array(meterCount);
  const isFalling = Uint8Array.from(problem.meters, (meter) => (hasFallingPrice(meter) ? 1 : 0));
  for (const [meter, each] of problem.meters.entries()) {
    if (!isFalling[meter]) continue;
    const { usdPerGb, feeUsd, mostUsdPerGb } = feeOfFalling(each, envelopes[meter]?.gb.at(-1) ?? 0);
    meterPrice[meter] = money * usdPerGb;
    fees[linkCount + meter] = money * feeUsd;
    mostPerGb[meter] = money * mostUsdPerGb;
  }
  const load = new Float64Array(linkCount);
  const volume = new Float64Array(meterCount);
  const candidateCost = new Float64Array(longestOf(candidateStarts));
  const optionCost = new Float64Array(longestOf(groups.optionStarts));
  const worthOfAllowances = money * allowancesUsd(packed, envelopes);
  let exposurePrice = excessWeight === undefined || excessWeight === 0 ? 0 : (from?.exposurePrice ?? 0);
  let best: DualPrices | undefined;
  const bounds: number[] = [];
  let step = 1;
  let stale = 0;
  for (let flow = 0; flow < flowCount; flow += 1) addShares(packed, shareStarts, feeShare, flow, shared);

  for (let iteration = 0; iteration < options.maxIterations; iteration += 1) {
    load.fill(0);
    volume.fill(0);
    slack.fill(0);
    let value = money * packed.fixedUsd - worthOfAllowances;
    let excess = 0;
    for (let flow = 0; flow < flowCount; flow += 1) {
      const start = candidateStarts[flow] ?? 0;
      const count = (candidateStarts[flow + 1] ?? 0) - start;
      const mbps = packed.mbps[flow] ?? 0;
      const group = packed.groupOf[flow] ?? 0;
      for (let own = 0; own < count; own += 1) {
        const candidate = start + own;
        const path = packed.pathOf[candidate] ?? 0;
        let cost = packed.performanceCost[candidate] ?? 0;
        for (let at = packed.chargeStarts[candidate] ?? 0; at < (packed.chargeStarts[candidate + 1] ?? 0); at += 1) {
          cost += (meterPrice[packed.chargeMeter[at] ?? 0] ?? 0) * (packed.chargeGb[at] ?? 0);
        }
        let perMbps = 0;
        for (let at = pathLinks.starts[path] ?? 0; at < (pathLinks.starts[path + 1] ?? 0); at += 1) {
          perMbps += linkPrice[pathLinks.items[at] ?? 0] ?? 0;
        }
        candidateCost[own] = cost + perMbps * mbps;
      }
      const firstOption = groups.optionStarts[group] ?? 0;
      const optionCount = (groups.optionStarts[group + 1] ?? 0) - firstOption;
      const firstShare = shareStarts[flow] ?? 0;
      const shareCount = (shareStarts[flow + 1] ?? 0) - firstShare;
      const firstLink = groups.optionalStarts[group] ?? 0;
      const perExcess = exposurePrice * (packed.weight[flow] ?? 0);
      let bestOption = 0;
      let bestCost = Number.POSITIVE_INFINITY;
      for (let option = 0; option < optionCount; option += 1) {
        const index = firstOption + option;
        const over = groups.optionExcess[index] ?? 0;
        let cost = candidateCost[groups.optionPrimary[index] ?? 0] ?? 0;
        if (over > 0) cost = excessWeight === 0 ? Number.POSITIVE_INFINITY : cost + perExcess * over;
        let needs = groups.optionNeeds[index] ?? 0;
        for (let own = 0; needs !== 0; own += 1, needs >>>= 1) {
          if (needs & 1) cost += feeShare[firstShare + own] ?? 0;
        }
        optionCost[option] = cost;
        if (cost < bestCost) {
          bestCost = cost;
          bestOption = option;
        }
      }
      for (let own = 0; own < shareCount; own += 1) {
        const bit = 1 << own;
        const link = groups.optionalLinks[firstLink + own] ?? 0;
        const share = feeShare[firstShare + own] ?? 0;
        if (!(fees[link] ?? 0)) continue;
        const isUsed = ((groups.optionNeeds[firstOption + bestOption] ?? 0) & bit) !== 0;
        if (!isUsed && share === 0) continue;
        let other = Number.POSITIVE_INFINITY;
        for (let option = 0; option < optionCount; option += 1) {
          const uses = ((groups.optionNeeds[firstOption + option] ?? 0) & bit) !== 0;
          if (uses !== isUsed && (optionCost[option] ?? 0) < other) other = optionCost[option] ?? 0;
        }
        const room = other - bestCost;
        let change = 0;
        if (isUsed) {
          const free = (fees[link] ?? 0) - (shared[link] ?? 0);
          if (room > 0 && free > 0) {
            const most =
              link < linkCount
                ? free
                : (mostPerGb[link - linkCount] ?? 0) * leastGbOf(packed, flow, link - linkCount) - share;
            const offered = Math.max(0, Math.min(room, free, most));
            slack[link] = (slack[link] ?? 0) + offered;
            const fraction = Math.min(1, free / (slackBefore[link] ?? 1));
            change = Number.isFinite(slackBefore[link] ?? 0) ? offered * Math.max(fraction, 0.02) : 0;
          }
        } else if (room > 0) change = -Math.min(share, room);
        if (change === 0) continue;
        feeShare[firstShare + own] = share + change;
        shared[link] = (shared[link] ?? 0) + change;
        for (let option = 0; option < optionCount; option += 1) {
          if ((groups.optionNeeds[firstOption + option] ?? 0) & bit)
            optionCost[option] = (optionCost[option] ?? 0) + change;
        }
        if (isUsed) bestCost += change;
      }
      value += bestCost;
      const chosen = start + (groups.optionPrimary[firstOption + bestOption] ?? 0);
      excess += (packed.weight[flow] ?? 0) * (groups.optionExcess[firstOption + bestOption] ?? 0);
      const path = packed.pathOf[chosen] ?? 0;
      for (let at = pathLinks.starts[path] ?? 0; at < (pathLinks.starts[path + 1] ?? 0); at += 1) {
        load[pathLinks.items[at] ?? 0] = (load[pathLinks.items[at] ?? 0] ?? 0) + mbps;
      }
      for (let at = packed.chargeStarts[chosen] ?? 0; at < (packed.chargeStarts[chosen + 1] ?? 0); at += 1) {
        const meter = packed.chargeMeter[at] ?? 0;
        volume[meter] = (volume[meter] ?? 0) + (packed.chargeGb[at] ?? 0);
      }
    }
    slackBefore.set(slack);
    // sums anew, so that rounding does not add up
    shared.fill(0);
    for (let flow = 0; flow < flowCount; flow += 1) addShares(packed, shareStarts, feeShare, flow, shared);
    let norm = 0;
    for (let link = 0; link < linkCount; link += 1) {
      if (packed.isOptional[link]) value += Math.min(0, (fees[link] ?? 0) - (shared[link] ?? 0));
      const capacity = packed.capacityMbps[link] ?? 0;
      if (capacity === Number.POSITIVE_INFINITY) continue;
      const price = linkPrice[link] ?? 0;
      const expansion = money * (packed.expansionUsd[link] ?? 0) - price * (packed.expansionMbps[link] ?? 0);
      value += Math.min(0, expansion) - price * capacity;
      const room = capacity + (expansion < 0 ? (packed.expansionMbps[link] ?? 0) : 0);
      const over = (load[link] ?? 0) - room;
      load[link] = over;
      if (over > 0 || price > 0) norm += over * over;
    }
    for (const [meter, envelope] of envelopes.entries()) {
      if (isFalling[meter]) {
        value += Math.min(0, (fees[linkCount + meter] ?? 0) - (shared[linkCount + meter] ?? 0));
        volume[meter] = 0;
        continue;
      }
      const price = meterPrice[meter] ?? 0;
      const corner = cheapestCorner(scaled(envelope, money), price);
      value += money * (envelope.usd[corner] ?? 0) - price * (envelope.gb[corner] ?? 0);
      const over = envelope.gb.length > 2 ? (volume[meter] ?? 0) - (envelope.gb[corner] ?? 0) : 0;
      volume[meter] = over;
      norm += over * over;
    }
    if (excessWeight !== undefined && excessWeight > 0) value -= exposurePrice * excessWeight;
    if (budgetPrice > 0 && problem.maxMonthlyUsd !== undefined) value -= budgetPrice * problem.maxMonthlyUsd;

    if (best === undefined || value > best.bound + 1e-9 * Math.abs(best.bound)) {
      best = {
        meterPrice: meterPrice.slice(),
        linkPrice: linkPrice.slice(),
        feeShare: feeShare.slice(),
        shareStarts,
        exposurePrice,
        bound: value,
      };
      stale = 0;
    } else {
      stale += 1;
      if (stale >= 6) {
        step /= 2;
        stale = 0;
      }
    }
    // the last ten passes brought less than a thousandth of a percent: more would not either
    bounds.push(best.bound);
    const tenAgo = bounds.at(-11);
    if (tenAgo !== undefined && best.bound - tenAgo <= 1e-5 * Math.abs(best.bound)) break;
    const { reached } = options;
    if (reached !== undefined && reached - best.bound <= options.targetGapRatio * Math.abs(reached)) break;
    if (excessWeight !== undefined && excessWeight > 0) {
      const first = Math.max(1e-6, Math.abs(value) / (100 * Math.max(1, excessWeight)));
      exposurePrice = excess > excessWeight ? Math.max(first, exposurePrice * 1.5) : exposurePrice * 0.8;
    }
    if (norm === 0) continue;
    const aim = reached ?? best.bound + 0.01 * Math.abs(best.bound) + 1e-3;
    const length = (step * Math.max(aim - value, 1e-9 * Math.abs(aim))) / norm;
    for (let link = 0; link < linkCount; link += 1) {
      if (packed.capacityMbps[link] === Number.POSITIVE_INFINITY) continue;
      linkPrice[link] = Math.max(0, (linkPrice[link] ?? 0) + length * (load[link] ?? 0));
    }
    for (let meter = 0; meter < meterCount; meter += 1) {
      meterPrice[meter] = (meterPrice[meter] ?? 0) + length * (volume[meter] ?? 0);
    }
  }
  if (best === undefined) throw new RangeError("maxIterations must be at least 1: the bound is proven by a pass");
  return best;
}

function longestOf(starts: Int32Array): number {
  return starts.reduce((most, end, index) => (index === 0 ? 0 : Math.max(most, end - (starts[index - 1] ?? 0))), 0);
}

/** The least that the flow sends through the meter if it sends anything. */
function leastGbOf(
  { candidateStarts, chargeStarts, chargeMeter, chargeGb }: PackedProblem,
  flow: number,
  meter: number,
): number {
  let least = Number.POSITIVE_INFINITY;
  const end = chargeStarts[candidateStarts[flow + 1] ?? 0] ?? 0;
  for (let at = chargeStarts[candidateStarts[flow] ?? 0] ?? 0; at < end; at += 1) {
    if (chargeMeter[at] === meter && (chargeGb[at] ?? 0) < least) least = chargeGb[at] ?? 0;
  }
  return least === Number.POSITIVE_INFINITY ? 0 : least;
}

function scaled({ gb, usd }: Envelope, money: number): Envelope {
  return money === 1 ? { gb, usd } : { gb, usd: usd.map((each) => each * money) };
}

function shareStartsOf({ groups, groupOf }: PackedProblem): Int32Array {
  const { optionalStarts } = groups;
  return startsOf(Int32Array.from(groupOf, (group) => (optionalStarts[group + 1] ?? 0) - (optionalStarts[group] ?? 0)));
}

function addShares(
  { groups, groupOf }: PackedProblem,
  starts: Int32Array,
  shares: Float64Array,
  flow: number,
  into: Float64Array,
): void {
  const firstLink = groups.optionalStarts[groupOf[flow] ?? 0] ?? 0;
  const first = starts[flow] ?? 0;
  for (let at = first; at < (starts[flow + 1] ?? 0); at += 1) {
    const link = groups.optionalLinks[firstLink + at - first] ?? 0;
    into[link] = (into[link] ?? 0) + (shares[at] ?? 0);
  }
}

/** Each meter between the least and the most that the flows can send through it. */
function envelopesOf(packed: PackedProblem): readonly Envelope[] {
  const { problem, flowCount, meterCount, candidateStarts, chargeStarts, chargeMeter, chargeGb } = packed;
  const least = new Float64Array(meterCount);
  const most = new Float64Array(meterCount);
  for (let flow = 0; flow < flowCount; flow += 1) {
    const seen = new Map<number, { least: number; most: number; count: number }>();
    const first = candidateStarts[flow] ?? 0;
    const end = candidateStarts[flow + 1] ?? 0;
    for (let candidate = first; candidate < end; candidate += 1) {
      const from = chargeStarts[candidate] ?? 0;
      for (let at = from; at < (chargeStarts[candidate + 1] ?? 0); at += 1) {
        const meter = chargeMeter[at] ?? 0;
        // a candidate may be billed by a meter more than once: its sum counts, at the first of them
        if (chargeMeter.subarray(from, at).includes(meter)) continue;
        let gb = 0;
        for (let same = at; same < (chargeStarts[candidate + 1] ?? 0); same += 1) {
          if (chargeMeter[same] === meter) gb += chargeGb[same] ?? 0;
        }
        const own = seen.get(meter);
        if (own === undefined) seen.set(meter, { least: gb, most: gb, count: 1 });
        else {
          own.least = Math.min(own.least, gb);
          own.most = Math.max(own.most, gb);
          own.count += 1;
        }
      }
    }
    for (const [meter, own] of seen) {
      most[meter] = (most[meter] ?? 0) + own.most;
      if (own.count === end - first) least[meter] = (least[meter] ?? 0) + own.least;
    }
  }
  return problem.meters.map((meter, index) => envelopeOf(meter, least[index] ?? 0, most[index] ?? 0));
}

/** The most that all allowances can save: their volumes, as far as there is any, at the dearest price of their meters. */
function allowancesUsd({ problem }: PackedProblem, envelopes: readonly Envelope[]): number {
  return problem.allowances.reduce((sum, { gb, meters }) => {
    const prices = meters.flatMap((meter) => problem.meters[meter]?.tiers.map(({ usdPerGb }) => usdPerGb) ?? []);
    const mostGb = meters.reduce((all, meter) => all + (envelopes[meter]?.gb.at(-1) ?? 0), 0);
    return sum + Math.min(gb, mostGb) * Math.max(0, ...prices);
  }, 0);
}
