import type { HealthStore, PathHealthRecord } from "@skylane/core";

/** Health of paths for as long as the process lives, beginning with `known`. */
export function memoryHealth(known: readonly PathHealthRecord[]): HealthStore {
  const keyOf = ({ vantageId, pathId }: PathHealthRecord): string => `${vantageId}#${pathId}`;
  const records = new Map(known.map((record) => [keyOf(record), record]));
  return {
    async save(changed) {
      for (const record of changed) records.set(keyOf(record), record);
    },
    list: async (vantageId) =>
      [...records.values()].filter((record) => vantageId === undefined || record.vantageId === vantageId),
  };
}
