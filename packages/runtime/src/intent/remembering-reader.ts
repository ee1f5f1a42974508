import { createHash } from "node:crypto";
import type { Clock, Log } from "@skylane/core";
import type * as z from "zod";
import type { DocumentTable } from "../store/state/document-table.ts";

const KEEP_SECONDS = 86_400;

/** What reads texts; `undefined` = it has nothing to say. */
interface TextReader<Reading> {
  read(text: string, withinMs: number): Promise<Reading | undefined>;
}

/**
 * A reader that reads one text once a day: whoever answers a question sends the same text again, and must not be understood
 * otherwise then. Kept in `skylane-state` under the text's hash, below what it is read as. A table that does not answer costs a reading
 * and no request.
 */
export function rememberingReader<Reading extends object>(
  reader: TextReader<Reading>,
  { readAs, schema }: { readonly readAs: "-" | "question"; readonly schema: z.ZodType<Reading> },
  table: DocumentTable,
  { clock, log }: { readonly clock: Pick<Clock, "nowMs" | "monotonicMs">; readonly log: Log },
): TextReader<Reading> {
  return {
    async read(text, withinMs) {
      const key = { pk: `READING#${createHash("sha256").update(text).digest("hex")}`, sk: readAs };
      const untilMs = clock.monotonicMs() + withinMs;
      const known = await orWarned(log, table.get(key, schema));
      if (known) return known;
      const reading = await reader.read(text, Math.max(1, untilMs - clock.monotonicMs()));
      if (reading) await orWarned(log, table.put(key, reading, Math.ceil(clock.nowMs() / 1_000) + KEEP_SECONDS));
      return reading;
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
