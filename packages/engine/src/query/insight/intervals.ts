/** From the first on, before the second. */
export type Interval = readonly [fromMs: number, untilMs: number];

/** Intervals joined where they touch, in order. */
export function joined(intervals: readonly Interval[]): readonly Interval[] {
  const found: [number, number][] = [];
  for (const [from, until] of intervals.filter(([a, b]) => b > a).toSorted((a, b) => a[0] - b[0])) {
    const last = found.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], until);
    else found.push([from, until]);
  }
  return found;
}

/** How long they last together. */
export const lengthOf = (intervals: readonly Interval[]): number =>
  joined(intervals).reduce((sum, [from, until]) => sum + until - from, 0);

/** How long the first last outside of the second. */
export const lengthOutside = (intervals: readonly Interval[], others: readonly Interval[]): number =>
  lengthOf([...intervals, ...others]) - lengthOf(others);
