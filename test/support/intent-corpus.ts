import { readFileSync } from "node:fs";
import { join } from "node:path";
import { IntentSlotName, IntentSlots, SeenService } from "@skylane/core";
import * as z from "zod";

const folder = join(import.meta.dirname, "../fixtures/intents");
/** The instant at which the requests of the corpus are made, a Wednesday. */
export const CORPUS_NOW_ISO = "2026-11-18T09:00:00Z";

const Line = z.strictObject({
  text: z.string().min(1),
  expect: z.union([
    z.strictObject({ slots: IntentSlots }),
    z.strictObject({ questions: z.array(IntentSlotName).min(1) }),
    z.strictObject({ refused: z.array(z.string()).min(1) }),
  ]),
});
export type CorpusLine = z.infer<typeof Line>;

/** The services that the requests of the corpus are about. */
export const corpusServices = (): readonly SeenService[] =>
  z.array(SeenService).parse(JSON.parse(readFileSync(join(folder, "inventory.json"), "utf8")));

/** The requests of one file, with what must come of each. */
export const corpusOf = (name: "complete" | "questions" | "hostile" | "heldout"): readonly CorpusLine[] =>
  readFileSync(join(folder, `${name}.jsonl`), "utf8")
    .trim()
    .split("\n")
    .map((line) => Line.parse(JSON.parse(line)));
