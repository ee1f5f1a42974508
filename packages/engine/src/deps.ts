import type {
  ActiveDrillStore,
  AlarmReader,
  AlarmStore,
  AlertChannel,
  ApprovalStore,
  BillFormat,
  BillReader,
  BillRules,
  BillStore,
  BudgetToldStore,
  BuiltGroups,
  BuiltStore,
  CapacityStore,
  ChatOrderStore,
  Clock,
  CostFindingStore,
  DocumentRepository,
  DocumentStore,
  DrillStore,
  Estimates,
  EventLog,
  EventPublisher,
  FaultTests,
  HealthStore,
  Ids,
  IncidentStore,
  IntentReader,
  IntentStore,
  KillSwitch,
  LeaseStore,
  Log,
  LookInbox,
  MadeStore,
  MeterStore,
  NameProver,
  OnceStore,
  Outbox,
  OverrideStore,
  PathOverrideStore,
  PathPlanStore,
  PerformanceStore,
  PlanStore,
  Prober,
  ProofInbox,
  ProofRequests,
  Provers,
  Provisioning,
  QueryReader,
  RegionBeatStore,
  RegionLeaseStore,
  ReportSealer,
  RequestLedger,
  RequestStore,
  Rights,
  SkylaneConfig,
  SloLedgerStore,
  SpanExporter,
  SpanInbox,
  StatusSite,
  Steering,
  Surveyor,
  TopologyStore,
  TraceStore,
  TrafficMeter,
  UsageReader,
  Vault,
  WatchStore,
  WeekReportStore,
  Workflows,
} from "@skylane/core";

/** Everything a use case may be given; each takes only what it needs, by `Pick`. */
export interface Deps {
  readonly config: SkylaneConfig;
  readonly clock: Clock;
  readonly chatOrders: ChatOrderStore;
  readonly ids: Ids;
  readonly log: Log;
  readonly prober: Prober;
  readonly publisher: EventPublisher;
  readonly workflows: Workflows;
  readonly steering: Steering;
  readonly health: HealthStore;
  readonly alarmReader: AlarmReader;
  readonly alarms: AlarmStore;
  readonly performance: PerformanceStore;
  readonly watches: WatchStore;
  readonly sloLedgers: SloLedgerStore;
  readonly capacities: CapacityStore;
  /** Counts what links of the last topology carry. */
  readonly meter: TrafficMeter;
  /** How busy the machines of the last topology were. */
  readonly usage: UsageReader;
  readonly plans: PlanStore;
  readonly pathPlans: PathPlanStore;
  readonly incidents: IncidentStore;
  readonly leases: LeaseStore;
  readonly overrides: OverrideStore;
  readonly pathOverrides: PathOverrideStore;
  readonly faultTests: FaultTests;
  readonly drills: DrillStore;
  readonly activeDrills: ActiveDrillStore;
  readonly sealer: ReportSealer;
  readonly rights: Rights;
  /** The AWS Region this stack runs in. */
  readonly regionId: string;
  readonly regionLease: RegionLeaseStore;
  readonly regionBeats: RegionBeatStore;
  readonly killSwitch: KillSwitch;
  readonly approvals: ApprovalStore;
  readonly once: OnceStore;
  readonly outbox: Outbox;
  readonly eventLog: EventLog;
  /** Spans of incidents. */
  readonly traces: TraceStore;
  /** Absent = no collector is configured. */
  readonly spanExporter: SpanExporter | undefined;
  /** Requests of applications. */
  readonly requests: RequestStore;
  readonly queryReader: QueryReader;
  readonly spanInbox: SpanInbox;
  readonly requestLedger: RequestLedger;
  readonly surveyor: Surveyor;
  readonly estimates: Estimates;
  readonly topologies: TopologyStore;
  readonly lookInbox: LookInbox;
  readonly handedIn: Pick<LookInbox, "last">;
  readonly intents: IntentStore;
  readonly reader: IntentReader;
  readonly made: MadeStore;
  /** Where it is asked for, `config` holds these groups too. */
  readonly builtGroups: BuiltGroups;
  readonly built: BuiltStore;
  readonly documents: DocumentStore;
  readonly repository: DocumentRepository;
  readonly provisioning: Provisioning;
  readonly vault: Vault;
  readonly names: NameProver;
  readonly provers: Provers;
  readonly proofRequests: ProofRequests;
  readonly proofInbox: ProofInbox;
  readonly channels: readonly AlertChannel[];
  /** Bills where clouds lay them down, by the sources of the configuration. */
  readonly billReader: BillReader;
  readonly billRules: (format: BillFormat) => BillRules;
  readonly billStore: BillStore;
  readonly meterStore: MeterStore;
  readonly costFindings: CostFindingStore;
  readonly budgetsTold: BudgetToldStore;
  readonly weekReports: WeekReportStore;
  readonly site: StatusSite;
}
