import type { NarrationFacts } from "@skylane/core";
import { loadSettings } from "@skylane/runtime/settings";

/** A text that is true: the model's if there is one and every number of it was found in the facts, else the plain one. */
export async function narrate(
  facts: NarrationFacts,
  question: string | undefined,
): Promise<{ readonly text: string; readonly isNarrated: boolean }> {
  // without a key nothing of it is loaded
  if (loadSettings().modelKey() === undefined) return { text: facts.text, isNarrated: false };
  const { narratorOfEnvironment } = await import("@skylane/runtime/narrate");
  const text = await narratorOfEnvironment().narrate(facts, question);
  return text === undefined ? { text: facts.text, isNarrated: false } : { text, isNarrated: true };
}
