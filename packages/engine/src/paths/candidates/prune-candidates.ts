import type { Candidate } from "./candidate.ts";

/** A candidate with what pruning looks at besides. */
export interface Prunable {
  readonly candidate: Candidate;
  /** What a gigabyte over it costs; absent = not known. */
  readonly usdPerGb: number | undefined;
  /** What can fail and take it along, link by link: the link itself, its site, its carrier. The same link has the same array. */
  readonly risks: readonly (readonly string[])[];
}

/** Stands for a measure that is not known: it comes last, and compares with nothing but itself. */
const UNKNOWN = Number.MAX_VALUE;
/** Each measure of a candidate; less is better. */
const measuresOf = ({ candidate, usdPerGb = UNKNOWN }: Prunable): readonly number[] => [
  candidate.isRouted ? 0 : 1,
  candidate.hops.length,
  candidate.rttMs ?? UNKNOWN,
  usdPerGb,
  candidate.availabilityRatio === undefined ? UNKNOWN : -candidate.availabilityRatio,
  candidate.isPublic ? 1 : 0,
  candidate.isEncrypted ? 0 : 1,
  candidate.bandwidthMbps === undefined ? UNKNOWN : -candidate.bandwidthMbps,
];
const [RTT, USD, AVAILABILITY] = [2, 3, 4];

/**
 * Leaves the candidates that could be somebody's choice, at most `max`, in the order in which they are preferred: routed today,
 * then fewer links, then faster.
 *
 * Anchors are the candidates a choice begins with: the first in that order, the cheapest, the fastest and the most available.
 * One is dropped only if another is no worse in every measure (routed today, links, round trip, price, availability, exposure,
 * bandwidth) and better in one, and shares with each anchor nothing that the dropped one does not share: so whatever could back
 * an anchor up is only replaced by what backs it up as well. Of what is left the anchors stay first, then for each the best
 * that shares least with it, then the rest in order, the mere recombinations of what is chosen last.
 */
export function pruneCandidates(all: readonly Prunable[], max: number): readonly Prunable[] {
  const measured = all.map((one): Measured => ({ one, measures: measuresOf(one), shared: [] })).sort(compare);
  const anchors = new Set([USD, RTT, AVAILABILITY].flatMap((measure) => leastOf(measured, measure) ?? []));
  if (measured[0]) anchors.add(measured[0]);
  for (const anchor of anchors) shareRisks(anchor, measured);
  // whoever dominates another comes before it, and who dominates the dominator dominates both: the kept are enough to ask
  const kept: Measured[] = [];
  for (const each of measured) if (!kept.some((better) => isDominated(each, better))) kept.push(each);
  if (kept.length <= max) return kept.map(({ one }) => one);
  // an anchor is the first of those that are best in something, so nothing dominates it
  const chosen = new Set(kept.filter((each) => anchors.has(each)));
  [...anchors].forEach((_, i) => {
    const count = ({ shared }: Measured): number => bitsOf(shared[i] ?? 0);
    chosen.add(kept.reduce((a, b) => (count(b) < count(a) ? b : a)));
  });
  // of those that are alike in every measure, first the ones that share no link: the others add nothing but themselves
  for (const isPicky of [true, false])
    for (const each of kept)
      if (chosen.size < max && !(isPicky && [...chosen].some((one) => isRepeated(each, one)))) chosen.add(each);
  const first = new Set([...chosen].slice(0, max));
  return kept.filter((each) => first.has(each)).map(({ one }) => one);
}

interface Measured {
  readonly one: Prunable;
  readonly measures: readonly number[];
  /** For each anchor, which of its risks are this one's too, bit by bit. */
  readonly shared: number[];
}

/** The first of those with the least of a measure; `undefined` = it is known of none. */
function leastOf(sorted: readonly Measured[], measure: number): Measured | undefined {
  let best: Measured | undefined;
  let record = UNKNOWN;
  for (const each of sorted) {
    const value = each.measures[measure] as number;
    if (value >= record) continue;
    [best, record] = [each, value];
  }
  return best;
}

/** Measure by measure; then by id. */
function compare(a: Measured, b: Measured): number {
  for (let i = 0; i < a.measures.length; i += 1) {
    const difference = (a.measures[i] as number) - (b.measures[i] as number);
    if (difference !== 0) return difference;
  }
  return a.one.candidate.id < b.one.candidate.id ? -1 : a.one.candidate.id > b.one.candidate.id ? 1 : 0;
}

const isRepeated = (each: Measured, before: Measured): boolean =>
  each.measures.every((measure, i) => measure === before.measures[i]) &&
  each.one.risks.some((link) => before.one.risks.includes(link));

function isDominated(worse: Measured, better: Measured): boolean {
  let isBetter = false;
  for (let i = 0; i < worse.measures.length; i += 1) {
    const bad = worse.measures[i] as number;
    const good = better.measures[i] as number;
    if (bad === good) continue;
    if (good > bad || bad === UNKNOWN) return false;
    isBetter = true;
  }
  if (!isBetter) return false;
  for (let i = 0; i < worse.shared.length; i += 1)
    if (((better.shared[i] as number) & ~(worse.shared[i] as number)) !== 0) return false;
  return true;
}

/** More than a way of seven links has; what an anchor has beyond it is not looked at. */
const MAX_BITS = 31;

/** Notes of each which risks of the anchor it has too; what a link has is worked out once, for there are fewer links than ways. */
function shareRisks(anchor: Measured, all: readonly Measured[]): void {
  const bit = new Map([...new Set(anchor.one.risks.flat())].slice(0, MAX_BITS).map((risk, i) => [risk, 2 ** i]));
  const known = new Map<readonly string[], number>();
  const ofLink = (risks: readonly string[]): number => {
    const mask = known.get(risks) ?? risks.reduce((some, risk) => some | (bit.get(risk) ?? 0), 0);
    known.set(risks, mask);
    return mask;
  };
  for (const { one, shared } of all) {
    let mask = 0;
    for (const link of one.risks) mask |= ofLink(link);
    shared.push(mask);
  }
}

function bitsOf(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
