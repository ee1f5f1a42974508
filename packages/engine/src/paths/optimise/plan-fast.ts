import { type Costing, excessOf, improve, placeBest } from "./choose-pair.ts";
import { closeLinks, dropBackups, openLinks } from "./close-links.ts";
import type { DualPrices } from "./dual-bound.ts";
import { freeVolumes } from "./free-volumes.ts";
import { type Effort, makeRoom } from "./make-room.ts";
import type { PackedProblem } from "./pack-problem.ts";
import { emptyPlacement, fitsBackup, lift, type Placement, peakOf, place, roomOf } from "./placement.ts";
import type { Ragged } from "./ragged.ts";
import { stepsOf, usdOf } from "./tiers.ts";

/** A plan with what it comes to. */
export interface Found {
  readonly kind: "found";
  readonly placement: Placement;
  readonly objective: number;
  readonly monthlyUsd: number;
  /** Exposure weight beyond the least of each flow taken alone. */
  readonly excessWeight: number;
}

/** Flows were left without room; so much is lacking. */
export interface Stuck {
  readonly kind: "stuck";
  readonly extraMbps: readonly { readonly link: number; readonly mbps: number }[];
}

/**
 * A plan by prices: the important and large flows first, each on its best pair that has room; then those without room or
 * a backup, with others moved out of their way; then links that are not worth their fee are closed, ones that are
 * opened, and each flow looks for a better pair at what things cost by now.
 *
 * @param thrift gives up what only safety needs until the plan costs no more than `keepUsd` a month: backups that cost
 * money, or (`isBare`) all at first, of which those come back that cost nothing; absent = nothing is given up
 */
export function planBy(
  packed: PackedProblem,
  flowsOf: Ragged,
  prices: DualPrices,
  budgetPrice: number,
  thrift?: { readonly keepUsd: number; readonly isBare: boolean },
): Found | Stuck {
  const money = packed.problem.weights.perUsd + budgetPrice;
  const { mbps, weight, candidateStarts } = packed;
  const isBare = thrift?.isBare === true;
  const largestFirst = Int32Array.from({ length: packed.flowCount }, (_, flow) => flow).sort(
    (a, b) => (mbps[b] ?? 0) - (mbps[a] ?? 0) || (weight[b] ?? 0) - (weight[a] ?? 0) || a - b,
  );
  const effort: Effort = { left: 100_000 + packed.flowCount };
  const basis = { prices, money, isGuided: true };
  let laid = layOut({ ...basis, placement: emptyPlacement(packed), isBare }, flowsOf, largestFirst, effort);
  if (laid.stuck.length > 0) {
    // primary paths alone at first: backups must not take the room that one of them needs
    laid = layOut({ ...basis, placement: emptyPlacement(packed), isBare: true }, flowsOf, largestFirst, effort);
  }
  if (laid.stuck.length > 0) {
    const count = (flow: number): number => (candidateStarts[flow + 1] ?? 0) - (candidateStarts[flow] ?? 0);
    const leastChoiceFirst = largestFirst.toSorted((a, b) => count(a) - count(b));
    laid = layOut({ ...basis, placement: emptyPlacement(packed), isBare: true }, flowsOf, leastChoiceFirst, effort);
  }
  const { placement, stuck } = laid;
  if (stuck.length > 0) return { kind: "stuck", extraMbps: lackingFor(placement, stuck) };
  const guided: Costing = { ...basis, placement, isBare };
  const real: Costing = { ...guided, isGuided: false };
  if (!isBare) relieve(guided, flowsOf, largestFirst, effort);
  for (let round = 0; round < 3; round += 1) {
    let moved = 0;
    if (round > 0) moved += openLinks(real, flowsOf);
    for (const flow of largestFirst) if (improve(real, flow)) moved += 1;
    moved += closeLinks(real, flowsOf);
    if (moved === 0) break;
  }
  if (isBare) {
    for (let link = 0; link < packed.linkCount; link += 1) {
      placement.isClosed[link] = packed.isOptional[link] && placement.users[link] === 0 ? 1 : 0;
    }
  }
  relieve({ ...real, isBare: false, isFrugal: isBare }, flowsOf, largestFirst, effort, isBare);
  tidyPorts(placement);
  if (thrift) {
    dropBackups(real, flowsOf, () => monthlyUsdOf(placement) <= thrift.keepUsd);
    tidyPorts(placement);
  }
  return foundOf(placement);
}

/** Each flow on its best pair that has room, then those that found none, with others moved out of their way. */
function layOut(
  costing: Costing,
  flowsOf: Ragged,
  order: Int32Array,
  effort: Effort,
): { readonly placement: Placement; readonly stuck: readonly number[] } {
  const waiting: number[] = [];
  for (const flow of order) {
    if (placeBest(costing, flow) === undefined) waiting.push(flow);
  }
  const stuck = waiting.filter(
    (flow) =>
      placeBest(costing, flow) === undefined &&
      !makeRoom(costing, flowsOf, flow, Number.POSITIVE_INFINITY, false, effort) &&
      !makeRoom(costing, flowsOf, flow, Number.POSITIVE_INFINITY, true, effort),
  );
  return { placement: costing.placement, stuck };
}

