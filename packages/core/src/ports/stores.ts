import type { SkylaneEvent } from "../events/registry.ts";
import type { OutboxAlert } from "../model/alert.ts";
import type { Approval } from "../model/approval.ts";
import type { CapacityWatchRecord } from "../model/capacity-watch.ts";
import type { CloudDiscovery } from "../model/discovery.ts";
import type { FailoverPlan } from "../model/failover-plan.ts";
import type { Incident } from "../model/incident.ts";
import type { CloudId } from "../model/network.ts";
import type { Override } from "../model/override.ts";
import type { PathHealthRecord } from "../model/path-health.ts";
import type { PathOverride } from "../model/path-override.ts";
import type { PathPerformanceRecord } from "../model/path-performance.ts";
import type { PathPlan } from "../model/path-plan.ts";
import type { PathWatchRecord } from "../model/path-watch.ts";
import type { SloLedger } from "../model/slo.ts";
import type { Topology } from "../model/topology.ts";

/** A path as one vantage sees it. */
export interface WatchedPath {
  readonly vantageId: string;
  readonly pathId: string;
}

/** Health of paths, per vantage. */
export interface HealthStore {
  /** At once, each by itself: what must be known before the next `saveAll`. */
  save(records: readonly PathHealthRecord[]): Promise<void>;
  /** All that is known of a vantage's paths, together; it undoes nothing that is newer. */
  saveAll(vantageId: string, records: readonly PathHealthRecord[]): Promise<void>;
  /** Nothing is left of them, and no `saveAll` that was late brings them back. */
  remove(paths: readonly WatchedPath[]): Promise<void>;
  /** The latest of each path, read strongly. Every record, or those of one vantage. */
  list(vantageId?: string): Promise<readonly PathHealthRecord[]>;
}

/** What was learnt of paths from their probes, per vantage. */
export interface PerformanceStore {
  /** All that is known of a vantage's paths, together. */
  saveAll(vantageId: string, records: readonly PathPerformanceRecord[]): Promise<void>;
  remove(paths: readonly WatchedPath[]): Promise<void>;
  /** Every record, or those of one vantage. */
  list(vantageId?: string): Promise<readonly PathPerformanceRecord[]>;
}

/** Where the error budgets of paths are kept, per vantage. */
export interface SloLedgerStore {
  /** All that is known of a vantage's paths, together. */
  saveAll(vantageId: string, records: readonly SloLedger[]): Promise<void>;
  remove(paths: readonly WatchedPath[]): Promise<void>;
  list(): Promise<readonly SloLedger[]>;
}

/** How paths develop and what is predicted of them, per vantage. */
export interface WatchStore {
  /** All that is known of a vantage's paths, together. */
  saveAll(vantageId: string, records: readonly PathWatchRecord[]): Promise<void>;
  remove(paths: readonly WatchedPath[]): Promise<void>;
  /** Every record, or those of one vantage. */
  list(vantageId?: string): Promise<readonly PathWatchRecord[]>;
}

/** How full connections get, one record a connection. */
export interface CapacityStore {
  save(records: readonly CapacityWatchRecord[]): Promise<void>;
  list(): Promise<readonly CapacityWatchRecord[]>;
}

/** The plan of paths for all flows; the last one counts. */
export interface PathPlanStore {
  save(plan: PathPlan): Promise<void>;
  latest(): Promise<PathPlan | undefined>;
}

/** Failover plans, one per group. */
export interface PlanStore {
  save(plan: FailoverPlan): Promise<void>;
  find(groupId: string): Promise<FailoverPlan | undefined>;
  list(): Promise<readonly FailoverPlan[]>;
  remove(groupId: string): Promise<void>;
}

/** Incidents. */
export interface IncidentStore {
  /** Writes it if no incident of that id exists; answers the one that is there. */
  open(incident: Incident): Promise<Incident>;
  /** Replaces it; when it was opened stays. */
  save(incident: Incident): Promise<void>;
  find(incidentId: string): Promise<Incident | undefined>;
  /** Those opened last, newest first. */
  list(limitCount: number): Promise<readonly Incident[]>;
  /** Those opened at that moment or later, newest first. */
  listSince(fromMs: number): Promise<readonly Incident[]>;
  /** Those whose routes are, or may be, away from where they belong; newest first. */
  listActive(): Promise<readonly Incident[]>;
  /** The newest of these of the group. */
  findActive(groupId: string): Promise<Incident | undefined>;
}

