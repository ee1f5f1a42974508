import type { PackedProblem } from "./pack-problem.ts";
import { stepsOf, usdOf } from "./tiers.ts";

/** Where the flows lie while a plan is being made, and every sum that depends on it. */
export interface Placement {
  readonly packed: PackedProblem;
  /** By flow, counted within its candidates; −1 = not placed, or no backup. */
  readonly primary: Int32Array;
  readonly backup: Int32Array;
  readonly normalMbps: Float64Array;
  /** By link and risk (`link × riskCount + risk`): what the failure adds to the link, or takes from it. */
  readonly changeMbps: Float64Array;
  /** By link: no entry of its row exceeds this. */
  readonly mostAdded: Float64Array;
  /** By link: paths that use it. */
  readonly users: Int32Array;
  readonly meterGb: Float64Array;
  /** By link: 1 = it has its second port. */
  readonly isExpanded: Uint8Array;
  /** By link: 1 = it may not be used. */
  readonly isClosed: Uint8Array;
}

export function emptyPlacement(packed: PackedProblem): Placement {
  const { flowCount, linkCount, riskCount, meterCount } = packed;
  return {
    packed,
    primary: new Int32Array(flowCount).fill(-1),
    backup: new Int32Array(flowCount).fill(-1),
    normalMbps: new Float64Array(linkCount),
    changeMbps: new Float64Array(linkCount * riskCount),
    mostAdded: new Float64Array(linkCount),
    users: new Int32Array(linkCount),
    meterGb: new Float64Array(meterCount),
    isExpanded: new Uint8Array(linkCount),
    isClosed: new Uint8Array(linkCount),
  };
}

/** Puts a flow that lies nowhere on a pair. */
export function place(placement: Placement, flow: number, primary: number, backup: number): void {
  placement.primary[flow] = primary;
  placement.backup[flow] = backup;
  shift(placement, flow, 1);
}

/** Takes a flow off its paths. */
export function lift(placement: Placement, flow: number): void {
  if ((placement.primary[flow] ?? -1) < 0) return;
  shift(placement, flow, -1);
  placement.primary[flow] = -1;
  placement.backup[flow] = -1;
}

function shift(placement: Placement, flow: number, sign: 1 | -1): void {
  const { packed, normalMbps, changeMbps, mostAdded, users, meterGb } = placement;
  const { pathLinks, pathRisks, riskCount } = packed;
  const start = packed.candidateStarts[flow] ?? 0;
  const chosen = start + (placement.primary[flow] ?? 0);
  const path = packed.pathOf[chosen] ?? 0;
  const back = placement.backup[flow] ?? -1;
  const other = back < 0 ? -1 : (packed.pathOf[start + back] ?? 0);
  const mbps = sign * (packed.mbps[flow] ?? 0);
  const firstRisk = pathRisks.starts[path] ?? 0;
  const endRisk = pathRisks.starts[path + 1] ?? 0;
  for (let at = pathLinks.starts[path] ?? 0; at < (pathLinks.starts[path + 1] ?? 0); at += 1) {
    const link = pathLinks.items[at] ?? 0;
    normalMbps[link] = (normalMbps[link] ?? 0) + mbps;
    users[link] = (users[link] ?? 0) + sign;
    for (let risk = firstRisk; risk < endRisk; risk += 1) {
      const index = link * riskCount + (pathRisks.items[risk] ?? 0);
      const changed = (changeMbps[index] ?? 0) - mbps;
      changeMbps[index] = changed;
      if (changed > (mostAdded[link] ?? 0)) mostAdded[link] = changed;
    }
  }
  for (let at = packed.chargeStarts[chosen] ?? 0; at < (packed.chargeStarts[chosen + 1] ?? 0); at += 1) {
    const meter = packed.chargeMeter[at] ?? 0;
    meterGb[meter] = (meterGb[meter] ?? 0) + sign * (packed.chargeGb[at] ?? 0);
  }
  if (other < 0) return;
  for (let at = pathLinks.starts[other] ?? 0; at < (pathLinks.starts[other + 1] ?? 0); at += 1) {
    const link = pathLinks.items[at] ?? 0;
    users[link] = (users[link] ?? 0) + sign;
    for (let risk = firstRisk; risk < endRisk; risk += 1) {
      const failing = pathRisks.items[risk] ?? 0;
      if (meets(packed, other, failing)) continue;
      const index = link * riskCount + failing;
      const changed = (changeMbps[index] ?? 0) + mbps;
      changeMbps[index] = changed;
      if (changed > (mostAdded[link] ?? 0)) mostAdded[link] = changed;
    }
  }
}

