import type { Ragged } from "./ragged.ts";

/** What depends on a flow's list of ways alone, stored once for all flows that share it. Candidates count from 0 in it. */
export interface PackedGroups {
  /** By group: where its pairs begin. A pair's backup is −1 for none. */
  readonly pairStarts: Int32Array;
  readonly pairPrimary: Int32Array;
  readonly pairBackup: Int32Array;
  /** Avoidable risks that the pair does not survive beyond those that no pair of the group survives. */
  readonly pairExcess: Int32Array;
  /** The least that any pair of the group is exposed to. */
  readonly leastExposed: Int32Array;
  /**
   * By group: what has a fee that is paid only if it is used (`optional`): links of its ways, and meters whose price falls
   * by volume, as `linkCount + meter`: their low price is worth what the dearer volumes before it cost more.
   */
  readonly optionalStarts: Int32Array;
  readonly optionalLinks: Int32Array;
  /**
   * By group: its pairs as fees see them: of all pairs with the same primary, those that need the fewest further
   * optional ones. By option: its primary, the excess, and bits of the optional ones that it needs; a
   * group with more than 30 of them leaves the rest out, which makes the bound lower, not wrong.
   */
  readonly optionStarts: Int32Array;
  readonly optionPrimary: Int32Array;
  readonly optionExcess: Int32Array;
  readonly optionNeeds: Int32Array;
}

const mostBits = 30;

/** The ways of a group by candidate, and the meters with a falling price that each is billed by (as `linkCount + meter`). */
export interface GroupWays {
  readonly paths: Int32Array;
  readonly billed: readonly (readonly number[])[];
}

export function packGroups(
  groups: readonly GroupWays[],
  pathLinks: Ragged,
  pathRisks: Ragged,
  isOptional: Uint8Array,
): PackedGroups {
  const pairs = { starts: [0], primary: [] as number[], backup: [] as number[], excess: [] as number[] };
  const optional = { starts: [0], links: [] as number[] };
  const options = { starts: [0], primary: [] as number[], excess: [] as number[], needs: [] as number[] };
  const leastExposed: number[] = [];
  for (const { paths, billed } of groups) {
    const own: number[] = [];
    const bitOf = (thing: number): number => {
      let place = own.indexOf(thing);
      if (place < 0 && own.length < mostBits) place = own.push(thing) - 1;
      return place < 0 ? 0 : 1 << place;
    };
    const needs = Array.from(paths, (path) => {
      let bits = 0;
      for (let at = pathLinks.starts[path] ?? 0; at < (pathLinks.starts[path + 1] ?? 0); at += 1) {
        const link = pathLinks.items[at] ?? 0;
        if (isOptional[link]) bits |= bitOf(link);
      }
      return bits;
    });
    const bills = billed.map((meters) => meters.reduce((bits, meter) => bits | bitOf(meter), 0));
    const first = pairs.primary.length;
    const exposed = pairsOfGroup(paths, pathRisks, pairs);
    leastExposed.push(exposed);
    for (let primary = 0; primary < paths.length; primary += 1) {
      const kept: { excess: number; needs: number }[] = [];
      for (let pair = first; pair < pairs.primary.length; pair += 1) {
        if (pairs.primary[pair] !== primary) continue;
        const backup = pairs.backup[pair] ?? -1;
        const both = (bills[primary] ?? 0) | (needs[primary] ?? 0) | (backup < 0 ? 0 : (needs[backup] ?? 0));
        const excess = pairs.excess[pair] ?? 0;
        const beats = (a: { excess: number; needs: number }, b: { excess: number; needs: number }): boolean =>
          a.excess <= b.excess && (a.needs & ~b.needs) === 0;
        const option = { excess, needs: both };
        if (kept.some((other) => beats(other, option))) continue;
        const left = kept.filter((other) => !beats(option, other));
        kept.splice(0, kept.length, ...left, option);
      }
      for (const option of kept) {
        options.primary.push(primary);
        options.excess.push(option.excess);
        options.needs.push(option.needs);
      }
    }
    optional.links.push(...own);
    optional.starts.push(optional.links.length);
    options.starts.push(options.primary.length);
  }
  return {
    pairStarts: Int32Array.from(pairs.starts),
    pairPrimary: Int32Array.from(pairs.primary),
    pairBackup: Int32Array.from(pairs.backup),
    pairExcess: Int32Array.from(pairs.excess),
    leastExposed: Int32Array.from(leastExposed),
    optionalStarts: Int32Array.from(optional.starts),
    optionalLinks: Int32Array.from(optional.links),
    optionStarts: Int32Array.from(options.starts),
    optionPrimary: Int32Array.from(options.primary),
    optionExcess: Int32Array.from(options.excess),
    optionNeeds: Int32Array.from(options.needs),
  };
}

/** Adds the pairs of one group, those without a backup among them; a backup that saves from nothing is left out. */
function pairsOfGroup(
  paths: Int32Array,
  { starts, items }: Ragged,
  pairs: { starts: number[]; primary: number[]; backup: number[]; excess: number[] },
): number {
  const hits = Array.from(paths, (path) => items.subarray(starts[path] ?? 0, starts[path + 1] ?? 0));
  const counts = new Map<number, number>();
  for (const own of hits) for (const risk of own) counts.set(risk, (counts.get(risk) ?? 0) + 1);
  const avoidable = hits.map((own) => own.filter((risk) => (counts.get(risk) ?? 0) < paths.length));
  const first = pairs.primary.length;
  let least = Number.POSITIVE_INFINITY;
  const add = (primary: number, backup: number, exposed: number): void => {
    pairs.primary.push(primary);
    pairs.backup.push(backup);
    pairs.excess.push(exposed);
    least = Math.min(least, exposed);
  };
  for (const [primary, own] of avoidable.entries()) {
    add(primary, -1, own.length);
    for (const [backup, others] of avoidable.entries()) {
      if (backup === primary) continue;
      let both = 0;
      for (let one = 0, other = 0; one < own.length && other < others.length; ) {
        const difference = (own[one] ?? 0) - (others[other] ?? 0);
        if (difference === 0) both += 1;
        if (difference <= 0) one += 1;
        if (difference >= 0) other += 1;
      }
      if (both < own.length) add(primary, backup, both);
    }
  }
  if (paths.length === 0) least = 0;
  for (let pair = first; pair < pairs.primary.length; pair += 1) pairs.excess[pair] = (pairs.excess[pair] ?? 0) - least;
  pairs.starts.push(pairs.primary.length);
  return least;
}
