import { type EventData, oneLine, type RepositoryFile } from "@skylane/core";
import type { Deps } from "../../deps.ts";

/** What became of documents that were written. */
export type Published = "pushed" | "as-they-were" | "nowhere-to";

/**
 * Pushes documents as they are kept now to the repository of the configuration, one commit for all of an event. The same
 * documents again are no commit. @throws ERR_REPOSITORY_DENIED, ERR_REPOSITORY_UNAVAILABLE
 */
export async function publishDocuments(
  { config, documents, log, repository }: Pick<Deps, "config" | "documents" | "log" | "repository">,
  { runId, title, intentIds }: EventData<"intent.documented.v1">,
): Promise<Published> {
  const place = config.intents.documents;
  if (!place) return "nowhere-to";
  const files: RepositoryFile[] = [];
  for (const intentId of intentIds) {
    const kept = await documents.find(intentId);
    if (kept) files.push({ name: `${intentId}.md`, text: kept.markdown });
  }
  try {
    const isNew = await repository.push(place, files, `docs(connections): ${oneLine(title, 100)} (${runId})`);
    log.info("documents pushed", { runId, fileCount: files.length, isNew });
    return isNew ? "pushed" : "as-they-were";
  } catch (error) {
    log.error("documents not pushed", { runId, fileCount: files.length, error });
    throw error;
  }
}
