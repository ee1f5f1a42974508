import type * as z from "zod";
import type { DocumentTable } from "./document-table.ts";

/** What is kept of each path as one vantage sees it, in a partition of its own. The last of each counts. */
export const pathStore = <T extends { readonly vantageId: string; readonly pathId: string }>(
  table: DocumentTable,
  pk: string,
  record: z.ZodType<T>,
) => ({
  save: (records: readonly T[]): Promise<void> =>
    table.putMany(records.map((doc) => ({ key: { pk, sk: `${doc.vantageId}#${doc.pathId}` }, doc }))),
  remove: (paths: readonly { readonly vantageId: string; readonly pathId: string }[]): Promise<void> =>
    table.removeMany(paths.map(({ vantageId, pathId }) => ({ pk, sk: `${vantageId}#${pathId}` }))),
  /** Of one vantage, or of all. */
  async list(vantageId?: string): Promise<readonly T[]> {
    const found = await table.query(pk, record, vantageId === undefined ? {} : { prefix: `${vantageId}#` });
    return found.map(({ doc }) => doc);
  },
});
