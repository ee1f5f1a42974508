import {
  BUILT_GROUP_PARTITION,
  BuiltGroup,
  type BuiltGroups,
  BuiltRecord,
  type BuiltStore,
  IntentId,
  type Log,
} from "@skylane/core";
import * as z from "zod";
import type { DocumentTable } from "./document-table.ts";
import { largeDocuments } from "./large-documents.ts";

const GROUPS = BUILT_GROUP_PARTITION;
const RECORDS = "BUILT";
/** What a list needs; the whole of a run with two thousand objects does not fit one item. */
const Head = z.strictObject({ runId: IntentId, leansOnRunIds: z.array(IntentId) });

/** Groups that were built, one item each: a burst reads all of them with one small query a minute. */
export const builtGroupsIn = (table: Pick<DocumentTable, "query">, log: Log): BuiltGroups => ({
  // one that another version wrote and this one does not understand keeps nobody from the others
  list: async () =>
    (await table.query(GROUPS, z.unknown())).flatMap(({ sk, doc }) => {
      const parsed = BuiltGroup.safeParse(doc);
      if (parsed.success) return [parsed.data];
      log.error("built group not understood; it is not watched", { groupId: sk });
      return [];
    }),
});

/** Groups and records of runs, in the state table. */
export function builtStore(table: DocumentTable, log: Log): BuiltStore {
  const whole = largeDocuments(table);
  const bodyOf = (runId: string): string => `${RECORDS}#${runId}`;
  return {
    ...builtGroupsIn(table, log),
    putGroup: (built) => table.put({ pk: GROUPS, sk: built.group.id }, built),
    removeGroup: (groupId) => table.remove({ pk: GROUPS, sk: groupId }),
    async putRecord(record) {
      const { runId, leansOnRunIds, atMs } = record;
      await whole.write(bodyOf(runId), record, atMs);
      await table.put({ pk: RECORDS, sk: runId }, { runId, leansOnRunIds });
    },
    findRecord: (runId) => whole.read(bodyOf(runId), BuiltRecord),
    async removeRecord(runId) {
      await table.remove({ pk: RECORDS, sk: runId });
      await whole.remove(bodyOf(runId));
    },
    listRecords: async () => (await table.query(RECORDS, Head)).map(({ doc }) => doc),
  };
}
