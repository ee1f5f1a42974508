import type { IntentReader } from "@skylane/core";
import { rememberingReader } from "../intent/remembering-reader.ts";
import { tableSpendStore } from "../narrate/spend-stores.ts";
import type { Port } from "./ports.ts";
import { secrets } from "./secrets.ts";
import type { Surroundings } from "./surroundings.ts";
import { coordTable, stateTable } from "./tables.ts";

/** Name of the secret that is the key to the model; `ANTHROPIC_API_KEY` of the environment comes first. */
const MODEL_KEY = "anthropic-api-key";

/** A second reader of requests, where there is a key to the model; its SDK is loaded when it is asked. */
export const reader: Port<"reader"> = {
  name: "reader",
  make: (from) => rememberingReader(lateReader(from), from.the(stateTable), from),
};

function lateReader({ settings, clock, log, the }: Surroundings): IntentReader {
  return {
    async read(text, withinMs) {
      try {
        const apiKey = settings.modelKey() ?? ((await (await the(secrets))(MODEL_KEY))?.trim() || undefined);
        if (apiKey === undefined) return undefined;
        const { readerFrom } = await import("../intent/reader-from.ts");
        const spend = tableSpendStore(...the(coordTable));
        return await readerFrom({ model: settings.model, apiKey }, { spend, clock, log }).read(text, withinMs);
      } catch (error) {
        log.error("the model cannot be asked", { error });
        return undefined;
      }
    },
  };
}
