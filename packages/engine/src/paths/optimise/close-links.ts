import { bestPair, type Costing, excessOf, primaryCost } from "./choose-pair.ts";
import type { PackedProblem } from "./pack-problem.ts";
import { lift, place } from "./placement.ts";
import { type Ragged, startsOf } from "./ragged.ts";

interface Undo {
  readonly flow: number;
  readonly primary: number;
  readonly backup: number;
}

/** By link: the flows that have a candidate over it. */
export function flowsByLink({ flowCount, linkCount, candidateStarts, pathOf, pathLinks }: PackedProblem): Ragged {
  const seen = new Int32Array(linkCount).fill(-1);
  const counts = new Int32Array(linkCount);
  const each = (visit: (flow: number, link: number) => void): void => {
    seen.fill(-1);
    for (let flow = 0; flow < flowCount; flow += 1) {
      for (let at = candidateStarts[flow] ?? 0; at < (candidateStarts[flow + 1] ?? 0); at += 1) {
        const path = pathOf[at] ?? 0;
        for (let item = pathLinks.starts[path] ?? 0; item < (pathLinks.starts[path + 1] ?? 0); item += 1) {
          const link = pathLinks.items[item] ?? 0;
          if (seen[link] === flow) continue;
          seen[link] = flow;
          visit(flow, link);
        }
      }
    }
  };
  each((_, link) => {
    counts[link] = (counts[link] ?? 0) + 1;
  });
  const starts = startsOf(counts);
  const items = new Int32Array(starts[linkCount] ?? 0);
  const next = starts.slice();
  each((flow, link) => {
    const at = next[link] ?? 0;
    items[at] = flow;
    next[link] = at + 1;
  });
  return { starts, items };
}

/**
 * Takes optional links out of use whose fee exceeds what the flows on them save by it, the dearest for its users first.
 * A link stays if a flow would be left without room or more exposed.
 *
 * @returns how many were closed
 */
export function closeLinks(costing: Costing, flowsOf: Ragged): number {
  const { placement, money } = costing;
  const { packed, users, isClosed } = placement;
  const order = Array.from({ length: packed.linkCount }, (_, link) => link)
    .filter((link) => packed.isOptional[link] === 1 && (users[link] ?? 0) > 0)
    .sort((a, b) => (packed.feeUsd[b] ?? 0) / (users[b] ?? 1) - (packed.feeUsd[a] ?? 0) / (users[a] ?? 1) || a - b);
  let closed = 0;
  for (const link of order) {
    if ((users[link] ?? 0) === 0) continue;
    isClosed[link] = 1;
    const fee = money * (packed.feeUsd[link] ?? 0);
    if (!moveAll(costing, flowsOf, link, fee)) isClosed[link] = 0;
    else closed += 1;
  }
  // what is closed now may be opened again by a later improvement that is worth its whole fee
  isClosed.fill(0);
  return closed;
}

/** Brings links into use that would save more than their fee: all flows that gain by them together. */
export function openLinks(costing: Costing, flowsOf: Ragged): number {
  const { placement, money } = costing;
  const { packed, users } = placement;
  let opened = 0;
  for (let link = 0; link < packed.linkCount; link += 1) {
    if (!packed.isOptional[link] || (users[link] ?? 0) > 0) continue;
    const undo: Undo[] = [];
    let gain = -money * (packed.feeUsd[link] ?? 0);
    // as if it were paid already
    users[link] = 1;
    for (let at = flowsOf.starts[link] ?? 0; at < (flowsOf.starts[link + 1] ?? 0); at += 1) {
      gain += gainOf(costing, flowsOf.items[at] ?? 0, undo);
    }
    users[link] = (users[link] ?? 0) - 1;
    if (gain > 1e-9) opened += 1;
    else revert(costing, undo);
  }
  return opened;
}

