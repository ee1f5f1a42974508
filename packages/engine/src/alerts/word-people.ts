import type { Alert, EventOf } from "@skylane/core";
import { whyNot } from "../people/index.ts";

/** Events of what people decide, or may not. */
export type PeopleEvent =
  | EventOf<"failover.approval-asked.v1">
  | EventOf<"failover.approval-decided.v1">
  | EventOf<"failover.kill-switch-set.v1">
  | EventOf<"access.refused.v1">;

/** The alert for one; pure. An approval belongs to the incident that waits for it, and folds into its page. */
export function wordPeople(event: PeopleEvent): Alert {
  const base = { id: event.id, atMs: Date.parse(event.time), action: "trigger" as const };
  switch (event.type) {
    case "failover.approval-asked.v1":
      return { ...base, ...wordAsked(event.data) };
    case "failover.approval-decided.v1":
      return { ...base, ...wordDecided(event.data) };
    case "failover.kill-switch-set.v1": {
      const { isStopped, by, reason } = event.data;
      return {
        ...base,
        urgency: "notice",
        action: isStopped ? "trigger" : "resolve",
        dedupKey: "skylane:kill-switch",
        title: isStopped
          ? "The kill switch is on: nothing is moved"
          : "The kill switch is off: Skylane may move traffic",
        lines: [`${by}: ${reason}`],
      };
    }
    case "access.refused.v1": {
      const { who, via, action, about } = event.data;
      return {
        ...base,
        urgency: "notice",
        dedupKey: `skylane:refused:${who}`.slice(0, 255),
        title: `${who} tried to ${action.replaceAll("-", " ")} and was refused`,
        lines: [`by ${via}: ${about}`, whyNot("they are", event.data), "told once in ten minutes for one person"],
      };
    }
  }
}

type Wording = Pick<Alert, "urgency" | "dedupKey" | "title" | "lines" | "groupId" | "incidentId" | "approval">;

function wordAsked(data: EventOf<"failover.approval-asked.v1">["data"]): Wording {
  const { incidentId, groupId, fromPathId, toPathId, approvalId, planHash, askedBy, reason, radius, expiresAtMs } =
    data;
  return {
    urgency: "page",
    dedupKey: `skylane:${incidentId}`,
    groupId,
    incidentId,
    approval: { id: approvalId, planHash },
    title: `${groupId}: may traffic move from ${fromPathId} to ${toPathId}?`,
    lines: [
      reason,
      `touches ${radius.flowCount} flows (${radius.criticalFlowCount} critical), ${Math.round(radius.neededMbps)} Mbps at the peak; ${radius.groupCount} groups would be off their primary path`,
      askedBy === undefined ? "Skylane asks" : `${askedBy} ordered it; somebody else must approve`,
      `plan ${planHash.slice(0, 12)}; until ${new Date(expiresAtMs).toISOString().slice(11, 16)} UTC, then it counts as rejected`,
      `skylane approvals approve ${approvalId}`,
    ],
  };
}

const OUTCOME = {
  approved: "approved",
  rejected: "rejected, nothing was touched",
  stale: "out of date, nothing was touched",
} as const;

function wordDecided(data: EventOf<"failover.approval-decided.v1">["data"]): Wording & Pick<Alert, "action"> {
  const { incidentId, moveIncidentId, groupId, fromPathId, toPathId, approvalId, outcome, by, reason } = data;
  return {
    urgency: "notice",
    action: "resolve",
    dedupKey: `skylane:${incidentId}`,
    groupId,
    incidentId,
    title: `${groupId}: the move from ${fromPathId} to ${toPathId ?? "no path"} is ${OUTCOME[outcome]}`,
    lines: [`${by}: ${reason}`, moveIncidentId === undefined ? approvalId : `followed by ${moveIncidentId}`],
  };
}
