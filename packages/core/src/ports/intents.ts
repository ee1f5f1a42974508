import type { IntentSlots } from "../model/intent.ts";

/** Reads a request in plain words, as a second reader beside the parser. What it answers is not trusted before it was compared with the text. */
export interface IntentReader {
  /** `undefined` = there is none, the day's budget is spent, or it does not answer: the parser reads alone then. */
  read(text: string): Promise<IntentSlots | undefined>;
}
