import type { IntentBatch, IntentRequest, IntentRun, Person } from "@skylane/core";
import { type BulkIssue, type BulkRow, parseBulk } from "../bulk/index.ts";
import { intentError } from "../errors.ts";
import { type SubmitDeps, submitIntents } from "./submit-intents.ts";

const SHOWN_COUNT = 20;

/**
 * Takes many requests at once, of a list or of a table that was read already: one joint design. A table of which one row cannot be
 * taken is not taken at all, for its plan would be another. @throws ERR_INTENT_BATCH naming row, column, rule and what would pass
 */
export async function submitBatch(
  deps: SubmitDeps,
  { intents = [], acceptFixes }: Pick<IntentBatch, "intents" | "acceptFixes">,
  table: { readonly rows: readonly BulkRow[] } | { readonly issues: readonly BulkIssue[] } | undefined,
  person: Pick<Person, "id">,
): Promise<IntentRun> {
  const requests = table === undefined ? intents : requestsOf("rows" in table ? parseBulk(table.rows) : table);
  return submitIntents(
    deps,
    requests.map((request) => ({ ...request, acceptFixes: request.acceptFixes || acceptFixes })),
    person,
  );
}

function requestsOf({
  requests = [],
  issues,
}: {
  readonly requests?: readonly { readonly request: IntentRequest }[];
  readonly issues: readonly BulkIssue[];
}): readonly IntentRequest[] {
  if (issues.length === 0) return requests.map(({ request }) => request);
  const lines = issues
    .slice(0, SHOWN_COUNT)
    .map(({ row, column, rule, message, example }) => `row ${row}, ${column}: ${message} (${rule}), e.g. ${example}`);
  const more = issues.length > SHOWN_COUNT ? `; and ${issues.length - SHOWN_COUNT} more` : "";
  throw intentError("ERR_INTENT_BATCH", `nothing was taken. ${lines.join("; ")}${more}`, { issueCount: issues.length });
}
