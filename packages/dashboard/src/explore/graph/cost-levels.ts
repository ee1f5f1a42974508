/** Steps of a day's cost, each wider and darker; ten times from one to the next. */
export const COST_LEVELS = [
  { fromUsd: 0, says: "under $1" },
  { fromUsd: 1, says: "$1 to $10" },
  { fromUsd: 10, says: "$10 to $100" },
  { fromUsd: 100, says: "over $100" },
] as const;

/** Which step an amount is on. */
export const costLevel = (usd: number): number => COST_LEVELS.findLastIndex(({ fromUsd }) => usd >= fromUsd);
/** Px of a line. */
export const costWidth = (level: number): number => 2 + level * 1.6;
