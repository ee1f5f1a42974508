import type { Caller, ChatRequest, IntentRun } from "@skylane/core";
import { intentError, keyedRunId, orderIntent, showIntent, submitIntents } from "../../intent/index.ts";
import { allow } from "../../people/index.ts";
import { wordRun } from "../word-intents.ts";
import type { ChatAnswer } from "../word-status.ts";

/** A choice under a question, or an answer to it in words. */
type Answered = Extract<ChatRequest, { kind: "pick" | "say" }>;

type AnswerDeps = Parameters<typeof allow>[0] &
  Parameters<typeof orderIntent>[0] &
  Parameters<typeof submitIntents>[0] &
  Parameters<typeof showIntent>[0];

/**
 * Asks again with the answer that was given, and takes back what was asked first. Only who has asked may answer. The same key
 * twice is one answer. @throws ERR_NOT_ALLOWED, ERR_INTENT_STATE
 */
export async function answerQuestion(
  deps: AnswerDeps,
  caller: Caller,
  answered: Answered,
  idempotencyKey: string,
): Promise<ChatAnswer> {
  const { runId, slot } = answered;
  const person = await allow(deps, caller, "ask-intent", `answer ${runId}`);
  const { run } = await showIntent(deps, runId);
  if (run.status === "cancelled") {
    const known = await deps.intents.find(keyedRunId(person.id, idempotencyKey));
    if (known) return wordRun(known);
  }
  const [only] = run.intents;
  const answer = answerOf(run, answered);
  if (!only || run.intents.length > 1 || answer === undefined || run.askedBy !== person.id)
    throw intentError(
      "ERR_INTENT_STATE",
      `${runId} is ${run.status} and was asked for by ${run.askedBy}; only they can answer what it asks. Nothing was changed`,
      { runId, status: run.status },
    );
  const { request } = only;
  const answers = { ...request.answers, [slot]: answer };
  const again = await submitIntents(deps, [{ ...request, answers, idempotencyKey }], person);
  await orderIntent(deps, runId, "cancel", { person, reason: `answered; it is ${again.id} now` });
  return wordRun(again);
}

function answerOf({ status, intents }: IntentRun, answered: Answered): string | undefined {
  const understanding = intents[0]?.understanding;
  if (status !== "questions" || understanding?.kind !== "questions") return undefined;
  const question = understanding.questions.find(({ slot }) => slot === answered.slot);
  if (answered.kind === "say") return question && answered.answer;
  return question?.choices[answered.choiceIndex]?.id;
}
