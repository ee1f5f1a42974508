import type { DualPrices } from "./dual-bound.ts";
import { addedUsd, fitsBackup, fitsPrimary, lift, type Placement, place, roomOf } from "./placement.ts";

/** How dear a path is while a plan is being made. */
export interface Costing {
  readonly placement: Placement;
  readonly prices: DualPrices;
  /** What a dollar is worth: its weight, and what the budget adds. */
  readonly money: number;
  /** True = the prices of the bound; false = what it really costs at the present volumes. */
  readonly isGuided: boolean;
  /** True = no backups for now. */
  readonly isBare?: boolean;
  /** True = no second ports beside those that are there. */
  readonly isFrugal?: boolean;
}

export interface PairChoice {
  readonly primary: number;
  readonly backup: number;
  readonly excess: number;
  readonly cost: number;
}

/** Cost of a candidate as the primary of a flow that lies nowhere; fees aside. */
export function primaryCost({ placement, prices, money, isGuided }: Costing, candidate: number): number {
  const { packed } = placement;
  let cost = packed.performanceCost[candidate] ?? 0;
  for (let at = packed.chargeStarts[candidate] ?? 0; at < (packed.chargeStarts[candidate + 1] ?? 0); at += 1) {
    const meter = packed.chargeMeter[at] ?? 0;
    const gb = packed.chargeGb[at] ?? 0;
    cost += isGuided ? (prices.meterPrice[meter] ?? 0) * gb : money * addedUsd(placement, meter, gb);
  }
  return cost;
}

/**
 * The best pair that has room for a flow that lies nowhere: least exposed first, then cheapest. An optional link that
 * nobody uses yet costs the flow's share of its fee while guided, and all of it else.
 *
 * @returns undefined if no candidate has room, not even without a backup
 */
export function bestPair(
  costing: Costing,
  flow: number,
  withPorts: boolean,
  most: { readonly excess: number; readonly cost: number } = {
    excess: Number.POSITIVE_INFINITY,
    cost: Number.POSITIVE_INFINITY,
  },
): PairChoice | undefined {
  const { placement, prices, money, isGuided, isBare = false } = costing;
  const { packed, users } = placement;
  const { groups, pathLinks } = packed;
  const start = packed.candidateStarts[flow] ?? 0;
  const group = packed.groupOf[flow] ?? 0;
  const firstLink = groups.optionalStarts[group] ?? 0;
  const optionalCount = (groups.optionalStarts[group + 1] ?? 0) - firstLink;
  const firstShare = prices.shareStarts[flow] ?? 0;
  const mbps = packed.mbps[flow] ?? 0;
  const feeOf = (path: number, besides: number): number => {
    let fee = 0;
    for (let at = pathLinks.starts[path] ?? 0; at < (pathLinks.starts[path + 1] ?? 0); at += 1) {
      const link = pathLinks.items[at] ?? 0;
      if (withPorts && besides < 0 && isCrowded(placement, link, mbps)) fee += money * (packed.expansionUsd[link] ?? 0);
      if (isGuided && besides < 0) fee += (prices.linkPrice[link] ?? 0) * mbps;
      if (!packed.isOptional[link] || (users[link] ?? 0) > 0) continue;
      if (besides >= 0 && has(placement, besides, link)) continue;
      let own = 0;
      while (isGuided && own < optionalCount && groups.optionalLinks[firstLink + own] !== link) own += 1;
      const isShared = isGuided && own < optionalCount;
      fee += isShared ? (prices.feeShare[firstShare + own] ?? 0) : money * (packed.feeUsd[link] ?? 0);
    }
    return fee;
  };
  let best: PairChoice | undefined;
  let { excess: leastExcess, cost: leastCost } = most;
  let seen = -1;
  let path = 0;
  let cost = 0;
  let isRoom: boolean | undefined;
  for (let pair = groups.pairStarts[group] ?? 0; pair < (groups.pairStarts[group + 1] ?? 0); pair += 1) {
    // without backups the exposure is not what decides: backups follow
    const excess = isBare ? 0 : (groups.pairExcess[pair] ?? 0);
    if (excess > leastExcess) continue;
    const primary = groups.pairPrimary[pair] ?? 0;
    if (primary !== seen) {
      seen = primary;
      path = packed.pathOf[start + primary] ?? 0;
      cost = primaryCost(costing, start + primary) + feeOf(path, -1);
      isRoom = undefined;
    }
    if (excess === leastExcess && cost >= leastCost) continue;
    const backup = groups.pairBackup[pair] ?? -1;
    if (isBare && backup >= 0) continue;
    const other = backup < 0 ? -1 : (packed.pathOf[start + backup] ?? 0);
    const whole = other < 0 ? cost : cost + feeOf(other, path) + crowding(placement, other, cost);
    if (excess === leastExcess && whole >= leastCost) continue;
    isRoom ??= fitsPrimary(placement, flow, path, withPorts);
    if (!isRoom || (other >= 0 && !fitsBackup(placement, flow, path, other, withPorts))) continue;
    best = { primary, backup, excess, cost: whole };
    leastExcess = excess;
    leastCost = whole;
  }
  return best;
}

