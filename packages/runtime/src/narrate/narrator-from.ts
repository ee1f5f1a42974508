import type { Narrator } from "@skylane/core";
import type { RuntimeSettings } from "../settings.ts";
import type { ClaudeNarratorOptions } from "./claude-narrator.ts";
import { claudeNarrator } from "./claude-narrator.ts";

/**
 * The narrator of these settings: Claude where a key is set, else one that has nothing to say, so that the plain text is shown.
 * @throws ERR_CONFIG_INVALID if a key is set and no price of the model is known
 */
export function narratorFrom(
  { model, modelKey }: Pick<RuntimeSettings, "model" | "modelKey">,
  ports: Pick<ClaudeNarratorOptions, "spend" | "clock" | "log">,
): Narrator {
  const apiKey = modelKey();
  if (apiKey === undefined) return { narrate: async () => undefined };
  return claudeNarrator({
    ...ports,
    apiKey,
    model: model.id,
    baseUrl: model.baseUrl,
    dailyBudgetUsd: model.dailyBudgetUsd,
  });
}
