import type { Clock, IntentReader, Log, SpendStore } from "@skylane/core";
import { IntentSlots } from "@skylane/core";
import { intentPrompt } from "@skylane/engine";
import { askerInBudget } from "../narrate/ask-in-budget.ts";
import { redactSecrets } from "../narrate/redact.ts";

/** What a reader by Claude needs. */
export interface ClaudeReaderOptions {
  readonly apiKey: string;
  readonly model: string;
  /** Where the service is, if not at Anthropic. */
  readonly baseUrl?: string | undefined;
  /** Shared with narration: one budget for all that is asked in a day. */
  readonly dailyBudgetUsd: number;
  readonly spend: SpendStore;
  readonly clock: Pick<Clock, "nowMs">;
  readonly log: Log;
  /** Of one request; 10 s: somebody waits for the answer. */
  readonly timeoutMs?: number;
}

const TOPIC = "request in plain words";

/**
 * Reads a request into slots. It is sent the text alone, delimited and without what reads as a secret: no tools, no inventory.
 * The answer is of the right form and no more; whether the text says it is judged by who takes it. `undefined`, never an error,
 * whatever the service, the network or the store does.
 * @throws ERR_CONFIG_INVALID at once, if no price of the model is known
 */
export function claudeReader(options: ClaudeReaderOptions): IntentReader {
  const { apiKey, model, baseUrl, dailyBudgetUsd, spend, clock, log, timeoutMs = 10_000 } = options;
  const access = { apiKey, model, baseUrl, timeoutMs };
  const ask = askerInBudget({ subject: "intent reading", access, dailyBudgetUsd, spend, clock, log });
  return {
    async read(text, withinMs) {
      const { system, user } = intentPrompt(redactSecrets(text, [apiKey]));
      const messages = [{ role: "user" as const, content: user }];
      const asked = await ask(
        { system, messages, answer: IntentSlots, signal: AbortSignal.timeout(Math.ceil(withinMs)) },
        TOPIC,
      );
      if (!asked) return undefined;
      const { reply, spentMicroUsd } = asked;
      if (reply.outcome !== "answered") {
        const reason = redactSecrets(reply.reason, [apiKey]).slice(0, 500);
        const values = { model, status: reply.status, spentMicroUsd, reason };
        if (reply.outcome === "denied") log.error("intent reading was turned away by the model's service", values);
        else log.warn("intent reading is unavailable", values);
        return undefined;
      }
      const slots = reply.stopReason === "end_turn" ? IntentSlots.safeParse(jsonOf(reply.text)) : undefined;
      const { stopReason, inputCount, outputCount } = reply;
      log.info("intent read by the model", {
        model,
        isInForm: slots?.success ?? false,
        stopReason,
        inputCount,
        outputCount,
        spentMicroUsd,
      });
      return slots?.data;
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
