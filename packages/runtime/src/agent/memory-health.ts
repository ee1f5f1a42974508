import type { HealthStore, PathHealthRecord, SkylaneConfig } from "@skylane/core";
import { unseenPath } from "@skylane/engine";

/**
 * Health of the configured paths for as long as the process lives. Nobody has seen them yet, and their epochs are counted on from
 * the wall clock: what is said after a start is newer than what was said before it, though that is forgotten.
 */
export function memoryHealth({ groups }: Pick<SkylaneConfig, "groups">, nowMs: number): HealthStore {
  const keyOf = ({ vantageId, pathId }: PathHealthRecord): string => `${vantageId}#${pathId}`;
  const unseen = groups
    .flatMap(({ paths }) => paths)
    .map(({ id, probe }) => ({
      pathId: id,
      vantageId: probe.vantageId,
      health: { ...unseenPath(nowMs), epoch: nowMs },
      sampledAtMs: nowMs,
    }));
  const records = new Map<string, PathHealthRecord>(unseen.map((record) => [keyOf(record), record]));
  const save = async (changed: readonly PathHealthRecord[]): Promise<void> => {
    for (const record of changed) records.set(keyOf(record), record);
  };
  return {
    save,
    saveAll: (_vantageId, all) => save(all),
    async remove(paths) {
      for (const { vantageId, pathId } of paths) records.delete(`${vantageId}#${pathId}`);
    },
    list: async (vantageId) =>
      [...records.values()].filter((record) => vantageId === undefined || record.vantageId === vantageId),
  };
}
