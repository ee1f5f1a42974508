import type { PriceQuery, PriceRow } from "../model/price.ts";

/** Price lists made ready for questions. */
export interface PriceBook {
  /**
   * The row that answers best; `undefined` = the price is not known. Rows with a variant, a bandwidth or both are found only by
   * who asks for just these. Of those left the one for the very Region goes before a longer beginning before a shorter one
   * before everywhere; then one that names where the data goes before one that does not; then the later one; then the better
   * trusted.
   */
  find(query: PriceQuery): PriceRow | undefined;
}

const TRUST_RANK = { vendor: 2, secondary: 1, unverified: 0 } as const satisfies Record<PriceRow["trust"], number>;

/**
 * Makes a book of price lists.
 * @throws {RangeError} if two rows have one id, or the steps of a row do not rise to an open end.
 */
export function priceBook(rows: readonly PriceRow[]): PriceBook {
  const ids = new Set<string>();
  const shelves = new Map<string, PriceRow[]>();
  for (const row of rows) {
    if (ids.has(row.id)) throw new RangeError(`the price lists hold two rows with the id ${row.id}: give each its own`);
    ids.add(row.id);
    assertTiersRise(row);
    const key = shelfOf(row);
    const shelf = shelves.get(key);
    if (shelf) shelf.push(row);
    else shelves.set(key, [row]);
  }
  const answers = new Map<string, PriceRow | undefined>();
  return {
    find(query) {
      const key = `${shelfOf(query)}|${query.regionId}|${query.to ? `${query.to.cloud}:${query.to.regionId}` : ""}`;
      if (!answers.has(key)) {
        if (answers.size >= MAX_ANSWERS) answers.clear();
        answers.set(key, bestOf(shelves.get(shelfOf(query)) ?? [], query));
      }
      return answers.get(key);
    },
  };
}

/** Answers that are kept; questions come from outside and must not fill the memory. */
const MAX_ANSWERS = 10_000;

const shelfOf = ({ cloud, item, variant, bandwidthMbps }: PriceQuery | PriceRow): string =>
  `${cloud}|${item}|${variant ?? ""}|${bandwidthMbps ?? ""}`;

function bestOf(shelf: readonly PriceRow[], query: PriceQuery): PriceRow | undefined {
  let best: { readonly row: PriceRow; readonly rank: Rank } | undefined;
  for (const row of shelf) {
    const rank = rankOf(row, query);
    if (rank && (!best || isBefore(rank, best.rank))) best = { row, rank };
  }
  return best?.row;
}

type Rank = readonly [region: number, to: number, asOf: number, trust: number];

/** How well a row fits, greater is better in the order of the parts; `undefined` = it is about something else. */
function rankOf(row: PriceRow, { regionId, to }: PriceQuery): Rank | undefined {
  const region = fitOf(row.regions, regionId);
  if (region === undefined) return undefined;
  const goal = row.to === undefined ? -1 : to && fitOf(row.to, `${to.cloud}:${to.regionId}`);
  if (goal === undefined) return undefined;
  return [region, goal, Number(row.asOf.replaceAll("-", "")), TRUST_RANK[row.trust]];
}

/** Length of the best pattern that fits, an exact one before all; `undefined` = none does. */
function fitOf(patterns: readonly string[], text: string): number | undefined {
  let best: number | undefined;
  for (const pattern of patterns) {
    const isPrefix = pattern.endsWith("*");
    if (isPrefix ? !text.startsWith(pattern.slice(0, -1)) : pattern !== text) continue;
    best = Math.max(best ?? -1, isPrefix ? pattern.length - 1 : Number.POSITIVE_INFINITY);
  }
  return best;
}

function isBefore(a: Rank, b: Rank): boolean {
  const i = a.findIndex((part, at) => part !== b[at]);
  return i >= 0 && (a[i] as number) > (b[i] as number);
}

function assertTiersRise({ id, tiers }: PriceRow): void {
  let below = 0;
  for (const [i, { upTo }] of tiers.entries()) {
    const isLast = i === tiers.length - 1;
    if (isLast ? upTo !== undefined : upTo === undefined || upTo <= below)
      throw new RangeError(`tiers of the price row ${id} must rise, and only the last has no upTo`);
    below = upTo ?? below;
  }
}
