import type { SnapshotTaken } from "@skylane/core";
import type { Deps } from "../../deps.ts";

/**
 * Stores what a snapshot says about paths the store knows less of: a record is written only where the snapshot's state
 * is newer, so a late or repeated snapshot changes nothing. Answers how many were written.
 */
export async function recordSnapshot(deps: Pick<Deps, "health" | "log">, snapshot: SnapshotTaken): Promise<number> {
  const known = new Map((await deps.health.list(snapshot.vantageId)).map((record) => [record.pathId, record]));
  const newer = snapshot.paths.filter(
    (record) => record.sampledAtMs > (known.get(record.pathId)?.sampledAtMs ?? Number.NEGATIVE_INFINITY),
  );
  const isNewer = new Set(newer.map(({ pathId }) => pathId));
  const latest = [
    ...newer,
    ...snapshot.paths.flatMap(({ pathId }) => (isNewer.has(pathId) ? [] : (known.get(pathId) ?? []))),
  ];
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
