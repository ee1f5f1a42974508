import type { Alert, EventOf } from "@skylane/core";

/** Events of connections that somebody has to know of. */
export type IntentEvent =
  | EventOf<"intent.clarification-asked.v1">
  | EventOf<"intent.approval-asked.v1">
  | EventOf<"intent.approved.v1">
  | EventOf<"intent.rejected.v1">
  | EventOf<"intent.fulfilled.v1">
  | EventOf<"intent.rolled-back.v1">
  | EventOf<"intent.undone.v1">;

type Wording = Pick<Alert, "urgency" | "action" | "title" | "lines" | "intent">;

/** The alert for one; pure. A page where objects are left that could not be taken away: they cost money, and may carry traffic. */
export function wordIntent(event: IntentEvent): Alert {
  const { runId } = event.data;
  return { id: event.id, dedupKey: `skylane:intent:${runId}`, atMs: Date.parse(event.time), ...wordingOf(event) };
}

const SHOWN = 10;

function wordingOf({ type, data }: IntentEvent): Wording {
  const { runId, title } = data;
  switch (type) {
    case "intent.approval-asked.v1": {
      const { planHash, neededCount, stepCount, monthlyUsd, expiresAtMs } = data;
      return {
        urgency: "notice",
        action: "trigger",
        intent: { id: runId, planHash, verbs: ["approve", "reject"], neededCount },
        title: `May this be built? ${title}`,
        lines: [
          `${stepCount} ${stepCount === 1 ? "object" : "objects"}, ${monthlyUsd === undefined ? "its cost is not known" : `$${monthlyUsd.toFixed(2)} a month`}`,
          `${neededCount === 1 ? "one approver" : `${neededCount} approvers`} must sign it, nobody who asked for it`,
          `plan ${planHash.slice(0, 12)}; until ${new Date(expiresAtMs).toISOString().slice(0, 16).replace("T", " ")} UTC`,
          `skylane intents show ${runId}`,
        ],
      };
    }
    case "intent.clarification-asked.v1":
      return {
        urgency: "notice",
        action: "trigger",
        title: `Something must be said before it can be planned: ${title}`,
        lines: [...data.questions.slice(0, SHOWN), `skylane intents show ${runId}`],
      };
    case "intent.approved.v1":
      return {
        urgency: "notice",
        action: "trigger",
        title: `Is being built: ${title}`,
        lines: [data.by.length === 0 ? "policy asks for no signature" : `signed by ${data.by.join(", ")}`, runId],
      };
    case "intent.rejected.v1":
      return {
        urgency: "notice",
        action: "resolve",
        title: `Turned down, or taken back: ${title}`,
        lines: [`${data.by}: ${data.reason}`, runId],
      };
    case "intent.fulfilled.v1": {
      const { planHash, proofCount, durationMs } = data;
      return {
        urgency: "notice",
        action: "resolve",
        intent: { id: runId, planHash, verbs: ["undo"] },
        title: `Stands, proven by traffic: ${title}`,
        lines: [`${proofCount} proofs, ${Math.round(durationMs / 1_000)} s after it was asked for`, runId],
      };
    }
    case "intent.rolled-back.v1":
      return ended(data, `Could not be built: ${title}`, data.reason);
    case "intent.undone.v1":
      return ended(data, `Taken away: ${title}`, `${data.by} wanted that`);
  }
}

/** How something ended that is not to be there any more. */
function ended(
  { runId, leftStepIds }: { readonly runId: string; readonly leftStepIds: readonly string[] },
  title: string,
  why: string,
): Wording {
  if (leftStepIds.length === 0)
    return { urgency: "notice", action: "resolve", title, lines: [why, "nothing of it is left", runId] };
  return {
    urgency: "page",
    action: "trigger",
    title: `${title}; ${leftStepIds.length === 1 ? "an object is" : `${leftStepIds.length} objects are`} left`,
    lines: [
      why,
      `could not be taken away: ${leftStepIds.slice(0, SHOWN).join(", ")}${leftStepIds.length > SHOWN ? ", …" : ""}`,
      `look at them now, then: skylane intents undo ${runId}`,
    ],
  };
}
