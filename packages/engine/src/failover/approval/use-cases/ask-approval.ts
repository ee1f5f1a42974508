import type { Approval, EventDraft, FailoverRefused } from "@skylane/core";
import { ApprovalId, fnv1a64 } from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { loadIncident } from "../../use-cases/load-incident.ts";
import { measureMove } from "../measure-move.ts";

type AskDeps = Pick<Deps, "config" | "clock" | "incidents" | "approvals" | "publisher" | "log">;

/** How long an approval is kept after its time: long enough to be looked up after a week's incidents. */
const KEEP_MS = 7 * 86_400_000;

/** What a request for approval is about. */
export interface ApprovalWanted {
  readonly incidentId: Approval["incidentId"];
  readonly groupId: Approval["groupId"];
  readonly fromPathId: Approval["fromPathId"];
  readonly toPathId: Approval["toPathId"];
  readonly planHash: string;
  readonly askedBy?: string | undefined;
  readonly reason: string;
}

/** Stores a request for the approval of a move that was held for want of one, and tells it. Repeating it asks nothing twice. */
export async function askApproval(deps: AskDeps, refused: FailoverRefused): Promise<Approval | undefined> {
  if (refused.rule !== "approval-needed") return undefined;
  const { id, groupId, fromPathId, toPathId, planHash, trigger } = await loadIncident(deps, refused.incidentId);
  if (toPathId === undefined || planHash === undefined) return undefined;
  const askedBy = trigger.kind === "manual" ? trigger.by : undefined;
  return openApproval(deps, {
    incidentId: id,
    groupId,
    fromPathId,
    toPathId,
    planHash,
    askedBy,
    reason: refused.reason,
  });
}

/** Stores the request and tells it; what ended long ago is cleared away beside it, for the table forgets nothing by itself. */
export async function openApproval(
  deps: AskDeps,
  { askedBy, ...wanted }: ApprovalWanted,
): Promise<Approval | undefined> {
  const { approvals, clock, config, publisher, log } = deps;
  const group = config.groups.find(({ id }) => id === wanted.groupId);
  if (!group) return undefined;
  const nowMs = clock.nowMs();
  for (const { id, expiresAtMs } of await approvals.list())
    if (nowMs - expiresAtMs > KEEP_MS) await approvals.remove(id);
  const away = (await deps.incidents.listActive()).map(({ groupId }) => groupId);
  const approval = await approvals.open({
    ...wanted,
    status: "pending",
    id: approvalId(wanted),
    ...(askedBy !== undefined && { askedBy }),
    radius: measureMove(group, config.flows, new Set(away)),
    askedAtMs: nowMs,
    expiresAtMs: nowMs + config.failover.approval.validForMs,
  });
  if (approval.status !== "pending") return approval;
  await publisher.publish([askedEvent(approval)]);
  log.info("approval asked", { approvalId: approval.id, groupId: approval.groupId, planHash: approval.planHash });
  return approval;
}

/** The same for the same incident, plan and target. */
const approvalId = ({ incidentId, planHash, toPathId }: ApprovalWanted): Approval["id"] =>
  ApprovalId.parse(`ap-${incidentId.slice("fo-".length)}-${fnv1a64(`${planHash}#${toPathId}`).slice(0, 8)}`);

const askedEvent = (approval: Approval) =>
  ({
    type: "failover.approval-asked.v1",
    subject: approval.id,
    epoch: 0,
    seq: 0,
    data: {
      incidentId: approval.incidentId,
      groupId: approval.groupId,
      fromPathId: approval.fromPathId,
      toPathId: approval.toPathId,
      approvalId: approval.id,
      planHash: approval.planHash,
      ...(approval.askedBy !== undefined && { askedBy: approval.askedBy }),
      reason: approval.reason,
      radius: approval.radius,
      expiresAtMs: approval.expiresAtMs,
    },
  }) satisfies EventDraft;
