import type { EventOf, PathHealth, PathId, PathStateChanged, SkylaneEvent, VantageId } from "@skylane/core";

/** What one vantage recorded of one path, oldest first, nothing twice. */
export interface PathHistory {
  readonly pathId: PathId;
  readonly vantageId: VantageId;
  readonly snapshots: readonly { readonly slotMs: number; readonly sampledAtMs: number; readonly health: PathHealth }[];
  readonly changes: readonly PathStateChanged[];
}

/** A move that was made in the recorded time. */
export interface RecordedMove {
  readonly groupId: string;
  readonly incidentId: string;
  readonly fromPathId: string;
  readonly toPathId: string | undefined;
  readonly how: EventOf<"failover.completed.v1">["data"]["how"];
  /** When the incident was opened: the change of state it came from. */
  readonly openedAtMs: number;
  readonly completedAtMs: number;
}

/** Recorded health and moves, as the events tell them. */
export interface RecordedHistory {
  readonly fromMs: number;
  readonly toMs: number;
  readonly paths: readonly PathHistory[];
  readonly moves: readonly RecordedMove[];
}

/** Sorts events into the past of each path and the moves that were made. Order and repetition of the events do not matter. */
export function readHistory(events: readonly SkylaneEvent[]): RecordedHistory {
  const paths = new Map<
    string,
    {
      snapshots: Map<number, PathHistory["snapshots"][number]>;
      changes: Map<string, PathStateChanged>;
      of: Pick<PathHistory, "pathId" | "vantageId">;
    }
  >();
  const moves = new Map<string, RecordedMove>();
  const pathOf = (pathId: PathId, vantageId: VantageId) => {
    const key = `${vantageId}#${pathId}`;
    const found = paths.get(key) ?? { snapshots: new Map(), changes: new Map(), of: { pathId, vantageId } };
    paths.set(key, found);
    return found;
  };
  let fromMs = Number.POSITIVE_INFINITY;
  let toMs = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    const seenMs: number[] = [];
    if (event.type === "health.snapshot-taken.v1") {
      for (const { pathId, vantageId, health, sampledAtMs } of event.data.paths)
        pathOf(pathId, vantageId).snapshots.set(sampledAtMs, { slotMs: event.data.slotMs, sampledAtMs, health });
      seenMs.push(event.data.slotMs, ...event.data.paths.map(({ sampledAtMs }) => sampledAtMs));
    } else if (event.type === "health.path-state-changed.v1") {
      const { data } = event;
      pathOf(data.pathId, data.vantageId).changes.set(`${data.epoch}:${data.sinceMs}`, data);
      seenMs.push(data.sinceMs);
    } else if (event.type === "failover.completed.v1") {
      const { incidentId, groupId, fromPathId, toPathId, how, elapsedMs } = event.data;
      const completedAtMs = Date.parse(event.time);
      const openedAtMs = completedAtMs - elapsedMs;
      moves.set(incidentId, { groupId, incidentId, fromPathId, toPathId, how, openedAtMs, completedAtMs });
    }
    fromMs = Math.min(fromMs, ...seenMs);
    toMs = Math.max(toMs, ...seenMs);
  }
  return {
    fromMs,
    toMs,
    moves: [...moves.values()].sort((a, b) => a.openedAtMs - b.openedAtMs),
    paths: [...paths.values()].map(({ of, snapshots, changes }) => ({
      ...of,
      snapshots: [...snapshots.values()].sort((a, b) => a.sampledAtMs - b.sampledAtMs),
      changes: [...changes.values()].sort((a, b) => a.sinceMs - b.sinceMs || a.epoch - b.epoch),
    })),
  };
}
