export type { AlarmReader, AlarmStore } from "./alarms.ts";
export type { AlertChannel, Log } from "./alerting.ts";
export type { QueryReader } from "./asking.ts";
export type { ChatOrderStore } from "./chatting.ts";
export type {
  BillDeviations,
  Billing,
  BillLine,
  BillPage,
  BillReader,
  BillRules,
  BillStore,
  BudgetToldStore,
  CostFindingStore,
  MachineUse,
  MeterStore,
  RawBillRow,
  RequestCount,
  RowConverter,
  StorageTier,
  StoreUse,
  TrafficMeter,
  UsageReader,
} from "./costing.ts";
export type {
  Discover,
  DiscoveryRequest,
  DiscoveryStep,
  Estimates,
  RegionRef,
  Surveyor,
  TransferLeg,
} from "./discovery.ts";
export type {
  ActiveDrillStore,
  DrillStore,
  FaultTest,
  FaultTestReading,
  FaultTests,
  ReportSealer,
} from "./drilling.ts";
export type {
  BuiltGroups,
  BuiltStore,
  DocumentRepository,
  DocumentStore,
  IntentReader,
  IntentStore,
  MadeStore,
  RepositoryFile,
  RepositoryPlace,
} from "./intents.ts";
export type { Fact, NarrationFacts, Narrator, SpendStore } from "./narrating.ts";
export type { ProbeAnswer, ProbeRequest, Prober } from "./probing.ts";
export type {
  NameProver,
  ObservedResource,
  ProofInbox,
  ProofRequests,
  Provers,
  Provisioner,
  Provisioning,
  ResolvedStep,
  Vault,
} from "./provisioning.ts";
export type { EventDraft, EventPublisher, Workflows } from "./publishing.ts";
export type { RegionBeatStore, RegionLeaseStore } from "./regions.ts";
export type { StatusSite, WeekReportStore } from "./reporting.ts";
export type { JoinedMinute, RequestLedger, RequestRange, RequestStore, SpanInbox } from "./requests.ts";
export type { Rights, RightsJudge, RightsQuestion, RightsResource, RightsVerdict } from "./rights.ts";
export type { Actuator, MoveRequest, PathCounters, Steering } from "./steering.ts";
export type {
  ApprovalStore,
  CapacityStore,
  EventLog,
  HealthStore,
  IncidentStore,
  KillSwitch,
  LeaseSight,
  LeaseStore,
  LookInbox,
  OnceStore,
  Outbox,
  OverrideStore,
  PathOverrideStore,
  PathPlanStore,
  PerformanceStore,
  PlanStore,
  SloLedgerStore,
  TopologyStore,
  WatchStore,
} from "./stores.ts";
export type { Clock, Ids } from "./time.ts";
export type { SpanExporter, TraceStore } from "./tracing.ts";
