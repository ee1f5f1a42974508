import type { Caller, ChatRequest } from "@skylane/core";
import { decideApproval } from "../../failover/index.ts";
import { allow } from "../../people/index.ts";
import type { ChatAnswer } from "../word-status.ts";

/** A button under a request for approval: which it was, and the plan that was shown beside it. */
type Pressed = Extract<ChatRequest, { kind: "move" }>;

type PressDeps = Parameters<typeof allow>[0] & Parameters<typeof decideApproval>[0];

/** Takes the verdict of the person who pressed it. @throws ERR_NOT_ALLOWED, and what `decideApproval` throws */
export async function pressButton(deps: PressDeps, caller: Caller, pressed: Pressed): Promise<ChatAnswer> {
  const { verdict, approvalId, planHash } = pressed;
  const person = await allow(deps, caller, "decide-approval", `${verdict} ${approvalId}`);
  const decided = await decideApproval(deps, approvalId, verdict, { planHash, reason: "pressed in Slack" }, person);
  return {
    title:
      decided.status === "approved"
        ? `${decided.groupId}: approved, the move to ${decided.toPathId} has begun`
        : `${decided.groupId}: rejected, nothing was touched`,
    lines: [`by ${person.id}`, decided.status === "approved" ? decided.moveIncidentId : decided.id],
  };
}
