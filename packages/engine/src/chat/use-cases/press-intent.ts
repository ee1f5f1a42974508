import type { Caller, IntentRun, IntentSlotName } from "@skylane/core";
import { intentActions } from "@skylane/core";
import { intentError, orderIntent, showIntent, submitIntents } from "../../intent/index.ts";
import { allow } from "../../people/index.ts";
import { wordRun } from "../word-intents.ts";
import type { ChatAnswer } from "../word-status.ts";

/** A button under a plan: what is ordered of it, and the first characters of the plan that was shown. */
export interface PressedIntent {
  readonly verb: "approve" | "reject" | "undo";
  readonly runId: string;
  readonly planHash: string;
}

/** A choice under a question: which of them, as they were shown. */
export interface PickedAnswer {
  readonly runId: string;
  readonly slot: IntentSlotName;
  readonly choiceIndex: number;
}

type PressDeps = Parameters<typeof allow>[0] &
  Parameters<typeof orderIntent>[0] &
  Parameters<typeof submitIntents>[0] &
  Parameters<typeof showIntent>[0];

const SAYS: Readonly<Record<PressedIntent["verb"], string>> = {
  approve: "signed",
  reject: "rejected, nothing was touched",
  undo: "is being taken away",
};

/** Takes the order of the person who pressed it, for the plan they saw. @throws ERR_NOT_ALLOWED, and what `orderIntent` throws */
export async function pressIntent(deps: PressDeps, caller: Caller, pressed: PressedIntent): Promise<ChatAnswer> {
  const { verb, runId, planHash } = pressed;
  const person = await allow(deps, caller, intentActions[verb], `${verb} ${runId}`);
  const { run } = await showIntent(deps, runId);
  if (!run.plan?.hash.startsWith(planHash))
    throw intentError(
      "ERR_INTENT_PLAN_STALE",
      `the plan of ${runId} is ${run.plan?.hash.slice(0, 12) ?? "not made"}, not ${planHash}; look at it again with /skylane intents`,
      { runId },
    );
  const ordered = await orderIntent(deps, runId, verb, { person, planHash, reason: "pressed in Slack" });
  return {
    title:
      verb === "approve" && ordered.status === "awaiting-approval"
        ? `${runId}: signed, and another approver must sign it too`
        : `${runId}: ${SAYS[verb]}`,
    lines: [`by ${person.id}`, `it is ${ordered.status}`],
  };
}

/**
 * Asks again with the answer that was picked, and takes back what was asked first. Only who has asked may answer.
 * @throws ERR_NOT_ALLOWED, ERR_INTENT_STATE
 */
export async function pickAnswer(deps: PressDeps, caller: Caller, picked: PickedAnswer): Promise<ChatAnswer> {
  const { runId, slot, choiceIndex } = picked;
  const person = await allow(deps, caller, "ask-intent", `answer ${runId}`);
  const { run } = await showIntent(deps, runId);
  const [only] = run.intents;
  const choice = choiceOf(run, slot, choiceIndex);
  if (!only || choice === undefined || run.askedBy !== person.id)
    throw intentError(
      "ERR_INTENT_STATE",
      `${runId} is ${run.status} and was asked for by ${run.askedBy}; only they can answer what it asks. Nothing was changed`,
      { runId, status: run.status },
    );
  const { idempotencyKey: _, ...request } = only.request;
  const again = await submitIntents(deps, [{ ...request, answers: { ...request.answers, [slot]: choice } }], person);
  await orderIntent(deps, runId, "cancel", { person, reason: `answered; it is ${again.id} now` });
  return wordRun(again);
}

function choiceOf({ status, intents }: IntentRun, slot: IntentSlotName, choiceIndex: number): string | undefined {
  const understanding = intents[0]?.understanding;
  if (status !== "questions" || understanding?.kind !== "questions") return undefined;
  return understanding.questions.find((question) => question.slot === slot)?.choices[choiceIndex]?.id;
}
