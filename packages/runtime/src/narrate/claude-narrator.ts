import type { NarrationFacts, Narrator } from "@skylane/core";
import { checkAnswer, cleanFacts, correctionPrompt, NarrationAnswer, narrationPrompt } from "@skylane/engine";
import { jsonOf } from "../json-of.ts";
import type { ClaudeReply } from "./ask-claude.ts";
import { askerInBudget, type ModelUse } from "./ask-in-budget.ts";
import { redactSecrets } from "./redact.ts";

/** What a narrator by Claude needs. */
export interface ClaudeNarratorOptions extends ModelUse {
  /** Of one request; 20 s: a narration takes a few. */
  readonly timeoutMs?: number;
  /** Of both tries together; 25 s, for an HTTP answer has to be there in 30 (API Gateway). */
  readonly deadlineMs?: number;
}

const TRIES = 2;
const LOGGED_CHARS = 4_000;

/**
 * A narrator whose every answer was checked against the facts: one that is not true is told its problems and tried once more,
 * then there is none. Before each try its worst case is set aside from the day's budget (UTC), and settled by what was used.
 * It is `undefined`, never an error, whatever the service, the network or the store does.
 * @throws ERR_CONFIG_INVALID at once, if no price of the model is known
 */
export function claudeNarrator(options: ClaudeNarratorOptions): Narrator {
  const {
    apiKey,
    model,
    baseUrl,
    dailyBudgetUsd,
    spend,
    clock,
    log,
    timeoutMs = 20_000,
    deadlineMs = 25_000,
  } = options;
  const ask = askerInBudget({
    subject: "narration",
    access: { apiKey, model, baseUrl, timeoutMs },
    dailyBudgetUsd,
    spend,
    clock,
    log,
  });
  const hide = (text: string): string => redactSecrets(text, [apiKey]);
  const shown = (text: string): string => hide(text).slice(0, LOGGED_CHARS);

  return {
    async narrate(given, question) {
      const facts = cleanFacts(withoutSecrets(given, hide));
      const { system, user } = narrationPrompt(facts, question === undefined ? undefined : hide(question));
      const signal = AbortSignal.timeout(deadlineMs);
      const messages: Message[] = [{ role: "user", content: user }];
      for (let tryCount = 1; tryCount <= TRIES; tryCount += 1) {
        const asked = await ask({ system, messages, answer: NarrationAnswer, signal }, facts.topic);
        if (!asked) return undefined;
        const { reply, spentMicroUsd } = asked;
        if (reply.outcome !== "answered") {
          const values = { topic: facts.topic, model, tryCount, status: reply.status, spentMicroUsd };
          const reason = shown(reply.reason);
          if (reply.outcome === "denied")
            log.error("narration was turned away by the model's service", { ...values, reason });
          else log.warn("narration is unavailable", { ...values, reason });
          return undefined;
        }
        const { text, problems } = judge(reply, facts);
        log.info("narration checked", {
          topic: facts.topic,
          question: question === undefined ? undefined : shown(question),
          model,
          tryCount,
          isTrue: text !== undefined,
          problems: problems.map(shown),
          stopReason: reply.stopReason,
          inputCount: reply.inputCount,
          outputCount: reply.outputCount,
          spentMicroUsd,
          prompt: shown(messages.map(({ content }) => content).join("\n\n")),
          answer: shown(reply.text),
        });
        if (text !== undefined || reply.stopReason === "refusal") return text;
        messages.push(
          { role: "assistant", content: reply.text.trim().slice(0, LOGGED_CHARS) || "(no answer)" },
          { role: "user", content: correctionPrompt(problems) },
        );
      }
      return undefined;
    },
  };
}

interface Message {
  readonly role: "user" | "assistant";
  readonly content: string;
}

/** The text if it may be shown, or every reason why not. */
function judge(
  { text, stopReason }: Extract<ClaudeReply, { outcome: "answered" }>,
  facts: NarrationFacts,
): { readonly text: string | undefined; readonly problems: readonly string[] } {
  const wrong = (...problems: readonly string[]) => ({ text: undefined, problems });
  if (stopReason === "refusal") return wrong("the model refuses to answer");
  if (stopReason === "max_tokens") return wrong("the answer was cut off: write less");
  const answer = NarrationAnswer.safeParse(jsonOf(text));
  if (!answer.success)
    return wrong("the answer is not JSON of the form { text, claims: [{ leftLabel, relation, rightLabel }] }");
  const check = checkAnswer(answer.data, facts);
  return check.isTrue ? { text: answer.data.text.trim(), problems: [] } : wrong(...check.problems);
}

/** The facts without what reads as a secret: it would leave the machine. */
const withoutSecrets = (facts: NarrationFacts, hide: (text: string) => string): NarrationFacts => ({
  topic: hide(facts.topic),
  facts: facts.facts.map((fact) => ({ ...fact, label: hide(fact.label) })),
  names: facts.names.map(hide),
  text: hide(facts.text),
});