/** True if the failure takes a link of the path along. */
export function meets({ pathRisks }: PackedProblem, path: number, risk: number): boolean {
  for (let at = pathRisks.starts[path] ?? 0; at < (pathRisks.starts[path + 1] ?? 0); at += 1) {
    const own = pathRisks.items[at] ?? 0;
    if (own >= risk) return own === risk;
  }
  return false;
}

/** Mbps of the link with the ports that it has, or, for `withPorts`, could have; a little more, for rounding. */
export function roomOf({ packed, isExpanded }: Placement, link: number, withPorts: boolean): number {
  const capacity = packed.capacityMbps[link] ?? 0;
  const whole = withPorts || isExpanded[link] ? capacity + (packed.expansionMbps[link] ?? 0) : capacity;
  return whole + 1e-7 * Math.max(1, whole);
}

/** True if a flow that lies nowhere fits on the path as its primary, in the normal case and after any single failure. */
export function fitsPrimary(placement: Placement, flow: number, path: number, withPorts: boolean): boolean {
  const { packed, normalMbps, changeMbps, mostAdded, isClosed } = placement;
  const { pathLinks, riskCount } = packed;
  const mbps = packed.mbps[flow] ?? 0;
  for (let at = pathLinks.starts[path] ?? 0; at < (pathLinks.starts[path + 1] ?? 0); at += 1) {
    const link = pathLinks.items[at] ?? 0;
    if (isClosed[link]) return false;
    const left = roomOf(placement, link, withPorts) - (normalMbps[link] ?? 0) - mbps;
    if (left < 0) return false;
    if (left >= (mostAdded[link] ?? 0)) continue;
    const row = link * riskCount;
    let most = 0;
    for (let risk = 0; risk < riskCount; risk += 1) {
      const added = changeMbps[row + risk] ?? 0;
      if (added > most) most = added;
      if (added > left && !meets(packed, path, risk)) return false;
    }
    mostAdded[link] = most;
  }
  return true;
}

/** True if, whatever failure meets the primary, the backup has room for the flow where it avoids it. */
export function fitsBackup(
  placement: Placement,
  flow: number,
  path: number,
  other: number,
  withPorts: boolean,
): boolean {
  const { packed, normalMbps, changeMbps, mostAdded, isClosed } = placement;
  const { pathLinks, pathRisks, riskCount } = packed;
  const mbps = packed.mbps[flow] ?? 0;
  for (let at = pathLinks.starts[other] ?? 0; at < (pathLinks.starts[other + 1] ?? 0); at += 1) {
    const link = pathLinks.items[at] ?? 0;
    if (isClosed[link]) return false;
    const left = roomOf(placement, link, withPorts) - (normalMbps[link] ?? 0) - mbps;
    if (left >= (mostAdded[link] ?? 0)) continue;
    for (let risk = pathRisks.starts[path] ?? 0; risk < (pathRisks.starts[path + 1] ?? 0); risk += 1) {
      const failing = pathRisks.items[risk] ?? 0;
      if ((changeMbps[link * riskCount + failing] ?? 0) > left && !meets(packed, other, failing)) return false;
    }
  }
  return true;
}

/** What a volume more on a meter costs at present, USD. Allowances are left aside. */
export function addedUsd({ packed, meterGb }: Placement, meter: number, gb: number): number {
  const own = packed.problem.meters[meter];
  if (own === undefined) return 0;
  const last = own.tiers.at(-1);
  const below = own.tiers.at(-2)?.upToGb ?? 0;
  const usedGb = Math.max(0, meterGb[meter] ?? 0);
  if (own.tiers.length === 1 || own.baseGb + usedGb >= below) return gb * (last?.usdPerGb ?? 0);
  return usdOf(stepsOf({ tiers: own.tiers, baseGb: own.baseGb + usedGb }, gb));
}

/** The most that the link carries, whatever fails alone. */
export function peakOf({ packed, normalMbps, changeMbps }: Placement, link: number): number {
  const { riskCount } = packed;
  let most = 0;
  for (let risk = 0; risk < riskCount; risk += 1) most = Math.max(most, changeMbps[link * riskCount + risk] ?? 0);
  return (normalMbps[link] ?? 0) + most;
}
