export { askApproval } from "./approval/use-cases/ask-approval.ts";
export { decideApproval } from "./approval/use-cases/decide-approval.ts";
export { listApprovals } from "./approval/use-cases/list-approvals.ts";
export type { FailbackDecision, FailbackFacts } from "./decide-failback.ts";
export { decideFailback } from "./decide-failback.ts";
export type { FailoverDecision, FailoverFacts, HoldRule } from "./decide-failover.ts";
export { decideFailover } from "./decide-failover.ts";
export {
  checkDrill,
  checkDrillEnd,
  DrillEndStep,
  DrillOrder,
  DrillStep,
  drillMarkdown,
  endOverdueDrills,
  listDrills,
  measureDrill,
  recordDrill,
  showDrillReport,
  showDrillSummary,
  showReportKey,
  startDrill,
  stopDrill,
} from "./drill/index.ts";
export { failoverErrors } from "./errors.ts";
export { isActive, movedAtMs } from "./incident-steps.ts";
export { chooseProofFlows } from "./make-plan.ts";
export { ChangeStep, ExpectStep, FailbackOrder, FailoverOrder, IncidentStep, LeaseStep, UndoStep } from "./order.ts";
export {
  lossOfMove,
  postIncidentFacts,
  recordMarkdown,
  recordThread,
  showIncidentRecord,
  tellRecord,
} from "./record/index.ts";
export {
  comparePolicies,
  type PolicyDifference,
  type Replay,
  type ReplayedPolicy,
  type ReplayPolicy,
  replay,
} from "./replay/index.ts";
export { isFresh } from "./sighting.ts";
export { exportTrace, showIncidentTrace, traceViews } from "./trace/index.ts";
export { acquireLease } from "./use-cases/acquire-lease.ts";
export { applyChange, restoreChange } from "./use-cases/apply-change.ts";
export { checkFailback } from "./use-cases/check-failback.ts";
export { checkGuards } from "./use-cases/check-guards.ts";
export { type AlarmConsideration, considerAlarm } from "./use-cases/consider-alarm.ts";
export { considerFailback, considerFailbackOfMove } from "./use-cases/consider-failback.ts";
export { considerFailover } from "./use-cases/consider-failover.ts";
export { orderFailback, orderFailover } from "./use-cases/order-move.ts";
export { drainPath, listOverrides, setPathOverride } from "./use-cases/order-path.ts";
export { planWayBack } from "./use-cases/plan-way-back.ts";
export { proveTraffic } from "./use-cases/prove-traffic.ts";
export { readBack } from "./use-cases/read-back.ts";
export { incidentsSince } from "./use-cases/recent-incidents.ts";
export { reconsider } from "./use-cases/reconsider.ts";
export { Outcome, recordOutcome } from "./use-cases/record-outcome.ts";
export { recordOverrideEnd } from "./use-cases/record-override-end.ts";
export { renewOverrides } from "./use-cases/renew-overrides.ts";
export { resumeInRegion } from "./use-cases/resume-in-region.ts";
export { rollBack } from "./use-cases/roll-back.ts";
export { setKillSwitch, showKillSwitch } from "./use-cases/set-kill-switch.ts";
export { snapshotRoutes } from "./use-cases/snapshot-routes.ts";
export { storePlan } from "./use-cases/store-plan.ts";
export { watchOverrides } from "./use-cases/watch-overrides.ts";
