import type { SnapshotList } from "@skylane/core";

/** Looks that are kept, oldest first. */
export type Snapshots = SnapshotList["snapshots"];

/** Where a look stands among those that are kept; their count for now, and the nearest earlier one for a look that is none of them. */
export function positionOf(snapshots: Snapshots, at: string | undefined): number {
  if (at === undefined) return snapshots.length;
  const atMs = Date.parse(at);
  return Math.max(
    0,
    snapshots.findLastIndex((one) => one.atMs <= atMs),
  );
}

/** The look before one, whether or not that one is in the list. */
export const keyBefore = (snapshots: Snapshots, at: string): string | undefined =>
  snapshots.findLast(({ atMs }) => atMs < Date.parse(at))?.key;
