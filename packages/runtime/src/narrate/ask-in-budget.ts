import type { Clock, Log, SpendStore } from "@skylane/core";
import type { ClaudeAccess, ClaudeQuestion, ClaudeReply } from "./ask-claude.ts";
import { askClaude, MAX_OUTPUT_TOKENS, MAX_REQUESTS, maxInputTokens } from "./ask-claude.ts";
import { costMicroUsd, priceOfModel } from "./model-prices.ts";
import { redactSecrets } from "./redact.ts";

/** The model that is asked, and what may be spent on it: what each that asks it is given. */
export interface ModelUse {
  readonly apiKey: string;
  readonly model: string;
  /** Where the service is, if not at Anthropic. */
  readonly baseUrl?: string | undefined;
  /** Of everything that is asked in a day (UTC), whatever for. */
  readonly dailyBudgetUsd: number;
  readonly spend: SpendStore;
  readonly clock: Pick<Clock, "nowMs">;
  readonly log: Log;
}

/** Who is asked, for what, and what may be spent on it. */
export interface BudgetedAccess extends Pick<ModelUse, "dailyBudgetUsd" | "spend" | "clock" | "log"> {
  /** What it is for, as log lines begin: `narration`. */
  readonly subject: string;
  readonly access: ClaudeAccess;
}

/** Asks a question; `undefined`, and logged, if the day's budget does not allow it. */
export type AskInBudget = (
  question: ClaudeQuestion,
  topic: string,
) => Promise<{ readonly reply: ClaudeReply; readonly spentMicroUsd: number } | undefined>;

const MAX_PROMPT_TOKENS = 80_000; // below the 100,000 from which a token costs more

/**
 * Asks Claude within a day's budget: the worst case of each question is set aside before it is sent, and settled by what was used.
 * @throws ERR_CONFIG_INVALID at once, if no price of the model is known
 */
export function askerInBudget({ subject, access, dailyBudgetUsd, spend, clock, log }: BudgetedAccess): AskInBudget {
  const price = priceOfModel(access.model);
  const limitMicroUsd = Math.floor(dailyBudgetUsd * 1e6);
  const reasonOf = (error: unknown): string =>
    redactSecrets(error instanceof Error ? error.message : String(error), [access.apiKey]);
  return async (question, topic) => {
    const inputCount = maxInputTokens(question);
    if (inputCount > MAX_PROMPT_TOKENS) {
      log.warn(`${subject} has too many facts for one prompt`, { topic, maxInputCount: inputCount });
      return undefined;
    }
    const worstMicroUsd = costMicroUsd(price, inputCount, MAX_OUTPUT_TOKENS);
    const reservedMicroUsd = worstMicroUsd * MAX_REQUESTS;
    const day = new Date(clock.nowMs()).toISOString().slice(0, 10);
    try {
      if (!(await spend.reserve(day, reservedMicroUsd, limitMicroUsd))) {
        log.warn(`${subject} budget of the day is spent`, { topic, day, limitMicroUsd, reservedMicroUsd });
        return undefined;
      }
    } catch (error) {
      log.warn(`${subject} budget cannot be read`, { topic, day, reason: reasonOf(error) });
      return undefined;
    }
    const reply = await askClaude(access, question);
    const usedMicroUsd = reply.outcome === "answered" ? costMicroUsd(price, reply.inputCount, reply.outputCount) : 0;
    const spentMicroUsd = usedMicroUsd + reply.lostCount * worstMicroUsd;
    try {
      await spend.settle(day, reservedMicroUsd, spentMicroUsd);
    } catch (error) {
      log.warn(`${subject} budget cannot be settled`, { topic, day, reservedMicroUsd, reason: reasonOf(error) });
    }
    return { reply, spentMicroUsd };
  };
}
