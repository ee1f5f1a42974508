import type { Caller, ChatRequest, IntentRun } from "@skylane/core";
import { intentActions } from "@skylane/core";
import { intentError, neededSignatures, orderIntent, showIntent } from "../../intent/index.ts";
import { allow } from "../../people/index.ts";
import type { ChatAnswer } from "../word-status.ts";

/** A button under a plan: what is ordered of it, and the first characters of the plan that was shown. */
type PressedIntent = Extract<ChatRequest, { kind: "intent" }>;

type PressDeps = Parameters<typeof allow>[0] & Parameters<typeof orderIntent>[0] & Parameters<typeof showIntent>[0];

const SAYS: Readonly<Record<PressedIntent["verb"], string>> = {
  approve: "signed",
  reject: "rejected, nothing was touched",
  undo: "is being taken away",
};

/**
 * Takes the order of the person who pressed it, for the plan they saw. What takes two signatures, or takes away what stands, is
 * confirmed by typing its name. @throws ERR_NOT_ALLOWED, ERR_INTENT_UNCONFIRMED, and what `orderIntent` throws
 */
export async function pressIntent(deps: PressDeps, caller: Caller, pressed: PressedIntent): Promise<ChatAnswer> {
  const { verb, runId, planHash, typedName } = pressed;
  const person = await allow(deps, caller, intentActions[verb], `${verb} ${runId}`);
  const { run } = await showIntent(deps, runId);
  if (!run.plan?.hash.startsWith(planHash))
    throw intentError(
      "ERR_INTENT_PLAN_STALE",
      `the plan of ${runId} is ${run.plan?.hash.slice(0, 12) ?? "not made"}, not ${planHash}; look at it again with /skylane intents`,
      { runId },
    );
  if (isConfirmedByName(verb, run.plan) && typedName !== runId)
    throw intentError(
      "ERR_INTENT_UNCONFIRMED",
      `to ${verb} ${runId} its name must be typed, exactly; press the button under /skylane intents and type ${runId}, or order it by the command line. Nothing was changed`,
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

const isConfirmedByName = (verb: PressedIntent["verb"], plan: NonNullable<IntentRun["plan"]>): boolean =>
  verb === "undo" || (verb === "approve" && neededSignatures(plan) > 1);
