import { type IntentReader, IntentSlots, type QueryReader } from "@skylane/core";
import { intentPrompt, QueryWording, queryPrompt } from "@skylane/engine";
import { type ClaudeFormOptions, claudeForm } from "../narrate/claude-form.ts";

/** Reads a request in plain words into slots. @throws ERR_CONFIG_INVALID at once, if no price of the model is known */
export const claudeReader = (options: ClaudeFormOptions): IntentReader =>
  claudeForm(options, {
    subject: "intent reading",
    topic: "request in plain words",
    form: IntentSlots,
    prompt: intentPrompt,
  });

/** Puts a question into the words of the grammar. @throws ERR_CONFIG_INVALID at once, if no price of the model is known */
export const claudeQueryReader = (options: ClaudeFormOptions): QueryReader =>
  claudeForm(options, {
    subject: "question reading",
    topic: "question in plain words",
    form: QueryWording,
    prompt: queryPrompt,
  });
