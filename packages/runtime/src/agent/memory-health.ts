import type { HealthStore, PathHealthRecord, SkylaneConfig } from "@skylane/core";
import { unseenPath } from "@skylane/engine";

/**
 * Health of the paths that there are for as long as the process lives; `configNow` says which, and may say another each time. What it
 * has not had before nobody has seen yet, and its epochs are counted on from the wall clock: what is said after a start is newer than
 * what was said before it, though that is forgotten.
 */
export function memoryHealth(configNow: () => Pick<SkylaneConfig, "groups">, nowMs: () => number): HealthStore {
  const keyOf = ({ vantageId, pathId }: Pick<PathHealthRecord, "vantageId" | "pathId">): string =>
    `${vantageId}#${pathId}`;
  const records = new Map<string, PathHealthRecord>();
  const save = async (changed: readonly PathHealthRecord[]): Promise<void> => {
    for (const record of changed) records.set(keyOf(record), record);
  };
  const bringUpToDate = (): void => {
    const atMs = nowMs();
    const paths = configNow().groups.flatMap((group) => group.paths);
    const now = new Map(
      paths.map(({ id: pathId, probe: { vantageId } }) => [keyOf({ vantageId, pathId }), { vantageId, pathId }]),
    );
    for (const key of records.keys()) if (!now.has(key)) records.delete(key);
    for (const [key, path] of now)
      if (!records.has(key))
        records.set(key, { ...path, health: { ...unseenPath(atMs), epoch: atMs }, sampledAtMs: atMs });
  };
  return {
    save,
    saveAll: (_vantageId, all) => save(all),
    async remove(paths) {
      for (const path of paths) records.delete(`${path.vantageId}#${path.pathId}`);
    },
    async list(vantageId) {
      bringUpToDate();
      return [...records.values()].filter((record) => vantageId === undefined || record.vantageId === vantageId);
    },
  };
}