function foundOf(placement: Placement): Found {
  const { packed } = placement;
  const monthlyUsd = monthlyUsdOf(placement);
  let performance = 0;
  let excessWeight = 0;
  for (let flow = 0; flow < packed.flowCount; flow += 1) {
    const own = placement.primary[flow] ?? 0;
    performance += packed.performanceCost[(packed.candidateStarts[flow] ?? 0) + own] ?? 0;
    excessWeight += (packed.weight[flow] ?? 0) * excessOf(placement, flow, own, placement.backup[flow] ?? -1);
  }
  const objective = packed.problem.weights.perUsd * monthlyUsd + performance;
  return { kind: "found", placement, objective, monthlyUsd, excessWeight };
}

/** Less exposed pairs for flows that have not got their best, by moving others. */
function relieve(costing: Costing, flowsOf: Ragged, order: Int32Array, effort: Effort, staysPrimary = false): void {
  const { placement } = costing;
  for (const flow of order) {
    const own = placement.primary[flow] ?? -1;
    const back = placement.backup[flow] ?? -1;
    const excess = excessOf(placement, flow, own, back);
    if (excess === 0) continue;
    if (staysPrimary) {
      addBackup(placement, flow, excess);
      continue;
    }
    lift(placement, flow);
    const choice = placeBest(costing, flow);
    if (choice?.excess === 0) continue;
    if (choice) lift(placement, flow);
    if (makeRoom(costing, flowsOf, flow, choice?.excess ?? excess, false, effort)) continue;
    if (choice && choice.excess <= excess) place(placement, flow, choice.primary, choice.backup);
    else place(placement, flow, own, back);
  }
}

/** The safest backup that has room beside the primary as it is. */
function addBackup(placement: Placement, flow: number, excess: number): void {
  const { packed } = placement;
  const { groups } = packed;
  const own = placement.primary[flow] ?? 0;
  const start = packed.candidateStarts[flow] ?? 0;
  const group = packed.groupOf[flow] ?? 0;
  let best = { backup: placement.backup[flow] ?? -1, excess };
  lift(placement, flow);
  for (let pair = groups.pairStarts[group] ?? 0; pair < (groups.pairStarts[group + 1] ?? 0); pair += 1) {
    const backup = groups.pairBackup[pair] ?? -1;
    const less = groups.pairExcess[pair] ?? 0;
    if (groups.pairPrimary[pair] !== own || backup < 0 || less >= best.excess) continue;
    const path = packed.pathOf[start + own] ?? 0;
    if (fitsBackup(placement, flow, path, packed.pathOf[start + backup] ?? 0, false)) best = { backup, excess: less };
  }
  place(placement, flow, own, best.backup);
}

/** Gives back second ports that nothing needs any more. */
function tidyPorts(placement: Placement): void {
  for (let link = 0; link < placement.packed.linkCount; link += 1) {
    if (!placement.isExpanded[link]) continue;
    placement.isExpanded[link] = 0;
    if (peakOf(placement, link) > roomOf(placement, link, false)) placement.isExpanded[link] = 1;
  }
}

function monthlyUsdOf({ packed, users, isExpanded, meterGb }: Placement): number {
  const gbByMeter = Array.from(meterGb, (gb) => Math.max(0, gb));
  const free = freeVolumes(packed.problem, gbByMeter);
  let usd = packed.fixedUsd;
  for (let link = 0; link < packed.linkCount; link += 1) {
    if (packed.isOptional[link] && (users[link] ?? 0) > 0) usd += packed.feeUsd[link] ?? 0;
    if (isExpanded[link]) usd += packed.expansionUsd[link] ?? 0;
  }
  for (const [meter, own] of packed.problem.meters.entries()) {
    usd += usdOf(stepsOf(own, Math.max(0, (gbByMeter[meter] ?? 0) - (free[meter] ?? 0))));
  }
  return usd;
}

/** Puts what is stuck where the least is lacking, and says what that is. */
function lackingFor(placement: Placement, stuck: readonly number[]): Stuck["extraMbps"] {
  const { packed, normalMbps } = placement;
  const { pathLinks } = packed;
  for (const flow of stuck) {
    const start = packed.candidateStarts[flow] ?? 0;
    let best = { own: 0, lacking: Number.POSITIVE_INFINITY };
    for (let at = start; at < (packed.candidateStarts[flow + 1] ?? 0); at += 1) {
      const path = packed.pathOf[at] ?? 0;
      let lacking = 0;
      for (let item = pathLinks.starts[path] ?? 0; item < (pathLinks.starts[path + 1] ?? 0); item += 1) {
        const link = pathLinks.items[item] ?? 0;
        const left = Math.max(0, roomOf(placement, link, true) - (normalMbps[link] ?? 0));
        lacking += Math.max(0, (packed.mbps[flow] ?? 0) - left);
      }
      if (lacking < best.lacking) best = { own: at - start, lacking };
    }
    place(placement, flow, best.own, -1);
  }
  return Array.from(normalMbps, (mbps, link) => ({ link, mbps: mbps - roomOf(placement, link, true) })).filter(
    ({ mbps }) => mbps > 0,
  );
}
