export { AlarmKind, CloudAlarm, ConnectionAlarms, LinkAlarm } from "./alarm.ts";
export { Alert, OutboxAlert } from "./alert.ts";
export { Approval, ApprovalId, ApprovalVerdict } from "./approval.ts";
export { BlastRadius } from "./blast-radius.ts";
export { BuiltRecord, BuiltResource, BuiltShare, BuiltWatch, ConnectionDocument } from "./built-record.ts";
export { CapacityExhaustion, CapacityWatchRecord, UtilisationState } from "./capacity-watch.ts";
export { ChatOrder, ChatOrderId, ChatRequest, ConnectionForm, ServiceChoiceId } from "./chat-order.ts";
export { cloudIds } from "./cloud-ids.gen.ts";
export {
  ConnectPlan,
  type Json,
  PlannedWay,
  PolicyViolation,
  ProvisionStep,
  ReachEffect,
  RouteEffect,
  SecurityEffect,
} from "./connect-plan.ts";
export { Connection, ConnectionKind } from "./connection.ts";
export { ConnectionCharge, chargeOf, chargesOf } from "./connection-charge.ts";
export * from "./cost/index.ts";
export {
  CloudDiscovery,
  DiscoveryGap,
  JoinFacts,
  LinkSighting,
  SeenGateway,
  SeenNetwork,
  SeenRoute,
} from "./discovery.ts";
export {
  ActiveDrill,
  DrillMeasurement,
  DrillReport,
  DrillRestored,
  DrillRun,
  DrillStatus,
  ReportSeal,
} from "./drill.ts";
export { DrillId, DrillKind, DrillRunId, FaultTestTarget } from "./drill-kind.ts";
export { AutomationLevel, FailoverPlan, FailureCase } from "./failover-plan.ts";
export { Flow } from "./flow.ts";
export { ConnectionId, FlowId, GroupId, IncidentId, IntentId, NetworkId, PathId, VantageId } from "./ids.ts";
export { FailoverTrigger, Incident, IncidentStatus, TrafficProof } from "./incident.ts";
export {
  ComplianceTag,
  Intent,
  IntentIssue,
  IntentQuestion,
  IntentRequest,
  IntentRequirements,
  IntentSlotName,
  IntentSlots,
  ServiceMention,
  Understanding,
} from "./intent.ts";
export { IntentRun, PlanSignature, RunIntent, RunPhase, RunStatus, RunSummary } from "./intent-run.ts";
export { atLineStart, connectionKindNames, gatewayKindNames } from "./names.ts";
export { Cidr, CloudId, Coordinates, IpAddress, Network, PublicIp } from "./network.ts";
export { Override, OverrideEndReason } from "./override.ts";
export { Path, ProbeKind, ProbeTarget, TlsSettings } from "./path.ts";
export { DegradedBecause, PathHealth, PathHealthRecord, PathStateName, SloSlot } from "./path-health.ts";
export { DrainRequest, PathOverride, PathOverrideRequest } from "./path-override.ts";
export {
  PathDay,
  PathPerformanceRecord,
  QuantileSketch,
  SKETCH_BUCKET_COUNT,
  SKETCH_ERROR_RATIO,
} from "./path-performance.ts";
export {
  ChosenWay,
  Comparison,
  CoverageGap,
  MoveStep,
  PathObjective,
  PathPlan,
  PlannedFlow,
  PlannedLink,
} from "./path-plan.ts";
export {
  DailyProfile,
  DegradationEpisode,
  DegradationSign,
  LossBurstState,
  LossGrowthState,
  PathChange,
  PathChangeState,
  PathWatch,
  PathWatchRecord,
  Trend,
} from "./path-watch.ts";
export { Action, type Caller, LOCAL_OPERATOR_ID, Person, PersonName, Role } from "./person.ts";
export { type Charge, PriceItem, type PriceQuery, PriceRow, PriceTier } from "./price.ts";
export { ProbeEvidence, ProbeOutcome, ProbeSample } from "./probe-sample.ts";
export { MeasuredProof, MOST_PROVEN_AT_ONCE, ProofOrder, ProofRequest, ProofTask } from "./proof-order.ts";
export { MadeResource, ProofEvidence } from "./provision-run.ts";
export { isPublicIp } from "./public-ip.ts";
export {
  type EventQuestion,
  type IncidentQuery,
  Query,
  QueryCloud,
  QueryDay,
  QueryEnd,
  QueryMoment,
  QueryName,
  QueryOrder,
  QueryPaths,
  QueryRange,
  QueryStep,
  QueryUnit,
  RequestMeasure,
  type RequestQuery,
  SampleMetric,
  type SampleQuery,
} from "./query.ts";
export { RegionLease } from "./region-lease.ts";
export { REQUEST_BOUNDS_MS, RequestMinute, RequestServiceName, RequestSpan, RequestTrace } from "./request-trace.ts";
export { PreImage, RouteChange } from "./route-change.ts";
export { RouteCall, RouteConfig, RouteIntent } from "./route-config.ts";
export { SeenService, ServiceGuard, ServiceKind } from "./service.ts";
export { SlaRow } from "./sla.ts";
export { SloAlertState, SloKind, SloLedger, SloSeverity, SloSpan } from "./slo.ts";
export { ArrivedSpan, CallEnds, SpanArrival } from "./span-arrival.ts";
export { ConnectionEnd, Finding, JoinEvidence, Topology, TopologyConnection } from "./topology.ts";
export { type TopologyChange, topologyChanges } from "./topology-changes.ts";
export { TopologyDrift } from "./topology-drift.ts";
export { SpanAttributes, SpanBatch, TraceSpan } from "./trace.ts";
export { PathWeek, Recovery, RecoveryPhase, Spread, WeekNeed, WeekReport } from "./week-report.ts";
