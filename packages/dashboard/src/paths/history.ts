import type { Incident, PathDetail, PathStateName } from "@skylane/core";

/** One thing that happened to a path. */
export interface Happening {
  readonly atMs: number;
  readonly what: string;
  /** It turned to this state. */
  readonly state?: PathStateName;
  /** The incident that tells more. */
  readonly incidentId?: string;
}

/** What happened to a path, newest first: its changes of state, and moves from it and to it. */
export function historyOf(
  { pathId, changes }: Pick<PathDetail, "pathId" | "changes">,
  incidents: readonly Incident[],
): readonly Happening[] {
  return [
    ...changes.map(({ sinceMs, vantageId, to, because }) => ({
      atMs: sinceMs,
      state: to,
      what: `${vantageId}: ${because}`,
    })),
    ...incidents
      .filter(({ fromPathId, toPathId }) => fromPathId === pathId || toPathId === pathId)
      .map(({ id, groupId, fromPathId, toPathId, status, openedAtMs }) => ({
        atMs: openedAtMs,
        incidentId: id,
        what:
          fromPathId === pathId
            ? `${groupId} off this path${toPathId === undefined ? "" : ` to ${toPathId}`}: ${status.replaceAll("-", " ")}`
            : `${groupId} to this path from ${fromPathId}: ${status.replaceAll("-", " ")}`,
      })),
  ].sort((a, b) => b.atMs - a.atMs);
}
