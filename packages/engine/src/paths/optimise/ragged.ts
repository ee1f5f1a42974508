/** Lists of different length in one array: list `i` is `items[starts[i]] … items[starts[i + 1] − 1]`. */
export interface Ragged {
  readonly starts: Int32Array;
  readonly items: Int32Array;
}

/** Running sums, with the whole at the end. */
export function startsOf(counts: ArrayLike<number>): Int32Array {
  const starts = new Int32Array(counts.length + 1);
  for (let index = 0; index < counts.length; index += 1)
    starts[index + 1] = (starts[index] ?? 0) + (counts[index] ?? 0);
  return starts;
}

export function raggedOf(lists: readonly (readonly number[])[]): Ragged {
  const starts = startsOf(lists.map((list) => list.length));
  const items = new Int32Array(starts[lists.length] ?? 0);
  for (const [index, list] of lists.entries()) items.set(list, starts[index] ?? 0);
  return { starts, items };
}
