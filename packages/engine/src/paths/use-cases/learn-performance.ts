import { objectivesByPath, type PathPerformanceRecord, pathIdsOf, type SnapshotTaken } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { KEPT_DAYS, learnPath } from "../performance/learn-path.ts";
import { DAY_MS } from "../performance/path-performance.ts";

/** A path that was not probed for as long as its days are kept is probed by another vantage now. */
const FORGOTTEN_MS = KEPT_DAYS * DAY_MS;

/**
 * Adds what a snapshot saw to what is known of its paths, each snapshot once, whether it comes again or half an hour late.
 * Two snapshots of one vantage at the same moment would forget one of them: run it one at a time. Answers how many paths
 * were learnt about; what was learnt of paths that are no more is forgotten.
 */
export async function learnPerformance(
  deps: Pick<Deps, "config" | "performance" | "log">,
  snapshot: SnapshotTaken,
): Promise<number> {
  const { vantageId, slotMs, paths } = snapshot;
  const pathIds = pathIdsOf(deps.config);
  const stored = await deps.performance.list(vantageId);
  const known = new Map(stored.filter(({ pathId }) => pathIds.has(pathId)).map((record) => [record.pathId, record]));
  const gone = stored.filter(({ pathId }) => !pathIds.has(pathId));
  if (gone.length > 0) await deps.performance.remove(gone);
  // each round of a burst probes every path once
  const probedCount = paths.filter(({ sampledAtMs }) => sampledAtMs >= slotMs).length;
  const sampleCount = probedCount === 0 ? 0 : Math.ceil(snapshot.sampleCount / probedCount);
  const objectives = objectivesByPath(deps.config);
  const learnt: PathPerformanceRecord[] = [];
  for (const record of paths) {
    if (!pathIds.has(record.pathId)) continue;
    const before = known.get(record.pathId);
    const after = learnPath(before, {
      record,
      slotMs,
      sampleCount,
      slowAboveMs: objectives.get(record.pathId)?.latencyP95Ms,
    });
    if (after && after !== before) learnt.push(after);
  }
  for (const record of learnt) known.set(record.pathId, record);
  const kept = [...known.values()].filter(({ slotsMs }) => slotMs - (slotsMs.at(-1) ?? 0) < FORGOTTEN_MS);
  if (learnt.length > 0) await deps.performance.saveAll(vantageId, kept);
  deps.log.debug("performance learnt", { vantageId, slotMs, learntCount: learnt.length });
  return learnt.length;
}
