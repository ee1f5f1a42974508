import type { ApprovalStore } from "@skylane/core";
import { Approval } from "@skylane/core";
import * as z from "zod";
import type { TableCalls } from "../table-calls.ts";
import { conditional, guarded, readCoord, scanCoord } from "./coord-calls.ts";

const ApprovalItem = z.looseObject({ doc: Approval });
const APPROVAL = "APPROVAL#";

/**
 * Approvals in the coordination table, one item each, `APPROVAL#<id>`. How one ended is written if it is still pending, which
 * the table judges: of two verdicts at once one counts.
 */
export function approvalStore(calls: TableCalls, tableName: string): ApprovalStore {
  const find = async (id: string): Promise<Approval | undefined> => {
    const item = await readCoord(calls, tableName, `${APPROVAL}${id}`);
    return item && ApprovalItem.parse(item).doc;
  };
  const put = (doc: Approval, condition: object) =>
    conditional(tableName, () =>
      calls.put({
        TableName: tableName,
        Item: { pk: `${APPROVAL}${doc.id}`, status: doc.status, doc },
        ...condition,
      }),
    );
  return {
    find,
    async open(approval) {
      if (await put(approval, { ConditionExpression: "attribute_not_exists(pk)" })) return approval;
      return (await find(approval.id)) ?? approval;
    },
    list: async () => (await scanCoord(calls, tableName, APPROVAL, "doc")).map((item) => ApprovalItem.parse(item).doc),
    async end(ended) {
      const answer = await put(ended, {
        ConditionExpression: "#status = :pending",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: { ":pending": "pending" },
      });
      return answer !== undefined;
    },
    async remove(id) {
      const Key = { pk: `${APPROVAL}${id}` };
      await guarded(tableName, () => calls.delete({ TableName: tableName, Key }));
    },
  };
}
