import type { Deps } from "../../deps.ts";
import { intentError } from "../errors.ts";
import { connectionDocument, stands } from "../words/index.ts";
import { loadRun } from "./load-run.ts";

/** An answer of the API is 6 MB at most; a document is some 10 KB. */
const MAX_CHARS = 4_000_000;

/**
 * The document of an intent, or those of all connections of a run, in Markdown: as it is kept, else as it would be written now.
 * @throws ERR_INTENT_MISSING, ERR_DOCUMENT_MISSING, ERR_DOCUMENT_LARGE
 */
export async function showDocument(
  deps: Pick<Deps, "built" | "documents" | "intents" | "made">,
  id: string,
): Promise<string> {
  const run = await loadRun(deps, id);
  const wanted = run.intents.map((one) => one.id).filter((intentId) => id === run.id || intentId === id);
  const found: string[] = [];
  for (const intentId of wanted) {
    const kept = (await deps.documents.find(intentId))?.markdown;
    const markdown =
      kept ??
      (stands(run, intentId)
        ? connectionDocument(run, intentId, await deps.made.list(run.id), await deps.built.findRecord(run.id))
        : undefined);
    if (markdown !== undefined) found.push(markdown);
    if (found.reduce((sum, { length }) => sum + length, 0) > MAX_CHARS)
      throw intentError(
        "ERR_DOCUMENT_LARGE",
        `the documents of ${id} do not fit one answer; ask for them one by one, e.g. ${wanted[0]}`,
        { runId: run.id },
      );
  }
  if (found.length > 0) return found.join("\n");
  throw intentError(
    "ERR_DOCUMENT_MISSING",
    `${id} is ${run.status}, and nothing of it has ever stood that could be documented`,
    { intentId: id },
  );
}
