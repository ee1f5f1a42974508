/** `1,350 ms`, `0.4 ms` */
export const inMs = (ms: number): string =>
  `${(ms >= 10 ? Math.round(ms) : Number(ms.toFixed(1))).toLocaleString("en-US")} ms`;
/** `89 %` */
export const inPercent = (ratio: number): string => `${Number((ratio * 100).toFixed(ratio < 0.1 ? 1 : 0))} %`;
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** What a request takes, and would take. */
export const gainOf = (beforeMs: number, afterMs: number, when: string) => ({
  beforeMs,
  afterMs,
  savedRatio: beforeMs === 0 ? 0 : Math.min(1, Math.max(0, 1 - afterMs / beforeMs)),
  when,
});
