/** The moments of one page of many series, in their order, and how many of each series come on later pages. */
export function pointPage(
  series: readonly (readonly number[])[],
  toSkip: number,
  room: number,
): readonly { readonly shown: readonly number[]; readonly leftCount: number }[] {
  let [skip, free] = [toSkip, room];
  return series.map((moments) => {
    const shown = moments.slice(skip, skip + free);
    const leftCount = Math.max(0, moments.length - skip - shown.length);
    skip = Math.max(0, skip - moments.length);
    free -= shown.length;
    return { shown, leftCount };
  });
}
