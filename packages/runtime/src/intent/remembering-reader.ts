import { createHash } from "node:crypto";
import { type Clock, type IntentReader, IntentSlots, type Log } from "@skylane/core";
import type { DocumentTable } from "../store/state/document-table.ts";

const KEEP_SECONDS = 86_400;

/**
 * A reader that reads one text once a day: whoever answers a question sends the same text again, and must not be understood
 * otherwise then. Kept in `skylane-state` under the text's hash. A table that does not answer costs a reading and no request.
 */
export function rememberingReader(
  reader: IntentReader,
  table: DocumentTable,
  { clock, log }: { readonly clock: Pick<Clock, "nowMs" | "monotonicMs">; readonly log: Log },
): IntentReader {
  return {
    async read(text, withinMs) {
      const key = { pk: `READING#${createHash("sha256").update(text).digest("hex")}`, sk: "-" };
      const untilMs = clock.monotonicMs() + withinMs;
      const known = await orWarned(log, table.get(key, IntentSlots));
      if (known) return known;
      const slots = await reader.read(text, Math.max(1, untilMs - clock.monotonicMs()));
      if (slots) await orWarned(log, table.put(key, slots, Math.ceil(clock.nowMs() / 1_000) + KEEP_SECONDS));
      return slots;
    },
  };
}

async function orWarned<T>(log: Log, asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    log.warn("readings are not remembered", { error });
    return undefined;
  }
}
