export type { AccessRefused } from "./access-events.ts";
export type { AlarmRaised } from "./alarm-events.ts";
export { type CloudEvent, Traceparent } from "./cloud-event.ts";
export type { AnomalyFound, BudgetExceeded, CostRecommended, RowsIngested } from "./cost-events.ts";
export type { DrillAborted, DrillCompleted } from "./drill-events.ts";
export { eventSource } from "./event-source.ts";
export type {
  ApprovalAsked,
  ApprovalDecided,
  FailedBack,
  FailoverCompleted,
  FailoverRefused,
  FailoverRolledBack,
  FailoverStarted,
  OverrideEnded,
} from "./failover-events.ts";
export type { PathStateChanged, ProbeRound, SnapshotTaken } from "./health-events.ts";
export { outpostEventSchema } from "./outpost-schemas.ts";
export type { PlanUpdated, RecommendationMade } from "./paths-events.ts";
export type {
  CapacityExhaustionPredicted,
  DegradationPassed,
  DegradationPredicted,
  DrainProposal,
} from "./prediction-events.ts";
export type { RegionTaken } from "./regions-events.ts";
export type { EventData, EventOf, EventType, SkylaneEvent } from "./registry.ts";
export { AnyEvent, eventRegistry, eventSchema, eventTypes } from "./registry.ts";
export type { BurnRateExceeded, BurnRateRecovered } from "./slo-events.ts";
export type { CloudLookedAt, DriftFound, SnapshotCompleted } from "./topology-events.ts";
