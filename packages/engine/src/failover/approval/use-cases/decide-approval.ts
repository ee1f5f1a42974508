import type { Approval, ApprovalVerdict, EventDraft, Person } from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { allowMove, isRefusedBy } from "../../../people/index.ts";
import { requireActing } from "../../../regions/index.ts";
import { failoverError } from "../../errors.ts";
import { incidentId } from "../../incident-id.ts";
import type { FailoverOrder } from "../../order.ts";
import { decideByFacts } from "../../use-cases/check-guards.ts";
import { loadIncident } from "../../use-cases/load-incident.ts";
import { readKillSwitch } from "../../use-cases/read-kill-switch.ts";
import { judgeVerdict } from "../judge-verdict.ts";
import { openApproval } from "./ask-approval.ts";

type VerdictDeps = Pick<
  Deps,
  | "config"
  | "clock"
  | "plans"
  | "incidents"
  | "killSwitch"
  | "pathOverrides"
  | "health"
  | "alarms"
  | "approvals"
  | "workflows"
  | "regionId"
  | "regionLease"
  | "publisher"
  | "log"
  | "once"
  | "rights"
>;
/** Name of the shipped policy that has an answer of its own. */
const OWN = "nobody-lets-their-own-move-go";

type Ended = Exclude<Approval, { readonly status: "pending" }>;

/**
 * Writes a person's verdict down, once, and for an approval orders the very move that was shown. Before that, it is decided
 * anew on plan and world of now: what differs is asked anew. Saying it again changes nothing.
 * @throws ERR_REGION_STANDBY, ERR_APPROVAL_MISSING, ERR_APPROVAL_ENDED, ERR_APPROVAL_OWN, ERR_NOT_ALLOWED, ERR_APPROVAL_STALE, ERR_ACTUATION_STOPPED
 */
export async function decideApproval(
  deps: VerdictDeps,
  wanted: string,
  kind: "approve" | "reject",
  { planHash, reason }: ApprovalVerdict,
  person: Pick<Person, "id">,
): Promise<Approval> {
  await requireActing(deps);
  const approval = await loadApproval(deps, wanted);
  const nowMs = deps.clock.nowMs();
  const judgement = judgeVerdict(approval, { kind, planHash }, nowMs);
  const about = { approvalId: approval.id, groupId: approval.groupId };
  switch (judgement.kind) {
    case "already":
      // a process that died after it had written this down has told and ordered nothing: both are harmless twice
      return approval.status === "pending" ? approval : carryOut(deps, approval);
    case "ended":
      throw failoverError(
        "ERR_APPROVAL_ENDED",
        `approval ${approval.id} is ${judgement.as} already; nothing was changed`,
        about,
      );
    case "other-plan":
      throw failoverError(
        "ERR_APPROVAL_STALE",
        `approval ${approval.id} is for plan ${approval.planHash}, not for ${planHash}; look at it again`,
        about,
      );
    case "counts": {
      await requireRight(deps, approval, kind, person);
      const decided = { ...approval, decidedBy: person.id, decidedAtMs: nowMs, note: reason };
      if (kind === "reject") return end(deps, { ...decided, status: "rejected" });
      await checkWorld(deps, approval, decided);
      const moveIncidentId = incidentId(approval.groupId, `a${nowMs.toString(36)}`);
      return end(deps, { ...decided, status: "approved", moveIncidentId });
    }
  }
}

/** Asks the policies, which know this move: whoever ordered it may withdraw it, but not let it go. @throws ERR_APPROVAL_OWN, ERR_NOT_ALLOWED */
async function requireRight(
  deps: VerdictDeps,
  approval: Approval,
  kind: "approve" | "reject",
  person: Pick<Person, "id">,
): Promise<void> {
  try {
    await allowMove(deps, person, approval, { isSignature: kind === "approve" });
  } catch (error) {
    if (!isRefusedBy(error, OWN)) throw error;
    throw failoverError(
      "ERR_APPROVAL_OWN",
      `${person.id} ordered this move; another approver must let it go`,
      { approvalId: approval.id, groupId: approval.groupId },
      error,
    );
  }
}

