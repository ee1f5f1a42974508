/** Value below which that part of the sorted values lies, between two of them by distance; NaN of none. */
export function quantileOf(sorted: readonly number[], ratio: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = Math.min(1, Math.max(0, ratio)) * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)] as number, sorted[Math.ceil(at)] as number];
  return low + (high - low) * (at - Math.floor(at));
}

/** The same of values in any order. */
export const quantile = (values: readonly number[], ratio: number): number =>
  quantileOf(
    values.toSorted((a, b) => a - b),
    ratio,
  );

export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
export const meanOf = (values: readonly number[]): number => sumOf(values) / values.length;
