import type * as z from "zod";
import { jsonOf } from "../json-of.ts";
import { askerInBudget, type ModelUse } from "./ask-in-budget.ts";
import { redactSecrets } from "./redact.ts";

/** What is needed to ask Claude for something in a form. */
export interface ClaudeFormOptions extends ModelUse {
  /** Of one request; 10 s: somebody waits for the answer. */
  readonly timeoutMs?: number;
}

/** What it is asked. */
export interface FormQuestion<Form> {
  /** What it is for, as log lines begin. */
  readonly subject: string;
  readonly topic: string;
  readonly form: z.ZodType<Form>;
  /** The rules, and the text as data in a block that it cannot end. */
  readonly prompt: (text: string) => { readonly system: string; readonly user: string };
}

/**
 * Reads a text into a form. It is sent the text alone, delimited and without what reads as a secret: no tools, no inventory. The
 * answer is of the right form and no more; whether the text says it is judged by who takes it. `undefined`, never an error, whatever
 * the service, the network or the store does.
 * @throws ERR_CONFIG_INVALID at once, if no price of the model is known
 */
export function claudeForm<Form>(options: ClaudeFormOptions, question: FormQuestion<Form>) {
  const { apiKey, model, baseUrl, dailyBudgetUsd, spend, clock, log, timeoutMs = 10_000 } = options;
  const { subject, topic, form, prompt } = question;
  const access = { apiKey, model, baseUrl, timeoutMs };
  const ask = askerInBudget({ subject, access, dailyBudgetUsd, spend, clock, log });
  return {
    async read(text: string, withinMs: number): Promise<Form | undefined> {
      const { system, user } = prompt(redactSecrets(text, [apiKey]));
      const messages = [{ role: "user" as const, content: user }];
      const asked = await ask(
        { system, messages, answer: form, signal: AbortSignal.timeout(Math.ceil(withinMs)) },
        topic,
      );
      if (!asked) return undefined;
      const { reply, spentMicroUsd } = asked;
      if (reply.outcome !== "answered") {
        const reason = redactSecrets(reply.reason, [apiKey]).slice(0, 500);
        const values = { model, status: reply.status, spentMicroUsd, reason };
        if (reply.outcome === "denied") log.error(`${subject} was turned away by the model's service`, values);
        else log.warn(`${subject} is unavailable`, values);
        return undefined;
      }
      const read = reply.stopReason === "end_turn" ? form.safeParse(jsonOf(reply.text)) : undefined;
      const { stopReason, inputCount, outputCount } = reply;
      log.info(`${subject} was answered by the model`, {
        model,
        isInForm: read?.success ?? false,
        stopReason,
        inputCount,
        outputCount,
        spentMicroUsd,
      });
      return read?.data;
    },
  };
}