async function loadApproval({ approvals }: Pick<Deps, "approvals">, wanted: string): Promise<Approval> {
  const approval = await approvals.find(wanted);
  if (approval) return approval;
  throw failoverError(
    "ERR_APPROVAL_MISSING",
    `nobody asked for approval ${wanted}; list them with "skylane approvals list"`,
    { approvalId: wanted },
  );
}

/** Decides the move anew on plan and world of now. @throws ERR_ACTUATION_STOPPED, ERR_APPROVAL_STALE */
async function checkWorld(
  deps: VerdictDeps,
  approval: Approval,
  decided: Omit<Extract<Ended, { readonly status: "stale" }>, "status">,
): Promise<void> {
  const about = { approvalId: approval.id, groupId: approval.groupId };
  const isStopped = await readKillSwitch(deps);
  if (isStopped !== false)
    throw failoverError(
      "ERR_ACTUATION_STOPPED",
      `the kill switch ${isStopped ? "is on" : "cannot be read"}: nothing is moved, approved or not; the request waits on`,
      about,
    );
  const [plan, incident] = await Promise.all([
    deps.plans.find(approval.groupId),
    loadIncident(deps, approval.incidentId),
  ]);
  const order = { incidentId: incident.id, groupId: approval.groupId, trigger: incident.trigger };
  const decision = await decideByFacts(deps, { ...order, orderedAtMs: deps.clock.nowMs() }, plan, {
    isRepairedByRouting: false,
    approved: approval,
  });
  if (decision.kind === "switch") return;
  const reason = decision.kind === "hold" ? decision.reason : decision.otherwise.reason;
  await end(deps, { ...decided, status: "stale", note: reason ?? "" });
  const toPathId = [plan?.backupPathId, ...(plan?.spares ?? []).map((spare) => spare.pathId)].find(
    (one) => decision.kind === "hold" && one !== undefined && one === decision.toPathId,
  );
  const anew =
    plan && toPathId !== undefined
      ? await openApproval(deps, {
          incidentId: incident.id,
          groupId: approval.groupId,
          fromPathId: plan.primaryPathId,
          toPathId,
          planHash: plan.hash,
          askedBy: approval.askedBy,
          reason: approval.reason,
        })
      : undefined;
  throw failoverError(
    "ERR_APPROVAL_STALE",
    `nothing was moved: ${reason}${anew?.status === "pending" ? `; asked anew as ${anew.id}` : ""}`,
    about,
  );
}

/** Writes the end down, and carries it out. @throws ERR_APPROVAL_ENDED if somebody else was faster */
async function end(deps: VerdictDeps, ended: Ended): Promise<Ended> {
  if (!(await deps.approvals.end(ended)))
    throw failoverError("ERR_APPROVAL_ENDED", `somebody else has just decided on approval ${ended.id}`, {
      approvalId: ended.id,
    });
  return carryOut(deps, ended);
}

/** Starts the move that was approved, and tells how it ended. */
async function carryOut(deps: VerdictDeps, ended: Ended): Promise<Ended> {
  if (ended.status === "approved") await orderApproved(deps, ended);
  const { groupId, fromPathId, toPathId, decidedBy: by, note: reason, status: outcome } = ended;
  await deps.publisher.publish([
    {
      type: "failover.approval-decided.v1",
      subject: ended.id,
      epoch: 0,
      seq: 1,
      data: {
        incidentId: ended.incidentId,
        ...(ended.status === "approved" && { moveIncidentId: ended.moveIncidentId }),
        groupId,
        fromPathId,
        toPathId,
        approvalId: ended.id,
        outcome,
        by,
        reason,
      },
    } satisfies EventDraft,
  ]);
  deps.log.info("approval decided", { approvalId: ended.id, groupId, outcome, by });
  return ended;
}

/** Starts the move as the approver's order. Named after the approval's moment, so ordering it again starts nothing. */
async function orderApproved(
  deps: Pick<Deps, "workflows">,
  approval: Extract<Approval, { readonly status: "approved" }>,
): Promise<void> {
  const order: FailoverOrder = {
    incidentId: approval.moveIncidentId,
    groupId: approval.groupId,
    trigger: { kind: "manual", pathId: approval.fromPathId, by: approval.decidedBy },
    orderedAtMs: approval.decidedAtMs,
    approvalId: approval.id,
  };
  await deps.workflows.start("failover", approval.moveIncidentId, order);
}