/** Places a flow that lies nowhere on its best pair; with second ports only where that leaves it less exposed. */
export function placeBest(costing: Costing, flow: number): PairChoice | undefined {
  const { placement } = costing;
  let choice = bestPair(costing, flow, false);
  if (!costing.isFrugal && (choice === undefined || (choice.excess > 0 && !costing.isBare))) {
    const dearer = bestPair(costing, flow, true, {
      excess: (choice?.excess ?? Number.POSITIVE_INFINITY) - (choice ? 1 : 0),
      cost: Number.POSITIVE_INFINITY,
    });
    if (dearer) {
      choice = dearer;
      expandFor(placement, flow, dearer);
    }
  }
  if (choice) place(placement, flow, choice.primary, choice.backup);
  return choice;
}

/** Moves a flow to a pair that costs less and exposes it no more, if there is one. */
export function improve(costing: Costing, flow: number): boolean {
  const { placement } = costing;
  const primary = placement.primary[flow] ?? -1;
  const backup = placement.backup[flow] ?? -1;
  lift(placement, flow);
  const choice = bestPair(costing, flow, false);
  const excess = costing.isBare ? 0 : excessOf(placement, flow, primary, backup);
  if (choice && (choice.excess < excess || choice.excess === excess)) {
    place(placement, flow, choice.primary, choice.backup);
    return choice.primary !== primary || choice.backup !== backup;
  }
  if (primary >= 0) place(placement, flow, primary, backup);
  return false;
}

/** Exposures of a pair beyond the least of its flow. */
export function excessOf(
  { packed: { groups, groupOf } }: Placement,
  flow: number,
  primary: number,
  backup: number,
): number {
  const group = groupOf[flow] ?? 0;
  for (let pair = groups.pairStarts[group] ?? 0; pair < (groups.pairStarts[group + 1] ?? 0); pair += 1) {
    if (groups.pairPrimary[pair] === primary && groups.pairBackup[pair] === backup) return groups.pairExcess[pair] ?? 0;
  }
  return Number.POSITIVE_INFINITY;
}

/** So little that it only decides between backups of the same cost: those with more room first. */
function crowding({ packed, normalMbps, mostAdded }: Placement, path: number, cost: number): number {
  const { pathLinks, capacityMbps } = packed;
  let most = 0;
  for (let at = pathLinks.starts[path] ?? 0; at < (pathLinks.starts[path + 1] ?? 0); at += 1) {
    const link = pathLinks.items[at] ?? 0;
    most = Math.max(most, ((normalMbps[link] ?? 0) + (mostAdded[link] ?? 0)) / (capacityMbps[link] ?? 1));
  }
  return 1e-6 * Math.abs(cost) * most;
}

function has({ packed: { pathLinks } }: Placement, path: number, link: number): boolean {
  for (let at = pathLinks.starts[path] ?? 0; at < (pathLinks.starts[path + 1] ?? 0); at += 1) {
    if (pathLinks.items[at] === link) return true;
  }
  return false;
}

function isCrowded(placement: Placement, link: number, mbps: number): boolean {
  const { packed, normalMbps, mostAdded, isExpanded } = placement;
  if (isExpanded[link] || !packed.expansionMbps[link]) return false;
  return (normalMbps[link] ?? 0) + (mostAdded[link] ?? 0) + mbps > roomOf(placement, link, false);
}

/** Gives second ports to the links of the pair that would carry too much with the flow. */
function expandFor(placement: Placement, flow: number, { primary, backup }: PairChoice): void {
  const { packed } = placement;
  const start = packed.candidateStarts[flow] ?? 0;
  for (const candidate of backup < 0 ? [primary] : [primary, backup]) {
    const path = packed.pathOf[start + candidate] ?? 0;
    for (let at = packed.pathLinks.starts[path] ?? 0; at < (packed.pathLinks.starts[path + 1] ?? 0); at += 1) {
      const link = packed.pathLinks.items[at] ?? 0;
      if (isCrowded(placement, link, packed.mbps[flow] ?? 0)) placement.isExpanded[link] = 1;
    }
  }
}
