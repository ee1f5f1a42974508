import type { IntentReader } from "@skylane/core";
import type { RuntimeSettings } from "../settings.ts";
import type { ClaudeReaderOptions } from "./claude-reader.ts";
import { claudeReader } from "./claude-reader.ts";

/** What the model is asked with: who, for what at most a day, and the key; without a key it is not asked. */
export interface ModelAccess extends Pick<RuntimeSettings, "model"> {
  readonly apiKey: string | undefined;
}

/**
 * The reader of these settings: Claude where there is a key, else one that has nothing to say, so that the parser reads alone.
 * @throws ERR_CONFIG_INVALID if there is a key and no price of the model is known
 */
export function readerFrom(
  { model, apiKey }: ModelAccess,
  ports: Pick<ClaudeReaderOptions, "spend" | "clock" | "log">,
): IntentReader {
  if (apiKey === undefined) return { read: async () => undefined };
  return claudeReader({
    ...ports,
    apiKey,
    model: model.id,
    baseUrl: model.baseUrl,
    dailyBudgetUsd: model.dailyBudgetUsd,
  });
}
