import { IntentSlots } from "@skylane/core";
import { QueryWording } from "@skylane/engine";
import type { ModelAccess, ReaderPorts } from "../intent/reader-from.ts";
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
  make: (from) =>
    rememberingReader(
      lateReader(from, async (access, ports) => (await import("../intent/reader-from.ts")).readerFrom(access, ports)),
      { readAs: "-", schema: IntentSlots },
      from.the(stateTable),
      from,
    ),
};

/** The same of questions. */
export const queryReader: Port<"queryReader"> = {
  name: "queryReader",
  make: (from) =>
    rememberingReader(
      lateReader(from, async (access, ports) =>
        (await import("../intent/reader-from.ts")).queryReaderFrom(access, ports),
      ),
      { readAs: "question", schema: QueryWording },
      from.the(stateTable),
      from,
    ),
};

interface TextReader<Reading> {
  read(text: string, withinMs: number): Promise<Reading | undefined>;
}

function lateReader<Reading>(
  { settings, clock, log, the }: Surroundings,
  readerOf: (access: ModelAccess, ports: ReaderPorts) => Promise<TextReader<Reading>>,
): TextReader<Reading> {
  return {
    async read(text, withinMs) {
      try {
        const apiKey = settings.modelKey() ?? ((await (await the(secrets))(MODEL_KEY))?.trim() || undefined);
        if (apiKey === undefined) return undefined;
        const spend = tableSpendStore(...the(coordTable));
        const reader = await readerOf({ model: settings.model, apiKey }, { spend, clock, log });
        return await reader.read(text, withinMs);
      } catch (error) {
        log.error("the model cannot be asked", { error });
        return undefined;
      }
    },
  };
}
