import type { IncidentRecord, Overview, PathStateName } from "@skylane/core";

/** How the group stood at one moment of its incident. */
export interface Stand {
  readonly states: ReadonlyMap<string, PathStateName>;
  /** Absent = it cannot be known: routes were being changed. */
  readonly carryingPathId?: string;
}

/** The states of the group's paths at a moment, as most of who changed their mind saw it last, and where traffic was. */
export function standAt(
  { incident, changes, provenAtMs }: Pick<IncidentRecord, "incident" | "changes" | "provenAtMs">,
  pathIds: readonly string[],
  atMs: number,
): Stand {
  const states = new Map(pathIds.map((pathId) => [pathId, stateAt(changes, pathId, atMs)]));
  const { status, openedAtMs, closedAtMs, fromPathId, toPathId, preImages } = incident;
  const isBack = closedAtMs !== undefined && atMs >= closedAtMs && status !== "repaired-by-routing";
  if (isBack || atMs < openedAtMs) return { states, carryingPathId: fromPathId };
  if (provenAtMs !== undefined && atMs >= provenAtMs) return { states, ...(toPathId && { carryingPathId: toPathId }) };
  const isMoving = preImages.length > 0 || status === "repaired-by-routing";
  return isMoving ? { states } : { states, carryingPathId: fromPathId };
}

/** Of the last word of each vantage the worst: one that sees a path down is worth looking at. */
function stateAt(changes: IncidentRecord["changes"], pathId: string, atMs: number): PathStateName {
  const last = new Map<string, PathStateName>();
  for (const { pathId: id, vantageId, from, to, sinceMs } of changes) {
    if (id !== pathId) continue;
    if (sinceMs <= atMs) last.set(vantageId, to);
    else if (!last.has(vantageId)) last.set(vantageId, from);
  }
  const said = [...last.values()];
  // a path whose state never changed in that time was what a plan takes a path for: up
  return (["down", "degraded", "unknown"] as const).find((state) => said.includes(state)) ?? "up";
}

/** The estate with the group as it stood then, and all else drawn as what it was is not known here. */
export function overviewThen(overview: Overview, groupId: string, { states, carryingPathId }: Stand): Overview {
  const own = overview.paths.filter((path) => path.groupId === groupId);
  const stateOf = (connectionId: string): PathStateName | undefined => {
    const path = own.find((one) => one.connectionId === connectionId);
    return path && states.get(path.id);
  };
  return {
    ...overview,
    connections: overview.connections.map((connection) => {
      const state = stateOf(connection.id);
      return state === undefined ? { ...connection, state: "unknown", pathIds: [] } : { ...connection, state };
    }),
    paths: own.map((path) => ({
      ...path,
      state: states.get(path.id) ?? "unknown",
      isCarrying: path.id === carryingPathId,
    })),
  };
}
