/** Maps as objects, sets as sorted lists. */
export function plain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, one]) => [String(key), plain(one)]));
  if (value instanceof Set) return [...value].sort();
  return value;
}

/** A table of tables without those in which nothing is. */
export const withoutEmpty = (table: unknown): unknown =>
  table instanceof Map ? new Map([...table].filter(([, inner]) => !(inner instanceof Map) || inner.size > 0)) : table;