/** What discovery has found: the last answer of each cloud, and every snapshot of the whole. */
export interface TopologyStore {
  saveCloud(seen: CloudDiscovery): Promise<void>;
  /** The last answer of each cloud. */
  listClouds(): Promise<readonly CloudDiscovery[]>;
  /** When each cloud was looked at last, without what was seen. */
  lastLooks(): Promise<readonly { readonly cloud: CloudId; readonly atMs: number }[]>;
  /** Answers the key it is kept under; kept for 30 days. */
  saveSnapshot(topology: Topology): Promise<string>;
  snapshot(key: string): Promise<Topology | undefined>;
  latest(): Promise<{ readonly key: string; readonly topology: Topology } | undefined>;
  /** Keys, newest first. */
  list(limitCount: number): Promise<readonly { readonly key: string; readonly atMs: number }[]>;
}

/** Where functions within a cloud hand in what it shows, one answer a cloud: they reach nothing else of what is kept. */
export interface LookInbox {
  put(seen: CloudDiscovery): Promise<void>;
  /** `undefined` = there is none, or it is not all of that cloud: whoever may write there may not speak for another. */
  last(cloud: CloudId): Promise<CloudDiscovery | undefined>;
}

/** A lease as it was seen: `rvn` changes at each write of its holder. */
export interface LeaseSight {
  readonly owner: string;
  readonly rvn: string;
}

/** One writer at a time per connection group, with a fence that grows at each acquisition. */
export interface LeaseStore {
  /** Takes a free lease, renews an own one, or takes over one whose `rvn` is still `seenRvn` after the caller watched it for a whole lease time. */
  acquire(
    key: string,
    owner: string,
    seenRvn?: string,
  ): Promise<{ readonly isHeld: true; readonly fence: number } | { readonly isHeld: false; readonly seen: LeaseSight }>;
  /** Records that the holder of this fence is about to act. False if a newer fence has acted. */
  admit(key: string, fence: number): Promise<boolean>;
  release(key: string, owner: string): Promise<void>;
}

/** Overrides that stand, one per group; every write is conditional on the version that was read. */
export interface OverrideStore {
  /** Groups that have one; each is then read by itself, so one that cannot be read keeps nobody from the others. */
  listGroupIds(): Promise<readonly string[]>;
  /** Read strongly. */
  find(groupId: string): Promise<Override | undefined>;
  /** Writes it in place of the one that was seen (`undefined` = none was there), with the next version. `undefined` if another has written since. */
  put(next: Override, seen: Override | undefined): Promise<Override | undefined>;
  /** False if another has written since it was seen. */
  remove(seen: Override): Promise<boolean>;
}

/** What people have ordered for single paths, one order a path; those that have run out may still be there. */
export interface PathOverrideStore {
  /** Read strongly. */
  list(): Promise<readonly PathOverride[]>;
  save(order: PathOverride): Promise<void>;
  remove(pathId: string): Promise<void>;
}

/** The switch that stops every actuation, read strongly right before each. */
export interface KillSwitch {
  read(): Promise<{ readonly isStopped: boolean; readonly by?: string; readonly reason?: string }>;
  set(isStopped: boolean, by: string, reason: string): Promise<void>;
}

/** Moves that wait for a person, and what became of them. Single-item conditional writes, read strongly. */
export interface ApprovalStore {
  /** Writes it if no approval of that id is there; answers the one that is. */
  open(approval: Approval): Promise<Approval>;
  find(approvalId: string): Promise<Approval | undefined>;
  list(): Promise<readonly Approval[]>;
  /** Writes how it ended; false if it had ended already. */
  end(ended: Approval): Promise<boolean>;
  remove(approvalId: string): Promise<void>;
}

/** What may be done once only: a signed request, a message about somebody. */
export interface OnceStore {
  /** True for the first who claims this key, false for all who come later; kept for `keepMs` at least. */
  claim(key: string, keepMs: number): Promise<boolean>;
}

/** Alerts that were raised, kept whatever became of their delivery. */
export interface Outbox {
  /** Writes it if no alert of that id is there; answers the one that is. */
  add(alert: OutboxAlert): Promise<OutboxAlert>;
  save(alert: OutboxAlert): Promise<void>;
  list(limitCount: number): Promise<readonly OutboxAlert[]>;
}

/** What crossed the bus, for `skylane events tail` and the page. */
export interface EventLog {
  append(event: SkylaneEvent): Promise<void>;
  /** In order of arrival, later than `afterKey`; the newest `limitCount` if no key is given. */
  list(
    afterKey: string | undefined,
    limitCount: number,
  ): Promise<readonly { readonly key: string; readonly event: SkylaneEvent }[]>;
}
