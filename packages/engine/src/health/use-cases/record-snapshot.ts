import { pathIdsOf, type SnapshotTaken } from "@skylane/core";
import type { Deps } from "../../deps.ts";

/**
 * Stores what a snapshot says about paths the store knows less of: a record is written only where the snapshot's state
 * is newer, so a late or repeated snapshot changes nothing. What is stored of paths that are no more is forgotten: a burst that
 * was under way when they went has written on. Answers how many were written.
 */
export async function recordSnapshot(
  deps: Pick<Deps, "config" | "health" | "log">,
  snapshot: SnapshotTaken,
): Promise<number> {
  const pathIds = pathIdsOf(deps.config);
  const stored = await deps.health.list(snapshot.vantageId);
  const known = new Map(stored.map((record) => [record.pathId, record]));
  const heard = snapshot.paths.filter(({ pathId }) => pathIds.has(pathId));
  const newer = heard.filter(
    (record) => record.sampledAtMs > (known.get(record.pathId)?.sampledAtMs ?? Number.NEGATIVE_INFINITY),
  );
  const gone = stored.filter(({ pathId }) => !pathIds.has(pathId));
  if (gone.length > 0) await deps.health.remove(gone);
  const isNewer = new Set(newer.map(({ pathId }) => pathId));
  const latest = [...newer, ...heard.flatMap(({ pathId }) => (isNewer.has(pathId) ? [] : (known.get(pathId) ?? [])))];
  if (newer.length > 0) await deps.health.saveAll(snapshot.vantageId, latest);
  deps.log.info("snapshot recorded", {
    vantageId: snapshot.vantageId,
    slotMs: snapshot.slotMs,
    pathCount: snapshot.paths.length,
    unknownCount: snapshot.paths.filter(({ health }) => health.state === "unknown").length,
    newerCount: newer.length,
  });
  return newer.length;
}
