import type { Snapshots } from "./use-look.ts";

/** Where a look stands among those that are kept, oldest first; their count for now, and the nearest earlier one for a look that is none of them. */
export function positionOf(snapshots: Snapshots, at: string | undefined): number {
  if (at === undefined) return snapshots.length;
  const atMs = Date.parse(at);
  return Math.max(
    0,
    snapshots.findLastIndex((one) => one.atMs <= atMs),
  );
}
