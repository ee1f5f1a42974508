import type { IntentReader } from "@skylane/core";
import type { RuntimeSettings } from "../settings.ts";
import type { ClaudeReaderOptions } from "./claude-reader.ts";
import { claudeReader } from "./claude-reader.ts";

/**
 * The reader of these settings: Claude where a key is set, else one that has nothing to say, so that the parser reads alone.
 * @throws ERR_CONFIG_INVALID if a key is set and no price of the model is known
 */
export function readerFrom(
  { model, modelKey }: Pick<RuntimeSettings, "model" | "modelKey">,
  ports: Pick<ClaudeReaderOptions, "spend" | "clock" | "log">,
): IntentReader {
  const apiKey = modelKey();
  if (apiKey === undefined) return { read: async () => undefined };
  return claudeReader({
    ...ports,
    apiKey,
    model: model.id,
    baseUrl: model.baseUrl,
    dailyBudgetUsd: model.dailyBudgetUsd,
  });
}
