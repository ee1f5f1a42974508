import type {
  AlertChannel,
  Clock,
  Estimates,
  EventLog,
  EventPublisher,
  HealthStore,
  Ids,
  IncidentStore,
  KillSwitch,
  LeaseStore,
  Log,
  Outbox,
  OverrideStore,
  PathOverrideStore,
  PathPlanStore,
  PerformanceStore,
  PlanStore,
  Prober,
  RegionLeaseStore,
  SkylaneConfig,
  Steering,
  Surveyor,
  TopologyStore,
  Workflows,
} from "@skylane/core";

/** Everything a use case may be given; each takes only what it needs, by `Pick`. */
export interface Deps {
  readonly config: SkylaneConfig;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly prober: Prober;
  readonly publisher: EventPublisher;
  readonly workflows: Workflows;
  readonly steering: Steering;
  readonly health: HealthStore;
  readonly performance: PerformanceStore;
  readonly plans: PlanStore;
  readonly pathPlans: PathPlanStore;
  readonly incidents: IncidentStore;
  readonly leases: LeaseStore;
  readonly overrides: OverrideStore;
  readonly pathOverrides: PathOverrideStore;
  /** The AWS Region this stack runs in. */
  readonly regionId: string;
  readonly regionLease: RegionLeaseStore;
  readonly killSwitch: KillSwitch;
  readonly outbox: Outbox;
  readonly eventLog: EventLog;
  readonly surveyor: Surveyor;
  readonly estimates: Estimates;
  readonly topologies: TopologyStore;
  readonly channels: readonly AlertChannel[];
}
