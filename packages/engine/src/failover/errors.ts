import type { ErrorRow } from "@skylane/core";
import { errorsOf } from "@skylane/core";

/** Errors of moving traffic. */
export const failoverErrors = {
  ERR_PLAN_MISSING: { kind: "not-found", when: "no failover plan is stored for the group" },
  ERR_PATH_MISSING: { kind: "not-found", when: "a person's order names a path that is not declared" },
  ERR_BACKUP_NOT_UP: { kind: "conflict", when: "a path is to be drained while none is up that could take its traffic" },
  ERR_INCIDENT_MISSING: { kind: "not-found", when: "a workflow step names an incident that is not stored" },
  ERR_MOVE_ACTIVE: { kind: "conflict", when: "a move is ordered for a group that has one already" },
  ERR_MOVE_NONE: { kind: "conflict", when: "a fail back is ordered for an incident whose traffic was not moved" },
  ERR_ACTUATION_STOPPED: {
    kind: "denied",
    when: "the kill switch is on, or cannot be read, right before an actuation",
  },
  ERR_APPROVAL_MISSING: { kind: "not-found", when: "a verdict names an approval that nobody asked for" },
  ERR_APPROVAL_ENDED: {
    kind: "conflict",
    when: "a verdict comes after the approval was given, refused, out of date or out of time",
  },
  ERR_APPROVAL_OWN: { kind: "denied", when: "somebody approves a move they have ordered themselves" },
  ERR_APPROVAL_STALE: {
    kind: "conflict",
    when: "plan or world are not any more what an approver was shown; where the move is still wanted it is asked anew",
  },
  ERR_FENCE_STALE: { kind: "conflict", when: "a newer holder of the group's lease has acted" },
  ERR_OVERRIDE_ACTIVE: {
    kind: "conflict",
    when: "a move begins while routes of an earlier one are still held away from where they belong",
  },
  ERR_OVERRIDE_ENDED: {
    kind: "conflict",
    when: "a route is to be moved for a move whose override has ended or is being ended by the watchdog",
  },
  ERR_DRILL_MISSING: { kind: "not-found", when: "a drill, a run of one, or the group it is about is not known" },
  ERR_DRILL_EMPTY: { kind: "conflict", when: "a drill is ordered that covers no group Skylane may move" },
  ERR_DRILL_ENDED: { kind: "conflict", when: "a step belongs to a drill that does not hold its group any more" },
  ERR_REPORT_KEY_MISSING: { kind: "not-found", when: "the key that seals reports is asked for, and none is set" },
  ERR_ROUTE_NOT_CONVERGED: { kind: "unavailable", when: "the control plane does not show the desired route in time" },
  ERR_TRAFFIC_NOT_PROVEN: {
    kind: "conflict",
    when: "routes read back well but the flows' requests are not answered over the path",
  },
} as const satisfies Readonly<Record<string, ErrorRow>>;

/** Makes an error of the failover table. */
export const failoverError = errorsOf(failoverErrors);
