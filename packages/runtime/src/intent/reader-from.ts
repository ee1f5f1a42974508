import type { IntentReader, QueryReader } from "@skylane/core";
import type { ClaudeFormOptions } from "../narrate/claude-form.ts";
import type { RuntimeSettings } from "../settings.ts";
import { claudeQueryReader, claudeReader } from "./claude-reader.ts";

/** What the model is asked with: who, for what at most a day, and the key; without a key it is not asked. */
export interface ModelAccess extends Pick<RuntimeSettings, "model"> {
  readonly apiKey: string | undefined;
}
export type ReaderPorts = Pick<ClaudeFormOptions, "spend" | "clock" | "log">;

/**
 * The reader of these settings: Claude where there is a key, else one that has nothing to say, so that the parser reads alone.
 * @throws ERR_CONFIG_INVALID if there is a key and no price of the model is known
 */
export const readerFrom = (access: ModelAccess, ports: ReaderPorts): IntentReader =>
  madeWith(access, ports, claudeReader) ?? { read: async () => undefined };

/** The same of questions. @throws ERR_CONFIG_INVALID if there is a key and no price of the model is known */
export const queryReaderFrom = (access: ModelAccess, ports: ReaderPorts): QueryReader =>
  madeWith(access, ports, claudeQueryReader) ?? { read: async () => undefined };

function madeWith<Reader>(
  { model, apiKey }: ModelAccess,
  ports: ReaderPorts,
  make: (options: ClaudeFormOptions) => Reader,
): Reader | undefined {
  if (apiKey === undefined) return undefined;
  return make({ ...ports, apiKey, model: model.id, baseUrl: model.baseUrl, dailyBudgetUsd: model.dailyBudgetUsd });
}