/** Moves every flow off the link if that costs less than the fee; puts all back otherwise. */
function moveAll(costing: Costing, flowsOf: Ragged, link: number, fee: number): boolean {
  const { placement } = costing;
  const { packed, primary, backup, users } = placement;
  const undo: Undo[] = [];
  let loss = 0;
  for (let at = flowsOf.starts[link] ?? 0; at < (flowsOf.starts[link + 1] ?? 0) && (users[link] ?? 0) > 0; at += 1) {
    const flow = flowsOf.items[at] ?? 0;
    const own = primary[flow] ?? -1;
    const back = backup[flow] ?? -1;
    if (own < 0 || !(uses(packed, flow, own, link) || (back >= 0 && uses(packed, flow, back, link)))) continue;
    const excess = excessOf(placement, flow, own, back);
    lift(placement, flow);
    const before = primaryCost(costing, (placement.packed.candidateStarts[flow] ?? 0) + own);
    const choice = bestPair(costing, flow, false, { excess: excess + 0.5, cost: Number.POSITIVE_INFINITY });
    if (choice === undefined) {
      place(placement, flow, own, back);
      revert(costing, undo);
      return false;
    }
    place(placement, flow, choice.primary, choice.backup);
    undo.push({ flow, primary: own, backup: back });
    loss += choice.cost - before;
    if (loss >= fee) {
      revert(costing, undo);
      return false;
    }
  }
  return true;
}

/** Moves a flow to its best pair; what that saves at the present prices. */
function gainOf(costing: Costing, flow: number, undo: Undo[]): number {
  const { placement } = costing;
  const own = placement.primary[flow] ?? -1;
  const back = placement.backup[flow] ?? -1;
  if (own < 0) return 0;
  const excess = excessOf(placement, flow, own, back);
  lift(placement, flow);
  const before = primaryCost(costing, (placement.packed.candidateStarts[flow] ?? 0) + own);
  const choice = bestPair(costing, flow, false, { excess: excess + 0.5, cost: before });
  if (choice === undefined || choice.excess > excess || choice.cost >= before) {
    place(placement, flow, own, back);
    return 0;
  }
  place(placement, flow, choice.primary, choice.backup);
  undo.push({ flow, primary: own, backup: back });
  return before - choice.cost;
}

function revert({ placement }: Costing, undo: readonly Undo[]): void {
  for (const { flow } of undo) lift(placement, flow);
  for (const { flow, primary, backup } of undo) place(placement, flow, primary, backup);
}

function uses({ candidateStarts, pathOf, pathLinks }: PackedProblem, flow: number, own: number, link: number): boolean {
  const path = pathOf[(candidateStarts[flow] ?? 0) + own] ?? 0;
  for (let at = pathLinks.starts[path] ?? 0; at < (pathLinks.starts[path + 1] ?? 0); at += 1) {
    if (pathLinks.items[at] === link) return true;
  }
  return false;
}

/** Gives up optional links that only backups need, those that protect least for their fee first, until `isEnough`. */
export function dropBackups({ placement }: Costing, flowsOf: Ragged, isEnough: () => boolean): void {
  const { packed, primary, backup, users } = placement;
  const byLink: { link: number; flows: number[]; worth: number }[] = [];
  for (let link = 0; link < packed.linkCount; link += 1) {
    const fee = (packed.isOptional[link] ? (packed.feeUsd[link] ?? 0) : 0) + (packed.expansionUsd[link] ?? 0);
    if (fee === 0 || (users[link] ?? 0) === 0) continue;
    const flows: number[] = [];
    let worth = 0;
    for (let at = flowsOf.starts[link] ?? 0; at < (flowsOf.starts[link + 1] ?? 0); at += 1) {
      const flow = flowsOf.items[at] ?? 0;
      const back = backup[flow] ?? -1;
      if (back < 0 || !uses(packed, flow, back, link)) continue;
      flows.push(flow);
      worth += packed.weight[flow] ?? 0;
    }
    if (flows.length > 0) byLink.push({ link, flows, worth: worth / fee });
  }
  for (const { flows } of byLink.sort((a, b) => a.worth - b.worth || a.link - b.link)) {
    if (isEnough()) return;
    for (const flow of flows) {
      if ((backup[flow] ?? -1) < 0) continue;
      const own = primary[flow] ?? 0;
      lift(placement, flow);
      place(placement, flow, own, -1);
    }
  }
}
