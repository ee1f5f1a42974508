import { bestPair, type Costing, excessOf } from "./choose-pair.ts";
import type { PackedProblem } from "./pack-problem.ts";
import { fitsBackup, fitsPrimary, lift, place } from "./placement.ts";
import type { Ragged } from "./ragged.ts";

/** Tries that are left: counted, so that the same problem always ends the same way. */
export interface Effort {
  left: number;
}

/**
 * Puts a flow that lies nowhere on a pair that exposes it to fewer than `belowExcess`, by moving others out of the way:
 * to other paths as safe as their own or, where `mayDrop`, by leaving less important ones without a backup.
 *
 * @returns false if no pair could be cleared; everything lies as before then
 */
export function makeRoom(
  costing: Costing,
  flowsOf: Ragged,
  flow: number,
  belowExcess: number,
  mayDrop: boolean,
  effort: Effort,
): boolean {
  const { placement } = costing;
  const { groups, groupOf } = placement.packed;
  const group = groupOf[flow] ?? 0;
  const pairs: number[] = [];
  for (let pair = groups.pairStarts[group] ?? 0; pair < (groups.pairStarts[group + 1] ?? 0); pair += 1) {
    if (costing.isBare && (groups.pairBackup[pair] ?? -1) >= 0) continue;
    if ((groups.pairExcess[pair] ?? 0) < belowExcess) pairs.push(pair);
  }
  pairs.sort((a, b) => (groups.pairExcess[a] ?? 0) - (groups.pairExcess[b] ?? 0) || a - b);
  for (const pair of pairs) {
    if (effort.left <= 0) return false;
    const primary = groups.pairPrimary[pair] ?? 0;
    const backup = groups.pairBackup[pair] ?? -1;
    if (clear(costing, flowsOf, flow, primary, backup, mayDrop, effort)) {
      place(placement, flow, primary, backup);
      return true;
    }
  }
  return false;
}

function clear(
  costing: Costing,
  flowsOf: Ragged,
  flow: number,
  primary: number,
  backup: number,
  mayDrop: boolean,
  effort: Effort,
): boolean {
  const { placement } = costing;
  const { packed, isClosed } = placement;
  const start = packed.candidateStarts[flow] ?? 0;
  const path = packed.pathOf[start + primary] ?? 0;
  const other = backup < 0 ? -1 : (packed.pathOf[start + backup] ?? 0);
  const isClear = (): boolean =>
    fitsPrimary(placement, flow, path, false) && (other < 0 || fitsBackup(placement, flow, path, other, false));
  if (isClear()) return true;
  const links = [...linksOf(packed, path), ...(other < 0 ? [] : linksOf(packed, other))];
  const undo: { flow: number; primary: number; backup: number }[] = [];
  for (const isDrop of mayDrop ? [false, true] : [false]) {
    for (const link of links) {
      for (let at = flowsOf.starts[link] ?? 0; at < (flowsOf.starts[link + 1] ?? 0); at += 1) {
        if (effort.left <= 0) break;
        const moved = flowsOf.items[at] ?? 0;
        const own = placement.primary[moved] ?? -1;
        const back = placement.backup[moved] ?? -1;
        if (own < 0 || moved === flow || (isDrop && back < 0)) continue;
        const movedStart = packed.candidateStarts[moved] ?? 0;
        const isOnIt =
          linksOf(packed, packed.pathOf[movedStart + own] ?? 0).includes(link) ||
          (back >= 0 && linksOf(packed, packed.pathOf[movedStart + back] ?? 0).includes(link));
        if (!isOnIt) continue;
        effort.left -= 1;
        const excess = excessOf(placement, moved, own, back);
        lift(placement, moved);
        const before = links.map((each) => isClosed[each] ?? 0);
        if (!isDrop) for (const each of links) isClosed[each] = 1;
        const choice = isDrop ? undefined : bestPair(costing, moved, false, { excess: excess + 0.5, cost: Infinity });
        for (const [index, each] of links.entries()) isClosed[each] = before[index] ?? 0;
        if (choice) place(placement, moved, choice.primary, choice.backup);
        else if (isDrop) place(placement, moved, own, -1);
        else {
          place(placement, moved, own, back);
          continue;
        }
        undo.push({ flow: moved, primary: own, backup: back });
        if (isClear()) return true;
      }
    }
  }
  for (const each of undo.toReversed()) {
    lift(placement, each.flow);
    place(placement, each.flow, each.primary, each.backup);
  }
  return false;
}

function linksOf({ pathLinks }: PackedProblem, path: number): Int32Array {
  return pathLinks.items.subarray(pathLinks.starts[path] ?? 0, pathLinks.starts[path + 1] ?? 0);
}
